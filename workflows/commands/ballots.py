"""Change ballots of an open vote that is still going on; casting them the first time completes a task."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import council_sessions, progress
from workflows.acts import record_act
from workflows.clock import utcnow
from workflows.commands import tasks
from workflows.errors import NotFound
from workflows.models import Ballot, CouncilSession, UserTask
from workflows.policy import Actor
from workflows.steps import ballots
from workflows.steps.ballots import Voice
from workflows.steps.rows import by_row
from workflows.work import Work


def change(session: Session, actor: Actor, session_id: int, answers: dict) -> None:
    """Replace the actor's ballots on all nominees by others; the earlier ones stay on record and no longer count.

    `answers` are those of the form of a ballot, as when it was cast.
    Raises NotFound where the actor has cast none, Conflict when the vote is over or secret, NotAllowed for whoever
    is recused, forms.FormInvalid for a nominee without a choice.
    """
    task = _ballot_task(session, actor, session_id)
    progress.lock(session, task.instance_id)
    found = council_sessions.locked(session, session_id)
    work = Work(session, task.instance, actor, utcnow())
    given = by_row(tasks.check(session, actor, task, answers, "cast"), "nominees")
    voices = {key: Voice(answer.get("choice") or "", answer.get("note")) for key, answer in given.items()}
    ballots.cast(work, found, actor.person_id, voices)
    record_act(work, task.element_id, "ballot_changed", after={"session": found.id})


def _ballot_task(session: Session, actor: Actor, session_id: int) -> UserTask:
    """Return the step by which the actor cast the ballots that are to be changed."""
    found = session.get(CouncilSession, session_id)
    mine = select(Ballot.id).where(Ballot.session_id == session_id, Ballot.person_id == actor.person_id).limit(1)
    seated = found is not None and any(seat.council_id == found.council_id for seat in actor.seats)
    if found is None or not seated or session.scalar(mine) is None:
        raise NotFound  # whoever has left the council changes nothing any more
    return session.scalars(
        select(UserTask)
        .where(UserTask.council_id == found.council_id, UserTask.dossier_id == found.dossier_id)
        .where(UserTask.form_key == "ballot", UserTask.completed_by == actor.person_id)
        .order_by(UserTask.id.desc())
        .limit(1)
    ).one()
