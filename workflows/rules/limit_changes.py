"""What a change of the limits does to their rows: a row is added, closed or withdrawn, and never overwritten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from workflows.errors import Invalid
from workflows.rules.deadlines import Limit

ONE_DAY = timedelta(days=1)
MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A row of the table: `id` None for one that is to be added; an own one did not come with the product."""

    id: int | None
    limit: Limit
    own: bool = False
    ended_by: int | None = None
    """The later row that ended it; None where it ends by itself, or because somebody said so."""
    held_to: date | None = None
    """Until when it held before that row ended it."""
    continues_after: int | None = None
    """The temporary row after which it goes on with what that row had ended."""

    @property
    def scope(self) -> tuple:
        """For which dossiers it is: the rule, and where it is narrower than all."""
        limit = self.limit
        return limit.rule, limit.campaign, limit.province, limit.process, limit.award

    @property
    def is_default(self) -> bool:
        """Whether it holds wherever no narrower row does."""
        return self.scope[1:] == (None, None, None, None)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does: rows with other dates than before, one that is new, one that is taken back.

    `continued`, by the id of a row that ends: what goes on with it after the new one. `absorbed` did so after the one that
    is taken back, and are no longer needed.
    """

    redated: tuple[LimitRow, ...] = ()
    added: LimitRow | None = None
    continued: Mapping[int, LimitRow] = field(default_factory=dict)
    withdrawn: LimitRow | None = None
    absorbed: tuple[LimitRow, ...] = ()

    def rows_after(self, rows: Iterable[LimitRow]) -> list[LimitRow]:
        """Return the rows of the table as they are afterwards."""
        gone = {each.id for each in (*self.redated, *self.absorbed, self.withdrawn) if each is not None}
        kept = [row for row in rows if row.id not in gone]
        return [*kept, *self.redated, *((self.added,) if self.added else ()), *self.continued.values()]


def adding(rows: Sequence[LimitRow], limit: Limit) -> Effect:
    """Let a limit hold from its first day; rows of the same scope that hold then end the day before.

    Where it has a last day itself, they go on after it, each in another row.
    Raises Invalid for a limit that makes no sense, one without a first day, or one that a row begins within.
    """
    if wrong := faults(limit):
        raise Invalid(wrong)
    new = LimitRow(None, limit, own=True)
    if new.is_default and limit.valid_to is not None:
        raise Invalid({"valid_to": ["Dòng mặc định phải luôn có; bỏ trống ngày hết, hoặc chọn phạm vi hẹp hơn."]})
    start = limit.valid_from or date.min
    others = [row for row in rows if row.scope == new.scope and _overlap(row.limit, limit)]
    later = [row for row in others if row.limit.valid_from is not None and row.limit.valid_from >= start]
    if later:
        first = min(row.limit.valid_from for row in later if row.limit.valid_from)
        raise Invalid({"valid_from": [f"Trùng với dòng cùng phạm vi có hiệu lực từ {first:%d/%m/%Y}. Sửa ngày."]})
    closed = (
        replace(row, limit=replace(row.limit, valid_to=start - ONE_DAY), held_to=row.limit.valid_to) for row in others
    )
    return Effect(redated=tuple(closed), added=new, continued=_continued(others, limit.valid_to))


def ending(rows: Sequence[LimitRow], row_id: int, last_day: date) -> Effect:
    """Let a narrower row hold until a day, after which the wider one does. Raises Invalid, LookupError."""
    row = _row(rows, row_id)
    if row.is_default:
        raise Invalid({"valid_to": ["Dòng mặc định không bỏ trống được. Đặt hạn khác thay cho dòng này."]})
    if row.limit.valid_from is not None and last_day < row.limit.valid_from:
        message = (
            f"Ngày hết hiệu lực trước ngày bắt đầu ({row.limit.valid_from:%d/%m/%Y}). Nếu ghi sai thì thu hồi dòng."
        )
        raise Invalid({"valid_to": [message]})
    if row.limit.valid_to is not None and last_day >= row.limit.valid_to:
        raise Invalid({"valid_to": [f"Dòng này đã hết hiệu lực từ sau ngày {row.limit.valid_to:%d/%m/%Y}."]})
    limit = replace(row.limit, valid_to=last_day)
    return Effect(redated=(replace(row, limit=limit, ended_by=None, held_to=None),))


def withdrawing(rows: Sequence[LimitRow], row_id: int) -> Effect:
    """Take back an own row that was entered wrongly: the row that it had ended runs on in its place.

    Raises Invalid for a row that came with the product, LookupError for none.
    """
    row = _row(rows, row_id)
    if not row.own:
        raise Invalid({"": ["Dòng đi kèm sản phẩm không thu hồi được. Đặt hạn khác thay cho dòng này."]})
    ended = [each for each in rows if each.ended_by == row_id]
    absorbed = tuple(each for each in rows if each.continues_after == row_id) if ended else ()
    others = [each for each in rows if each.id != row_id]
    longer = (_joined(each, absorbed[0]) if absorbed else _restored(each, others) for each in ended)
    return Effect(redated=tuple(longer), withdrawn=row, absorbed=absorbed)


def faults(limit: Limit) -> dict[str, list[str]]:
    """Return what is wrong with a limit that an administrator enters, by field of the form."""
    found: dict[str, list[str]] = {}
    if limit.valid_from is None:
        found["valid_from"] = ["Nhập ngày bắt đầu có hiệu lực."]
    elif limit.valid_to is not None and limit.valid_to < limit.valid_from:
        found["valid_to"] = ["Ngày hết hiệu lực trước ngày bắt đầu."]
    if limit.unit in ("working_day", "calendar_day") and limit.value is None:
        found["value"] = ["Nhập số ngày."]
    if limit.unit == "date" and not _is_day_of_a_year(limit):
        found["day"] = ["Nhập một ngày có trong năm, ví dụ 30 tháng 11."]
    return found


def _continued(rows: Iterable[LimitRow], last_day: date | None) -> dict[int, LimitRow]:
    """Return what of rows is left after a last day, as rows of their own that end as they would have."""
    if last_day is None:
        return {}
    return {
        row.id: replace(row, id=None, limit=replace(row.limit, valid_from=last_day + ONE_DAY))
        for row in rows
        if row.id is not None and (row.limit.valid_to is None or row.limit.valid_to > last_day)
    }


def _joined(row: LimitRow, rest: LimitRow) -> LimitRow:
    """Return a row that goes on as the one does that continued it."""
    limit = replace(row.limit, valid_to=rest.limit.valid_to)
    return replace(row, limit=limit, ended_by=rest.ended_by, held_to=rest.held_to)


def _restored(row: LimitRow, others: Iterable[LimitRow]) -> LimitRow:
    """Return a row that holds as long as before it was ended, or until the next row of its scope, which then ends it."""
    start, end = row.limit.valid_from or date.min, row.held_to or date.max
    next_ones = [
        (each.limit.valid_from, each.id)
        for each in others
        if each.scope == row.scope and each.limit.valid_from is not None and start < each.limit.valid_from <= end
    ]
    if not next_ones:
        return replace(row, limit=replace(row.limit, valid_to=row.held_to), ended_by=None, held_to=None)
    first, ended_by = min(next_ones)
    return replace(row, limit=replace(row.limit, valid_to=first - ONE_DAY), ended_by=ended_by)


def _is_day_of_a_year(limit: Limit) -> bool:
    if limit.month is None or limit.day is None or not 1 <= limit.month <= 12:
        return False
    return 1 <= limit.day <= MONTH_LENGTHS[limit.month - 1] and (limit.month, limit.day) != (2, 29)


def _overlap(one: Limit, other: Limit) -> bool:
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
        one.valid_to or date.max
    )


def _row(rows: Sequence[LimitRow], row_id: int) -> LimitRow:
    found = next((row for row in rows if row.id == row_id), None)
    if found is None:
        raise LookupError(row_id)
    return found
