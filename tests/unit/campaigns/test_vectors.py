"""The shipped test vectors: working days, rewards and criteria come out as the sources compute them."""

from datetime import date

from workflows.rules.calendar import add_working_days, calendar_of, is_certain
from workflows.rules.eligibility import judge
from workflows.rules.plans import Plans
from workflows.rules.plans.files import Folder
from workflows.rules.reward import reward


def test_every_vector_of_working_days(plans: Plans, documents: Folder):
    holidays = documents.reference["holidays"]
    calendars = {item["id"]: calendar_of(plans.days_off, statuses=item["includes"]) for item in holidays["calendars"]}
    for case in holidays["vectors"]:
        for count, expected in case["due"].items():
            got = add_working_days(calendars[case["calendar"]], date.fromisoformat(case["received"]), int(count))
            assert got.isoformat() == expected, (case["calendar"], case["received"], count)


def test_every_vector_of_rewards(plans: Plans, documents: Folder):
    for case in documents.reference["awards"]["reward_vectors"]:
        paid = reward(
            plans.rewards,
            case["award"],
            case["object"],
            decided_on=date.fromisoformat(case["decided_on"]),
            regime=case["regime"],
        )
        assert paid is not None, case
        assert paid.amount_vnd == case["expect_vnd"], case


def test_every_vector_of_eligibility(plans: Plans, documents: Folder):
    rules = {item.id: item.rule for plan in plans.plans for item in plan.criteria}
    for case in documents.reference["measures"]["vectors"]:
        rule = rules[case["criterion"]]
        assert rule is not None
        assert judge(rule, case["inputs"]) == case["expect"], (case["criterion"], case["case"])


def test_every_quantitative_criterion_has_a_vector(plans: Plans, documents: Folder):
    tested = {case["criterion"] for case in documents.reference["measures"]["vectors"]}
    quantitative = {item.id for plan in plans.plans for item in plan.criteria if item.rule is not None}
    assert quantitative <= tested


def test_a_proposed_or_assumed_day_off_is_not_in_the_calendar_in_use(plans: Plans):
    assert date(2026, 11, 24) in plans.calendar.days_off
    assert date(2026, 11, 23) not in plans.calendar.days_off
    assert not is_certain(plans.calendar, date(2027, 2, 1))


def test_every_reward_of_an_award_can_be_paid_to_each_of_its_kinds(plans: Plans):
    for award in plans.awards.values():
        if award.variants:
            continue
        for kind in award.object_kinds:
            assert reward(plans.rewards, award.reward, kind, decided_on=date(2026, 11, 22), regime="R2026"), award.key
