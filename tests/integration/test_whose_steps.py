"""A scenario says whose work each step is: a diagram that gives a step to others fails it, and is not published."""

import json
import re

import pytest

from service import shipped
from tests.integration.draft_scene import ask, begun, people_of, save
from tests.integration.scenario_scene import PREPARE, SHORT, TITLE, kept, ran, recorded, scenario, trial
from workflows import scenario_files
from workflows.errors import Conflict
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
