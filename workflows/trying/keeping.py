"""Try-outs that are kept, so that they outlive a reload and can become scenarios: begun, gone on with, cut back, given up.

What an act leads to is not asked here: it is played whenever somebody looks, and says itself where it cannot go on.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import history, policy
from workflows.clock import utcnow
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import DraftTrial, ProcessDraft
from workflows.policy import Actor
from workflows.trying.acts import Act, Start, as_json, read_acts

LONGEST_TITLE = 200
MOST_TRIALS = 100
"""Of one draft."""
OVERTAKEN = "Lượt chạy thử này vừa được đi tiếp ở một cửa sổ khác. Trang đã tải lại; làm tiếp từ đây."


def begin(session: Session, actor: Actor, draft_id: int, title: str, start: Start) -> DraftTrial:
    """Begin a try-out of a draft, before its first act.

    Raises NotAllowed unless the actor administers the system, NotFound, Invalid for a title that is too long, Conflict
    where the draft was given up or has too many.
    """
    policy.demand_administrator(actor)
    draft = session.get(ProcessDraft, draft_id)
    if draft is None:
        raise NotFound
    if draft.state == "discarded":
        raise Conflict("Bản thảo đã bỏ nên không chạy thử nữa.")
    known = session.scalar(select(func.count()).select_from(DraftTrial).where(DraftTrial.draft_id == draft_id)) or 0
    if known >= MOST_TRIALS:
        raise Conflict(f"Bản thảo đã có {MOST_TRIALS} lượt chạy thử. Xóa bớt lượt cũ rồi lập lượt mới.")
    title = " ".join(title.split()) or f"Lượt {known + 1}"
    if len(title) > LONGEST_TITLE:
        raise Invalid({"title": [f"Tên lượt chạy thử dài nhất {LONGEST_TITLE} ký tự."]})
    now = utcnow()
    trial = DraftTrial(
        draft_id=draft_id,
        person_id=actor.person_id,
        title=title,
        start=start.as_json(),
        acts=[],
        created_at=now,
        changed_at=now,
    )
    session.add(trial)
    session.flush()  # the caller and history need its number
    history.record(session, actor, "trial_begun", after={"draft": draft_id, "trial": trial.id, "title": title})
    return trial


def add(session: Session, actor: Actor, trial_id: int, acts: Sequence[Act], seen: int) -> DraftTrial:
    """Add acts after those that there are; `seen` says how many the actor saw.

    Raises as `hold`, Conflict where others were added or cut meanwhile, Invalid where they are too many.
    """
    trial = hold(session, actor, trial_id)
    if len(trial.acts) != seen:
        raise Conflict(OVERTAKEN)
    whole = [*trial.acts, *as_json(acts)]
    read_acts(whole)
    trial.acts, trial.changed_at = whole, utcnow()
    return trial


def cut(session: Session, actor: Actor, trial_id: int, count: int) -> DraftTrial:
    """Go back: keep the first `count` acts. Raises as `hold`, NotFound where there are fewer."""
    trial = hold(session, actor, trial_id)
    if not 0 <= count <= len(trial.acts):
        raise NotFound
    trial.acts, trial.changed_at = trial.acts[:count], utcnow()
    return trial


def discard(session: Session, actor: Actor, trial_id: int) -> None:
    """Give a try-out up: it is deleted, and history says so. Raises as `hold`."""
    trial = hold(session, actor, trial_id)
    facts = {"draft": trial.draft_id, "trial": trial.id, "title": trial.title, "acts": len(trial.acts)}
    history.record(session, actor, "trial_discarded", before=facts)
    session.delete(trial)


def hold(session: Session, actor: Actor, trial_id: int) -> DraftTrial:
    """Return the actor's own try-out, locked.

    Raises NotAllowed unless the actor administers the system and it is theirs, NotFound.
    """
    policy.demand_administrator(actor)
    query = select(DraftTrial).where(DraftTrial.id == trial_id).with_for_update(of=DraftTrial)
    trial = session.scalar(query.execution_options(populate_existing=True))
    if trial is None:
        raise NotFound
    if trial.person_id != actor.person_id:
        raise NotAllowed("Chỉ người lập lượt chạy thử được đi tiếp. Bạn lập lượt của mình để thử theo cách khác.")
    return trial
