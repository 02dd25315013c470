"""What a dossier still lacks before it can go up: one answer for the section list, the signature, and the step."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Context, Form, FormInvalid
from workflows import catalogue
from workflows.models import Attachment, Dossier, Nominee, OfferPaper, ProcessInstance
from workflows.nomination import active_nominees
from workflows.steps.dossier_context import council_held, fill_dossier
from workflows.steps.registry import Surroundings

NOMINEES = "nominees"
PAPERS = "papers"
# Papers that the system writes itself from what it holds.
GENERATED = frozenset({"danh_sach"})
MINUTES = "bien_ban"


@dataclass(frozen=True)
class Missing:
    """One thing that a section lacks. `section`: a page of the form `dossier`, "nominees" or "papers"."""

    section: str
    message: str
    soft: bool = False
    """It warns and lets submit."""


def missing(session: Session, dossier: Dossier, outcome: str = "sign") -> list[Missing]:
    """Return everything that the dossier lacks for this way of finishing it ("sign" or "convene"), in page order."""
    surroundings = Surroundings()
    fill_dossier(session, dossier, surroundings)
    context = surroundings.context()
    nominees = active_nominees(session, dossier)
    find = forms_for(session, dossier)
    return [
        *_of_pages(find("dossier"), dossier, context, outcome),
        *_of_nominees(find, dossier, nominees, context),
        *_of_papers(session, dossier, nominees, outcome),
    ]


def refuse_incomplete(session: Session, dossier: Dossier, outcome: str = "sign") -> None:
    """Raise FormInvalid with what is missing, by section; soft gaps let pass."""
    errors: dict[str, list[str]] = {}
    for gap in missing(session, dossier, outcome):
        if not gap.soft:
            errors.setdefault(gap.section, []).append(gap.message)
    if errors:
        raise FormInvalid(errors)


def form_for(session: Session, dossier: Dossier, key: str) -> Form:
    """Return a form from the deployment that the dossier runs on, else from the newest."""
    return forms_for(session, dossier)(key)


def forms_for(session: Session, dossier: Dossier) -> Callable[[str], Form]:
    """Return what finds forms by key in the deployment that the dossier runs on, else in the newest."""
    instance = session.scalar(
        select(ProcessInstance).where(ProcessInstance.dossier_id == dossier.id).order_by(ProcessInstance.id).limit(1)
    )
    if instance is None:
        return partial(catalogue.record_form, session)
    return partial(catalogue.form, session, instance.definition.deployment)


def _of_pages(form: Form, dossier: Dossier, context: Context, outcome: str) -> list[Missing]:
    try:
        form.check(dossier.content, context, outcome=outcome, kept=True)
    except FormInvalid as invalid:
        found = [
            Missing(_page_of(form, name), message) for name, messages in invalid.errors.items() for message in messages
        ]
        order = [page.key for page in form.pages]
        return sorted(found, key=lambda gap: order.index(gap.section))
    return []


def _page_of(form: Form, name: str) -> str:
    placed = form.items.get(name) or form.items.get(name.split("-", maxsplit=1)[0])
    return placed.page if placed else form.pages[-1].key


def _of_nominees(
    find: Callable[[str], Form], dossier: Dossier, nominees: list[Nominee], context: Context
) -> list[Missing]:
    if not nominees:
        return [Missing(NOMINEES, "Chưa có đối tượng nào trong danh sách đề nghị.")]
    forms = {kind: find(f"nominee_{kind}") for kind in {each.kind for each in nominees}}
    found = []
    for nominee in nominees:
        if nominee.kind not in dossier.offer.object_kinds:
            found.append(
                Missing(NOMINEES, f"{nominee.name}: hình thức khen thưởng này không dành cho loại đối tượng đó.")
            )
            continue
        try:
            forms[nominee.kind].check(nominee.details, context, kept=True)
        except FormInvalid as invalid:
            found.append(
                Missing(NOMINEES, f"{nominee.name}: còn {len(invalid.errors)} nội dung chưa nhập hoặc chưa đúng.")
            )
    return found


def _of_papers(session: Session, dossier: Dossier, nominees: list[Nominee], outcome: str) -> list[Missing]:
    query = select(Attachment.paper, Attachment.nominee_id).where(Attachment.dossier_id == dossier.id)
    current = query.where(Attachment.removed_at.is_(None), Attachment.replaced_by_id.is_(None))
    sent = {tuple(row) for row in session.execute(current)}
    written = GENERATED | ({MINUTES} if outcome == "convene" or council_held(session, dossier) else set())
    found = []
    for paper in session.scalars(
        select(OfferPaper).where(OfferPaper.offer_id == dossier.offer_id).order_by(OfferPaper.id)
    ):
        if paper.paper in written:
            continue
        concerned = [n for n in nominees if paper.applies_to in ("all", n.kind)]
        if paper.per == "nominee":
            lacking = [n for n in concerned if (paper.paper, n.id) not in sent]
            found += [Missing(PAPERS, f"{n.name}: chưa có {paper.name}.", not paper.required) for n in lacking]
        elif (concerned or paper.applies_to == "all") and (paper.paper, None) not in sent:
            found.append(Missing(PAPERS, f"Chưa có {paper.name}.", not paper.required))
    return found
