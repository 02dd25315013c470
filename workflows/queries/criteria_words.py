"""How a nominee stands against the criteria, in words: a sentence for the whole, and each line as one reads it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from forms import numbers
from workflows.assessing import Assessment
from workflows.criterion_lines import MET, NOT_MET, OF_LAW, UNKNOWN, Line
from workflows.queries.plan_words import clause_words

MOST_NAMED = 4
ORDER = (NOT_MET, UNKNOWN, MET)
"""What needs somebody stands first."""
_IN_CLAUSE = re.compile(r"\s*(?:[+]\s*\d+|gạch \d+)\s*$")
_UNIT = re.compile(r"\s*\((?P<unit>[^)]*)\)\s*$")
_UNITS = {"%": "%", "% kế hoạch": "%", "điểm %": "điểm %", "đồng": "đồng"}
_PLACES = Decimal("0.01")
_DEMANDS = {">=": "từ {} trở lên", ">": "trên {}", "<=": "không quá {}", "<": "dưới {}"}


@dataclass(frozen=True)
class Reader:
    """For whom it is told: in which act the clauses stand, and which other dossiers may be named."""

    act: str
    sees: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LineWords:
    """A criterion as one reads it; texts are empty where there is nothing to say."""

    criterion: str
    text: str
    clause: str
    verdict: str
    computed: str
    label: str
    value: str
    threshold: str
    as_written: str
    missing: str
    proof: str
    wanted: str
    also_in: str
    """Other dossiers in which the same nominee stands, or one of the same name."""
    reason: str | None
    """Why a reviewer concluded against the table; None where nobody did."""
    concluded_by: str | None


@dataclass(frozen=True)
class Told:
    """How a nominee stands: a verdict, a headline, what is named under it, and all lines."""

    verdict: str
    title: str
    lead: str
    """What the named things are, a label in front of them; "" where the headline says it."""
    named: tuple[str, ...]
    lines: tuple[LineWords, ...]
    counts: tuple[tuple[str, int], ...]
    """How many lines have each verdict, those that need somebody first."""


@dataclass(frozen=True)
class Kept:
    """How a nominee stood when it was decided on."""

    verdict: str
    lines: tuple[LineWords, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def open(self) -> tuple[LineWords, ...]:
        """What was not met, or could not be told."""
        return tuple(line for line in self.lines if line.verdict != MET)


def kept(data: Mapping[str, Any], act: str) -> Kept | None:
    """Return in words what a decision keeps; None where it keeps nothing. `act`: in which its clauses stand."""
    if not data:
        return None
    lines = tuple(
        _kept_line(line, act) for line in sorted(data["lines"], key=lambda line: ORDER.index(line["verdict"]))
    )
    counts = ((verdict, sum(line.verdict == verdict for line in lines)) for verdict in ORDER)
    return Kept(data["verdict"], lines, tuple(each for each in counts if each[1]))


def told(found: Assessment, reader: Reader) -> Told:
    """Return an assessment in words."""
    lines = tuple(line_words(line, reader) for verdict in ORDER for line in found.standing(verdict))
    counts = [(verdict, len(found.standing(verdict))) for verdict in ORDER]
    title, named = _headline(found, reader)
    lead = "Còn thiếu" if found.verdict == UNKNOWN and named else ""
    return Told(found.verdict, title, lead, named, lines, tuple(each for each in counts if each[1]))


def line_words(line: Line, reader: Reader) -> LineWords:
    """Return one line in words."""
    unit = unit_of(line.label)
    return LineWords(
        criterion=line.criterion,
        text=capital(line.text),
        clause=_clause(line, reader),
        verdict=line.verdict,
        computed=line.computed,
        label=_UNIT.sub("", line.label),
        value=amount(line.value, unit),
        threshold=_demand(line.operator, line.threshold, unit) if line.label else "",
        as_written=line.as_written,
        missing=", ".join(line.missing),
        proof="; ".join(line.proof),
        wanted="; ".join(line.wanted),
        also_in=_also_in(line, reader),
        reason=line.override.reason if line.override else None,
        concluded_by=line.override.author.full_name if line.override else None,
    )


def _kept_line(line: Mapping[str, Any], act: str) -> LineWords:
    unit = unit_of(line["label"])
    return LineWords(
        criterion=line["code"],
        text=capital(line["text"]),
        clause=clause_words(line["clause"], "" if line["code"].startswith(OF_LAW) else act),
        verdict=line["verdict"],
        computed=line["computed"],
        label=_UNIT.sub("", line["label"]),
        value=amount(_number(line["value"]), unit),
        threshold=_demand(line.get("operator", ""), _number(line["threshold"]), unit) if line["label"] else "",
        as_written=line["as_written"],
        missing="",
        proof="; ".join(line["proof"]),
        wanted="",
        also_in="",
        reason=line["reason"],
        concluded_by=line["concluded_by"],
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def unit_of(label: str) -> str:
    """Return the unit that stands at the end of what is measured, "Mức giảm (điểm %)"."""
    found = _UNIT.search(label)
    return _UNITS.get(found["unit"], "") if found else ""


def amount(value: Decimal | None, unit: str) -> str:
    """Return a figure with its unit; at most two decimals, cut and not rounded, so that 109.999 is never 110."""
    if value is None:
        return ""
    cut = value.quantize(_PLACES, rounding=ROUND_DOWN)
    return f"{numbers.written(cut)} {unit}".strip()


def _demand(operator: str, threshold: Decimal | None, unit: str) -> str:
    """Return a threshold so that nobody takes exactly 50 % for more than 50 %."""
    return _DEMANDS.get(operator, "{}").format(amount(threshold, unit)) if threshold is not None else ""


def capital(text: str) -> str:
    """Return words that the plan has in the middle of a sentence as the beginning of one."""
    return text[:1].upper() + text[1:]


def _clause(line: Line, reader: Reader) -> str:
    return clause_words(line.clause, "" if line.measure == "law" else reader.act)


def _also_in(line: Line, reader: Reader) -> str:
    """Return the other dossiers that a line is about; of those that the reader may not see only that there is one."""
    named = [f"hồ sơ {each}" for each in line.rivals if each in reader.sees]
    return ", ".join([*named, *(["một hồ sơ khác"] if len(named) < len(line.rivals) else [])])


def _unmet(line: Line, reader: Reader) -> str:
    also = _also_in(line, reader)
    return f"{line.text}{f'; đối tượng đã có trong {also}' if also else ''} ({_clause(line, reader)})"


def _headline(found: Assessment, reader: Reader) -> tuple[str, tuple[str, ...]]:
    if found.verdict == MET:
        return f"Đủ điều kiện theo {_clauses(found.standing(MET), reader.act)}", ()
    if found.verdict == NOT_MET:
        return "Có tiêu chí không đạt", _named(_unmet(line, reader) for line in found.standing(NOT_MET))
    if found.needs_group:
        return "Chưa đối chiếu được: chọn nhóm đối tượng theo kế hoạch", ()
    missing = dict.fromkeys(each for line in found.standing(UNKNOWN) for each in _missing(line))
    return "Chưa đủ dữ liệu để kết luận", _named(missing)


def _missing(line: Line) -> tuple[str, ...]:
    if line.measure == "check":
        return (f"câu trả lời về “{short(line.text)}”",)
    return line.missing


def _named(all_of_them: Iterable[str]) -> tuple[str, ...]:
    found = list(all_of_them)
    more = len(found) - MOST_NAMED
    return (*found[:MOST_NAMED], f"và {more} nội dung khác") if more > 0 else tuple(found)


def _clauses(lines: Iterable[Line], act: str) -> str:
    """Return the clauses of met criteria without their counted parts, once each."""
    found = dict.fromkeys(_IN_CLAUSE.sub("", line.clause) for line in lines if line.measure != "law" and line.clause)
    return (
        clause_words("; ".join(found), act) if found else "pháp luật; không có tiêu chí nào của kế hoạch phải đối chiếu"
    )


def short(text: str, length: int = 70) -> str:
    """Return the beginning of a text, cut between words."""
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0].rstrip(',;')} …"
