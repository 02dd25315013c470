"""The shipped diagrams say nothing that the engine, the forms or a reader would stumble over."""

import re

import pytest

from tests.diagrams.files import MAIN, files, process
from workflows import operations
from workflows.engine import Known, check_files, main_processes
from workflows.models.dossiers import ENDED_BY_PROCESS

# What whoever starts an instance gives to it, and what the decision tables answer.
GIVEN = frozenset(
    {
        *("dossier_id", "campaign_id", "award", "decision_template", "return_count", "state_level", "is_state_award"),
        *(
            "needs_achievement_appraisal",
            "needs_party_opinion",
            "needs_standing_opinion",
            "has_unawarded",
            "eligibility",
        ),
    }
)


def elements(*types):
    """Return the elements of all shipped processes, each once."""
    found = {(each.process_id, each.id): each for key in MAIN for each in process(key).elements}
    return [element for element in found.values() if not types or element.type in types]


def test_every_file_is_published_without_a_problem():
    known = Known(operations=frozenset(operations.names()), variables=GIVEN)
    assert check_files(files(), known) == []


def test_the_processes_that_nothing_calls_are_the_main_ones():
    assert set(main_processes(files())) == set(MAIN)


def test_every_file_belongs_to_a_main_process():
    used = {name for key in MAIN for name in process(key).files}
    assert used == set(files())


def test_people_know_what_to_do_where_and_by_when():
    for element in elements("userTask", "receiveTask"):
        assert element.name, element.id
        assert element.lane, element.id
        assert element.properties.keys() >= {"formKey", "candidateGroup", "dueRule"}, element.id


def test_every_step_of_an_award_belongs_to_a_stage():
    for key in MAIN[:6]:
        for element in process(key).elements:
            if element.type == "callActivity" and element.process_id.startswith(("consider", key)):
                assert element.stage, (key, element.id)


@pytest.mark.parametrize("key", MAIN)
def test_conditions_name_only_outcomes_that_some_step_can_have(key):
    parts = process(key).containers.values()
    declared = {
        word.strip()
        for part in parts
        for element in part.elements.values()
        for word in element.properties.get("outcomes", "").split(",")
    }
    used = {
        word
        for part in parts
        for flow in part.flows
        for word in re.findall(r'\boutcome !?= "(\w+)"', flow.condition or "")
    }
    assert used <= declared


def test_a_process_of_an_award_says_how_the_dossier_stands_at_each_end_and_a_report_leaves_it_alone():
    for key in MAIN:
        ends = [each for each in process(key).containers[key].elements.values() if each.type == "endEvent"]
        said = {end.properties.get("dossierStatus") for end in ends}
        assert said <= set(ENDED_BY_PROCESS) if key != "campaign_report" else said == {None}, key
        assert (said <= {"revoked", "upheld"}) == (key == "revoke_award") or key == "campaign_report"


def test_names_are_vietnamese_and_ids_are_english():
    for element in elements():
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", element.id), element.id
        if element.type not in ("parallelGateway", "exclusiveGateway"):
            assert element.name, element.id
