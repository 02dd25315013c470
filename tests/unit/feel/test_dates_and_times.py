"""How dates and times are written, read, built from parts and taken apart."""

import pytest

import feel
from tests.unit.feel.told import told, warnings_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-11-20")', "2026-11-20"),
        ('date("0001-01-01")', "0001-01-01"),
        ('date("-0044-03-15")', "-0044-03-15"),
        ('date("999999999-12-31")', "999999999-12-31"),
        ('date("-999999999-01-01")', "-999999999-01-01"),
        ('date("2024-02-29")', "2024-02-29"),
        ('date(from: "2026-11-20")', "2026-11-20"),
        ('date(["2026-11-20"])', "2026-11-20"),
        ("date(2026, 11, 20)", "2026-11-20"),
        ("date(day: 20, month: 11, year: 2026)", "2026-11-20"),
        ('date(date("2026-11-20"))', "2026-11-20"),
        ('date(date and time("2026-11-20T23:59:00-05:00"))', "2026-11-20"),
    ],
)
def test_a_date_is_made_from_text_parts_or_moment(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *('date("2026-02-29")', 'date("2026-13-01")', 'date("2026-00-01")', 'date("2026-04-31")', 'date("1900-02-29")'),
        *('date("")', 'date("20/11/2026")', 'date("20261120")', 'date("2026-1-1")', 'date("998-12-31")'),
        *('date("02026-11-20")', 'date("+2026-11-20")', 'date("9999999999-12-25")', 'date("2026-11-20Z")'),
        *('date("2026-11-20T08:30:00")', 'date(" 2026-11-20")', 'date("٢٠٢٦-١١-٢٠")', 'date("2026-11-20\\n")'),
        *("date(null)", "date(2026)", "date([])", "date()", "date(2026, 2, 29)", "date(2026, 1.5, 1)"),
        *("date(1000000000, 1, 1)", "date(2026, null, 1)", "date(1e300, 1, 1)", 'date("2026", 1, 1)', "date(true)"),
    ],
)
def test_what_is_no_date_gives_null_and_says_why(text):
    assert told(text) is None
    assert warnings_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('time("08:30:00")', "08:30:00"),
        ('time("23:59:59.999999999")', "23:59:59.999999999"),
        ('time("08:30:00.500")', "08:30:00.5"),
        ('time("08:30:00.1234567899")', "08:30:00.123456789"),
        ('time("24:00:00")', "00:00:00"),
        ('time("24:00:00.00Z")', "00:00:00Z"),
        ('time("08:30:00Z")', "08:30:00Z"),
        ('time("08:30:00z")', "08:30:00Z"),
        ('time("08:30:00-00:00")', "08:30:00Z"),
        ('time("08:30:00+07:00")', "08:30:00+07:00"),
        ('time("08:30:00-14:00")', "08:30:00-14:00"),
        ('time("08:30:00+00:00:30")', "08:30:00+00:00:30"),
        ('time("08:30:00@Asia/Ho_Chi_Minh")', "08:30:00@Asia/Ho_Chi_Minh"),
        ('time("08:30:00@Etc/GMT")', "08:30:00@Etc/GMT"),
        ('time(from: "08:30:00")', "08:30:00"),
        ("time(8, 30, 0)", "08:30:00"),
        ("time(8, 30, 1.25)", "08:30:01.25"),
        ("time(8, 30, 0, null)", "08:30:00"),
        ('time(8, 30, 0, duration("PT7H"))', "08:30:00+07:00"),
        ('time(8, 30, 0, duration("-PT2H45M55S"))', "08:30:00-02:45:55"),
        ('time(hour: 8, minute: 30, second: 0, offset: duration("PT0S"))', "08:30:00Z"),
        ('time(time("08:30:00+07:00"))', "08:30:00+07:00"),
        ('time(date and time("2026-11-20T08:30:00@Europe/Paris"))', "08:30:00@Europe/Paris"),
        ('time(date("2026-11-20"))', "00:00:00Z"),
    ],
)
def test_a_time_is_made_from_text_parts_or_moment(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *('time("24:00:01")', 'time("25:00:00")', 'time("08:60:00")', 'time("23:59:60")', 'time("8:30:00")'),
        *('time("08:30")', 'time("T08:30:00")', 'time("08:30:00.")', 'time("08:30:00+7:00")', 'time("08:30:00+07")'),
        *('time("08:30:00+14:01")', 'time("08:30:00-15:00")', 'time("08:30:00@Nowhere/City")', 'time("08:30:00@")'),
        *('time("08:30:00+07:00@Asia/Ho_Chi_Minh")', 'time("08:30:00@../zone")', 'time("08:30:00@Europe")'),
        *('time("08:30:00@localtime")', 'time("08:30:00@right/Europe/Paris")', 'time("08:30:00@Factory")'),
        *('time("24:00:000")', 'time("")', "time(null)", "time(8)", "time(24, 0, 0)", "time(-1, 0, 0)", "time()"),
        *("time(8, 60, 0)", "time(8, 30, 60)", "time(8, 30, null)", "time(8.5, 0, 0)", "time(8, 30, -1)"),
        *('time(8, 30, 0, duration("PT15H"))', 'time(8, 30, 0, duration("PT0.5S"))', 'time(8, 30, 0, duration("P1Y"))'),
    ],
)
def test_what_is_no_time_gives_null_and_says_why(text):
    assert told(text) is None
    assert warnings_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date and time("2026-11-20")', "2026-11-20T00:00:00"),
        ('date and time("2026-11-20T08:30:00")', "2026-11-20T08:30:00"),
        ('date and time("2026-11-20T08:30:00.000000001+07:00")', "2026-11-20T08:30:00.000000001+07:00"),
        ('date and time("2026-11-20T24:00:00")', "2026-11-21T00:00:00"),
        ('date and time("-999999999-01-01T00:00:00Z")', "-999999999-01-01T00:00:00Z"),
        ('date and time("2026-11-20T08:30:00@Asia/Ho_Chi_Minh")', "2026-11-20T08:30:00@Asia/Ho_Chi_Minh"),
        ('date and time(date("2026-11-20"), time("08:30:00Z"))', "2026-11-20T08:30:00Z"),
        ('date and time(date and time("2026-11-20T01:02:03+01:00"), time("08:30:00"))', "2026-11-20T08:30:00"),
        ('date and time(time: time("08:30:00"), date: date("2026-11-20"))', "2026-11-20T08:30:00"),
        ('date and time(date("2026-11-20"))', "2026-11-20T00:00:00Z"),
        ('date and time("2026-11-20T08:30")', None),
        ('date and time("2026-11-20T")', None),
        ('date and time("2026-11-20 08:30:00")', None),
        ('date and time("2026-02-29T08:30:00")', None),
        ('date and time("999999999-12-31T24:00:00")', None),
        ('date and time("2026-11-20T08:30:00@Nowhere")', None),
        ('date and time(time("08:30:00"), date("2026-11-20"))', None),
        ("date and time(null)", None),
        ('date and time(date("2026-11-20"), null)', None),
    ],
)
def test_a_moment_is_made_from_text_or_from_date_and_time(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-20" instance of date', True),
        ('@"08:30:00" instance of time', True),
        ('@"08:30:00@Etc/GMT" instance of time', True),
        ('@"2026-11-20T08:30:00" instance of date and time', True),
        ('@"-P1D" instance of days and time duration', True),
        ('@"P1Y" instance of years and months duration', True),
        ('@"P1Y" instance of days and time duration', False),
        ('@"2026-11-20" instance of date and time', False),
        ('@"2026-11-20T08:30:00" instance of date', False),
        ('@"08:30:00" instance of Any', True),
        ('@"2026-02-29"', None),
    ],
)
def test_a_literal_is_of_the_kind_that_its_text_has(text, expected):
    assert told(text) is expected


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ('a > @"2026-02-30"', "Không có ngày 30/2/2026.", 4),
        ('@"08:30:00@Asia/Hanoi"', "Không biết múi giờ “Asia/Hanoi”; ví dụ đúng: Asia/Ho_Chi_Minh.", 0),
        ('@"20/11/2026"', "“20/11/2026” không phải là ngày, giờ hay khoảng thời gian.", 0),
        ('@"2026-11-20T8h"', "Giờ viết là giờ:phút:giây, ví dụ 08:30:00 hoặc 08:30:00+07:00.", 0),
        ('@"P1Y1D"', "Khoảng thời gian viết là P1Y2M (năm, tháng) hoặc P1DT2H30M (ngày, giờ, phút).", 0),
    ],
)
def test_a_literal_that_spells_nothing_is_refused_at_its_place(text, message, position):
    with pytest.raises(feel.FeelError) as refusal:
        feel.parse(text)
    assert (refusal.value.message, refusal.value.position) == (message, position)
    assert refusal.value.hint.startswith("Ví dụ: ")
    assert [error.message for error in feel.check(text, ["a"])] == [message]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-20".year', "2026"),
        ('@"2026-11-20".month', "11"),
        ('@"2026-11-20".day', "20"),
        ('@"2026-11-20".weekday', "5"),
        ('@"2026-11-22".weekday', "7"),
        ('@"-0001-01-01".year', "-1"),
        ('@"2026-11-20".hour', None),
        ('@"2026-11-20T08:30:15.5+07:00".year', "2026"),
        ('@"2026-11-20T08:30:15.5+07:00".weekday', "5"),
        ('@"2026-11-20T08:30:15.5+07:00".hour', "8"),
        ('@"2026-11-20T08:30:15.5+07:00".minute', "30"),
        ('@"2026-11-20T08:30:15.5+07:00".second', "15.5"),
        ('@"2026-11-20T08:30:15.5+07:00".time offset', "PT7H"),
        ('@"2026-11-20T08:30:15.5+07:00".timezone', None),
        ('@"2026-07-01T08:30:00@Europe/Paris".time offset', "PT2H"),
        ('@"2026-12-01T08:30:00@Europe/Paris".time offset', "PT1H"),
        ('@"2026-12-01T08:30:00@Europe/Paris".timezone', "Europe/Paris"),
        ('@"2026-11-20T08:30:00".time offset', None),
        ('@"08:30:10".second', "10"),
        ('@"08:30:00-03:30".time offset', "-PT3H30M"),
        ('@"08:30:00@Asia/Ho_Chi_Minh".time offset', "PT7H"),
        ('@"08:30:00@Europe/Paris".time offset', None),
        ('@"08:30:00@Europe/Paris".timezone', "Europe/Paris"),
        ('@"08:30:00".day', None),
        ('[@"2026-11-20", @"2025-10-19"].year', ["2026", "2025"]),
    ],
)
def test_parts_are_read_with_a_dot(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("day of year(date(2019, 9, 17))", "260"),
        ('day of year(@"2024-12-31T23:59:59Z")', "366"),
        ("day of week(date(2019, 9, 17))", "Tuesday"),
        ('day of week(@"2026-11-22T00:00:00")', "Sunday"),
        ("month of year(date(2019, 9, 17))", "September"),
        ("week of year(date(2019, 9, 17))", "38"),
        ("week of year(date(2003, 12, 29))", "1"),
        ("week of year(date(2004, 1, 4))", "1"),
        ("week of year(date(2005, 1, 1))", "53"),
        ("week of year(date(2005, 1, 3))", "1"),
        ("week of year(date(2005, 1, 9))", "1"),
        ("week of year(date: date(2024, 12, 30))", "1"),
        ('week of year(@"08:30:00")', None),
        ("day of year(null)", None),
        ('day of week("2026-11-20")', None),
    ],
)
def test_where_in_its_week_and_year_a_day_lies(text, expected):
    assert told(text) == expected
