"""The page of a nominee's criteria while a dossier is prepared, and how nominees stand, for whoever may read that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Form
from forms.views import PageView
from workflows import asking, assessing, policy
from workflows.errors import NotFound
from workflows.models import Decision, DecisionItem, Dossier, Nominee
from workflows.policy import Actor
from workflows.queries import criteria_words, dossier_record, drafts, nominees, sections
from workflows.queries.criteria_words import Kept, Told
from workflows.queries.drafts import Head
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


def page(session: Session, draft: Draft, row: Nominee, typed: Mapping[str, Any] | None = None) -> CriteriaPage:
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
        told=own_told(session, draft.dossier, row),
        chooses_group=len(asked.groups) > 1,
    )


def typed(session: Session, draft: Draft, posted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return what was just typed, unchecked. Raises forms.FormInvalid for names that the form does not have."""
    return _form(session, draft).read(posted)


def own_told(session: Session, dossier: Dossier, row: Nominee) -> Told:
    """Return how a nominee stands by the tables alone, as the unit that submits reads it."""
    return criteria_words.told(assessing.assess(session, dossier, row, overridden=False))


def open_ones(session: Session, draft: Draft) -> tuple[Open, ...]:
    """Return the nominees that do not meet everything yet; nothing of it stops the dossier."""
    if not nominees.asks_criteria(session, draft):
        return ()
    found = [(each.nominee, own_told(session, draft.dossier, each.nominee)) for each in draft.nominees]
    return tuple(Open(row.id, row.name, told) for row, told in found if told.verdict != assessing.MET)


def by_nominee(session: Session, actor: Actor, dossier: Dossier) -> dict[int, Told]:
    """Return how each nominee on the list stands; reviewers' conclusions only for whoever may read them."""
    known = dossier_record.reads_verdicts(session, actor, dossier)
    return {
        row.id: criteria_words.told(assessing.assess(session, dossier, row, overridden=known))
        for row in dossier.nominees
        if row.removed_at is None
    }


def decided(session: Session, dossier: Dossier) -> dict[int, Kept]:
    """Return how each nominee stood when the newest decision on it was signed, as that decision keeps it."""
    query = (
        select(DecisionItem)
        .join(Decision, Decision.id == DecisionItem.decision_id)
        .where(Decision.dossier_id == dossier.id)
        .order_by(Decision.id)
    )
    found = {item.nominee_id: criteria_words.kept(item.criteria) for item in session.scalars(query)}
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
