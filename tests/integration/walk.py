"""Walks a dossier through the shipped diagrams and forms with demo people, by the same commands as the pages."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms.samples import sample
from workflows import catalogue, dates, editing, policy
from workflows.clock import utcnow
from workflows.commands import rehearsing, tasks
from workflows.models import Account, CouncilSeat, Dossier, Offer, Position, RoleAssignment, UserTask
from workflows.policy import Actor
from workflows.storage import KeptFile

LAST_FORMS = ("vote_closing", "report_closing")
MOST_STEPS = 80


@dataclass
class Walk:
    """One dossier on its way. `outcomes`: what to choose at an element, visit by visit; else its first outcome.

    `given`: answers at an element that differ from the sample; a function gets the sample and changes it.
    """

    session: Session
    reference: str
    outcomes: dict[str, list[str]] = field(default_factory=dict)
    given: dict = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)

    @property
    def dossier(self) -> Dossier:
        """The dossier as it stands."""
        return self.session.scalars(select(Dossier).where(Dossier.reference == self.reference)).one()

    def open_tasks(self) -> list[UserTask]:
        """Return the open tasks, those that close what others do last."""
        query = select(UserTask).where(UserTask.dossier_id == self.dossier.id, UserTask.completed_at.is_(None))
        found = self.session.scalars(query.where(UserTask.cancelled_at.is_(None)).order_by(UserTask.id)).all()
        return sorted(found, key=lambda task: task.form_key in LAST_FORMS)

    def step(self) -> bool:
        """Let somebody do the next task; False when there is none."""
        waiting = self.open_tasks()
        if not waiting:
            return False
        task = waiting[0]
        chosen = self.outcomes.get(task.element_id)
        outcome = chosen.pop(0) if chosen else (task.outcomes[0] if task.outcomes else None)
        self.do(task, worker(self.session, task), outcome)
        return True

    def do(self, task: UserTask, actor: Actor, outcome: str | None) -> None:
        """Complete a task as an actor with sample answers."""
        tasks.complete(self.session, actor, task.id, outcome, self.answers(task, actor, outcome))
        self.session.flush()
        self.visited.append(task.element_id)

    def answers(self, task: UserTask, actor: Actor, outcome: str | None) -> dict:
        """Return sample answers of a task's form."""
        if task.form_key == editing.FORM_OF_CONTENT:
            return {}
        today = dates.local_date(utcnow())
        form, context = catalogue.form_of(self.session, task), editing.context(self.session, actor, task)
        later = f"{today + timedelta(days=1):%d/%m/%Y}"
        when = {"council_plan": {"meets_at": f"{later} 08:00"}, "council_minutes": {"ended_at": f"{later} 17:00"}}
        drawn = sample(form, context, outcome=outcome, today=today, given=when.get(task.form_key, {}))
        change = self.given.get(task.element_id)
        return change(drawn) if change else drawn

    def until(self, *elements: str) -> UserTask:
        """Walk until one of the elements is the next to be done, and return its task."""
        for _ in range(MOST_STEPS):
            waiting = self.open_tasks()
            if waiting and waiting[0].element_id in elements:
                return waiting[0]
            if not self.step():
                break
        raise AssertionError(f"never came to {elements}: {self.visited}")

    def to_the_end(self) -> str:
        """Walk until nothing is open and return the dossier's status."""
        for _ in range(MOST_STEPS):
            if not self.step():
                return self.dossier.status
        raise AssertionError(f"no end: {self.visited}")


def begin(session: Session, offer_code: str, paper: KeptFile, **facts) -> Walk:
    """Prepare a dossier of an offer with one nominee of each kind, all pages filled."""
    offer = session.scalars(select(Offer).where(Offer.code == offer_code)).one()
    return Walk(session, rehearsing.prepare(session, offer.id, paper), **facts)


def worker(session: Session, task: UserTask) -> Actor:
    """Return somebody who may do the task."""
    today = dates.local_date(utcnow())
    by_role = select(Position.person_id).join(RoleAssignment)
    by_role = by_role.where(RoleAssignment.role == task.candidate_group, RoleAssignment.organ_id == task.organ_id)
    by_seat = select(CouncilSeat.person_id).where(CouncilSeat.council_id == task.council_id)
    who = or_(Account.person_id.in_(by_role), Account.person_id.in_(by_seat), Account.person_id == task.reserved_for_id)
    for account in session.scalars(select(Account.id).where(who).order_by(Account.id)):
        actor = policy.load_actor(session, account, today)
        if policy.may_work(session, actor, task):
            return actor
    raise AssertionError(f"nobody may do {task.element_id}")
