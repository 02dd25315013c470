"""Which limit holds for a step and when it ends: limits are rows of data, so that each province may set its own."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

UNIT_WORDS = {"working_day": "ngày làm việc", "calendar_day": "ngày"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One row: how long a step may take, where that is written, and for which dossiers."""

    rule: str
    name: str
    value: int | None
    unit: str
    """working_day, calendar_day, date (a fixed day and month) or none."""
    start: str
    on_return: str
    """restart, resume or none: what a return for supplement does to the clock."""
    stopped_by: tuple[str, ...] = ()
    """What lets it stand still: applicant, consultation, legal_hold, publication."""
    clause: str | None = None
    confidence: str = "design"
    note: str | None = None
    limit_id: str | None = None
    day: int | None = None
    month: int | None = None
    inclusive: bool = True
    """For a date: whether the day itself still counts (“trước ngày 30/11” does not include it)."""
    backwards: bool = False
    """Counted back from the start, for example from the day of a conference."""
    max_returns: int | None = None
    campaign: str | None = None
    province: str | None = None
    process: str | None = None
    award: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    row_id: int | None = None
    """Its row in the table, where it came from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The dossier for which a limit is looked up, on the day on which its clock starts."""

    on: date
    campaign: str | None = None
    province: str | None = None
    process: str | None = None
    award: str | None = None


def limit_for(limits: Iterable[Limit], rule: str, setting: Setting) -> Limit | None:
    """Return the limit of a rule for one dossier, or None if no row applies.

    The narrower row wins: campaign, then province, then process, then award; among equals the one in force latest, of
    those the one written last.
    Local limits are set by each province (Luật 06/2022/QH15, Điều 84 khoản 6; Nghị định 152/2025/NĐ-CP, Điều 6
    khoản 2 điểm c).
    """
    fitting = [limit for limit in limits if limit.rule == rule and _applies(limit, setting)]
    return max(reversed(fitting), key=_narrowness, default=None)


def last_safe_day(day: date, *, inclusive: bool) -> date:
    """Return the last day on which something due “trước ngày” (not inclusive) or “đến ngày” (inclusive) is in time."""
    return day if inclusive else day - timedelta(days=1)


def next_fixed_date(limit: Limit, start: date) -> date:
    """Return the next last day of a limit that ends on a fixed day of the year; 29/02 is 28/02 in a common year.

    Raises ValueError without a day and a month.
    """
    if limit.day is None or limit.month is None:
        raise ValueError(f"limit {limit.rule} of unit date needs a day and a month")
    safe = [
        last_safe_day(
            date(year, limit.month, min(limit.day, monthrange(year, limit.month)[1])), inclusive=limit.inclusive
        )
        for year in (start.year, start.year + 1)
    ]
    return safe[0] if start <= safe[0] else safe[1]


def in_words(limit: Limit) -> str:
    """Return a limit as people read it, for example “10 ngày làm việc” or “trước ngày 30/11”."""
    if limit.unit == "date":
        return f"{'đến hết' if limit.inclusive else 'trước'} ngày {limit.day}/{limit.month}"
    if limit.value is None or limit.unit == "none":
        return "không quy định số ngày"
    if limit.value == 0:
        return "trong ngày"
    words = f"{limit.value:02d} {UNIT_WORDS[limit.unit]}"
    return f"chậm nhất {words} trước ngày đó" if limit.backwards else words


def _applies(limit: Limit, setting: Setting) -> bool:
    scopes = (
        (limit.campaign, setting.campaign),
        (limit.province, setting.province),
        (limit.process, setting.process),
        (limit.award, setting.award),
    )
    in_scope = all(wanted is None or wanted == given for wanted, given in scopes)
    begun = limit.valid_from is None or limit.valid_from <= setting.on
    return in_scope and begun and (limit.valid_to is None or setting.on <= limit.valid_to)


def _narrowness(limit: Limit) -> tuple[bool, bool, bool, bool, date, int]:
    scopes = (limit.campaign, limit.province, limit.process, limit.award)
    campaign, province, process, award = (scope is not None for scope in scopes)
    return campaign, province, process, award, limit.valid_from or date.min, limit.row_id or 0
