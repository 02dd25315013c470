"""History is added to and never changed, and whoever changes it is found out."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from workflows import history
from workflows.models import HistoryEntry


@pytest.fixture
def written(sessions):
    """Three acts of the system in one chain."""
    with sessions.begin() as session:
        for number in range(3):
            history.record(session, None, "deployed", after={"deployment": number}, reason="thử")
    return sessions


def chain(session):
    return session.scalars(select(HistoryEntry).order_by(HistoryEntry.sequence)).all()


def test_entries_of_a_chain_are_numbered_and_linked(written):
    with written() as session:
        entries = chain(session)
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:2]]
    assert entries[0].previous_hash == history.GENESIS
    assert history.faults(entries) == []


@pytest.mark.parametrize("statement", ["update history_entry set reason = 'khác'", "delete from history_entry"])
def test_the_database_refuses_to_change_or_delete_an_entry(written, statement):
    with pytest.raises(DBAPIError, match="append-only"), written.begin() as session:
        session.execute(text(statement))
    with written() as session:
        assert history.faults(chain(session)) == []


def test_an_entry_cannot_be_replaced_past_the_trigger(written):
    columns = ", ".join(column.name for column in HistoryEntry.__table__.columns)
    chosen = columns.replace("reason", "'khác'")
    with written() as session:
        on_sqlite = session.get_bind().dialect.name == "sqlite"
    verb, rest = (
        ("insert or replace", "") if on_sqlite else ("insert", "on conflict (id) do update set reason = 'khác'")
    )
    statement = f"{verb} into history_entry ({columns}) select {chosen} from history_entry where sequence = 2 {rest}"  # noqa: S608
    with pytest.raises(DBAPIError, match="append-only"), written.begin() as session:
        session.execute(text(statement))


def test_a_changed_fact_is_found(written):
    with written() as session:
        entries = chain(session)
        session.expunge_all()
    entries[1].after = {"deployment": 99}
    assert history.faults(entries) == ["system: mục 2 đã bị sửa"]


def test_a_missing_entry_is_found(written):
    with written() as session:
        entries = chain(session)
    assert "system: thiếu hoặc đảo thứ tự ở mục 2" in history.faults([entries[0], entries[2]])


def test_an_act_that_is_rolled_back_leaves_no_gap(written):
    with written() as session:
        history.record(session, None, "deployed")
        session.rollback()
    with written.begin() as session:
        history.record(session, None, "deployed")
    with written() as session:
        assert [entry.sequence for entry in chain(session)] == [1, 2, 3, 4]
