"""Migrations of tables that hold rows: none is lost, none loses its parent, and the new rules hold."""

from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from workflows.db import make_engine
from workflows.migrations import configuration, upgrade

AT = datetime(2026, 12, 10, 3, tzinfo=UTC)
LATER = datetime(2027, 1, 15, 17, tzinfo=UTC)
DAY = date(2020, 1, 1)
ROWS = {
    "offer": {"id": 1, "process_key": "department_certificate"},
    "person": {"id": 1, "full_name": "Người Mẫu", "search_key": "nguoi mau", "sort_key": "nguoi mau"},
    "unit": {
        "id": 1, "code": "u", "name": "Đơn vị mẫu", "short_name": "u", "kind": "department", "level": "department",
        "valid_from": DAY, "origin": "demo_fictional",
    },
    "dossier": {
        "id": 1, "reference": "M-2026-0001", "submitting_unit_id": 1, "status": "draft", "stage": "prepare", "content": "{}",
        "content_revision": 0, "page_revisions": "{}", "created_by": 1, "created_at": AT, "version": 1,
    },
    "dossier_access": {"dossier_id": 1, "unit_id": 1, "since": AT},
}  # fmt: skip


def first_version(engine):
    """Make the tables of the first version, and put a dossier with all that it needs into them."""
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        tables = {name: Table(name, MetaData(), autoload_with=connection) for name in ("award", "campaign", *ROWS)}
        for name, table in tables.items():
            connection.execute(insert(table), _filled(table, ROWS.get(name, {})))
    return tables["dossier"]


def _utc(at):
    """Return an instant as it was put in: SQLite gives it back without its zone."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _filled(table, given):
    """Return a row with something in every column that must not be empty."""
    made = {"INTEGER": 1, "BIGINT": 1, "BOOLEAN": False, "JSON": {}, "DATE": DAY, "DATETIME": AT, "TIMESTAMP": AT}
    row = {}
    for column in table.columns:
        if column.name in given:
            value = given[column.name]
            row[column.name] = {} if value == "{}" else value
        elif not column.nullable:
            row[column.name] = KNOWN.get(column.name) or made.get(column.type.__visit_name__.upper(), column.name)
    return row


KNOWN = {"key": "k", "campaign_key": "k", "award_key": "k", "level": "department", "decided_by": "giam_doc_so"}


@pytest.fixture
def engine(blank_database_url):
    """A database without tables."""
    found = make_engine(blank_database_url)
    yield found
    found.dispose()


def test_a_dossier_and_what_belongs_to_it_outlive_the_change_of_its_constraints(engine):
    dossier = first_version(engine)
    upgrade(engine)
    with engine.begin() as connection:
        assert connection.execute(select(dossier.c.reference, dossier.c.status)).one() == ("M-2026-0001", "draft")
        assert connection.execute(text("select count(*) from dossier_access")).scalar() == 1
        connection.execute(update(dossier).values(status="cancelled", closed_at=AT))


def test_after_it_an_unknown_status_and_an_orphan_are_still_refused(engine):
    dossier = first_version(engine)
    upgrade(engine)
    with engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(update(dossier).values(status="lost", closed_at=AT))
    with engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("delete from dossier"))


def test_a_letter_outlives_the_change_and_may_stand_in_doubt_but_in_no_unknown_state(engine):
    first_version(engine)
    with engine.begin() as connection:
        letters = Table("outbox_message", MetaData(), autoload_with=connection)
        connection.execute(insert(letters), _filled(letters, {"id": 1, "person_id": 1, "state": "queued"}))
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE outbox_message SET state = 'in_doubt'"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("UPDATE outbox_message SET state = 'lost'"))


def test_limits_that_ran_before_the_clock_was_kept_go_on_from_where_they_began(engine):
    dossier = first_version(engine)
    with engine.begin() as connection:
        names = ("due_rule", "history_entry", "process_instance", "user_task", "role")
        tables = {name: Table(name, MetaData(), autoload_with=connection) for name in names}
        returned = {"status": "returned", "submitted_at": AT, "received_at": AT, "due_at": LATER}
        connection.execute(update(dossier).values(**returned))
        connection.execute(
            insert(tables["due_rule"]),
            _filled(tables["due_rule"], {"on_return": "resume", "unit": "none", "value": None}),
        )
        for number, verb in enumerate(("returned", "clock_resumed", "returned"), start=1):
            act = {
                "dossier_id": 1,
                "verb": verb,
                "at": AT + timedelta(days=number),
                "sequence": number,
                "hash": str(number) * 64,
            }
            connection.execute(
                insert(tables["history_entry"]),
                _filled(tables["history_entry"], act | {"id": number, "previous_hash": "0" * 64}),
            )
    upgrade(engine)
    with engine.connect() as connection:
        stop = Table("clock_stop", MetaData(), autoload_with=connection)
        now = Table("dossier", MetaData(), autoload_with=connection)
        found = connection.execute(select(now.c.clock_from, now.c.stopped_at, now.c.stopped_for)).one()
        assert [_utc(found.clock_from), _utc(found.stopped_at)] == [AT + timedelta(days=2), AT + timedelta(days=3)]
        assert found.stopped_for == ["applicant"]
        assert connection.execute(select(stop.c.reason, stop.c.ended_at)).all() == [("applicant", None)]
        rule = Table("due_rule", MetaData(), autoload_with=connection)
        assert connection.execute(select(rule.c.stopped_by, rule.c.shipped)).all() == [(["applicant"], True)]
