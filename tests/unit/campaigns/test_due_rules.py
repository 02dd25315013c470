"""Every limit that a diagram names has a row, and the steps of each path fit into its total."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from workflows.rules.calendar import end_of_day, local_day
from workflows.rules.confidence import LABELS
from workflows.rules.counting import count
from workflows.rules.deadlines import Limit, Setting, in_words, limit_for
from workflows.rules.plans import Plans

BPMN = Path(__file__).resolve().parents[3] / "bpmn"
NAMED = re.compile(r'name="dueRule" value="([^"]+)"|&quot;([a-z]+\.[a-z_]+)&quot;')
COUNCIL = ("council.plan", "council.vote", "council.minutes", "council.confirm")
PATHS = {
    "department_certificate": ("appraisal.examine", "appraisal.review", *COUNCIL, "decision.draft", "decision.decide"),
    "commune_certificate": ("appraisal.examine", "appraisal.review", *COUNCIL, "decision.draft", "decision.decide"),
    "provincial_award": (
        *("appraisal.examine", "appraisal.review", *COUNCIL, "proposal.draft", "proposal.sign", "proposal.verify"),
        *("decision.draft", "decision.decide"),
    ),
    "prime_minister_award": (
        *("appraisal.examine", "appraisal.review", *COUNCIL, "party.request"),
        *("proposal.draft", "proposal.sign", "proposal.verify", "upward.sign", "upward.compile"),
    ),
    "labour_order": (
        *("appraisal.examine", "appraisal.review", "publication.post", "publication.period", "publication.assess"),
        *(*COUNCIL, "party.request", "proposal.draft", "proposal.sign", "proposal.verify"),
        *("upward.sign", "upward.compile"),
    ),
    "simplified_award": (
        *("appraisal.examine", "appraisal.review", "simplified.opinion", "decision.draft", "decision.decide"),
    ),
}
"""The straight way of each process from a complete dossier to the decision (or to the centre), without waiting."""


def limit(plans: Plans, rule: str, process: str | None = None, campaign: str | None = None) -> Limit:
    found = limit_for(plans.limits, rule, Setting(on=date(2026, 11, 22), process=process, campaign=campaign))
    assert found is not None, rule
    return found


def test_every_rule_named_in_a_diagram_has_a_limit_and_none_is_idle(plans: Plans):
    texts = [path.read_text(encoding="utf-8") for path in sorted(BPMN.glob("*.bpmn"))]
    named = {first or second for text in texts for first, second in NAMED.findall(text)}
    assert named == {row.rule for row in plans.limits}


@pytest.mark.parametrize("process", sorted(PATHS))
def test_the_steps_of_the_straight_path_fit_into_the_total(plans: Plans, process: str):
    steps = [limit(plans, rule, process).value or 0 for rule in PATHS[process]]
    total = limit(plans, f"total.{process}", process).value
    assert total is not None
    assert sum(steps) <= total


@pytest.mark.parametrize(
    ("rule", "process", "words"),
    [
        ("total.department_certificate", None, "20 ngày làm việc"),
        ("total.commune_certificate", None, "10 ngày làm việc"),
        ("total.provincial_award", None, "25 ngày làm việc"),
        ("upward.ministry", "prime_minister_award", "20 ngày làm việc"),
        ("upward.prime_minister", "prime_minister_award", "không quy định số ngày"),
        ("publication.period", "labour_order", "10 ngày làm việc"),
        ("consultation.reply", None, "10 ngày làm việc"),
        ("decision.release", None, "01 ngày làm việc"),
        ("revoke.verify", None, "15 ngày"),
        ("council.attend", None, "trong ngày"),
        ("dossier.compile", None, "không quy định số ngày"),
    ],
)
def test_the_limits_of_the_field(plans: Plans, rule: str, process: str | None, words: str):
    assert in_words(limit(plans, rule, process)) == words


def test_ninh_binh_and_an_giang_report_before_their_own_days(plans: Plans):
    opened = datetime(2026, 11, 2, 2, tzinfo=UTC)
    ends = {
        campaign: count(limit(plans, "report.write", campaign=campaign), local_day(opened), plans.calendar).due_at
        for campaign in ("ninh-binh-2021-2025", "an-giang-2024")
    }
    assert ends == {
        "ninh-binh-2021-2025": end_of_day(date(2026, 11, 29)),
        "an-giang-2024": end_of_day(date(2026, 12, 9)),
    }


def test_a_number_borrowed_from_elsewhere_is_an_inference(plans: Plans):
    assert limit(plans, "total.commune_certificate").confidence == "inferred"
    assert limit(plans, "upward.ministry").confidence == "inferred"
    assert limit(plans, "intake.check").confidence == "design"
    assert limit(plans, "report.write", campaign="ninh-binh-2021-2025").confidence == "read"


def test_every_limit_says_in_words_how_sure_it_is(plans: Plans):
    assert {row.confidence for row in plans.limits} <= set(LABELS)


def test_a_dossier_comes_back_at_most_once(plans: Plans):
    assert limit(plans, "supplement.submit").max_returns == 1
