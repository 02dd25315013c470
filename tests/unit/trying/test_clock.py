"""The clock of a try-out stands where it is put, for whoever plays alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from tests.conftest import NOW
from workflows.clock import running_ahead, standing_at, utcnow

THERE = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)


def test_time_stands_still_and_goes_on_afterwards():
    with standing_at(THERE):
        assert utcnow() == THERE
        with standing_at(THERE + timedelta(days=1)):
            assert utcnow() == THERE + timedelta(days=1)
        assert utcnow() == THERE
    assert utcnow() == NOW


def test_where_it_stands_no_other_shift_counts():
    with running_ahead(timedelta(days=9)), standing_at(THERE):
        assert utcnow() == THERE


def test_other_threads_have_their_own_time():
    meet = Barrier(2, timeout=10)

    def ask(instant: datetime | None) -> datetime:
        if instant is None:
            meet.wait()
            return utcnow()
        with standing_at(instant):
            meet.wait()
            return utcnow()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, (THERE, None))) == [THERE, NOW]
