"""The private calendar: made, read by programs without signing in, renewed, revoked; and what stands in it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import event, select

from tests import factories as make
from tests.integration.racing import actor
from tests.web.conftest import browser_of
from workflows.clock import utcnow
from workflows.models import (
    Account,
    CalendarFeed,
    HistoryEntry,
    MovedDeadline,
    Position,
    Recalculation,
    Unit,
    UserTask,
)
from workflows.queries import feeds
from workflows.rules.calendar import end_of_day

ADDRESS = re.compile(r'value="(http[^"]+\.ics)"')
NAME = "Kiểm tra thành phần hồ sơ; đối chiếu, ghi “đủ” hoặc “thiếu” \\ nêu rõ từng mục còn thiếu của từng đối tượng"


@pytest.fixture
def office(sessions):
    """Two officers of a unit: (unit id, first, second)."""
    with sessions.begin() as session:
        unit = make.unit(session, name="Sở Nội vụ")
        people = [make.officer(session, "intake_officer", unit) for _ in range(2)]
        return unit.id, *(actor(session, make.account(session, person).id) for person in people)


@pytest.fixture
def desk(app, sessions, office):
    return browser_of(app, sessions, office[1].account_id)


@pytest.fixture
def give(sessions, office):
    """Return `give(**facts)`: a task of the office, due on 15 December unless said; gives its id."""

    def add(**facts) -> int:
        with sessions.begin() as session:
            dossier = make.dossier(session)
            defaults = {"organ_id": office[0], "due_at": end_of_day(date(2026, 12, 15)), "name": "Kiểm tra hồ sơ"}
            return make.task(session, make.instance(session, dossier), **defaults | facts).id

    return add


@pytest.fixture
def address(desk) -> str:
    """The path of a fresh address of the first officer."""
    return path(desk.post("/tai-khoan/lich"))


def path(page) -> str:
    return ADDRESS.search(page.text).group(1).removeprefix("http://127.0.0.1:8000")


def read(client, address: str) -> dict[str, object]:
    """Return the events at an address by the number in their UID, as a calendar program reads them."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    found = Calendar.from_ical(answer.data)
    assert found.errors == []
    assert "METHOD" not in found
    return {str(event["UID"]).split("@")[0]: event for event in found.walk("VEVENT")}


def test_the_address_is_shown_once_and_only_its_hash_is_kept(desk, sessions, address):
    secret = address.removesuffix(".ics").rsplit("/", 1)[1]
    page = desk.get("/tai-khoan/lich")
    assert secret not in page.text
    assert "Tạo địa chỉ mới" in page.text
    with sessions() as session:
        feed = session.scalars(select(CalendarFeed)).one()
        assert secret not in (feed.token_hash, feed.public_id)
        assert session.scalars(select(HistoryEntry.verb).order_by(HistoryEntry.id)).all() == ["feed_made"]


def test_a_program_reads_it_without_signing_in_and_keeps_nothing(client, give, address):
    task_id = give()
    answer = client.get(address)
    assert list(read(client, address)) == [f"task-{task_id}"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


def test_nothing_is_sent_again_to_a_program_that_has_it(client, give, address):
    give()
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    give()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_new_address_ends_the_old_one_and_revoking_ends_both(client, desk, give, address):
    give()
    renewed = path(desk.post("/tai-khoan/lich"))
    assert client.get(address).status_code == 404
    assert client.get(renewed).status_code == 200
    assert desk.post("/tai-khoan/lich/thu-hoi").status_code == 302
    assert client.get(renewed).status_code == 404
    assert "Chưa có địa chỉ nào" in desk.get("/tai-khoan/lich").text
    assert desk.post("/tai-khoan/lich/thu-hoi").status_code == 302  # nothing left to revoke


def test_a_wrong_secret_and_an_unknown_address_are_told_apart_by_nothing(client, address):
    public_id, secret = address.removesuffix(".ics").rsplit("/", 2)[1:]
    answers = [
        client.get(f"/lich-rieng/{one}/{other}.ics") for one, other in ((public_id, "x"), ("x", secret), ("ă", "đ"))
    ]
    assert [each.status_code for each in answers] == [404, 404, 404]
    texts = {each.text.replace(each.headers["X-Request-Id"], "") for each in answers}
    assert len(texts) == 1, texts


def test_the_address_of_a_shut_account_is_unknown_and_of_who_left_the_post_empty(
    client, sessions, give, office, address
):
    give()
    with sessions.begin() as session:
        position = session.scalars(select(Position).where(Position.person_id == office[1].person_id)).one()
        position.valid_to = utcnow().date() - timedelta(days=1)
    assert read(client, address) == {}
    with sessions.begin() as session:
        session.get_one(Account, office[1].account_id).disabled_at = utcnow()
    assert client.get(address).status_code == 404


def test_it_holds_what_the_inbox_shows_as_mine_or_nobodys(client, give, office, address, sessions):
    free, held = give(), give(assignee_id=office[1].person_id, claimed_at=utcnow())
    give(assignee_id=office[2].person_id, claimed_at=utcnow())
    give(due_at=None)
    with sessions.begin() as session:
        other = make.unit(session).id
    give(organ_id=other)
    assert set(read(client, address)) == {f"task-{free}", f"task-{held}"}


def test_a_limit_that_ends_at_midnight_is_the_whole_of_its_last_day(client, give, address):
    task = give()
    event = read(client, address)[f"task-{task}"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 15), date(2026, 12, 16))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_limit_with_an_hour_is_told_in_utc(client, give, address):
    task = give(due_at=datetime(2026, 12, 15, 10, 0, tzinfo=UTC))
    event = read(client, address)[f"task-{task}"]
    assert event["DTEND"].dt == datetime(2026, 12, 15, 10, 0, tzinfo=UTC)
    assert event["DTSTART"].dt == datetime(2026, 12, 15, 9, 30, tzinfo=UTC)
    assert "TZID" not in event["DTEND"].params


def test_vietnamese_is_folded_by_bytes_and_escaped(client, give, address):
    task = give(name=NAME)
    body = client.get(address).data
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)  # no letter is cut in two
    assert b"\\;" in body
    assert str(read(client, address)[f"task-{task}"]["SUMMARY"]).startswith(f"Hạn: {NAME} (")


def test_an_event_says_where_its_work_is_and_names_nobody(client, give, office, address):
    task = give(assignee_id=office[1].person_id, claimed_at=utcnow())
    event = read(client, address)[f"task-{task}"]
    assert str(event["URL"]) == f"http://127.0.0.1:8000/viec/{task}"
    assert office[1].name not in client.get(address).text
    assert str(event["CLASS"]) == "PRIVATE"


def test_the_same_task_keeps_its_uid_and_counts_its_changes(client, give, sessions, clock, address):
    task = give()
    before = read(client, address)[f"task-{task}"]
    clock.advance(hours=2)
    with sessions.begin() as session:
        row = session.get_one(UserTask, task)
        row.due_at, row.assignee_id, row.claimed_at = end_of_day(date(2026, 12, 18)), None, None
    after = read(client, address)[f"task-{task}"]
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt == date(2026, 12, 18)
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_limit_that_was_counted_anew_counts_as_a_change(client, give, sessions, clock, address):
    task = give()
    before = read(client, address)[f"task-{task}"]
    clock.advance(hours=2)
    with sessions.begin() as session:
        run = Recalculation(cause="day", subjects=[], requested_at=utcnow(), state="queued", total=1)
        session.add(run)
        session.flush()  # the row below names it
        session.add(MovedDeadline(recalculation_id=run.id, task_id=task, new_due_at=end_of_day(date(2026, 12, 16))))
    after = read(client, address)[f"task-{task}"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["LAST-MODIFIED"].dt == before["LAST-MODIFIED"].dt + timedelta(hours=2)


def test_a_report_to_come_is_told_to_who_writes_it(app, client, sessions, office):
    with sessions.begin() as session:
        unit = session.get_one(Unit, office[0])
        writer = actor(session, make.account(session, make.officer(session, "reporting_officer", unit)).id)
        number = make.duty(session, unit).id
    event = read(client, path(browser_of(app, sessions, writer.account_id).post("/tai-khoan/lich")))[f"duty-{number}"]
    assert event["DTSTART"].dt == date(2026, 12, 23)
    assert str(event["URL"]).endswith(f"/bao-cao/{number}")


def test_what_is_done_or_withdrawn_is_cancelled_for_a_while_and_then_gone(client, give, office, clock, address):
    done = give(completed_by=office[2].person_id, completed_at=utcnow())
    gone = give(cancelled_at=utcnow())
    stopped = give(stopped_at=utcnow())
    states = {key: str(event["STATUS"]) for key, event in read(client, address).items()}
    assert states == {f"task-{task}": "CANCELLED" for task in (done, gone, stopped)}
    clock.advance(days=15)
    assert set(read(client, address)) == {f"task-{stopped}"}


def test_only_the_person_makes_and_revokes_an_address(client):
    assert client.post("/tai-khoan/lich").status_code in {400, 401}
    assert client.get("/tai-khoan/lich").status_code == 302


def test_whoever_left_the_post_is_not_told_of_what_they_did_there(client, give, office, sessions, address):
    done = give(completed_by=office[1].person_id, completed_at=utcnow())
    assert set(read(client, address)) == {f"task-{done}"}
    with sessions.begin() as session:
        position = session.scalars(select(Position).where(Position.person_id == office[1].person_id)).one()
        position.valid_to = utcnow().date() - timedelta(days=1)
    assert read(client, address) == {}


def test_more_tasks_cost_no_more_statements(give, office, sessions):
    def cost() -> int:
        with sessions() as session:
            statements = []
            event.listen(session.connection(), "after_cursor_execute", lambda *of: statements.append(of[2]))
            feeds.deadlines(session, office[1])
            return len(statements)

    give()
    few = cost()
    for _ in range(5):
        give()
    assert cost() == few
