"""The first page reads the parts of all drafts together."""

import pytest
from sqlalchemy import event

from tests.integration import criteria_scene as scene
from workflows.queries import home as queries
from workflows.queries.home import home

pytestmark = pytest.mark.parametrize("whole", ["sqlite"], indirect=True)


def statements(whole, officer) -> list[str]:
    """Return what the first page of an officer asks the database."""
    heard: list[str] = []

    def hear(*given):
        heard.append(given[2])

    event.listen(whole.kw["bind"], "before_cursor_execute", hear)
    with whole() as session:
        home(session, officer)
    event.remove(whole.kw["bind"], "before_cursor_execute", hear)
    return heard


def test_papers_and_files_of_all_drafts_are_read_at_once_and_ten_cost_what_one_costs(whole, monkeypatch):
    monkeypatch.setattr(queries, "ROWS", 10)
    officer = scene.draft(whole).officer
    statements(whole, officer)  # forms are read once in the life of the program
    one = statements(whole, officer)
    for _ in range(9):
        scene.draft(whole)
    ten = statements(whole, officer)

    with whole() as session:
        assert sum(todo.needed > 0 for todo in home(session, officer).todos) == 10
    for table in ("offer_paper", "attachment"):
        assert sum(f"FROM {table}" in each for each in ten) == 1, table
    assert len(ten) == len(one)
