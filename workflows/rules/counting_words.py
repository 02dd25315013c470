"""A count in words: each day with why it counts or not, and days that belong together as one line."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from workflows.rules.counting import AWAY, Count, CountedDay
from workflows.rules.deadlines import Limit

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
STOPS = {
    "applicant": "hồ sơ ở đơn vị trình để bổ sung",
    "consultation": "chờ cơ quan được lấy ý kiến trả lời",
    "legal_hold": "tạm dừng theo pháp luật",
    "publication": "đang công khai danh sách",
    AWAY: "hồ sơ ở bước khác",
}
WORDS = {
    "event": "ngày bắt đầu, không tính",
    "counted": "tính 1 ngày",
    "half": "làm nửa ngày, tính 0,5 ngày",
    "weekend": "nghỉ hằng tuần",
    "off": "ngày nghỉ",
    "moved": "ngày làm việc tiếp theo, hạn dời đến đây",
    "extended": "ngày được gia hạn",
}
TOGETHER = frozenset({"counted", "weekend", "off", "stopped", "extended"})
"""Kinds of which several days in a row are one line."""


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that count, or do not, for the same reason."""

    first: date
    last: date
    kind: str
    words: str
    weight: Decimal
    total: Decimal
    """What has been counted up to its last day."""


def reason_words(reason: str) -> str:
    """Return why a clock stood still, as people say it."""
    return STOPS.get(reason, "đồng hồ dừng")


def day_words(day: CountedDay) -> str:
    """Return why a day counts or not: "nghỉ: Ngày Văn hóa Việt Nam"."""
    if day.kind == "stopped":
        return f"dừng: {reason_words(day.name)}"
    if day.kind == "off":
        return f"nghỉ: {day.name}" if day.name else WORDS["off"]
    return f"{WORDS[day.kind]} ({day.name})" if day.name else WORDS[day.kind]


def day_name(day: date) -> str:
    """Return "thứ Sáu 20/11/2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def figure(weight: Decimal) -> str:
    """Return 5 or 2,5."""
    return f"{weight.normalize():f}".replace(".", ",")


def runs(found: Count) -> tuple[Run, ...]:
    """Return the days of a count as lines: days in a row for the same reason are one, a week of counted days at most."""
    lines: list[Run] = []
    total = Decimal(0)
    for day in found.days:
        total += day.weight
        words, before = day_words(day), lines[-1] if lines else None
        if before is not None and _continues(before, day, words):
            lines[-1] = replace(before, last=day.day, weight=before.weight + day.weight, total=total)
        else:
            lines.append(Run(day.day, day.day, day.kind, words, day.weight, total))
    return tuple(_with_number(line) for line in lines)


def limit_words(limit: Limit) -> str:
    """Return how a limit is counted, in one sentence."""
    if limit.unit == "date":
        return "Ngày cố định trong năm, không tính theo số ngày."
    if limit.backwards:
        return "Đếm lùi từ ngày diễn ra; rơi vào ngày nghỉ thì lùi về ngày làm việc trước đó."
    if limit.unit == "calendar_day":
        return (
            "Tính mọi ngày kể từ ngày tiếp theo; ngày cuối là ngày nghỉ thì hạn dời sang ngày làm việc tiếp theo (Bộ luật "
            "Dân sự 2015, Điều 147 khoản 3, Điều 148 khoản 5)."
        )
    return (
        "Chỉ tính ngày làm việc, kể từ ngày tiếp theo (Bộ luật Dân sự 2015, Điều 147 khoản 3; Bộ luật Lao động 2019, Điều "
        "111, 112); hết hạn lúc 24 giờ của ngày cuối (Điều 148 khoản 6)."
    )


def _continues(line: Run, day: CountedDay, words: str) -> bool:
    return (
        day.kind in TOGETHER
        and line.kind == day.kind
        and line.words == words
        and line.last + timedelta(days=1) == day.day
    )


def _with_number(line: Run) -> Run:
    if line.kind == "counted" and line.first != line.last and line.words == WORDS["counted"]:
        return replace(line, words=f"tính {figure(line.weight)} ngày")
    return line
