"""How values look on a page."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from service import display
from service.icons import FOLDER, icon
from service.labels import LABELS, SHAPES, label, shape, stage_number
from workflows.models import dossiers, processes
from workflows.rules.due_state import DueState

NB = "\u00a0"
LATE = datetime(2026, 12, 9, 18, 30, tzinfo=UTC)  # 01:30 on the 10th in Hà Nội


def test_days_are_those_of_vietnam():
    assert display.day(LATE) == "10/12/2026"
    assert display.day(date(2026, 6, 5)) == "05/06/2026"
    assert display.day(None) == ""


def test_the_year_is_left_out_within_this_year():
    assert display.short_day(date(2026, 6, 5)) == "05/06"
    assert display.short_day(date(2027, 1, 8)) == "08/01/2027"


def test_weekdays_have_their_names():
    assert display.weekday(date(2026, 12, 10)) == "Thứ Năm, 10/12/2026"


def test_moments_of_today_and_yesterday_say_so():
    assert display.moment(LATE) == "01:30 hôm nay"
    assert display.moment(datetime(2026, 12, 9, 3, 0, tzinfo=UTC)) == "10:00 hôm qua"
    assert display.moment(datetime(2026, 12, 1, 3, 0, tzinfo=UTC)) == "10:00, 01/12/2026"
    assert display.exact_moment(LATE) == "01:30:00 10/12/2026"


def test_money_and_numbers_are_written_the_vietnamese_way():
    assert display.money(2_530_000) == f"2.530.000{NB}đ"
    assert display.number(Decimal("12.5")) == "12,5"
    assert display.number(1234567) == "1.234.567"


@pytest.mark.parametrize(("bytes_", "words"), [(1, "1 KB"), (380_000, "380 KB"), (1_400_000, "1,4 MB")])
def test_sizes_are_short(bytes_, words):
    assert display.size(bytes_) == words.replace(" ", NB)


LAST = date(2026, 12, 22)


@pytest.mark.parametrize(
    ("state", "words", "kind"),
    [
        (DueState("left", 8, LAST), "còn 8 ngày làm việc, 22/12", ""),
        (DueState("left", 8, LAST, is_provisional=True), "còn 8 ngày làm việc, 22/12, tạm tính", ""),
        (DueState("left", 3, LAST), "còn 3 ngày làm việc, 22/12", "soon"),
        (DueState("left", 0, LAST), "không còn ngày làm việc nào, 22/12", "soon"),
        (DueState("today", 0, LAST), "hạn hôm nay, 22/12", "today"),
        (DueState("overdue", 2, LAST), "quá hạn 2 ngày làm việc, 22/12", "over"),
        (DueState("overdue", 0, LAST), "quá hạn hôm nay, 22/12", "over"),
        (DueState("stopped", 3), "đang dừng, còn 3 ngày làm việc", "stopped"),
        (DueState("stopped", -2), "đang dừng, đã quá hạn 2 ngày làm việc", "stopped"),
        (DueState("stopped"), "đang dừng", "stopped"),
        (DueState("none"), "không đặt hạn", "none"),
    ],
)
def test_limits_are_words(state, words, kind):
    limit = display.due(state)
    assert (limit.words.replace(NB, " "), limit.kind) == (words, kind)


def test_figures_stay_with_their_units_and_text_is_escaped():
    assert display.glue("còn 3 ngày · 12 đối tượng") == f"còn 3{NB}ngày{NB}· 12{NB}đối tượng"
    assert display.glue("2021–2025") == "2021–\u20602025"
    assert display.glue("<b> 1187/QĐ-UBND") == '&lt;b&gt; <span class="tk-nowrap">1187/QĐ-UBND</span>'


def test_facts_leave_out_what_is_not_known():
    assert display.facts("NB-1", None, "", "Sở Nội vụ") == f"NB-1{NB}· Sở Nội vụ"
    assert display.person("Đỗ Minh Tuấn", "Chuyên viên", "Sở Nội vụ") == "Đỗ Minh Tuấn, Chuyên viên, Sở Nội vụ"


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("dossier_status", dossiers.DOSSIER_STATUSES),
        ("stage", dossiers.STAGES),
        ("result", dossiers.NOMINEE_RESULTS),
        ("nominee_kind", dossiers.NOMINEE_KINDS),
        ("instance_status", processes.INSTANCE_STATUSES),
    ],
)
def test_every_code_of_the_tables_has_a_vietnamese_word(kind, codes):
    assert set(codes) <= set(LABELS[kind])


def test_every_stage_has_a_place_on_the_stepper():
    assert [stage_number(stage) for stage in dossiers.STAGES] == [1, 2, 2, 3, 3, 4, 4, 5, 5, 6]


def test_every_shape_belongs_to_a_word():
    assert all(set(shapes) <= set(LABELS[kind]) for kind, shapes in SHAPES.items())
    assert shape("awarded", "dossier_status") == "ok"
    assert label("unheard-of", "stage") == "unheard-of"


def test_icons_take_the_colour_of_the_text_and_are_hidden_from_readers():
    drawing = icon("home", 22)
    assert 'aria-hidden="true"' in drawing
    assert "currentColor" in drawing
    assert drawing.count("<svg") == 1
    with pytest.raises(FileNotFoundError):
        icon("unheard-of")


def test_every_drawing_and_table_of_words_that_a_template_names_is_there():
    missing = []
    for template in Path("service/templates").rglob("*.html"):
        text = template.read_text()
        names = re.findall(r'icon\("([a-z0-9-]+)"', text)
        missing += [f"{template}: {name}" for name in names if not (FOLDER / f"{name}.svg").is_file()]
        kinds = re.findall(r'(?:label|shape|state)\([^()]*"([a-z_]+)"\)', text)
        missing += [f"{template}: {kind}" for kind in kinds if kind not in LABELS]
    assert missing == []


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 22), "ngày 22 tháng 11 năm 2026"),
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_official_papers_write_a_day_with_leading_zeros_where_the_decree_wants_them(day, text):
    assert display.official_day(day) == text
