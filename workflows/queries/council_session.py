"""The page of a session: the agenda, the nominee in question, the count, and what the reader may do."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from forms.summary import SummaryRow
from workflows import council_sessions, policy, revocations
from workflows.errors import NotFound
from workflows.models import CouncilSession, Dossier, Nominee, TaskAnswers, UserTask
from workflows.policy import Actor
from workflows.queries import council_votes, councils, dossier_record, nominee_criteria
from workflows.queries.council_votes import Count, NamedBallot, RosterLine, Vote
from workflows.queries.councils import Waiting
from workflows.queries.criteria_words import Told
from workflows.queries.dossier_record import NomineeFacts, Slip

APPRAISALS = ("dossier_appraisal", "achievement_appraisal")
PAPERS_OF_COUNCIL = ("council_minutes",)


@dataclass(frozen=True)
class AgendaItem:
    """A nominee on the agenda, in its place from 1."""

    place: int
    nominee_id: int
    name: str
    kind: str
    count: Count | None


@dataclass(frozen=True)
class NomineePage:
    """The nominee in question: facts, papers, what the appraisal said, and, after closing, who voted what."""

    item: AgendaItem
    facts: NomineeFacts | None
    """None for a nominee that was taken off the list since."""
    appraisals: tuple[tuple[str, SummaryRow], ...]
    ballots: tuple[NamedBallot, ...]
    told: Told | None
    """How the nominee stands against the criteria; reviewers' conclusions are not for the unit's own council."""


@dataclass(frozen=True)
class MyBallot:
    """What the reader may do with the ballot.

    `state`: open (may vote), cast, recused, away (not taking part), silent (no vote in this council), early, over.
    """

    state: str
    task_id: int | None
    mine: dict[int, NamedBallot]
    may_change: bool


@dataclass(frozen=True)
class SessionPage:
    """Everything on the page of a session."""

    id: int
    council: str
    round: int
    meets_at: datetime
    place: str | None
    agenda_text: str | None
    mode: str
    secret: bool
    status: str
    rule_source: str
    threshold: str
    minutes_number: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    reference: str
    sees_dossier: bool
    title: str
    unit: str
    vote: Vote
    roster: tuple[RosterLine, ...]
    agenda: tuple[AgendaItem, ...]
    slips: tuple[Slip, ...]
    ballot: MyBallot
    closing_task: int | None
    waiting: tuple[Waiting, ...]
    """Other steps of this session that the reader may do."""


def load(session: Session, actor: Actor, session_id: int) -> CouncilSession:
    """Return a session. Raises NotFound also for whoever has no seat in it."""
    found = session.scalar(select(CouncilSession).where(CouncilSession.id == session_id, councils.seated(actor)))
    if found is None:
        raise NotFound
    return found


def page(session: Session, actor: Actor, found: CouncilSession) -> SessionPage:
    """Return the page of a session that the actor was found to have a seat in."""
    dossier, vote = found.dossier, council_votes.vote(session, found)
    tasks = councils.waiting(session, actor, found)
    by_form = {each.form_key: each for each in tasks}
    closing = by_form.get("vote_closing")
    return SessionPage(
        id=found.id,
        council=found.council.name,
        round=found.round,
        meets_at=found.meets_at,
        place=found.place,
        agenda_text=found.agenda,
        mode=found.mode,
        secret=found.secret,
        status=found.status,
        rule_source=found.rule_source,
        threshold=council_votes.threshold_words(found, vote.quorum.total),
        minutes_number=found.minutes_number,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        reference=dossier.reference,
        sees_dossier=_sees(session, actor, dossier),
        title=_title(session, found),
        unit=dossier.submitting_unit.name,
        vote=vote,
        roster=council_votes.roster(session, found),
        agenda=agenda(found),
        slips=tuple(each for each in dossier_record.slips(session, actor, dossier) if each.kind in PAPERS_OF_COUNCIL),
        ballot=_my_ballot(session, actor, found, by_form.get("ballot")),
        closing_task=closing.task_id if closing else None,
        waiting=tuple(each for each in tasks if each.form_key not in ("ballot", "vote_closing")),
    )


def agenda(found: CouncilSession) -> tuple[AgendaItem, ...]:
    """Return the nominees in the order of the dossier's list."""
    rows = sorted(found.nominees, key=lambda row: row.nominee.number)
    return tuple(
        AgendaItem(place, row.nominee_id, row.nominee.name, row.nominee.kind, council_votes.count(found, row))
        for place, row in enumerate(rows, start=1)
    )


def nominee(session: Session, actor: Actor, found: CouncilSession, item: AgendaItem) -> NomineePage:
    """Return what the council reads of one nominee."""
    sent = dossier_record.papers(session, found.dossier)
    facts = {each.id: each for each in dossier_record.nominees(session, found.dossier, sent)}
    return NomineePage(
        item=item,
        facts=facts.get(item.nominee_id),
        appraisals=tuple(_appraisals(session, found.dossier, item)),
        ballots=council_votes.named(session, found, item.nominee_id),
        told=_told(session, actor, found, item) if item.nominee_id in facts else None,
    )


def receipt(session: Session, found: CouncilSession, code: str) -> tuple[tuple[str, str], ...]:
    """Return (nominee, choice) of the secret ballots that a receipt code stands for; empty for a wrong code."""
    counted = council_sessions.counted_by_receipt(session, found, code) if found.secret else {}
    return tuple((each.name, counted[each.nominee_id]) for each in agenda(found) if each.nominee_id in counted)


def _told(session: Session, actor: Actor, found: CouncilSession, item: AgendaItem) -> Told:
    row, known = session.get_one(Nominee, item.nominee_id), found.council.kind != "unit"
    return nominee_criteria.told_of(session, actor, found.dossier, [row], overridden=known)[row.id]


def _appraisals(session: Session, dossier: Dossier, item: AgendaItem):
    """Yield the latest answers of each appraisal about a nominee: (step, answers)."""
    query = (
        select(UserTask, TaskAnswers.answers)
        .join(TaskAnswers, TaskAnswers.task_id == UserTask.id)
        .where(UserTask.dossier_id == dossier.id, UserTask.form_key.in_(APPRAISALS))
        .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
    )
    told = set()
    for task, answers in session.execute(query):
        if task.form_key in told:
            continue
        told.add(task.form_key)
        for summary in dossier_record.answers_in_words(session, task, answers):
            for _title, rows in summary.lists:
                yield from ((task.name, row) for row in rows if row.label == item.name)


def _my_ballot(session: Session, actor: Actor, found: CouncilSession, task: Waiting | None) -> MyBallot:
    member = next((each for each in found.members if each.person_id == actor.person_id), None)
    mine = council_votes.own(session, found, actor.person_id)
    may_change = found.status == "open" and not found.secret and bool(mine)
    if member is None or not member.votes:
        state = "silent"
    elif member.attendance == "recused":
        state = "recused"
    elif member.voted_at is not None:
        state = "cast"
    elif found.status in ("planned", "attended"):
        state = "early"
    elif found.status != "open":
        state = "over"
    else:
        state = "open" if task else "away"
    return MyBallot(state, task.task_id if task else None, mine, may_change and state == "cast")


def _sees(session: Session, actor: Actor, dossier: Dossier) -> bool:
    seen = exists().where(Dossier.id == dossier.id, policy.visible_dossiers(actor))
    return bool(session.scalar(select(seen)))


def _title(session: Session, found: CouncilSession) -> str:
    """Return what the council votes on: the award, or, in a session called since a case began, its being taken back."""
    title, case = found.dossier.offer.title, revocations.newest(session, found.dossier_id)
    return f"Đề nghị hủy bỏ {title}" if case is not None and case.started_at <= found.meets_at else title
