"""Reminders on both databases: each once, none of what is over, late ones marked, overdue ones flagged to the head."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from service.scheduler import fire_due, remind_due
from tests import factories as make
from tests.integration.reminded import Office, day_end
from tests.integration.ringing import waiting
from workflows import models, reminders
from workflows.clock import utcnow
from workflows.commands import reminding

# Time stands at 10:00 on Thursday 10/12/2026.
IN_TEN_DAYS = "2026-12-24"


@pytest.fixture
def office(sessions):
    return Office(sessions)


def change(office: Office, task_id: int, **columns) -> None:
    """Change a task and plan its reminder anew, as the commands do."""
    with office.sessions.begin() as session:
        task = session.get_one(models.UserTask, task_id)
        for name, value in columns.items():
            setattr(task, name, value)
        reminders.plan(session, task)


def test_a_task_is_reminded_of_at_each_moment_and_flagged_to_its_head_when_it_is_overdue(office, clock):
    task_id = office.task(day_end(IN_TEN_DAYS))
    for day, kinds in ((17, []), (18, ["reminder"]), (23, ["reminder"] * 2), (24, ["reminder"] * 3)):
        clock.at = datetime(2026, 12, day, 1, tzinfo=UTC)
        remind_due(office.sessions)
        assert office.kinds() == kinds
    clock.at = datetime(2026, 12, 25, 1, tzinfo=UTC)
    assert remind_due(office.sessions) == 1
    assert office.told()[3:] == [
        (office.officer.id, "reminder_overdue", f"Việc quá hạn: Kiểm tra hồ sơ, hồ sơ {reference(office, task_id)}"),
        (office.head.id, "escalation", f"Việc quá hạn cần xử lý: Kiểm tra hồ sơ, hồ sơ {reference(office, task_id)}"),
    ]
    assert office.next_at(task_id) is None
    with office.sessions() as session:
        flag = session.scalars(select(models.TaskEscalation)).one()
        assert (flag.task_id, flag.due_at, flag.head_told_at) == (task_id, day_end(IN_TEN_DAYS), utcnow())
        assert session.scalars(select(models.HistoryEntry.verb)).all() == ["overdue_flagged"]
    clock.advance(days=30)
    assert remind_due(office.sessions) == 0


def reference(office: Office, task_id: int) -> str:
    with office.sessions() as session:
        return session.get_one(models.UserTask, task_id).dossier.reference


def test_a_reminder_says_which_work_of_which_dossier_until_when_and_leads_to_it(office, clock):
    task_id = office.task(day_end(IN_TEN_DAYS))
    clock.at = datetime(2026, 12, 18, 1, tzinfo=UTC)
    remind_due(office.sessions)
    named = reference(office, task_id)
    with office.sessions() as session:
        notice = session.scalars(select(models.Notice)).one()
        assert notice.body == (
            f"Việc “Kiểm tra hồ sơ”, hồ sơ {named}: còn 4 ngày làm việc, hạn 24/12/2026.\n"
            "Mở việc để làm tiếp. Nếu việc đã có người khác làm thì bỏ qua lời nhắc này."
        )
        assert (notice.link, notice.task_id, notice.is_duty) == (f"/viec/{task_id}", task_id, False)


def test_after_three_days_of_downtime_only_the_last_moment_is_told_once_and_marked_late(office, clock):
    task_id = office.task(day_end(IN_TEN_DAYS))
    clock.at = datetime(2026, 12, 24, 4, tzinfo=UTC)  # missed: 50 %, 80 %, the day before; on the day by 3.5 hours
    assert remind_due(office.sessions) == 1
    assert remind_due(office.sessions) == 0
    assert office.told() == [
        (office.officer.id, "reminder", f"Nhắc việc (nhắc trễ): Kiểm tra hồ sơ, hồ sơ {reference(office, task_id)}")
    ]
    assert office.next_at(task_id) == datetime(2026, 12, 25, 0, 30, tzinfo=UTC)


def test_time_that_jumps_forward_and_back_tells_nothing_twice(office, clock):
    office.task(day_end(IN_TEN_DAYS))
    began = clock.at
    clock.advance(days=40)
    assert remind_due(office.sessions) == 1
    told = office.told()
    for days in range(41):
        clock.at = began
        clock.advance(days=days)
        assert remind_due(office.sessions) == 0
    assert office.told() == told
    assert office.kinds() == ["reminder_overdue", "escalation"]


@pytest.mark.parametrize(
    "end",
    [
        {"completed_at": datetime(2026, 12, 11, tzinfo=UTC), "completed_by": 1, "outcome": "accept"},
        {"cancelled_at": datetime(2026, 12, 11, tzinfo=UTC)},
        {"stopped_at": datetime(2026, 12, 11, tzinfo=UTC)},
        {"due_at": None},
    ],
    ids=["done", "called off", "stopped", "without a date"],
)
@pytest.mark.parametrize("planned", [True, False], ids=["and planned", "and not planned anew"])
def test_nothing_is_told_of_a_task_that_is_over_or_stands_still(office, clock, end, planned):
    task_id = office.task(day_end(IN_TEN_DAYS))
    if "completed_by" in end:
        end = end | {"completed_by": office.officer.id}
    if planned:
        change(office, task_id, **end)
        assert office.next_at(task_id) is None
    else:  # the worker looks for itself
        with office.sessions.begin() as session:
            session.execute(update(models.UserTask).where(models.UserTask.id == task_id).values(**end))
    clock.advance(days=30)
    assert remind_due(office.sessions) == 0
    assert office.told() == []
    assert office.next_at(task_id) is None


def test_a_suspended_process_is_silent_and_what_was_missed_is_told_once_when_it_goes_on(office, clock):
    task_id = office.task(day_end(IN_TEN_DAYS))
    for status, told in (("suspended", 0), ("incident", 0), ("running", 1)):
        with office.sessions.begin() as session:
            session.get_one(models.UserTask, task_id).instance.status = status
        clock.at = datetime(2026, 12, 25, 4, tzinfo=UTC)
        assert remind_due(office.sessions) == told
    assert [subject.partition(":")[0] for _, _, subject in office.told()] == [
        "Việc quá hạn (nhắc trễ)", "Việc quá hạn cần xử lý (nhắc trễ)",
    ]  # fmt: skip


def test_a_clock_that_runs_again_and_a_later_date_are_reminded_of_anew(office, clock):
    task_id = office.task(day_end("2026-12-11"))
    clock.at = datetime(2026, 12, 14, 1, tzinfo=UTC)
    remind_due(office.sessions)
    assert office.kinds() == ["reminder_overdue", "escalation"]
    change(office, task_id, stopped_at=utcnow())
    change(office, task_id, stopped_at=None, due_at=day_end("2026-12-18"))
    assert office.next_at(task_id) == datetime(2026, 12, 16, 0, 30, tzinfo=UTC)
    clock.at = datetime(2026, 12, 21, 1, tzinfo=UTC)
    remind_due(office.sessions)
    assert office.kinds() == ["reminder_overdue", "escalation"] * 2
    with office.sessions() as session:
        assert len(session.scalars(select(models.TaskEscalation)).all()) == 2


def test_a_date_that_is_moved_into_the_past_is_told_at_once_and_only_once(office, clock):
    task_id = office.task(day_end(IN_TEN_DAYS))
    clock.advance(days=5)
    for _ in range(2):
        change(office, task_id, due_at=day_end("2026-12-11"))
        remind_due(office.sessions)
    assert office.kinds() == ["reminder_overdue", "escalation"]


def test_who_has_the_work_in_hand_is_told_alone_and_who_may_not_do_it_is_not(office, clock):
    with office.sessions.begin() as session:
        unit = session.get_one(models.Unit, office.unit.id)
        first, second = (make.officer(session, "intake_officer", unit).id for _ in range(2))
    held = office.task(day_end("2026-12-11"), assignee_id=first, claimed_at=utcnow())
    barred = office.task(day_end("2026-12-11"))
    with office.sessions.begin() as session:
        task = session.get_one(models.UserTask, barred)
        task.separations = [models.TaskSeparation(element_id="examine")]
        make.task(session, task.instance, "examine", completed_at=utcnow(), completed_by=second)
    clock.at = datetime(2026, 12, 11, 1, tzinfo=UTC)
    assert remind_due(office.sessions) == 2
    told = {held: set(), barred: set()}
    with office.sessions() as session:
        for notice in session.scalars(select(models.Notice)):
            told[notice.task_id].add(notice.person_id)
    assert told == {held: {first}, barred: {office.officer.id, first}}


def test_reminders_and_timers_of_the_engine_do_not_take_each_other(sessions, clock):
    waiting(sessions, 1)
    office = Office(sessions)
    task_id = office.task(day_end("2026-12-11"))
    clock.advance(days=1)
    assert fire_due(office.sessions) == 1
    assert office.next_at(task_id) is not None
    assert remind_due(office.sessions) == 1
    assert office.kinds() == ["reminder"]


def test_a_reminder_that_fails_keeps_no_other_waiting_and_is_given_up_at_last(office, clock, monkeypatch):
    first, *others = (office.task(day_end("2026-12-11")) for _ in range(4))
    clock.at = datetime(2026, 12, 11, 1, tzinfo=UTC)
    moments_of = reminders.moments_of

    def fail(session, task, *stopped):
        if task.id == first:
            raise ValueError("một lỗi")
        return moments_of(session, task, *stopped)

    monkeypatch.setattr(reminders, "moments_of", fail)
    assert remind_due(office.sessions) == len(others)
    for _ in range(reminding.MOST_ATTEMPTS):
        clock.advance(hours=1)
        assert remind_due(office.sessions) == 0
    with office.sessions() as session:
        timer = session.scalars(select(models.DueTimer).where(models.DueTimer.task_id == first)).one()
        assert (timer.attempts, timer.is_open) == (reminding.MOST_ATTEMPTS, False)
        assert "ValueError" in timer.last_error


def test_two_workers_send_every_reminder_once(office, clock):
    for _ in range(80):
        office.task(day_end("2026-12-11"))
    clock.at = datetime(2026, 12, 14, 1, tzinfo=UTC)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda _: remind_due(office.sessions), range(2)))
    assert sum(told) == 80
    assert sorted(office.kinds()) == ["escalation"] * 80 + ["reminder_overdue"] * 80
