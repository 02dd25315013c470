"""Limits in a few words, for comparisons: what a rule says to all, and what it says to some."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from workflows import dates, limit_table
from workflows.clock import utcnow
from workflows.queries import due_rules
from workflows.rules.deadlines import Limit, in_words
from workflows.rules.limit_files import SCOPES, scope_of

MOST_SAID = 3


def spans(session: Session, brought: Sequence[Limit] = ()) -> dict[str, tuple[str, str]]:
    """Return of each rule what it says today and what it would say with the limits that a draft brings.

    "20 ngày làm việc", or with narrower rows "20 ngày làm việc; riêng Bằng khen tỉnh: 25 ngày làm việc".
    """
    names = due_rules.names_of(session)
    today = dates.local_date(utcnow())
    rows: dict[str, dict[str, Limit]] = {}
    for row in limit_table.rows(session):
        if (row.limit.valid_from or date.min) <= today <= (row.limit.valid_to or date.max):
            rows.setdefault(row.limit.rule, {})[scope_of(row.limit)] = row.limit
    after = {rule: dict(found) for rule, found in rows.items()}
    for limit in brought:
        after.setdefault(limit.rule, {})[scope_of(limit)] = limit
    return {rule: (_said(rows.get(rule, {}), names), _said(found, names)) for rule, found in after.items()}


def scopes(session: Session, limits: Iterable[Limit]) -> dict[str, str]:
    """Return for whom limits are, in words, by `scope_of`; "" for all."""
    names = due_rules.names_of(session)
    return {scope_of(limit): _scope(limit, names) for limit in limits}


def _said(rows: Mapping[str, Limit], names: due_rules.Names) -> str:
    narrower = [f"riêng {_scope(rows[scope], names)}: {in_words(rows[scope])}" for scope in sorted(rows) if scope]
    more = [f"và {len(narrower) - MOST_SAID} trường hợp khác"] if len(narrower) > MOST_SAID else []
    return "; ".join([*([in_words(rows[""])] if "" in rows else []), *narrower[:MOST_SAID], *more])


def _scope(limit: Limit, names: due_rules.Names) -> str:
    return ", ".join(names.scope({name: getattr(limit, name) for name in SCOPES}))
