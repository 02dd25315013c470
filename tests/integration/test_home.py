"""The first page reads the parts of all drafts together."""

import pytest
from sqlalchemy import event

from tests.integration import criteria_scene as scene
from workflows.queries.home import home

pytestmark = pytest.mark.parametrize("whole", ["sqlite"], indirect=True)


def test_papers_and_files_of_all_drafts_are_read_at_once(whole):
    officers = [scene.draft(whole).officer for _ in range(3)]
    heard: list[str] = []
    event.listen(whole.kw["bind"], "before_cursor_execute", lambda *given: heard.append(given[2]))
    with whole() as session:
        found = home(session, officers[0])
    assert sum(todo.needed > 0 for todo in found.todos) == 3
    for table in ("offer_paper", "attachment"):
        assert sum(f"FROM {table}" in each for each in heard) == 1, table
