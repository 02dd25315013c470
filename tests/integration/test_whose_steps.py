"""A scenario says whose work each step is: a diagram that gives a step to others fails it, and is not published."""

import json
import re
from collections import OrderedDict
from datetime import timedelta

import pytest
from sqlalchemy import select

from service import shipped
from service.proving import run_scenarios
from service.scheduler import publish_drafts
from tests.integration.draft_scene import TODAY, ask, begun, people_of, save, state
from tests.integration.scenario_scene import PREPARE, SHORT, TITLE, kept, ran, recorded, scenario, trial
from workflows import models, process_drafts, scenario_files, scenario_runs
from workflows.commands import publishing, scenarios
from workflows.errors import Conflict, NotAllowed
from workflows.trying import checkpoints, staging
from workflows.trying.acts import Complete

REPORT, REPORTING = "campaign-report-01.scenario", "collect_reports.bpmn"
FILE = "nop-ho-so-giay-khen-so.scenario"
AWARD = "department_certificate.bpmn"
SUBMITTED = (*SHORT, Complete("sign_submission"))


@pytest.fixture
def database_url(product_database_url):
    return product_database_url


@pytest.fixture
def people(sessions):
    return people_of(sessions)


@pytest.fixture
def author(people):
    return people[0]


def edited(name: str, old: str, new: str) -> bytes:
    content = shipped.definitions()[name].decode()
    assert old in content
    return content.replace(old, new, 1).encode()


def with_another_lane() -> bytes:
    """Return the preparation with its first step in the lane of the head."""
    content = shipped.definitions()[PREPARE].decode()
    step = "<bpmn:flowNodeRef>compile_dossier</bpmn:flowNodeRef>"
    assert content.count(step) == 1
    return re.sub(r'(<bpmn:lane id="lane_head"[^>]*>)', rf"\1{step}", content.replace(step, "")).encode()


def test_a_shipped_scenario_fails_where_a_step_goes_to_another_role_and_the_change_is_not_published(sessions, author):
    number = begun(sessions, author, "Giao báo cáo cho người khác")
    save(sessions, author, number, shipped.scenarios()[REPORT], REPORT)
    save(sessions, author, number, edited(REPORTING, "reporting_officer", "reporting_head"), REPORTING)

    [result] = ran(sessions, author, number).results

    assert result.outcome == "reassigned"
    assert [each["organ"] for each in result.details["whose"]] == ["reporter.organ", "reporter.organ"]
    assert result.details["expected"] != result.details["went"]
    assert result.details["message"]
    with pytest.raises(Conflict, match="giao bước cho người khác"):
        ask(sessions, author, number)


@pytest.mark.parametrize(
    ("file", "changed", "acts", "part"),
    [
        (PREPARE, lambda: edited(PREPARE, 'value="submitting_head"', 'value="submitting_officer"'), SHORT, "role"),
        (PREPARE, with_another_lane, SHORT, "lane"),
        (AWARD, lambda: edited(AWARD, 'value="department"', 'value="submitting_unit"'), SUBMITTED, "organ"),
    ],
)
def test_it_fails_for_another_role_lane_or_organ_of_a_step_done_or_left_open(
    sessions, author, file, changed, acts, part
):
    number = begun(sessions, author, "Thử kịch bản")
    kept(sessions, author, number, trial(sessions, author, number, acts), TITLE)
    save(sessions, author, number, changed(), file)

    [result] = ran(sessions, author, number).results

    assert result.outcome == "reassigned"
    expected, found = result.details["whose"]
    assert expected.get(part) != found.get(part)


def test_a_scenario_of_before_says_nothing_of_it_and_still_passes(sessions, author):
    number = begun(sessions, author, "Thử kịch bản")
    recorded(sessions, author, number)
    given = json.loads(scenario_files.write(scenario(sessions, number, FILE)))
    given["acts"] = [{name: value for name, value in act.items() if name != "by"} for act in given["acts"]]
    del given["expected"]["open"]
    save(sessions, author, number, json.dumps(given).encode(), FILE)
    save(sessions, author, number, edited(PREPARE, 'value="submitting_head"', 'value="submitting_officer"'), PREPARE)

    [result] = ran(sessions, author, number).results

    assert result.outcome == "passed"


def test_all_that_goes_otherwise_is_accepted_at_once_with_history_and_only_as_it_was_shown(sessions, people, author):
    number = begun(sessions, author, "Thử kịch bản")
    recorded(sessions, author, number)
    recorded(sessions, author, number, "Nộp hồ sơ lần nữa")
    save(sessions, author, number, edited(PREPARE, 'value="submitting_head"', 'value="submitting_officer"'), PREPARE)
    run = ran(sessions, author, number)
    assert {each.outcome for each in run.results} == {"reassigned"}
    with sessions.begin() as session, pytest.raises(NotAllowed):
        scenarios.accept_all(session, people[2], number, run.id)

    with sessions.begin() as session:
        accepted = scenarios.accept_all(session, author, number, run.id)

    assert len(accepted) == 2
    assert scenario(sessions, number, FILE).open[0]["role"] == "submitting_officer"
    with sessions() as session:
        entry = session.scalars(
            select(models.HistoryEntry).where(models.HistoryEntry.verb == "scenarios_accepted")
        ).one()
        assert len(entry.after["scenarios"]) == 2
    with sessions.begin() as session, pytest.raises(Conflict, match="đã đổi"):
        scenarios.accept_all(session, author, number, run.id)
    again = ran(sessions, author, number)
    assert {each.outcome for each in again.results} == {"passed"}
    with sessions.begin() as session, pytest.raises(Conflict, match="Không có thay đổi"):
        scenarios.accept_all(session, author, number, again.id)


def test_a_result_counts_while_people_limits_and_days_stay_and_is_made_anew_on_the_day(sessions, people, author, clock):
    number = begun(sessions, author, "Thử kịch bản")
    recorded(sessions, author, number)
    ran(sessions, author, number)
    review = ask(sessions, author, number, TODAY + timedelta(days=2))
    with sessions.begin() as session:
        publishing.approve(session, people[1], review)
    with sessions.begin() as session:
        session.scalars(select(models.RoleAssignment)).first().role = "inspector"
    with sessions() as session:
        files = process_drafts.files_of(session, session.get_one(models.ProcessDraft, number))
        with pytest.raises(Conflict, match="đã đổi người và đơn vị"):
            scenario_runs.demand_passed(session, {}, files)

    clock.advance(days=2)
    publish_drafts(sessions)
    assert state(sessions, number) == "approved"  # waits for its scenarios
    run_scenarios(sessions)
    with sessions.begin() as session:
        session.scalars(select(models.DayOff)).first().name = "Ngày nghỉ khác"  # on that day a run counts all the same
    publish_drafts(sessions)
    assert state(sessions, number) == "published"


def test_what_takes_too_long_says_so_and_lets_the_run_come_to_its_end(sessions, author, monkeypatch):
    number = begun(sessions, author, "Thử kịch bản")
    recorded(sessions, author, number)
    with sessions.begin() as session:
        scenarios.request(session, author, number, again=True)
    assert run_scenarios(sessions, minutes=0) == 1
    monkeypatch.setattr(staging, "MOST_SECONDS", -1)
    monkeypatch.setattr(checkpoints, "_kept", OrderedDict())
    [slow] = ran(sessions, author, number).results
    with sessions() as session:
        first = session.scalars(select(models.ScenarioResult).order_by(models.ScenarioResult.id)).first()
        assert (first.outcome, first.run.state) == ("overtime", "done")
    assert (slow.outcome, "Quá thời gian" in slow.details["message"]) == ("overtime", True)
