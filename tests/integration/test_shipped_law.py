"""Loading the product's days and limits again never undoes what an administrator has changed."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.integration.racing import actor
from workflows import limit_table, models
from workflows.commands import days, due_rules
from workflows.commands.shipped_law import load_days, load_limits
from workflows.rules.days import COUNTRY, DayChange, DayFacts
from workflows.rules.deadlines import Limit

TET = DayFacts(date(2027, 1, 1), COUNTRY, "official", "off", "Tết Dương lịch", "BLLĐ")
CULTURE = DayFacts(date(2026, 11, 24), COUNTRY, "official", "off", "Ngày Văn hóa Việt Nam", "NQ 28")
LIMIT = Limit(
    rule="appraisal", name="Thẩm định", value=20, unit="working_day", start="nhận đủ", on_return="resume", clause="Đ1"
)
LOCAL = replace(LIMIT, award="giay_khen_so", value=10)
TODAY = date(2026, 12, 10)


@pytest.fixture
def administrator(sessions):
    with sessions.begin() as session:
        make.award(session)
        return actor(session, make.account(session, make.person(session), administrator=True).id)


def load(sessions, *facts):
    with sessions.begin() as session:
        return load_days(session, facts)


def kept(sessions):
    with sessions() as session:
        rows = session.scalars(select(models.DayOff).order_by(models.DayOff.day))
        return [(row.day, row.kind, row.note) for row in rows]


def load_rules(sessions, *limits):
    with sessions.begin() as session:
        return load_limits(session, limits)


def rules(sessions):
    with sessions() as session:
        return [
            (row.limit.value, row.limit.valid_from, row.limit.valid_to, row.own) for row in limit_table.rows(session)
        ]


def test_the_first_load_tells_nothing_and_the_same_again_changes_nothing(sessions):
    assert load(sessions, CULTURE, TET) == []
    assert load(sessions, CULTURE, TET) == []
    assert [day for day, _, _ in kept(sessions)] == [CULTURE.day, TET.day]


def test_a_day_that_was_changed_or_removed_stays_so(sessions, administrator):
    load(sessions, CULTURE, TET)
    ours = replace(CULTURE, kind="half", name="Làm buổi sáng")
    with sessions.begin() as session:
        days.apply(session, administrator, [DayChange(CULTURE, ours), DayChange(TET, None)])

    assert load(sessions, CULTURE, TET) == []
    assert load(sessions, replace(CULTURE, name="Tên mới"), TET) == []

    assert kept(sessions) == [(CULTURE.day, "half", "Làm buổi sáng")]


def test_a_day_that_an_office_entered_first_is_not_replaced(sessions, administrator):
    load(sessions, CULTURE)
    ours = replace(TET, name="Tết của tỉnh")
    with sessions.begin() as session:
        days.apply(session, administrator, [DayChange(None, ours)])
    assert load(sessions, CULTURE, TET) == []
    assert kept(sessions)[1] == (TET.day, "off", "Tết của tỉnh")


def test_what_nobody_has_touched_follows_the_files_and_is_in_the_history(sessions):
    load(sessions, CULTURE, TET)

    told = load(sessions, replace(CULTURE, name="Tên mới"))

    assert told == ["24/11/2026: nghỉ, Tên mới", "01/01/2027: bỏ ngày nghỉ, Tết Dương lịch"]
    assert kept(sessions) == [(CULTURE.day, "off", "Tên mới")]
    with sessions() as session:
        verbs = session.scalars(select(models.HistoryEntry.verb).order_by(models.HistoryEntry.sequence)).all()
    assert verbs == ["day_changed", "day_removed"]


def test_days_from_before_anything_was_noted_are_taken_for_shipped(sessions):
    with sessions.begin() as session:
        session.add(models.DayOff(day=CULTURE.day, kind="off", note="Tên cũ", status="official", source="read"))
    assert load(sessions, CULTURE) == ["24/11/2026: nghỉ, Ngày Văn hóa Việt Nam"]
    assert kept(sessions) == [(CULTURE.day, "off", "Ngày Văn hóa Việt Nam")]


def test_a_limit_that_the_files_change_holds_from_today_and_the_old_row_stays(sessions, administrator):
    assert load_rules(sessions, LIMIT, LOCAL) == []

    told = load_rules(sessions, LIMIT, replace(LOCAL, value=12))

    assert told == ["Hạn “Thẩm định” từ 10/12/2026 là 12 ngày làm việc."]
    yesterday = date(2026, 12, 9)
    assert rules(sessions) == [(20, None, None, False), (10, None, yesterday, False), (12, TODAY, None, False)]
    assert load_rules(sessions, LIMIT, replace(LOCAL, value=12)) == []
    assert len(rules(sessions)) == 3


def test_a_limit_that_the_files_change_twice_in_one_day_holds_from_today_and_overlaps_nothing(sessions, administrator):
    load_rules(sessions, LIMIT)
    load_rules(sessions, replace(LIMIT, value=12))
    load_rules(sessions, replace(LIMIT, value=15))
    assert rules(sessions) == [(20, None, date(2026, 12, 9), False), (15, TODAY, None, False)]


def test_words_about_a_limit_change_in_its_row(sessions, administrator):
    load_rules(sessions, LIMIT)
    assert load_rules(sessions, replace(LIMIT, clause="Đ2", name="Thẩm định hồ sơ")) == []
    with sessions() as session:
        row = session.scalars(select(models.DueRule)).one()
        assert (row.clause, row.name) == ("Đ2", "Thẩm định hồ sơ")


def test_a_limit_of_an_office_and_its_end_of_a_shipped_one_stay(sessions, administrator):
    load_rules(sessions, LIMIT, LOCAL)
    with sessions.begin() as session:
        due_rules.add(session, administrator, replace(LIMIT, value=15, valid_from=TODAY))
        due_rules.end(session, administrator, limit_table.rows(session)[1].id, TODAY)

    told = load_rules(sessions, replace(LIMIT, value=25), replace(LOCAL, value=12))

    assert [line.split(" mà ")[0] for line in told] == ["Giữ hạn “Thẩm định”"] * 2
    yesterday = date(2026, 12, 9)
    assert rules(sessions) == [(20, None, yesterday, False), (10, None, TODAY, False), (15, TODAY, None, True)]


def test_a_limit_that_the_files_no_longer_name_ends(sessions, administrator):
    load_rules(sessions, LIMIT, LOCAL)
    load_rules(sessions, LIMIT)
    assert rules(sessions) == [(20, None, None, False), (10, None, date(2026, 12, 9), False)]
    assert load_rules(sessions, LIMIT) == []


def test_rows_from_before_they_were_noted_take_what_the_files_say(sessions, administrator):
    with sessions.begin() as session:
        row = limit_table.own_row(session, replace(LIMIT, value=5))
        row.shipped = True
        session.add(row)
    assert load_rules(sessions, LIMIT) == []
    assert rules(sessions) == [(20, None, None, False)]
