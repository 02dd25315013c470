"""How many SQL statements one completed step takes: a read too many would cost every step for ever."""

import pytest
from sqlalchemy import event

from tests.integration.racing import scene
from workflows.commands import tasks

ANSWERS = {"text": "Hồ sơ hợp lệ, đề nghị trình."}
# The lock; the task with its instance, definition, dossier and plan; the form, once in the life of the program; the end of
# the chain of history; the timers, where the step takes one away.
READS = 5
# Task, draft, answers, history, instance, dossier, timer; the step itself, so that it can be played again.
WRITES = 8
OTHERS = 2  # begin on SQLite; the lock of the chain on PostgreSQL


@pytest.fixture
def statements(sessions):
    """The statements that the database gets, as they come."""
    heard: list[str] = []
    event.listen(sessions.kw["bind"], "before_cursor_execute", lambda *given: heard.append(given[2]))
    return heard


def test_a_completion_takes_few_statements_and_asks_nothing_twice(sessions, statements):
    at = scene(sessions)
    statements.clear()
    with sessions.begin() as session:
        tasks.complete(session, at.first, at.task_id, "done", ANSWERS)
    locks = [each for each in statements if "advisory" in each or each.startswith("BEGIN")]
    reads = [each for each in statements if each.lstrip().startswith("SELECT") and each not in locks]
    writes = [each for each in statements if each.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(reads) <= READS, "\n".join(reads)
    assert len(writes) <= WRITES, "\n".join(writes)
    assert len(locks) <= OTHERS
    assert len(set(reads)) == len(reads), "\n".join(reads)
