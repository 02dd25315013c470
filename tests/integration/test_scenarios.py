"""Scenarios of drafts: kept from a try-out, run by a worker, and a publishing that breaks one is refused by its name."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from service import shipped
from service.proving import run_scenarios
from tests.integration.draft_scene import ask, begun, people_of, save, standing, state
from tests.integration.scenario_scene import (
    FIRST,
    NAME,
    PREPARE,
    TITLE,
    break_draft,
    kept,
    ran,
    recorded,
    scenario,
    trial,
)
from workflows import models, scenario_files
from workflows.commands import drafting, publishing, scenarios
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.queries import scenario_page, studio
from workflows.queries import scenarios as pages
from workflows.scenarios import saving
from workflows.trying.acts import Complete


@pytest.fixture
def database_url(product_database_url):
    return product_database_url


@pytest.fixture
def people(sessions):
    return people_of(sessions)


@pytest.fixture
def number(sessions, people):
    """A draft with a scenario: a dossier is compiled and goes on to its signature."""
    found = begun(sessions, people[0], "Thử kịch bản")
    assert recorded(sessions, people[0], found) == "nop-ho-so-giay-khen-so.scenario"
    return found


FILE = "nop-ho-so-giay-khen-so.scenario"


def page(sessions, actor, number):
    with sessions() as session:
        return pages.of_draft(session, actor, number)


def test_a_tryout_is_kept_with_the_path_that_it_has_shown(sessions, number):
    found = scenario(sessions, number, FILE)

    assert (found.title, found.process, found.end_event) == (TITLE, "department_certificate", "")
    assert [act["step"] for act in found.acts] == [FIRST]
    assert found.path[0] == "department_certificate/start_dossier"
    assert "prepare_dossier/compile_dossier" in found.path
    assert found.path[-1] == "prepare_dossier/sign_submission"


def test_it_runs_along_its_path_in_the_worker_and_covers_flows(sessions, people, number):
    before = page(sessions, people[0], number)
    assert [row.outcome for row in before.rows] == [""]

    run = ran(sessions, people[0], number)

    assert (run.state, run.done, run.total) == ("done", 1, 1)
    found = page(sessions, people[0], number)
    assert [(row.outcome, row.state) for row in found.rows] == [("passed", "added")]
    parts = {part.id: part for part in found.parts}
    assert parts["prepare_dossier"].covered >= 4
    assert parts["prepare_dossier"].covered < parts["prepare_dossier"].total
    with sessions() as session:
        shown = pages.of_draft(session, people[0], number, "prepare_dossier").shown
    assert "start_preparation_to_merge_drafts" in shown.taken
    assert "route_signature_to_merge_drafts" in shown.missed
    ways = [way for _, stations in shown.outline for station in stations for way in station.ways]
    assert {way.id for way in ways if not way.is_covered} == set(shown.missed)
    assert run_scenarios(sessions) == 0


def test_what_breaks_a_scenario_is_not_published_until_the_scenario_says_otherwise(sessions, people, number):
    author, reviewer, _ = people
    break_draft(sessions, author, number)
    with pytest.raises(Conflict, match="chưa chạy"):
        ask(sessions, author, number)
    assert [each.outcome for each in ran(sessions, author, number).results] == ["parted"]

    with pytest.raises(Conflict, match=f"“{TITLE}” \\(đi khác đường"):
        ask(sessions, author, number)

    row = page(sessions, author, number).failed[0]
    assert row.details["went"]
    with sessions() as session:
        shown = saving.shown_again(session, author, number, FILE)
    with sessions.begin() as session:
        saving.keep(session, author, number, shown)
    ran(sessions, author, number)
    review = ask(sessions, author, number)
    with sessions.begin() as session:
        publishing.approve(session, reviewer, review)
    assert state(sessions, number) == "published"


def test_what_was_accepted_still_says_which_variables_matter_and_no_draft_that_changed_meanwhile(
    sessions, people, number
):
    author = people[0]
    wanted = replace(scenario(sessions, number, FILE), variables={"submitted_by_council": "không như vậy"})
    save(sessions, author, number, scenario_files.write(wanted), FILE)
    with sessions() as session:
        shown = saving.shown_again(session, author, number, FILE)
    break_draft(sessions, author, number)
    with sessions.begin() as session, pytest.raises(Conflict, match="vừa đổi"):
        saving.keep(session, author, number, shown)
    assert dict(shown.scenario.variables) == {"submitted_by_council": None}


def test_a_scenario_that_is_taken_away_or_changed_stands_among_the_differences(sessions, people, number):
    author, reviewer, _ = people
    ran(sessions, author, number)
    review = ask(sessions, author, number)
    with sessions.begin() as session:
        publishing.approve(session, reviewer, review)
    later = begun(sessions, author, "Đổi kịch bản")

    with sessions.begin() as session:
        scenarios.retitle(session, author, later, FILE, "Nộp hồ sơ, tên mới")
    assert sentences(sessions, author, later) == [f"Kịch bản “Nộp hồ sơ, tên mới”: trước tên là “{TITLE}”."]
    with sessions.begin() as session:
        scenarios.remove(session, author, later, FILE)
    assert sentences(sessions, author, later) == [f"Bỏ kịch bản “{TITLE}”."]
    ask(sessions, author, later)  # nothing is left that would have to run


def sentences(sessions, actor, number):
    with sessions() as session:
        found = studio.draft(session, actor, number)
    return [each.sentence for matter, group in found.differences if matter == "scenario" for each in group]


def test_what_does_not_concern_a_scenario_asks_for_no_run(sessions, people, number):
    author, reviewer, _ = people
    ran(sessions, author, number)
    review = ask(sessions, author, number)
    with sessions.begin() as session:
        publishing.approve(session, reviewer, review)
    later = begun(sessions, author, "Sửa báo cáo phong trào")
    name = "collect_reports.bpmn"
    save(sessions, author, later, shipped.definitions()[name].replace(b'name="', b'name="M\xe1\xbb\x9bi ', 1), name)

    ask(sessions, author, later)

    assert state(sessions, later) == "waiting"


def test_a_tryout_that_stops_is_not_kept_and_neither_is_one_without_a_title(sessions, people, number):
    author = people[0]
    stuck = trial(sessions, author, number, (Complete("decide_award"),))
    with pytest.raises(Invalid, match="dừng ở việc thứ 1"):
        kept(sessions, author, number, stuck, "Không tới được")
    good = trial(sessions, author, number)
    with pytest.raises(Invalid) as refused:
        kept(sessions, author, number, good, " a ")
    assert set(refused.value.errors) == {"title"}
    assert kept(sessions, author, number, good, TITLE) == "nop-ho-so-giay-khen-so-2.scenario"


def test_only_administrators_of_an_open_draft_change_scenarios(sessions, people, number):
    author, _, other = people
    ran(sessions, author, number)
    with sessions.begin() as session, pytest.raises(NotAllowed):
        scenarios.request(session, other, number)
    with sessions.begin() as session, pytest.raises(NotAllowed):
        scenarios.retitle(session, other, number, FILE, TITLE)
    with sessions() as session, pytest.raises(NotFound):
        pages.of_draft(session, other, number)
    with sessions.begin() as session, pytest.raises(NotFound):
        scenarios.retitle(session, author, number, NAME, TITLE)
    with sessions.begin() as session, pytest.raises(NotFound):
        scenarios.remove(session, author, number, PREPARE)
    ask(sessions, author, number)
    with sessions.begin() as session, pytest.raises(Conflict):
        scenarios.remove(session, author, number, FILE)


def test_a_worker_that_dies_leaves_the_rest_to_the_next_and_a_changed_draft_ends_the_run(
    sessions, people, number, clock
):
    author = people[0]
    recorded(sessions, author, number, "Nộp hồ sơ lần nữa")
    with sessions.begin() as session:
        run_id = scenarios.request(session, author, number).id
    with sessions.begin() as session:
        claimed = scenarios.claim(session)
        assert (claimed.run_id, claimed.done) == (run_id, frozenset())
        scenarios.note(
            session, run_id, models.ScenarioResult(name=FILE, title=TITLE, process_key="x", outcome="passed")
        )
    with sessions.begin() as session:
        assert scenarios.claim(session) is None  # somebody has it
    clock.advance(minutes=3)
    assert run_scenarios(sessions) == 1
    with sessions() as session:
        run = session.get_one(models.ScenarioRun, run_id)
        assert (run.state, run.done, [each.process_key for each in run.results]) == (
            "done", 2, ["x", "department_certificate"],
        )  # fmt: skip

    with sessions.begin() as session:
        waiting = scenarios.request(session, author, number, again=True).id
    save(sessions, author, number)
    assert run_scenarios(sessions) == 0
    with sessions() as session:
        assert session.get_one(models.ScenarioRun, waiting).state == "stale"


def test_a_file_that_is_no_scenario_is_a_problem_of_the_draft_and_a_broken_draft_runs_none(sessions, people, number):
    author = people[0]
    with sessions.begin() as session:
        drafting.save(session, author, number, {NAME: b"{}"})
    with sessions() as session:
        found = studio.draft(session, author, number)
    assert any(place == NAME and "Tệp không phải kịch bản" in said for place, said in found.problems)

    outcomes = {each.name: each.outcome for each in ran(sessions, author, number).results}
    assert outcomes == {NAME: "unreadable", FILE: "passed"}
    save(sessions, author, number, b"<definitions")
    assert {each.outcome for each in ran(sessions, author, number).results} == {"refused"}


def test_one_scenario_is_told_in_words(sessions, people, number):
    with sessions() as session:
        found = scenario_page.scenario(session, people[0], number, FILE)

    assert found.acts[0].startswith("Làm bước “")
    assert found.path[0].endswith("Giấy khen của Giám đốc Sở") or "," in found.path[0]
    assert standing(sessions, number)[FILE] == scenario_files.write(scenario(sessions, number, FILE))
    with sessions() as session:
        assert session.scalars(select(models.ScenarioRun)).all() == []
