"""Limits as a file of a bundle: JSON, one entry for each row, read with everything that is wrong told in Vietnamese."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflows.rules.confidence import LABELS
from workflows.rules.deadlines import Limit
from workflows.rules.limit_changes import faults

NAME = "due_rules.limits"
"""The only file of its kind in a bundle."""
FORMAT = "trinhkhen-limits"
MOST_ROWS, MOST_TOLD = 1_000, 40
UNITS = ("working_day", "calendar_day", "date", "none")
ON_RETURN = ("restart", "resume", "none")
STOPS = ("applicant", "consultation", "legal_hold", "publication")
SCOPES = ("award", "province", "campaign", "process")
TEXTS = {"rule": 100, "name": 200, "start": 300, "clause": 500, "note": 1_000} | dict.fromkeys(SCOPES, 100)
NUMBERS = {"value": 1_000, "day": 31, "month": 12, "max_returns": 100}
FLAGS = ("inclusive", "backwards")
CHOICES: Mapping[str, tuple[str, ...]] = {"unit": UNITS, "on_return": ON_RETURN, "confidence": tuple(LABELS)}
NEEDED = ("rule", "name", "unit", "start", "on_return", "confidence")
UNTIL, STOPPED_BY = "until", "stopped_by"
Fits = Callable[[object], bool]
FIELDS = frozenset({*TEXTS, *NUMBERS, *FLAGS, *CHOICES, UNTIL, STOPPED_BY})


def written(limits: Iterable[Limit]) -> bytes:
    """Return limits as a file, in order of rules and scopes; what a row does not say is left out. Equal limits give equal files."""
    rows = [_entry(limit) for limit in sorted(limits, key=lambda each: (each.rule, scope_of(each)))]
    said = {"format": FORMAT, "version": 1, "limits": rows}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> tuple[tuple[Limit, ...], list[str]]:
    """Return the limits of a file, without a first day, and everything that is wrong with it; nothing else is to be trusted then."""
    try:
        rows = _rows(json.loads(content))
    except (ValueError, RecursionError):
        return (), ["Không đọc được tệp thời hạn: tệp phải là JSON do Trình Khen xuất ra."]
    if len(rows) > MOST_ROWS:
        return (), [f"Tệp thời hạn có quá {MOST_ROWS} dòng."]
    found: dict[tuple, Limit] = {}
    told: list[str] = []
    for number, row in enumerate(rows, start=1):
        wrong = list(_wrong(row))
        if not wrong:
            limit = _limit(row)
            wrong = list(_senseless(limit))
            if (limit.rule, scope_of(limit)) in found:
                wrong.append("Hạn này đã có ở dòng trên với cùng phạm vi.")
            found[limit.rule, scope_of(limit)] = limit
        rule = row.get("rule") if isinstance(row, dict) and isinstance(row.get("rule"), str) else ""
        told += [f"Dòng {number}{f' ({rule[:60]})' if rule else ''}: {text[0].lower()}{text[1:]}" for text in wrong]
    return tuple(found.values()), told[:MOST_TOLD]


def scope_of(limit: Limit) -> str:
    """Return for which dossiers a limit is, as one text: "award=bk_tinh;province=NB"; "" for all."""
    return ";".join(f"{name}={getattr(limit, name)}" for name in SCOPES if getattr(limit, name))


def same(one: Limit, other: Limit) -> bool:
    """Tell whether two rows say the same, whatever day they begin on."""
    return _entry(one) == _entry(other)


def _entry(limit: Limit) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(limit, name) for name in (*TEXTS, *NUMBERS, *CHOICES)}
    said |= {
        "inclusive": None if limit.inclusive else False,
        "backwards": limit.backwards or None,
        STOPPED_BY: [reason for reason in STOPS if reason in limit.stopped_by] or None,
        UNTIL: limit.valid_to.isoformat() if limit.valid_to else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _rows(said: object) -> list[Any]:
    if not isinstance(said, dict) or said.get("format") != FORMAT or said.get("version") != 1:
        raise ValueError("another format")
    rows = said.get("limits")
    if not isinstance(rows, list):
        raise ValueError("no rows")
    return rows


def _wrong(row: object) -> Iterator[str]:
    """Yield what is wrong with the shape of a row."""
    if not isinstance(row, dict):
        yield "Phải là một đối tượng JSON."
        return
    if unknown := sorted(str(name)[:40] for name in row if name not in FIELDS):
        yield f"Không có mục “{unknown[0]}”."
    if missing := [name for name in NEEDED if not row.get(name)]:
        yield f"Thiếu mục “{missing[0]}”."
    for name, (fits, words) in _KINDS.items():
        if name in row and not fits(row[name]):
            yield f"Mục “{name}” phải là {words}."


def _senseless(limit: Limit) -> Iterator[str]:
    """Yield what a row says that its way of counting has no use for, or lacks.

    A number may be missing: some limits that ship with the product have none, and these must go out and come in.
    """
    for field, texts in faults(replace(limit, valid_from=date.min)).items():
        yield from texts if field != "value" else ()
    if limit.unit != "date" and (limit.day is not None or limit.month is not None):
        yield "Ngày và tháng chỉ ghi khi cách tính là ngày cố định trong năm."
    if limit.unit in ("date", "none") and limit.value is not None:
        yield "Số ngày chỉ ghi khi cách tính là ngày hoặc ngày làm việc."
    if limit.valid_to is not None and not scope_of(limit):
        yield "Dòng mặc định phải luôn có, không ghi ngày hết hiệu lực."


def _limit(row: Mapping[str, Any]) -> Limit:
    given = {name: value for name, value in row.items() if name not in (UNTIL, STOPPED_BY)}
    given |= {name: " ".join(given[name].split()) for name in TEXTS if name in given}
    stopped = row.get(STOPPED_BY, [])
    return Limit(
        **({"value": None} | given),
        stopped_by=tuple(reason for reason in STOPS if reason in stopped),
        valid_to=_day(row[UNTIL]) if UNTIL in row else None,
    )


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _is_text(longest: int) -> Fits:
    # What cannot be printed cannot be kept either: a NUL, half a character.
    return lambda value: (
        isinstance(value, str) and 0 < len(value.strip()) <= longest and " ".join(value.split()).isprintable()
    )


def _is_number(most: int) -> Fits:
    return lambda value: type(value) is int and 0 <= value <= most


def _is_one_of(choices: tuple[str, ...]) -> Fits:
    return lambda value: value in choices


def _are_of(choices: tuple[str, ...]) -> Fits:
    return lambda value: isinstance(value, list) and all(each in choices for each in value)


_KINDS: dict[str, tuple[Fits, str]] = {
    **{name: (_is_text(most), f"chữ, từ 1 đến {most} ký tự, không có ký tự lạ") for name, most in TEXTS.items()},
    **{name: (_is_number(most), f"số nguyên từ 0 đến {most}") for name, most in NUMBERS.items()},
    **{name: (lambda value: isinstance(value, bool), "true hoặc false") for name in FLAGS},
    **{name: (_is_one_of(choices), f"một trong: {', '.join(choices)}") for name, choices in CHOICES.items()},
    STOPPED_BY: (_are_of(STOPS), f"danh sách, chỉ gồm: {', '.join(STOPS)}"),
    UNTIL: (lambda value: _day(value) is not None, "một ngày như 2027-12-31"),
}
