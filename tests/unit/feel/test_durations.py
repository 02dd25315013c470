"""How durations are written, read, taken apart and calculated with."""

import pytest

from tests.unit.feel.told import told, warnings_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('duration("P1D")', "P1D"),
        ('duration("PT24H")', "P1D"),
        ('duration("P1DT2H3M4.5S")', "P1DT2H3M4.5S"),
        ('duration("PT0.000000001S")', "PT0.000000001S"),
        ('duration("PT1.S")', "PT1S"),
        ('duration("PT90M")', "PT1H30M"),
        ('duration("-P1DT25H")', "-P2DT1H"),
        ('duration("P0D")', "PT0S"),
        ('duration("-PT0S")', "PT0S"),
        ('duration("P1Y2M")', "P1Y2M"),
        ('duration("P26M")', "P2Y2M"),
        ('duration("-P12M")', "-P1Y"),
        ('duration("P0Y")', "P0M"),
        ('duration(from: "P1D")', "P1D"),
        ('duration(@"P1D")', "P1D"),
        ('duration("P730000000000D")', "P730000000000D"),
        ('duration("P1999999999Y11M")', "P1999999999Y11M"),
    ],
)
def test_a_duration_is_read_and_written_in_its_shortest_form(text, expected):
    assert told(text) == expected
    assert told(f"string({text})") == expected


@pytest.mark.parametrize(
    "text",
    [
        *('duration("")', 'duration("P")', 'duration("PT")', 'duration("P1DT")', 'duration("1D")', 'duration("P1H")'),
        *('duration("P1S")', 'duration("P-1D")', 'duration("+P1D")', 'duration("P1Y1D")', 'duration("P1M1Y")'),
        *('duration("P1W")', 'duration("P1.5D")', 'duration("PT.5S")', 'duration("p1d")', 'duration("P1D ")'),
        *("duration(null)", "duration(1)", "duration()", 'duration("P99999999999999D")', 'duration("P99999999999Y")'),
        *('duration("P" + string join(for i in 1..500 return "9") + "D")', 'duration("P١D")'),
    ],
)
def test_what_is_no_duration_gives_null_and_says_why(text):
    assert told(text) is None
    assert warnings_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"P1DT2H3M4.5S".days', "1"),
        ('@"P1DT2H3M4.5S".hours', "2"),
        ('@"P1DT2H3M4.5S".minutes', "3"),
        ('@"P1DT2H3M4.5S".seconds', "4.5"),
        ('@"PT100H".days', "4"),
        ('@"PT100H".hours', "4"),
        ('@"-P1DT2H".days', "-1"),
        ('@"-P1DT2H".hours', "-2"),
        ('@"-P1DT2H".seconds', "0"),
        ('@"-PT1.5S".seconds', "-1.5"),
        ('@"P14M".years', "1"),
        ('@"P14M".months', "2"),
        ('@"-P14M".months', "-2"),
        ('@"P14M".days', None),
        ('@"P1D".months', None),
    ],
)
def test_parts_have_the_sign_of_the_whole(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"P1D" + @"PT12H"', "P1DT12H"),
        ('@"P1D" - @"P2D"', "-P1D"),
        ('@"P1Y" + @"P6M"', "P1Y6M"),
        ('@"P1Y" - @"P18M"', "-P6M"),
        ('-@"P1D"', "-P1D"),
        ('-@"-P1Y"', "P1Y"),
        ('--@"PT0S"', "PT0S"),
        ('@"P1D" * 2.5', "P2DT12H"),
        ('2.5 * @"P1D"', "P2DT12H"),
        ('@"P1D" * 0', "PT0S"),
        ('@"P1D" * -1', "-P1D"),
        ('@"P1D" / 3', "PT8H"),
        ('@"PT1S" / 3', "PT0.333333333S"),
        ('@"PT2S" / 3', "PT0.666666667S"),
        ('@"P1Y" * 1.5', "P1Y6M"),
        ('3 * @"P5M"', "P1Y3M"),
        ('@"P1Y" / 5', "P2M"),
        ('@"-P1Y" / 5', "-P2M"),
        ('@"P1D" / @"PT6H"', "4"),
        ('@"PT1H" / @"PT45M" * 3', "3.999999999999999999999999999999999"),
        ('@"P1Y" / @"P8M"', "1.5"),
        ('abs(@"-P1DT2H")', "P1DT2H"),
        ('abs(@"-P1Y")', "P1Y"),
        ('abs(n: @"P1Y")', "P1Y"),
    ],
)
def test_durations_are_added_multiplied_and_divided(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *('@"P1D" + @"P1Y"', '@"P1Y" - @"P1D"', '@"P1D" * @"P1D"', '@"P1Y" * @"P1Y"', '2 / @"P1D"', '2 / @"P1Y"'),
        *('@"P1D" / @"P1Y"', '@"P1D" / 0', '@"P1Y" / 0', '@"P1D" / @"PT0S"', '@"P1Y" / @"P0M"', '@"P0D" / 0'),
        *('@"P1D" + 1', '@"P1D" ** 2', '@"P1D" * "2"', '@"P1D" + null', 'null * @"P1Y"', '@"P1D" + "a"'),
        *('@"P1D" * 1e300', '@"P1Y" * 1e6000', '@"P1D" / 1e-300', '@"P1Y" / 1e-40'),
        *('floor(@"P1D")', 'round up(@"P1D", 0)', 'sqrt(@"P1D")', 'modulo(@"P1D", 2)', 'number(@"P1D")', 'odd(@"P1Y")'),
    ],
)
def test_what_makes_no_sense_with_durations_gives_null_and_says_why(text):
    assert told(text) is None
    assert warnings_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('years and months duration(date("2011-12-22"), date("2013-08-24"))', "P1Y8M"),
        ('years and months duration(date("2013-08-24"), date("2011-12-22"))', "-P1Y8M"),
        ('years and months duration(date("2020-01-31"), date("2020-02-29"))', "P0M"),
        ('years and months duration(date("2020-02-29"), date("2021-02-28"))', "P11M"),
        ('years and months duration(date("2020-02-29"), date("2020-01-31"))', "P0M"),
        ('years and months duration(date("2020-02-29"), date("2020-01-29"))', "-P1M"),
        ('years and months duration(date("-999999999-01-01"), date("999999999-12-31"))', "P1999999998Y11M"),
        ('years and months duration(@"2016-09-30T23:25:00", @"2017-12-28T12:12:12")', "P1Y2M"),
        ('years and months duration(from: @"2016-09-30T23:25:00Z", to: @"2017-12-31")', "P1Y3M"),
        ('years and months duration(@"2016-09-30", null)', None),
        ('years and months duration("2016-09-30", @"2017-09-30")', None),
        ('years and months duration(@"08:30:00", @"09:30:00")', None),
    ],
)
def test_between_two_days_lie_so_many_whole_months(text, expected):
    assert told(text) == expected
