"""Tell those who have the work that its dates moved: one notice for each person and run, however many tasks it is.

Who is concerned is gathered with each batch that is counted, in its transaction; they are told when all are counted.
"""

from collections.abc import Collection

from sqlalchemy.orm import Session

from workflows import dates, outbox
from workflows.clock import utcnow
from workflows.models import Recalculation, UserTask
from workflows.responsible import Directory

KIND = "deadline_moved"
TOLD_AT_ONCE = 100
"""People in one transaction."""
_BODY = (
    "Lịch làm việc hoặc bảng thời hạn vừa thay đổi: {reasons}. {count} việc của bạn có hạn mới, lịch nhắc đã dời theo. "
    "Mở việc rồi bấm vào hạn để xem từng ngày và hạn trước đó."
)


def gather(session: Session, job: Recalculation, tasks: Collection[UserTask]) -> None:
    """Note who has moved tasks in hand, or may take them where nobody has; four statements however many they are."""
    if not tasks:
        return
    directory = Directory(session, tasks, dates.local_date(utcnow()))
    found = {person: list(noted) for person, noted in job.concerned.items()}
    for task in tasks:
        for person_id in directory.bearers(task):
            noted = found.setdefault(str(person_id), [0, task.id])
            noted[0] += 1
    job.concerned, job.untold = found, len(found)


def tell(session: Session, job: Recalculation) -> None:
    """Tell the next people of a run that is done. The job must be held; whoever was told is not told again."""
    waiting = sorted(job.concerned.items(), key=lambda each: int(each[0]))
    reasons = "; ".join(job.subjects[:3])
    for person, (count, task_id) in waiting[:TOLD_AT_ONCE]:
        outbox.queue(
            session,
            f"{KIND}:{job.id}:{person}",
            KIND,
            int(person),
            dossier=None,
            subject=f"Hạn của {count} việc đã đổi",
            body=_BODY.format(reasons=reasons, count=count),
            link=f"{outbox.task_link(task_id)}/han" if count == 1 else "/viec",
        )
    job.concerned = dict(waiting[TOLD_AT_ONCE:])
    job.untold = len(job.concerned)
