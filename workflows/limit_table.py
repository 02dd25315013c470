"""The table of limits as values: what stands in it now, and how a row is written."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workflows.models import Campaign, DueRule, Unit
from workflows.rules.deadlines import Limit
from workflows.rules.limit_changes import LimitRow

_province = aliased(Unit)
SAME = (
    *("name", "value", "unit", "start", "on_return", "day", "month", "inclusive", "backwards", "max_returns"),
    *("clause", "confidence", "note"),
)


def rows(session: Session, key: str | None = None) -> list[LimitRow]:
    """Return the rows of a rule, or of all, that were not taken back, in the order in which they were written."""
    query = (
        select(DueRule, Campaign.key, _province.code)
        .outerjoin(Campaign, Campaign.id == DueRule.campaign_id)
        .outerjoin(_province, _province.id == DueRule.province_id)
        .where(DueRule.withdrawn_at.is_(None))
        .order_by(DueRule.id)
    )
    if key is not None:
        query = query.where(DueRule.key == key)
    return [_row(row, *codes) for row, *codes in session.execute(query)]


def own_row(session: Session, limit: Limit) -> DueRule:
    """Return a new row that an office enters; it is not yet in the table."""
    campaign = session.scalar(select(Campaign.id).where(Campaign.key == limit.campaign)) if limit.campaign else None
    province = session.scalar(select(Unit.id).where(Unit.code == limit.province)) if limit.province else None
    return DueRule(
        key=limit.rule,
        campaign_id=campaign,
        province_id=province,
        process_key=limit.process,
        award_key=limit.award,
        stopped_by=list(limit.stopped_by),
        effective_from=limit.valid_from,
        effective_to=limit.valid_to,
        shipped=False,
        **{name: getattr(limit, name) for name in SAME},
    )


def continuing_row(session: Session, limit: Limit, continued: DueRule, after_id: int) -> DueRule:
    """Return a new row by which another goes on after a temporary one; it came from where that one did."""
    row = own_row(session, limit)
    row.shipped, row.shipped_from = continued.shipped, continued.shipped_from
    row.continues_after_row_id = after_id
    return row


def as_json(limit: Limit) -> dict:
    """Return a limit as plain JSON, for history and for a page that asks first."""
    own = {name: getattr(limit, name) for name in ("rule", *SAME, "campaign", "province", "process", "award")}
    days = {name: day.isoformat() if day else None for name, day in _days(limit).items()}
    return own | days | {"stopped_by": list(limit.stopped_by)}


def from_json(facts: Mapping[str, Any]) -> Limit:
    """Return the limit that `as_json` gave."""
    days = {name: date.fromisoformat(facts[name]) if facts[name] else None for name in ("valid_from", "valid_to")}
    return Limit(**{**facts, **days, "stopped_by": tuple(facts["stopped_by"])})


def _days(limit: Limit) -> dict[str, date | None]:
    return {"valid_from": limit.valid_from, "valid_to": limit.valid_to}


def _row(row: DueRule, campaign: str | None, province: str | None) -> LimitRow:
    return LimitRow(
        row.id,
        _limit(row, campaign, province),
        own=not row.shipped,
        ended_by=row.ended_by_row_id,
        held_to=row.effective_to_before,
        continues_after=row.continues_after_row_id,
    )


def _limit(row: DueRule, campaign: str | None, province: str | None) -> Limit:
    return Limit(
        rule=row.key,
        campaign=campaign,
        province=province,
        process=row.process_key,
        award=row.award_key,
        stopped_by=tuple(row.stopped_by),
        valid_from=row.effective_from,
        valid_to=row.effective_to,
        **{name: getattr(row, name) for name in SAME},
    )
