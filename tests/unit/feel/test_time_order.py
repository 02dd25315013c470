"""When dates, times and durations are equal, the same, before one another, or within a range."""

import pytest

from tests.unit.feel.told import told, warnings_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-20" = @"2026-11-20"', True),
        ('@"2026-11-20" = @"2026-11-21"', False),
        ('@"2026-11-20" != @"2026-11-21"', True),
        ('@"2026-11-20" = null', False),
        ('null != @"08:30:00"', True),
        ('@"P1D" = @"PT24H"', True),
        ('@"P1Y" = @"P12M"', True),
        ('@"PT0.1S" = @"PT0.2S"', False),
        ('@"08:30:00Z" = @"08:30:00+00:00"', True),
        ('@"08:30:00+07:00" = @"01:30:00Z"', True),
        ('@"08:30:00@Asia/Ho_Chi_Minh" = @"08:30:00+07:00"', True),
        ('@"08:30:00@Europe/Paris" = @"08:30:00@Europe/Paris"', True),
        ('@"08:30:00.1" = @"08:30:00.9"', True),
        ('@"08:30:00" = @"08:30:00+07:00"', True),
        ('@"2026-11-20T08:30:00+07:00" = @"2026-11-20T01:30:00Z"', True),
        ('@"2026-07-01T08:30:00@Europe/Paris" = @"2026-07-01T08:30:00+02:00"', True),
        ('@"2026-12-01T08:30:00@Europe/Paris" = @"2026-12-01T08:30:00+02:00"', False),
        ('@"2026-11-20T08:30:00" = @"2026-11-20T08:30:00+07:00"', True),
        ('@"2026-10-25T02:30:00@Europe/Paris" + @"PT1H" = @"2026-10-25T02:30:00@Europe/Paris"', False),
        ('[@"2026-11-20"] = [@"2026-11-20"]', True),
        ('{a: @"P1D"} = {a: @"PT24H"}', True),
        ('[@"2026-11-20".. @"2026-11-21"] = [@"2026-11-20"..@"2026-11-21"]', True),
    ],
)
def test_values_of_time_are_equal_when_they_mean_the_same_second(text, expected):
    assert told(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        *('@"2026-11-20" = @"2026-11-20T00:00:00Z"', '@"2026-11-20" < @"2026-11-20T08:30:00"', '@"P1D" = @"P1M"'),
        *('@"P30D" < @"P1M"', '@"08:30:00" = @"2026-11-20T08:30:00"', '@"2026-11-20" = "2026-11-20"', '@"P1D" > 0'),
        *('@"2026-11-20" < null', '@"08:30:00@Europe/Paris" = @"08:30:00@Europe/London"', '@"08:30:00" < 8'),
        *('@"08:30:00@Europe/Paris" < @"08:30:00Z"', '@"2026-11-20" in [1..2]', '@"2026-11-20" between 1 and 2'),
    ],
)
def test_values_of_different_kinds_or_clocks_are_not_compared(text):
    assert told(text) is None
    assert warnings_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('is(@"2026-11-20", @"2026-11-20")', True),
        ('is(@"P1D", @"PT24H")', True),
        ('is(@"P0D", @"P0Y")', False),
        ('is(@"08:30:00Z", @"08:30:00+00:00")', True),
        ('is(@"08:30:00Z", @"08:30:00")', False),
        ('is(@"08:30:00@Etc/GMT", @"08:30:00Z")', False),
        ('is(@"08:30:00.1", @"08:30:00.9")', False),
        ('is(@"2026-11-20T08:30:00+07:00", @"2026-11-20T01:30:00Z")', False),
        ('is(@"2026-11-20", @"2026-11-20T00:00:00Z")', False),
        ('is(value1: @"2026-11-20")', False),
        ("is(null, null)", True),
        ('is(1, "1")', False),
        ("is(1.0, 1)", True),
        ("is([1], [1])", True),
    ],
)
def test_is_tells_apart_what_only_means_the_same(text, expected):
    assert told(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-20" < @"2026-11-21"', True),
        ('@"-0001-12-31" < @"0000-01-01"', True),
        ('@"2026-11-20" >= @"2026-11-20"', True),
        ('@"08:30:00" < @"08:30:01"', True),
        ('@"08:30:00.1" < @"08:30:00.9"', False),
        ('@"08:30:00.1" >= @"08:30:00.9"', True),
        ('@"08:30:00+07:00" < @"02:00:00Z"', True),
        ('@"2026-11-20T08:30:00+07:00" < @"2026-11-20T02:00:00Z"', True),
        ('@"2026-11-20T08:30:00" < @"2026-11-20T08:30:01+07:00"', True),
        ('@"P1D" > @"PT23H59M"', True),
        ('@"-P1Y" < @"P0M"', True),
        ('@"2026-11-20" between @"2026-11-20" and @"2026-11-30"', True),
        ('@"2026-11-19" in [@"2026-11-20"..@"2026-11-30"]', False),
        ('@"2026-11-20" in (@"2026-11-20"..@"2026-11-30"]', False),
        ('@"2026-11-20" in (< @"2026-11-01", >= @"2026-11-20")', True),
        ('@"08:30:00" in [@"07:30:00"..@"17:00:00")', True),
        ('@"PT36H" in [@"P1D"..@"P2D"]', True),
        ('@"2026-11-20" in [@"2026-11-19", @"2026-11-20"]', True),
        ('[@"2026-11-20"..@"2026-11-30"].start', "2026-11-20"),
        ('[@"P1D"..@"P1Y"]', None),
    ],
)
def test_values_of_one_kind_have_an_order(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('min(@"2026-11-20", @"2025-11-20")', "2025-11-20"),
        ('max([@"PT5H", @"P1D", @"PT1M"])', "P1D"),
        ('max(@"2026-11-20T08:30:00+07:00", @"2026-11-20T02:00:00Z")', "2026-11-20T02:00:00Z"),
        ('sort([@"P2Y", @"P1Y", @"P18M"], function(a, b) a < b)', ["P1Y", "P1Y6M", "P2Y"]),
        ('list contains([@"PT24H"], @"P1D")', True),
        ('index of([@"08:30:00Z", @"08:30:00+07:00"], @"15:30:00+07:00")', ["1"]),
        ('distinct values([@"P1D", @"PT24H", @"P2D"])', ["P1D", "P2D"]),
        ('min(@"2026-11-20", @"08:30:00")', None),
        ('sum([@"P1D", @"P2D"])', None),
        ('string(@"2026-11-20")', "2026-11-20"),
        ('string(@"2026-11-20T08:30:00@Asia/Ho_Chi_Minh")', "2026-11-20T08:30:00@Asia/Ho_Chi_Minh"),
        ('string([@"P1D", @"08:30:00Z"])', "[P1D, 08:30:00Z]"),
        ('"Hạn: " + string(@"2026-11-20" + @"P10D")', "Hạn: 2026-11-30"),
        ('number(@"2026-11-20")', None),
    ],
)
def test_functions_of_lists_and_texts_take_values_of_time(text, expected):
    assert told(text) == expected
