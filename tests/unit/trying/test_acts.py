"""Acts of a try-out are plain JSON that reads back as it was written; what cannot be read is refused by its place."""

import pytest

from workflows.errors import Invalid
from workflows.trying import acts
from workflows.trying.acts import Complete, Message, PassTime, read_act, read_acts, read_start

AT = "2026-12-10T08:00:00+07:00"
START = {"process": "provincial_award", "offer": "kien-giang/KG-1", "at": AT}


@pytest.mark.parametrize(
    "given",
    [
        {"do": "complete", "step": "sign"},
        {"do": "complete", "step": "vote", "nth": 3, "who": "nga.le7", "outcome": "cast", "answers": {"a": [1]}},
        {"do": "pass_time", "days": 1},
        {"do": "pass_time", "working_days": 5},
        {"do": "pass_time", "until": AT},
        {"do": "pass_time", "to": "next"},
        {"do": "message", "name": "withdraw_dossier", "reason": "Đơn vị sửa danh sách"},
    ],
)
def test_an_act_reads_back_as_it_was_written(given):
    assert read_act(given).as_json() == given


def test_the_beginning_reads_back_as_it_was_written():
    assert read_start(START).as_json() == START
    whole = START | {"unit": "KG-SNV", "nominees": ["individual"], "variables": {"return_count": 2}}
    assert read_start(whole).as_json() == whole


def test_answers_that_are_not_given_are_samples_and_empty_ones_are_not():
    assert "answers" not in Complete("sign").as_json()
    assert read_act({"do": "complete", "step": "sign", "answers": {}}).as_json()["answers"] == {}


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {"do": "delete"},
        {"do": "complete"},
        {"do": "complete", "step": "sign", "nth": 0},
        {"do": "complete", "step": "sign", "nth": True},
        {"do": "complete", "step": "sign", "answers": "yes"},
        {"do": "pass_time"},
        {"do": "pass_time", "days": 0},
        {"do": "pass_time", "days": 100_000},
        {"do": "pass_time", "days": 1, "working_days": 1},
        {"do": "pass_time", "to": "the end"},
        {"do": "message"},
    ],
)
def test_what_is_no_act_is_refused_by_its_number(given):
    with pytest.raises(Invalid, match="Việc thứ 2"):
        read_acts([{"do": "complete", "step": "sign"}, given])


@pytest.mark.parametrize("at", [None, "", "hôm nay", "2026-12-10T08:00:00"])
def test_a_moment_has_a_zone(at):
    with pytest.raises(Invalid, match="múi giờ"):
        read_act({"do": "pass_time", "until": at})
    with pytest.raises(Invalid, match="múi giờ"):
        read_start(START | {"at": at})


@pytest.mark.parametrize(
    "given",
    [None, {}, {"at": AT}, START | {"campaign": "kien-giang"}, START | {"offer": ""}, START | {"nominees": "a"}],
)
def test_what_is_no_beginning_is_refused(given):
    with pytest.raises(Invalid):
        read_start(given)


def test_acts_are_bounded_in_number_and_size():
    with pytest.raises(Invalid, match="200"):
        read_acts([Message("x").as_json()] * (acts.MOST_ACTS + 1))
    long = Complete("sign", answers={"a": "x" * acts.MOST_BYTES}).as_json()
    with pytest.raises(Invalid, match="KB"):
        read_acts([long])


def test_time_passes_in_one_way_at_a_time():
    assert PassTime(to_next=True).as_json() == {"do": "pass_time", "to": "next"}
