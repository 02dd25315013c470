"""The page of a nominee's criteria while a dossier is prepared, and how nominees stand, for whoever may read that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Form
from forms.views import PageView
from workflows import asking, assessing, policy
from workflows.assessing import Assessment
from workflows.criterion_lines import MET
from workflows.errors import NotFound
from workflows.models import Decision, DecisionItem, Dossier, Nominee
from workflows.policy import Actor
from workflows.queries import criteria_words, dossier_record, drafts, nominees, sections
from workflows.queries.criteria_words import Kept, Reader, Told
from workflows.queries.drafts import Head
from workflows.queries.plan_words import act_words
from workflows.queries.sections import Draft


@dataclass(frozen=True)
class CriteriaPage:
    """The questions of a nominee's criteria with what is answered, and how it stands as saved."""

    head: Head
    id: int
    version: int
    name: str
    kind: str
    view: PageView
    told: Told
    chooses_group: bool


@dataclass(frozen=True)
class Open:
    """A nominee whose criteria are not all met, for the check before signing."""

    id: int
    name: str
    told: Told


def page(
    session: Session, actor: Actor, draft: Draft, row: Nominee, typed: Mapping[str, Any] | None = None
) -> CriteriaPage:
    """Return the page with what is stored, or with what was just typed. Raises NotFound where nothing is asked."""
    form, asked = _form(session, draft), assessing.asked(session, draft.dossier, row)
    context = asking.context_of(asked)
    answers = asking.shown(form, row.facts if typed is None else typed, context)
    wrong = sections.wrong_only(sections.errors_of(form, answers, context), answers)
    return CriteriaPage(
        head=drafts.head_of(draft),
        id=row.id,
        version=row.version,
        name=row.name,
        kind=row.kind,
        view=form.view(form.pages[0].key, answers, context, errors=wrong),
        told=own_told(session, actor, draft.dossier, row),
        chooses_group=len(asked.groups) > 1,
    )


def typed(session: Session, draft: Draft, posted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return what was just typed, unchecked. Raises forms.FormInvalid for names that the form does not have."""
    return _form(session, draft).read(posted)


def own_told(session: Session, actor: Actor, dossier: Dossier, row: Nominee) -> Told:
    """Return how a nominee stands by the tables alone, as the unit that submits reads it."""
    return told_of(session, actor, dossier, [row], overridden=False)[row.id]


def told_of(
    session: Session, actor: Actor, dossier: Dossier, rows: Sequence[Nominee], *, overridden: bool
) -> dict[int, Told]:
    """Return how nominees of a dossier stand, as the actor may read it; `overridden`: with reviewers' conclusions.

    That the actor may read it at all is not checked.
    """
    found = assessing.assess_all(session, dossier, rows, overridden=overridden)
    reader = reader_of(session, actor, dossier, found.values())
    return {number: criteria_words.told(each, reader) for number, each in found.items()}


def reader_of(session: Session, actor: Actor, dossier: Dossier, found: Iterable[Assessment]) -> Reader:
    """Return for whom assessments of a dossier are told: which of the other dossiers in them the actor may see."""
    rivals = {name for each in found for line in each.lines for name in line.rivals}
    query = select(Dossier.reference).where(Dossier.reference.in_(rivals), policy.visible_dossiers(actor))
    seen = session.scalars(query) if rivals else ()
    return Reader(act_words(dossier.campaign), frozenset(seen))


def open_ones(session: Session, actor: Actor, draft: Draft) -> tuple[Open, ...]:
    """Return the nominees that do not meet everything yet; nothing of it stops the dossier."""
    if not nominees.asks_criteria(session, draft):
        return ()
    rows = [each.nominee for each in draft.nominees]
    found = told_of(session, actor, draft.dossier, rows, overridden=False)
    return tuple(Open(row.id, row.name, found[row.id]) for row in rows if found[row.id].verdict != MET)


def by_nominee(session: Session, actor: Actor, dossier: Dossier) -> dict[int, Told]:
    """Return how each nominee on the list stands; reviewers' conclusions only for whoever may read them."""
    known = dossier_record.reads_verdicts(session, actor, dossier)
    rows = [row for row in dossier.nominees if row.removed_at is None]
    return told_of(session, actor, dossier, rows, overridden=known)


def decided(session: Session, dossier: Dossier) -> dict[int, Kept]:
    """Return how each nominee stood when the newest decision on it was signed, as that decision keeps it."""
    query = (
        select(DecisionItem)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .where(Decision.dossier_id == dossier.id)
        .order_by(Decision.id)
    )
    act = act_words(dossier.campaign)
    found = {item.nominee_id: criteria_words.kept(item.criteria, act) for item in session.scalars(query)}
    return {nominee_id: each for nominee_id, each in found.items() if each}


@dataclass(frozen=True)
class Facts:
    """How a nominee stands, for programs."""

    nominee_id: int
    version: int
    verdict: str
    group: str | None
    needs_group: bool
    answers: dict[str, Any]
    lines: tuple[dict[str, Any], ...]


def as_facts(session: Session, actor: Actor, reference: str, nominee_id: int) -> Facts:
    """Return how a nominee of a dossier that the actor may see stands. Raises NotFound."""
    dossier = policy.load_dossier(session, actor, reference)
    row = session.get(Nominee, nominee_id)
    if row is None or row.dossier_id != dossier.id or row.removed_at is not None:
        raise NotFound
    known = dossier_record.reads_verdicts(session, actor, dossier)
    found = assessing.assess(session, dossier, row, overridden=known)
    more = ({"criterion": line.criterion, "missing": line.missing, "wanted": line.wanted} for line in found.lines)
    lines = (kept | own for kept, own in zip(found.as_json()["lines"], more, strict=True))
    return Facts(row.id, row.version, found.verdict, found.group, found.needs_group, row.facts, tuple(lines))


def _form(session: Session, draft: Draft) -> Form:
    form = asking.form_in(session, draft.task.instance.definition.deployment)
    if form is None:
        raise NotFound
    return form
