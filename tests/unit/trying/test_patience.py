"""A play has its time: what takes longer stops, whatever was asked for inside of it."""

import pytest

from workflows.trying import patience
from workflows.trying.patience import TimeUp


def test_nothing_is_asked_of_what_has_no_limit():
    patience.demand()


def test_what_is_over_stops_and_a_longer_time_inside_does_not_help():
    with patience.within(-1), patience.within(60), pytest.raises(TimeUp, match="Quá thời gian"):
        patience.demand()
    patience.demand()


def test_a_shorter_time_inside_holds_there_alone():
    with patience.within(60):
        with patience.within(-1), pytest.raises(TimeUp):
            patience.demand()
        patience.demand()
