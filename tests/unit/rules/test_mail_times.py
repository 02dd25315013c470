"""When gathered notices may go: on the minute, on the hour, or at 07:30 of a working day; never on a quiet day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.calendar import VIETNAM, Calendar
from workflows.rules.mail_times import slot

TABLE = Calendar(days_off=frozenset({date(2027, 1, 1)}), days_worked=frozenset({date(2026, 12, 12)}))
FIRST = datetime(2026, 12, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 40 * 24 * 3600).map(lambda seconds: FIRST + timedelta(seconds=seconds))


def at(text):
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)


def found(wish, text, *, quiet_days_off=False, on_leave=False):
    moment = slot(wish, at(text), TABLE, quiet_days_off=quiet_days_off, on_leave=on_leave)
    return moment and f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


@pytest.mark.parametrize(
    ("wish", "now", "expected"),
    [
        ("daily", "10/12/2026 07:29", None),
        ("daily", "10/12/2026 07:30", "10/12/2026 07:30"),
        ("daily", "10/12/2026 23:59", "10/12/2026 07:30"),
        ("daily", "12/12/2026 08:00", "12/12/2026 07:30"),  # a Saturday that is worked instead
        ("daily", "13/12/2026 08:00", None),
        ("daily", "01/01/2027 08:00", None),
        ("hourly", "10/12/2026 07:59", "10/12/2026 07:00"),
        ("hourly", "13/12/2026 08:05", "13/12/2026 08:00"),
        ("at_once", "13/12/2026 08:05", "13/12/2026 08:05"),
    ],
)
def test_the_latest_moment_that_has_come(wish, now, expected):
    assert found(wish, now) == expected


@pytest.mark.parametrize("wish", ["at_once", "hourly", "daily"])
def test_nothing_goes_on_a_day_of_leave_or_on_a_day_off_that_is_to_be_quiet(wish):
    assert found(wish, "10/12/2026 09:00", on_leave=True) is None
    assert found(wish, "13/12/2026 09:00", quiet_days_off=True) is None
    assert found(wish, "10/12/2026 09:00", quiet_days_off=True)


@given(INSTANTS, st.sampled_from(["at_once", "hourly", "daily"]), st.booleans())
def test_a_moment_has_come_and_stays_the_same_until_the_next(now, wish, quiet):
    moment = slot(wish, now, TABLE, quiet_days_off=quiet, on_leave=False)
    if moment is not None:
        assert moment <= now
        assert now - moment < {"at_once": timedelta(minutes=1), "hourly": timedelta(hours=1)}.get(
            wish, timedelta(days=1)
        )
        assert slot(wish, moment, TABLE, quiet_days_off=quiet, on_leave=False) == moment
