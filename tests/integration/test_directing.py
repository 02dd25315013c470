"""What a head does about an open task: another person, a later date with the slip of apology; who may, and who is told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.scheduler import remind_due
from tests import factories as make
from tests.integration.racing import actor
from tests.integration.reminded import Office, day_end
from workflows import models
from workflows.clock import utcnow
from workflows.commands import directing
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound

REASON = "Chờ xác minh thêm thành tích."
NEW_DAY = date(2026, 12, 18)


@pytest.fixture
def office(sessions):
    """The office, with its head and its officer as those who act, and the head of the unit that submits."""
    found = Office(sessions)
    with sessions.begin() as session:
        unit = session.get_one(models.Unit, found.unit.id)
        found.colleague = make.officer(session, "intake_officer", unit)
        found.submitter = make.officer(session, "submitting_head", unit)
        stranger = make.officer(session, "appraisal_head", make.unit(session))
        people = (found.head, found.officer, found.colleague, found.submitter, stranger)
        found.accounts = {person.id: make.account(session, person).id for person in people}
        found.stranger = stranger
    return found


def act(office: Office, person: models.Person, command, *given):
    with office.sessions.begin() as session:
        return command(session, actor(session, office.accounts[person.id]), *given)


def waiting(office: Office, **facts) -> int:
    """Return a task that is due today and was received by its organ."""
    task_id = office.task(day_end("2026-12-10"), **facts)
    with office.sessions.begin() as session:
        task = session.get_one(models.UserTask, task_id)
        session.add(models.DossierAccess(dossier_id=task.dossier_id, unit_id=office.unit.id, since=utcnow()))
    return task_id


def test_a_later_date_comes_with_a_slip_of_apology_and_is_told_to_the_unit(office, clock):
    task_id = waiting(office)
    clock.advance(days=1)  # the old one is over
    given = act(office, office.head, directing.extend, task_id, NEW_DAY, f"  {REASON} ")
    assert (given.old_due_at, given.new_due_at, given.reason) == (day_end("2026-12-10"), day_end("2026-12-18"), REASON)
    with office.sessions() as session:
        assert session.get_one(models.UserTask, task_id).due_at == day_end("2026-12-18")
        slip = session.get_one(models.IssuedDocument, given.document_id)
        assert (slip.kind, slip.title, slip.issued_by) == ("extension", "Phiếu xin lỗi và gia hạn", office.head.id)
        assert slip.data["signer"][1] == office.head.full_name
        assert ["Hạn mới", "hết ngày 18/12/2026"] in slip.data["facts"]
        assert f"Lý do: {REASON}" in slip.data["text"]
        entry = session.scalars(
            select(models.HistoryEntry).where(models.HistoryEntry.verb == "deadline_extended")
        ).one()
        dates = (entry.before["task_due_at"], entry.after["task_due_at"])
        assert dates == (day_end("2026-12-10").isoformat(), day_end("2026-12-18").isoformat())
        assert (entry.actor_id, entry.reason) == (office.head.id, REASON)
    [(person, kind, _)] = office.told()
    assert (person, kind) == (office.submitter.id, "extension")


def test_before_the_old_date_is_over_the_slip_asks_for_time_without_an_apology(office):
    given = act(office, office.head, directing.extend, waiting(office), NEW_DAY, REASON)
    with office.sessions() as session:
        slip = session.get_one(models.IssuedDocument, given.document_id)
        [notice] = session.scalars(select(models.Notice)).all()
    assert slip.title == "Phiếu gia hạn"
    assert "xin gia hạn đến hết ngày 18/12/2026" in slip.data["text"][0]
    assert not any("xin lỗi" in text.lower() for text in (*slip.data["text"], notice.subject, notice.body))


def test_reminders_follow_the_later_date(office, clock):
    task_id = waiting(office)
    act(office, office.head, directing.extend, task_id, NEW_DAY, REASON)
    clock.advance(days=4)  # 14/12: the old date is over, the new one is not
    assert remind_due(office.sessions) == 0
    clock.advance(days=4)
    assert remind_due(office.sessions) == 1
    assert office.kinds() == ["extension", "reminder", "reminder"]  # both officers may do it


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (None, "Nhập ngày hạn mới."),
        (date(2026, 12, 10), "Hạn mới phải sau hạn cũ, ngày 10/12/2026."),
        (date(2026, 12, 14), "Hạn mới phải sau hôm nay, ngày 14/12/2026."),
        (date(2026, 12, 19), "Ngày 19/12/2026 là ngày nghỉ. Chọn ngày làm việc, ví dụ 21/12/2026."),
        (date(2028, 12, 19), "Hạn mới không quá một năm."),
    ],
)
def test_the_new_day_is_a_working_day_after_the_old_one_and_after_today(office, clock, day, told):
    task_id = waiting(office)
    clock.advance(days=4)
    with pytest.raises(Invalid) as refused:
        act(office, office.head, directing.extend, task_id, day, REASON)
    assert refused.value.errors == {"new_day": [told]}


def test_an_extension_needs_a_reason_a_date_and_a_clock_that_runs(office):
    with pytest.raises(Invalid):
        act(office, office.head, directing.extend, waiting(office), NEW_DAY, "ngắn")
    with pytest.raises(Conflict, match="đang dừng"):
        act(office, office.head, directing.extend, waiting(office, stopped_at=utcnow()), NEW_DAY, REASON)
    undated = waiting(office)
    with office.sessions.begin() as session:
        session.get_one(models.UserTask, undated).due_at = None
    with pytest.raises(Conflict, match="không đặt hạn"):
        act(office, office.head, directing.extend, undated, NEW_DAY, REASON)
    done = waiting(office, completed_at=utcnow(), completed_by=office.officer.id)
    with pytest.raises(Conflict, match="đã xử lý"):
        act(office, office.head, directing.extend, done, NEW_DAY, REASON)
    assert office.told() == []


def test_only_who_heads_the_organ_may_and_to_others_the_task_does_not_exist(office):
    task_id = waiting(office)
    for command, given in ((directing.extend, (NEW_DAY, REASON)), (directing.assign, (office.colleague.id,))):
        with pytest.raises(NotAllowed):
            act(office, office.officer, command, task_id, *given)
        with pytest.raises(NotFound):
            act(office, office.stranger, command, task_id, *given)
    own = waiting(office, candidate_group="submitting_officer")
    with pytest.raises(NotAllowed):
        act(office, office.submitter, directing.extend, own, NEW_DAY, REASON)


def test_a_head_gives_the_work_to_a_colleague_or_back_to_the_group_and_both_are_told(office):
    task_id = waiting(office, assignee_id=office.officer.id, claimed_at=utcnow() - timedelta(days=1))
    for person, assignee in ((office.colleague.id, office.colleague.id), (None, None)):
        act(office, office.head, directing.assign, task_id, person)
        with office.sessions() as session:
            task = session.get_one(models.UserTask, task_id)
            assert (task.assignee_id, task.claimed_at) == (assignee, utcnow() if assignee else None)
    told = [(person, kind) for person, kind, _ in office.told()]
    assert told == [
        (office.colleague.id, "assigned"), (office.officer.id, "assigned_away"), (office.colleague.id, "assigned_away"),
    ]  # fmt: skip
    with office.sessions() as session:
        entries = session.scalars(select(models.HistoryEntry).where(models.HistoryEntry.verb == "reassigned")).all()
        assert [entry.after["assignee"] for entry in entries] == [office.colleague.full_name, None]


def test_work_is_given_only_to_who_may_do_it_and_not_where_it_is_already(office):
    task_id = waiting(office, assignee_id=office.officer.id, claimed_at=utcnow())
    with pytest.raises(Conflict, match="đúng nơi"):
        act(office, office.head, directing.assign, task_id, office.officer.id)
    for person in (office.stranger, office.head):
        with pytest.raises(Invalid):
            act(office, office.head, directing.assign, task_id, person.id)
    ballot = waiting(office, reserved_for_id=office.colleague.id)
    with pytest.raises(NotFound):
        act(office, office.head, directing.assign, ballot, office.officer.id)
