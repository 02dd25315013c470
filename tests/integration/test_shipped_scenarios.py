"""The shipped scenarios all pass, and together take every flow of the shipped processes that can be taken."""

import pytest

from service import shipped
from workflows import scenario_runs
from workflows.scenarios import proof

LONG = frozenset({"labour_order", "prime_minister_award"})
"""Main processes whose scenarios, half of all the work, are played by --nightly alone."""
MORE_THERE = frozenset(
    {"appraise_achievement", "ask_party_opinion", "publish_names", "submit_proposal", "submit_upward"}
)
"""Called processes of which these take flows that no other scenario takes."""
UNREACHED = {
    "council_session": {
        "break_tie_to_merge_counts": "votes that are tied need ballots that differ, member by member",
        "route_count_to_break_tie": "votes that are tied need ballots that differ, member by member",
        "route_quorum_to_merge_plans": "a missed quorum names members, whose numbers differ in every installation",
    },
    "appraise_dossier": {"route_supplement_to_end_expired": "taken at intake, by the same called process"},
    "appraise_achievement": {
        "route_intake_to_end_rejected": "taken at the intake of the dossier, by the same called process",
        "route_supplement_to_end_expired": "taken at intake, by the same called process",
    },
    "publish_award": {
        "notify_unawarded_to_merge_unawarded": "needs a decision that grants some nominees and refuses others",
        "route_unawarded_to_notify_unawarded": "needs a decision that grants some nominees and refuses others",
    },
    "revoke_award": {"route_council_to_merge_verifications": "needs votes to verify anew, nominee by nominee"},
    **{
        f"consider_{award}": {"route_council_to_merge_appraisals": "needs votes to verify anew, nominee by nominee"}
        for award in (
            *("commune_certificate", "department_certificate", "provincial_award"),
            *("labour_order", "prime_minister_award"),
        )
    },
}
"""Flows that no scenario takes, by process or sub-process, each with its reason."""


@pytest.fixture
def database_url(product_database_url):
    return product_database_url


def test_every_shipped_scenario_passes_and_every_flow_that_can_be_is_taken(sessions, request):
    files = shipped.bundle()
    whole = request.config.getoption("--nightly")
    processes = {each.process for each in scenario_runs.scenarios_of(files).values() if each}
    with sessions() as session:
        found = proof.of_bundle(session, files, processes if whole else processes - LONG)

    assert {name: (each.outcome, each.details) for name, each in found.failed.items()} == {}
    left_out = set() if whole else {*LONG, *MORE_THERE, *(f"consider_{key}" for key in LONG)}
    missed = {process: set(flows) for process, flows in found.missed.items() if process not in left_out}
    assert missed == {process: set(flows) for process, flows in UNREACHED.items() if process not in left_out}


@pytest.mark.parametrize("whole", ["postgresql"], indirect=True)
def test_they_pass_whichever_database_was_copied(whole):
    with whole() as session:
        found = proof.of_bundle(session, shipped.bundle(), {"campaign_report"})

    assert {each.outcome for each in found.results.values()} == {"passed"}
    assert found.missed.keys() & {"campaign_report", "collect_reports", "receive_unit_reports"} == set()


def test_titles_are_told_apart():
    titles = [each.title for each in scenario_runs.scenarios_of(shipped.scenarios()).values() if each]
    assert len(titles) == len(set(titles)) == len(shipped.scenarios())
