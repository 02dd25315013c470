"""What waits for a person's next mail goes in one letter: once, when it may, without what was done meanwhile."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from service import scheduler
from tests import factories as make
from tests.integration.racing import race, scene
from workflows import models, outbox
from workflows.clock import utcnow
from workflows.commands import digests, mail
from workflows.rules.calendar import VIETNAM

SAID = {"dossier": None, "body": "Nội dung"}


def local(text):
    """Return an instant of December 2026 in Việt Nam: "10 07:30"."""
    return datetime.strptime(f"2026-12-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)


@pytest.fixture
def person_id(sessions, clock):
    """A person who wants one mail a day; it is Thursday, 06:00."""
    clock.at = local("10 06:00")
    with sessions.begin() as session:
        return wanting(session, "daily")


def wanting(session, wish, **given):
    person = make.person(session)
    session.add(
        models.NoticeSetting(person_id=person.id, **{"mail": wish, "quiet_days_off": False, "muted": []} | given)
    )
    session.flush()
    return person.id


def tell(sessions, person_id, *keys, kind="supplement", **given):
    with sessions.begin() as session:
        for key in keys:
            outbox.queue(session, key, kind, person_id, subject=f"Hồ sơ {key}", **SAID | given)


def letters(sessions):
    """Return the keys of letters with the subjects that they carry."""
    with sessions() as session:
        found = session.scalars(select(models.OutboxMessage).order_by(models.OutboxMessage.id)).all()
        notices = session.scalars(select(models.Notice).order_by(models.Notice.id)).all()
        return {each.effect_key: [n.effect_key for n in notices if n.letter_id == each.id] for each in found}


def roads(sessions):
    with sessions() as session:
        return {notice.effect_key: notice.mail for notice in session.scalars(select(models.Notice))}


def test_a_day_of_notices_is_one_letter_at_half_past_seven(sessions, person_id, clock):
    tell(sessions, person_id, "a", "b")
    clock.at = local("10 07:29")
    assert scheduler.gather_digests(sessions) == 0
    clock.at = local("10 07:30")
    assert scheduler.gather_digests(sessions) == 1
    assert scheduler.gather_digests(sessions) == 0
    assert letters(sessions) == {f"digest:{person_id}:20261210T0030": ["a", "b"]}
    with sessions.begin() as session:
        letter = mail.claim_next(session)
        assert letter.subject == "2 thông báo mới"
        assert [item.subject for item in letter.items] == ["Hồ sơ a", "Hồ sơ b"]


def test_what_comes_after_waits_for_the_next_working_day(sessions, person_id, clock):
    clock.at = local("11 08:00")  # a Friday
    tell(sessions, person_id, "late")
    for text in ("11 17:00", "12 07:30", "13 12:00", "14 07:29"):
        clock.at = local(text)
        assert scheduler.gather_digests(sessions) == 0
    clock.at = local("14 07:31")
    assert scheduler.gather_digests(sessions) == 1


def test_after_three_days_without_a_worker_there_is_one_letter(sessions, clock):
    clock.at = local("07 06:00")
    with sessions.begin() as session:
        hourly = wanting(session, "hourly")
    for number in range(60):
        tell(sessions, hourly, f"n{number}")
        clock.advance(hours=1, minutes=10)
    assert scheduler.gather_digests(sessions) == 1
    assert [len(gathered) for gathered in letters(sessions).values()] == [60]


def test_a_clock_that_jumps_sends_nothing_twice(sessions, person_id, clock):
    tell(sessions, person_id, "a")
    clock.at = local("10 08:00")
    assert scheduler.gather_digests(sessions) == 1
    clock.at = local("10 07:00")
    tell(sessions, person_id, "b")
    clock.at = local("10 07:45")
    assert scheduler.gather_digests(sessions) == 0  # the letter of this morning has gone
    clock.at = local("11 07:30")
    assert scheduler.gather_digests(sessions) == 1
    assert list(letters(sessions).values()) == [["a"], ["b"]]


def test_one_notice_goes_as_itself(sessions, person_id, clock):
    tell(sessions, person_id, "a", link="/phong-trao")
    clock.at = local("10 08:00")
    scheduler.gather_digests(sessions)
    with sessions.begin() as session:
        letter = mail.claim_next(session)
        assert (letter.subject, letter.link, letter.items) == ("Hồ sơ a", "/phong-trao", ())


@pytest.mark.parametrize("change", ["done", "stopped"])
def test_a_reminder_of_what_needs_none_any_more_is_left_out(sessions, clock, change):
    at = scene(sessions)
    with sessions.begin() as session:
        session.add(models.NoticeSetting(person_id=at.first.person_id, mail="hourly", quiet_days_off=False, muted=[]))
    link = outbox.task_link(at.task_id)
    tell(sessions, at.first.person_id, "reminds", kind="reminder_half", link=link)
    tell(sessions, at.first.person_id, "asks", "asks too", link=link)
    with sessions.begin() as session:
        task = session.get_one(models.UserTask, at.task_id)
        if change == "done":
            task.completed_at, task.completed_by = utcnow(), at.first.person_id
        else:
            task.stopped_at = utcnow()
    clock.advance(hours=1)
    assert scheduler.gather_digests(sessions) == 1
    assert roads(sessions) == {"reminds": "dropped", "asks": "digest", "asks too": "digest"}
    assert list(letters(sessions).values()) == [["asks", "asks too"]]


def test_where_nothing_is_left_there_is_no_letter(sessions, person_id, clock):
    tell(sessions, person_id, "a", kind="reminder", is_duty=False)
    with sessions.begin() as session:
        session.get_one(models.NoticeSetting, person_id).muted = ["reminder"]
    clock.at = local("10 08:00")
    assert scheduler.gather_digests(sessions) == 0
    assert (letters(sessions), roads(sessions)) == ({}, {"a": "none"})


def test_what_is_muted_is_not_mailed_but_stands_in_the_bell_and_duties_go_on(sessions, clock):
    with sessions.begin() as session:
        person_id = wanting(session, "at_once", muted=["reminder"])
    tell(sessions, person_id, "muted", kind="reminder", is_duty=False)
    tell(sessions, person_id, "duty", kind="reminder_overdue")
    tell(sessions, person_id, "no group", is_duty=False)
    assert roads(sessions) == {"muted": "none", "duty": "at_once", "no group": "at_once"}
    assert list(letters(sessions)) == ["duty", "no group"]


def test_on_quiet_days_mail_waits_and_then_goes_as_one(sessions, clock):
    clock.at = local("12 09:00")  # a Saturday
    with sessions.begin() as session:
        person_id = wanting(session, "at_once", quiet_days_off=True)
        away = make.person(session).id
        session.add(models.NoticeSetting(person_id=away, mail="at_once", quiet_days_off=False, muted=[]))
        session.add(models.QuietPeriod(person_id=away, first_day=date(2026, 12, 12), last_day=date(2026, 12, 14)))
    tell(sessions, person_id, "a", "b")
    tell(sessions, away, "c")
    clock.at = local("13 23:59")
    assert scheduler.gather_digests(sessions) == 0
    clock.at = local("14 00:01")
    assert scheduler.gather_digests(sessions) == 1
    clock.at = local("15 00:01")
    assert scheduler.gather_digests(sessions) == 1
    assert list(letters(sessions).values()) == [["a", "b"], ["c"]]


def test_the_calendar_is_that_of_the_persons_province(sessions, clock):
    clock.at = local("10 06:00")
    with sessions.begin() as session:
        province = make.unit(session)
        person_id = wanting(session, "daily")
        make.position(session, session.get_one(models.Person, person_id), make.unit(session, province_id=province.id))
        facts = {"kind": "off", "note": "Ngày truyền thống", "status": "official"}
        session.add(models.DayOff(day=date(2026, 12, 10), unit_id=province.id, **facts))
    tell(sessions, person_id, "a")
    clock.at = local("10 09:00")
    assert scheduler.gather_digests(sessions) == 0
    clock.at = local("11 09:00")
    assert scheduler.gather_digests(sessions) == 1


def test_two_workers_write_one_letter(sessions, person_id, clock):
    tell(sessions, person_id, "a", "b")
    clock.at = local("10 07:30")

    def gather(session):
        return [digests.gather(session, each) for each in digests.persons_due(session)]

    first, second = race(sessions, gather, gather)
    assert sorted([*first, *second], reverse=True) in ([True], [True, False])
    assert list(letters(sessions).values()) == [["a", "b"]]


def test_what_fails_for_one_person_keeps_no_other_waiting(sessions, person_id, clock, monkeypatch, caplog):
    with sessions.begin() as session:
        other = wanting(session, "daily")
    for each in (person_id, other):
        tell(sessions, each, f"to {each}")
    clock.at = local("10 07:30")
    gather = digests.gather

    def fail_for_one(session, each):
        if each == person_id:
            raise ZeroDivisionError
        return gather(session, each)

    monkeypatch.setattr(digests, "gather", fail_for_one)
    assert scheduler.gather_digests(sessions) == 1
    assert "digest_failed" in caplog.text
    assert list(letters(sessions).values()) == [[f"to {other}"]]
