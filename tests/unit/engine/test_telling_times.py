"""How decisions word dates, times and durations for people, and write them as JSON."""

import pytest

import feel
from workflows.engine.decisions.shown_values import plain, shown
from workflows.engine.plain import plain as plain_of_engine


@pytest.mark.parametrize(
    ("text", "words", "json"),
    [
        ('@"2026-11-20"', "20/11/2026", "2026-11-20"),
        ('@"08:30:00"', "08:30", "08:30:00"),
        ('@"08:30:05.5+07:00"', "08:30:05.5+07:00", "08:30:05.5+07:00"),
        ('@"08:30:00.5"', "08:30:00.5", "08:30:00.5"),
        ('@"2026-11-20T08:30:00+07:00"', "08:30+07:00 ngày 20/11/2026", "2026-11-20T08:30:00+07:00"),
        ('@"P1DT2H3M0.5S"', "1 ngày 2 giờ 3 phút 0,5 giây", "P1DT2H3M0.5S"),
        ('@"-PT3H"', "trừ 3 giờ", "-PT3H"),
        ('@"PT0S"', "0 giây", "PT0S"),
        ('@"P14M"', "1 năm 2 tháng", "P1Y2M"),
        ('@"P0M"', "0 tháng", "P0M"),
        ('[@"2026-11-20"]', "[20/11/2026]", ["2026-11-20"]),
    ],
)
def test_a_value_of_time_is_told_in_vietnamese_and_kept_as_its_canonical_text(text, words, json):
    value = feel.parse(text).evaluate({})
    assert shown(value) == words
    assert plain(value) == plain_of_engine(value) == json
