"""The library of processes: states, instances, and which drafts touch which process."""

import pytest

from tests import product
from tests.integration.draft_scene import ask, begun, edited, save
from tests.unit.rules.test_limit_files import EXAMINE
from workflows.commands import draft_editing, retiring
from workflows.queries import process_library
from workflows.queries.process_library import Library, Wanted
from workflows.rules import limit_files

pytestmark = pytest.mark.parametrize("database_url", ["product"], indirect=True)


def library(sessions, actor, **wanted) -> Library:
    with sessions() as session:
        return process_library.library(session, actor, Wanted(**wanted))


def touched(found: Library) -> set[str]:
    return {row.key for row in found.rows if row.drafts}


def test_every_process_stands_with_its_version_and_instances(sessions, people, tmp_path):
    product.prepared(sessions, tmp_path)
    found = library(sessions, people[0])
    rows = {row.key: row for row in found.rows}

    assert len(rows) == found.total == found.counts["live"] == 8
    assert (rows["department_certificate"].running, rows["labour_order"].running) == (1, 0)
    assert {row.version for row in rows.values()} == {1}
    assert [row.name for row in found.rows] == sorted(row.name for row in found.rows)


def test_a_draft_stands_with_every_process_that_uses_what_it_changes(sessions, people):
    draft_id = begun(sessions, people[0])
    assert touched(library(sessions, people[0])) == set()
    assert [each.id for each in library(sessions, people[0]).others] == [draft_id]

    save(
        sessions,
        people[0],
        draft_id,
        edited("appraise_achievement.bpmn", b"name=", b"name ="),
        "appraise_achievement.bpmn",
    )
    some = touched(library(sessions, people[0]))
    assert "provincial_award" in some
    assert "department_certificate" not in some
    save(sessions, people[0], draft_id, limit_files.written([EXAMINE]), limit_files.NAME)
    assert "department_certificate" in touched(library(sessions, people[0]))
    assert library(sessions, people[0]).others == ()


def test_tables_and_forms_lead_to_the_processes_that_use_them(sessions, people):
    by_form, by_table = begun(sessions, people[0], "Sửa biểu mẫu"), begun(sessions, people[0], "Sửa bảng")
    save(sessions, people[0], by_form, edited("campaign_report.form", b'"title"', b'"title" '), "campaign_report.form")
    name = "criteria_of_dossier.dmn"
    save(sessions, people[0], by_table, edited(name, b"<definitions", b"<definitions "), name)
    rows = {row.key: {draft.id for draft in row.drafts} for row in library(sessions, people[0]).rows}

    assert by_form in rows["campaign_report"]
    assert by_form not in rows["provincial_award"]
    assert by_table in rows["provincial_award"]
    assert by_table not in rows["campaign_report"]


def test_a_process_that_is_in_a_draft_alone_stands_there_too(sessions, people):
    draft_id = begun(sessions, people[0])
    text = edited("return_for_supplement.bpmn", b'id="return_for_supplement"', b'id="brand_new"')
    text = text.replace(b'bpmnElement="return_for_supplement"', b'bpmnElement="brand_new"')
    save(sessions, people[0], draft_id, text, "brand_new.bpmn")
    row = next(row for row in library(sessions, people[0]).rows if row.key == "brand_new")

    assert (row.version, row.states) == (0, {"open"})
    assert [each.id for each in row.drafts] == [draft_id]


def test_who_is_at_a_draft_stands_beside_it_for_half_an_hour(sessions, people, clock):
    draft_id = begun(sessions, people[0])
    save(sessions, people[1], draft_id)
    clock.advance(minutes=10)
    with sessions.begin() as session:
        for name in ("decide.bpmn", "decision.form"):
            draft_editing.note_editing(session, people[0], draft_id, name)

    def at_it() -> list[str]:
        draft = next(row for row in library(sessions, people[0]).rows if row.drafts).drafts[0]
        return [who for who, _ in draft.editing]

    assert at_it() == [people[0].name, people[1].name]
    clock.advance(minutes=21)
    assert at_it() == [people[0].name]
    clock.advance(minutes=10)
    assert at_it() == []


def test_it_is_narrowed_by_words_and_by_state(sessions, people):
    draft_id = begun(sessions, people[0])
    save(sessions, people[0], draft_id)
    with sessions.begin() as session:
        retiring.retire(session, people[0], "labour_order", "Đang xây dựng quy trình mới")
    assert [row.key for row in library(sessions, people[0], text="huan chuong").rows] == ["labour_order"]
    assert [row.key for row in library(sessions, people[0], state="retired").rows] == ["labour_order"]
    assert library(sessions, people[0], text="huan chuong", state="live").rows == ()
    being_changed = {row.key for row in library(sessions, people[0], state="open").rows}
    ask(sessions, people[0], draft_id)
    assert {row.key for row in library(sessions, people[0], state="waiting").rows} == being_changed != set()
    found = library(sessions, people[0])
    assert (found.counts["live"], found.counts["retired"], found.total) == (7, 1, 8)
