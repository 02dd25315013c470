"""What the head of an organ does about an open task: give it to another person, or put off its due date with an apology."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from workflows import clocks, dates, duties, history, outbox, policy, reminders
from workflows.acts import record_act
from workflows.clock import utcnow
from workflows.commands import tasks
from workflows.errors import Conflict, Invalid, NotAllowed
from workflows.issuing import issue
from workflows.models import DeadlineExtension, Dossier, IssuedDocument, Person, UserTask
from workflows.participants import holders
from workflows.policy import SUBMITTING_ROLES, Actor
from workflows.reasons import demand_reason
from workflows.responsible import may_direct, may_extend
from workflows.rules import calendar
from workflows.rules.calendar import Calendar
from workflows.work import Work

SLIP = "extension"
SLIP_TITLES = {True: "Phiếu xin lỗi và gia hạn", False: "Phiếu gia hạn"}
"""By whether the old date had passed: before it there is nothing to apologise for."""
LONGEST_EXTENSION = timedelta(days=366)


def assign(session: Session, actor: Actor, task_id: int, person_id: int | None) -> UserTask:
    """Give an open task to a person who may do it, or back to the group (None), and tell who is concerned.

    Raises NotFound, NotAllowed unless the actor heads the organ that does it, Invalid for a person who may not do it,
    Conflict where it is over, stands still, or is where it is wanted.
    """
    task = tasks.waiting(session, actor, task_id)
    if not may_direct(session, actor, task):
        raise NotAllowed("Chỉ người đứng đầu, người duyệt của cơ quan làm việc này được giao lại.")
    before, now = task.assignee, utcnow()
    if task.assignee_id == person_id:
        raise Conflict("Việc đang ở đúng nơi bạn chọn.")
    if person_id is not None and not policy.may_still_work(session, person_id, task, dates.local_date(now)):
        raise Invalid({"person": ["Chọn một người có vai trò và được làm bước này."]})
    after = session.get(Person, person_id) if person_id is not None else None
    task.assignee, task.claimed_at = after, now if after is not None else None
    facts = {"before": {"assignee": _name(before)}, "after": {"task": task.name, "assignee": _name(after)}}
    duty = None if task.dossier else task.duty
    entry = history.record(
        session, actor, "reassigned", dossier=task.dossier, duty=duty, element_id=task.element_id, **facts
    )
    for person, kind in ((after, "assigned"), (before, "assigned_away")):
        if person is not None and person.id != actor.person_id:
            _tell(session, task, kind, entry.hash[:16], person.id)
    return task


def extend(session: Session, actor: Actor, task_id: int, new_day: date | None, reason: str) -> DeadlineExtension:
    """Put off the due date of a task to a later working day, issue the slip, of apology where it is late, and tell the unit.

    Raises NotFound, NotAllowed unless the actor heads the organ that does it, Invalid for another day or without a
    reason, Conflict where the task is over, stands still, or has no date.
    """
    task = tasks.waiting(session, actor, task_id)
    if not may_extend(session, actor, task):
        raise NotAllowed("Chỉ người đứng đầu, người duyệt của cơ quan làm việc này được gia hạn.")
    if task.due_at is None or task.dossier is None:
        raise Conflict("Việc này không đặt hạn nên không có gì để gia hạn.")
    if task.stopped_at is not None:
        raise Conflict("Thời hạn của việc này đang dừng. Gia hạn khi thời hạn chạy lại.")
    reason, now = demand_reason(reason), utcnow()
    old_due, new_due = task.due_at, _new_due(session, task, task.due_at, new_day)
    work = Work(session, task.instance, actor, now, actor.capacity_for(task))
    data = _slip(task, task.dossier, (old_due, new_due), reason) | {"signer": _signer(actor, task)}
    slip = issue(work, task.element_id, SLIP, SLIP_TITLES[_is_late(old_due)], data)
    row = DeadlineExtension(task_id=task.id, old_due_at=old_due, new_due_at=new_due, reason=reason, document_id=slip.id)
    row.extended_by, row.extended_at = actor.person_id, now
    session.add(row)
    session.flush()  # counting anew reads it, and those who are told are told of it by its number
    clocks.set_due(session, task, new_due)
    before, after = {"task_due_at": old_due.isoformat()}, {"task": task.name, "task_due_at": new_due.isoformat()}
    record_act(work, task.element_id, "deadline_extended", before=before, after=after, reason=reason)
    _tell_unit(session, task, task.dossier, row, slip)
    return row


def _new_due(session: Session, task: UserTask, old_due: datetime, day: date | None) -> datetime:
    """Return the instant at which a new last day ends. Raises Invalid, saying what is wrong with the day."""
    table, old = reminders.calendar_of(session, task), dates.local_date(old_due - timedelta(microseconds=1))
    problem = "Nhập ngày hạn mới." if day is None else _problem(table, day, old)
    if day is None or problem:
        raise Invalid({"new_day": [problem or ""]})
    return calendar.end_of_day(day)


def _problem(table: Calendar, day: date, old: date) -> str | None:
    today = dates.local_date(utcnow())
    if day <= old:
        return f"Hạn mới phải sau hạn cũ, ngày {old:%d/%m/%Y}."
    if day <= today:
        return f"Hạn mới phải sau hôm nay, ngày {today:%d/%m/%Y}."
    if day - max(old, today) > LONGEST_EXTENSION:
        return "Hạn mới không quá một năm."
    if not calendar.is_working_day(table, day):
        following = calendar.next_working_day(table, day)
        return f"Ngày {day:%d/%m/%Y} là ngày nghỉ. Chọn ngày làm việc, ví dụ {following:%d/%m/%Y}."
    return None


def _is_late(old_due: datetime) -> bool:
    return old_due <= utcnow()


def _signer(actor: Actor, task: UserTask) -> list[str]:
    """Return the position and the name of who puts it off, as they stand under the slip."""
    held = next((each for each in actor.assignments if each.organ_id == task.organ_id), None)
    return [held.title if held else "", actor.name]


def _slip(task: UserTask, dossier: Dossier, due: tuple[datetime, datetime], reason: str) -> dict:
    """Return the data of the slip; `due`: the old date and the new one."""
    organ, (old_due, new_due) = task.organ.name if task.organ else "", due
    said = (
        f"Bước “{task.name}” của hồ sơ chưa giải quyết xong đúng thời hạn. Cơ quan giải quyết xin lỗi đơn vị và gia hạn đến "
        if _is_late(old_due)
        else f"Bước “{task.name}” của hồ sơ cần thêm thời gian giải quyết. Cơ quan giải quyết xin gia hạn đến "
    )
    return {
        "to": dossier.submitting_unit.name,
        "from_unit": task.organ_id,
        "reference": dossier.reference,
        "facts": [
            *([["Cơ quan", organ]] if organ else []),
            ["Mã hồ sơ", dossier.reference],
            ["Đề nghị", dossier.offer.title],
            ["Bước đang giải quyết", task.name],
            ["Hạn cũ", dates.show_limit(old_due)],
            ["Hạn mới", dates.show_limit(new_due)],
        ],
        "text": [f"{said}{dates.show_limit(new_due)}.", f"Lý do: {reason}"],
    }


def _tell_unit(
    session: Session, task: UserTask, dossier: Dossier, row: DeadlineExtension, slip: IssuedDocument
) -> None:
    late = _is_late(row.old_due_at)
    subject = f"{'Xin lỗi và gia hạn' if late else 'Gia hạn'}, hồ sơ {dossier.reference}"
    why = "chưa xong đúng thời hạn. Cơ quan giải quyết xin lỗi đơn vị" if late else "được gia hạn"
    body = (
        f"Bước “{task.name}” của hồ sơ {dossier.reference} {why}; hạn mới: {dates.show_limit(row.new_due_at)}. "
        f"Lý do ghi trong {slip.title.lower()}, ở phần tài liệu của hồ sơ."
    )
    today = dates.local_date(utcnow())
    unit = [each.id for each in holders(session, dossier.submitting_unit_id, SUBMITTING_ROLES, today)]
    links = dict.fromkeys(unit, f"/ho-so/{dossier.reference}?phan=tai-lieu")
    if task.assignee_id is not None and task.assignee_id != row.extended_by:
        links.setdefault(task.assignee_id, outbox.task_link(task.id))
    for person_id, link in links.items():
        key = f"{SLIP}:{row.id}:{person_id}"
        outbox.queue(session, key, SLIP, person_id, dossier=dossier, subject=subject, body=body, link=link)


ASSIGNED = {
    "assigned": ("Bạn được giao việc: {task}, {subject}", "Việc “{task}”, {subject}, đã được giao cho bạn{due}. Mở việc để làm."),
    "assigned_away": (
        "Việc đã giao cho người khác: {task}, {subject}",
        "Việc “{task}”, {subject}, không còn do bạn giữ. Nội dung bạn đã gõ vẫn được giữ làm nháp của bạn.",
    ),
}  # fmt: skip


def _tell(session: Session, task: UserTask, kind: str, mark: str, person_id: int) -> None:
    dossier = task.dossier
    due = f", hạn {dates.show_limit(task.due_at)}" if task.due_at and task.stopped_at is None else ""
    report = f"kỳ báo cáo {duties.reference(task.duty)}" if task.duty else ""
    words = {"task": task.name, "due": due, "subject": f"hồ sơ {dossier.reference}" if dossier else report}
    subject, body = (text.format(**words) for text in ASSIGNED[kind])
    key, link = f"{kind}:{task.id}:{mark}:{person_id}", outbox.task_link(task.id)
    outbox.queue(session, key, kind, person_id, dossier=dossier, subject=subject, body=body, link=link)


def _name(person: Person | None) -> str | None:
    return person.full_name if person is not None else None
