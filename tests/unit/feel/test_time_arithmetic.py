"""What is added to and taken from dates, times and moments, pair by pair."""

import pytest

from tests.unit.feel.told import told, warnings_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-20" + @"P1D"', "2026-11-21"),
        ('@"P1D" + @"2026-11-20"', "2026-11-21"),
        ('@"2026-11-20" - @"P20D"', "2026-10-31"),
        ('@"2026-11-20" + @"PT23H"', "2026-11-20"),
        ('@"2026-11-20" - @"PT1H"', "2026-11-19"),
        ('@"2026-11-20" + @"P2M"', "2027-01-20"),
        ('@"P2M" + @"2026-11-20"', "2027-01-20"),
        ('@"2026-12-15" + @"P12M"', "2027-12-15"),
        ('@"2026-11-20" - @"P5Y"', "2021-11-20"),
        ('@"0001-01-01" - @"P1D"', "0000-12-31"),
        ('@"999999999-12-30" + @"P1D"', "999999999-12-31"),
    ],
)
def test_a_date_moves_by_a_duration(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-01-31" + @"P1M"', "2026-02-28"),
        ('@"2024-01-31" + @"P1M"', "2024-02-29"),
        ('@"2026-03-31" - @"P1M"', "2026-02-28"),
        ('@"2024-02-29" + @"P1Y"', "2025-02-28"),
        ('@"2024-02-29" + @"P4Y"', "2028-02-29"),
        ('@"2026-05-31T08:30:00Z" + @"P1M"', "2026-06-30T08:30:00Z"),
        ('@"2026-01-31" + @"P1M" + @"P1M"', "2026-03-28"),
        ('@"2026-01-31" + @"P2M"', "2026-03-31"),
    ],
)
def test_a_month_that_is_too_short_ends_the_move_on_its_last_day(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-20T23:59:00" + @"PT1M"', "2026-11-21T00:00:00"),
        ('@"PT1M" + @"2026-11-20T23:59:00+07:00"', "2026-11-21T00:00:00+07:00"),
        ('@"2026-11-20T00:00:00" - @"PT0.000000001S"', "2026-11-19T23:59:59.999999999"),
        ('@"2026-11-20T08:30:00" + @"P1Y"', "2027-11-20T08:30:00"),
        ('@"P1Y" + @"2026-11-20T08:30:00@Europe/Paris"', "2027-11-20T08:30:00@Europe/Paris"),
        ('@"2026-11-20T08:30:00" - @"P1M"', "2026-10-20T08:30:00"),
        ('@"2026-03-28T12:00:00@Europe/Paris" + @"P1D"', "2026-03-29T13:00:00@Europe/Paris"),
        ('@"2026-03-29T01:59:59@Europe/Paris" + @"PT1S"', "2026-03-29T03:00:00@Europe/Paris"),
        ('@"2026-10-25T02:30:00@Europe/Paris" + @"PT1H"', "2026-10-25T02:30:00@Europe/Paris"),
        ('@"2026-10-25T02:30:00@Europe/Paris" + @"PT1H" + @"PT1H"', "2026-10-25T03:30:00@Europe/Paris"),
        ('@"2026-11-20T08:30:00@Asia/Ho_Chi_Minh" + @"P1D"', "2026-11-21T08:30:00@Asia/Ho_Chi_Minh"),
    ],
)
def test_a_moment_moves_by_a_duration_on_the_clocks_of_its_place(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"08:30:00" + @"PT1H"', "09:30:00"),
        ('@"PT1H" + @"23:30:00+07:00"', "00:30:00+07:00"),
        ('@"00:30:00" - @"PT1H"', "23:30:00"),
        ('@"08:30:00@Europe/Paris" - @"P2DT1H"', "07:30:00@Europe/Paris"),
        ('time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC")', True),
    ],
)
def test_a_time_goes_round_the_clock(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2012-12-25" - @"2012-12-24"', "P1D"),
        ('@"2012-12-24" - @"2012-12-25"', "-P1D"),
        ('@"999999999-12-31" - @"-999999999-01-01"', "P730484999633D"),
        ('@"2012-12-24T23:59:00" - @"2012-12-22T03:45:00"', "P2DT20H14M"),
        ('@"2026-11-20T08:30:00+07:00" - @"2026-11-20T01:30:00Z"', "PT0S"),
        ('@"2026-11-20T08:30:00@Europe/Paris" - @"2026-11-20T08:30:00@Asia/Ho_Chi_Minh"', "PT6H"),
        ('@"2026-03-29T12:00:00@Europe/Paris" - @"2026-03-28T12:00:00@Europe/Paris"', "PT23H"),
        ('@"2026-11-20T08:30:00Z" - @"2026-11-20"', "PT8H30M"),
        ('@"2026-11-20" - @"2026-11-20T07:00:00+07:00"', "PT0S"),
        ('@"10:30:00" - @"08:15:00.5"', "PT2H14M59.5S"),
        ('@"08:30:00+07:00" - @"08:30:00Z"', "-PT7H"),
        ('@"08:30:00@Europe/Paris" - @"07:30:00@Europe/Paris"', "PT1H"),
    ],
)
def test_between_two_values_lies_a_duration(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *('@"2026-11-20" + 1', '@"2026-11-20" + @"2026-11-20"', '@"P1D" - @"2026-11-20"', '@"P1Y" - @"2026-11-20"'),
        *('@"08:30:00" + @"P1M"', '@"08:30:00" - @"P1Y"', '@"08:30:00" + @"08:30:00"', '@"PT1H" - @"08:30:00"'),
        *('@"2026-11-20" - "2026-11-19"', '@"2026-11-20T08:30:00" + @"2026-11-20T08:30:00"', '-@"2026-11-20"'),
        *('-@"08:30:00"', '-@"2026-11-20T08:30:00"', '@"2026-11-20" * 2', '@"2026-11-20" / 2', '@"2026-11-20" ** 2'),
        *('@"2026-11-20T08:30:00" - @"2026-11-20T08:30:00Z"', '@"2026-11-20T08:30:00" - @"2026-11-20"'),
        *('@"08:30:00" - @"08:30:00Z"', '@"08:30:00@Europe/Paris" - @"08:30:00@Asia/Ho_Chi_Minh"'),
        *('@"2026-11-20" - @"08:30:00"', '@"999999999-12-31" + @"P1D"', '@"-999999999-01-01" - @"P1M"'),
        *('@"999999999-12-31T23:59:59" + @"PT1S"', '@"2026-11-20" + @"P2000000000Y"', '@"2026-11-20" + null'),
    ],
)
def test_what_makes_no_sense_with_dates_and_times_gives_null_and_says_why(text):
    assert told(text) is None
    assert warnings_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('for d in @"2026-02-27"..@"2026-03-01" return d', ["2026-02-27", "2026-02-28", "2026-03-01"]),
        ('for d in @"2026-03-01"..@"2026-02-27" return d', ["2026-03-01", "2026-02-28", "2026-02-27"]),
        ('for d in [@"2026-02-27"..@"2026-03-01"] return d.day', ["27", "28", "1"]),
        ('for d in (@"2026-02-27"..@"2026-03-01") return d', ["2026-02-28"]),
        ('some d in @"2026-11-16"..@"2026-11-22" satisfies d.weekday = 7', True),
        ('every d in @"2026-11-16"..@"2026-11-22" satisfies d.weekday < 7', False),
        ('for t in @"08:00:00"..@"10:00:00" return t', None),
        ('for t in @"2026-11-20T00:00:00"..@"2026-11-22T00:00:00" return t', None),
        ('for d in @"2026-11-20"..5 return d', None),
    ],
)
def test_days_are_counted_one_by_one(text, expected):
    assert told(text) == expected
