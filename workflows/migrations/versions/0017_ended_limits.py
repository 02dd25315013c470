"""Which row of a limit ended which, and when a recalculation was looked through again.

The version before this one notes nothing of it: what it ends stays ended when the later row is taken back.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SCOPE = ("rule", "campaign", "province", "process", "award")

_rules = sa.table(
    "due_rule",
    *(sa.column(name) for name in ("id", "key", "campaign_id", "province_id", "process_key", "award_key", "shipped")),
    *(sa.column(name, sa.Date) for name in ("effective_from", "effective_to", "effective_to_before")),
    *(sa.column(name) for name in ("ended_by_row_id", "withdrawn_at")),
)
_campaigns = sa.table("campaign", sa.column("id"), sa.column("key"))
_units = sa.table("unit", sa.column("id"), sa.column("code"))
_entries = sa.table(
    "history_entry",
    *(sa.column(name) for name in ("chain", "sequence", "verb")),
    *(sa.column(name, sa.JSON) for name in ("before", "after")),
)


def upgrade() -> None:
    for name in ("ended_by_row_id", "continues_after_row_id"):
        rule = sa.ForeignKey("due_rule.id", name=op.f(f"fk_due_rule_{name}_due_rule"))
        op.add_column("due_rule", sa.Column(name, KEY, rule, nullable=True), inline_references=_on_sqlite())
    op.add_column("due_rule", sa.Column("effective_to_before", sa.Date(), nullable=True))
    op.add_column("recalculation", sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True))
    op.execute("update recalculation set settled_at = ended_at where state = 'done'")
    _note_who_ended()


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: history must not be rewritten")


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _note_who_ended() -> None:
    """Note of rows that are there what history says: right after a row was added, that it ended one the day before."""
    connection, added = op.get_bind(), None
    query = sa.select(_entries.c.verb, _entries.c.before, _entries.c.after).where(
        _entries.c.chain == "system", _entries.c.verb.in_(("due_rule_added", "due_rule_ended"))
    )
    for verb, before, after in connection.execute(query.order_by(_entries.c.sequence)).all():
        if verb == "due_rule_added":
            added = after
        elif added is not None and _is_followed(after, added):
            closed, later = _row(connection, after, shipped=None), _row(connection, added, shipped=False)
            if closed is not None and later is not None and closed.effective_to == _day(after["valid_to"]):
                noted = {"ended_by_row_id": later.id, "effective_to_before": _day(before["valid_to"])}
                connection.execute(sa.update(_rules).where(_rules.c.id == closed.id).values(**noted))


def _is_followed(ended: Mapping[str, Any], added: Mapping[str, Any]) -> bool:
    last, first = _day(ended["valid_to"]), _day(added["valid_from"])
    same = all(ended[name] == added[name] for name in SCOPE)
    return same and last is not None and first is not None and last + timedelta(days=1) == first


def _row(connection: sa.Connection, limit: Mapping[str, Any], *, shipped: bool | None) -> sa.Row | None:
    """Return the last row in force that a fact of history tells of."""
    query = (
        sa.select(_rules.c.id, _rules.c.effective_to)
        .outerjoin(_campaigns, _campaigns.c.id == _rules.c.campaign_id)
        .outerjoin(_units, _units.c.id == _rules.c.province_id)
        .where(_rules.c.withdrawn_at.is_(None), _rules.c.key == limit["rule"])
    )
    asked = (
        (_rules.c.effective_from, _day(limit["valid_from"])),
        (_campaigns.c.key, limit["campaign"]),
        (_units.c.code, limit["province"]),
        (_rules.c.process_key, limit["process"]),
        (_rules.c.award_key, limit["award"]),
    )
    for column, value in asked:
        query = query.where(column.is_(None) if value is None else column == value)
    if shipped is not None:
        query = query.where(_rules.c.shipped.is_(sa.true() if shipped else sa.false()))
    return connection.execute(query.order_by(_rules.c.id.desc()).limit(1)).one_or_none()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
