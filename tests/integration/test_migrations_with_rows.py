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
        away = {"status": "returned", "submitted_at": AT, "received_at": AT, "due_at": LATER}
        connection.execute(update(dossier).values(**away))
        _put(connection, "due_rule", on_return="resume", unit="none", value=None)
        for number, verb in enumerate(("returned", "clock_resumed", "returned"), start=1):
            act = {"verb": verb, "at": AT + timedelta(days=number), "sequence": number, "dossier_id": 1}
            _put(connection, "history_entry", id=number, hash=str(number) * 64, previous_hash="0" * 64, **act)
        for name in ("deployment", "process_definition"):
            _put(connection, name)
        _put(connection, "process_instance", dossier_id=1, status="running", tokens=[])
        _put(connection, "role")
        work = {"candidate_group": "k", "organ_id": 1, "path": [], "outcomes": [], "priority": 50}
        _put(connection, "user_task", dossier_id=1, due_rule="a.step", created_at=AT, **work)
    upgrade(engine)
    with engine.connect() as connection:
        found = _rows(connection, "dossier")[0]
        assert [_utc(found.clock_from), _utc(found.stopped_at)] == [AT + timedelta(days=2), AT + timedelta(days=3)]
        assert found.stopped_for == ["applicant"]
        assert [(row.reason, row.ended_at) for row in _rows(connection, "clock_stop")] == [("applicant", None)]
        assert [(row.stopped_by, row.shipped) for row in _rows(connection, "due_rule")] == [(["applicant"], True)]
        assert [_utc(row.clock_from) for row in _rows(connection, "user_task")] == [AT]


def test_of_limits_that_are_there_the_history_says_which_was_ended_by_which(engine):
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0016")
        facts = {
            "key": "r",
            "unit": "none",
            "on_return": "none",
            "value": None,
            "stopped_by": [],
            "campaign_id": None,
            "province_id": None,
        }
        own = facts | {"award_key": None, "process_key": None, "shipped": False, "withdrawn_at": None}
        spans = [(None, date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31)), (date(2027, 1, 1), None)]
        for number, (start, end) in enumerate(spans, start=1):
            row = own | {"id": number, "effective_from": start, "effective_to": end, "shipped": number == 1}
            _put(connection, "due_rule", **row)
        said = {"rule": "r", "campaign": None, "province": None, "process": None, "award": None}
        told = [
            ("due_rule_ended", (None, None), (None, "2026-11-30")),  # by hand
            ("due_rule_added", None, ("2026-12-01", None)),
            ("due_rule_added", None, ("2027-01-01", None)),
            ("due_rule_ended", ("2026-12-01", None), ("2026-12-01", "2026-12-31")),
        ]
        for number, (verb, *sides) in enumerate(told, start=1):
            before, after = (said | {"valid_from": each[0], "valid_to": each[1]} if each else {} for each in sides)
            act = {"verb": verb, "chain": "system", "sequence": number, "before": before, "after": after, "at": AT}
            _put(connection, "history_entry", id=number, hash=str(number) * 64, previous_hash="0" * 64, **act)
    upgrade(engine)
    with engine.connect() as connection:
        found = {row.id: (row.ended_by_row_id, row.effective_to_before) for row in _rows(connection, "due_rule")}
        assert found == {1: (None, None), 2: (3, None), 3: (None, None)}


def _put(connection, name, **given):
    """Add a row to a table as it is now, with something in every column that must not be empty."""
    table = Table(name, MetaData(), autoload_with=connection)
    connection.execute(insert(table), _filled(table, {"id": 1} | given))


def _rows(connection, name):
    """Return the rows of a table as it is now."""
    return connection.execute(select(Table(name, MetaData(), autoload_with=connection))).all()
