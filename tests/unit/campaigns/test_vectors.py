"""The shipped test vectors: working days, rewards and criteria come out as the sources compute them."""

from datetime import date
from decimal import Decimal

from tests.unit.criteria import tables
from workflows.rules.calendar import add_working_days, calendar_of, is_certain
from workflows.rules.eligibility import AnyOf
from workflows.rules.plans import Plans
from workflows.rules.plans.files import Folder
from workflows.rules.plans.values import Criterion
from workflows.rules.reward import reward

SINGLE = ("base_poor", "base_near_poor", "current_poor", "current_near_poor", "relapsed")
SERIES = (
    "rate",
    "poor_rate_reduction",
    "planned_poor_rate_reduction",
    "near_poor_rate_reduction",
    "planned_near_poor_rate_reduction",
)
GROUP_OF_AWARDS = {"kien-giang-2021-2025": "KG-G1"}
"""For criteria that stand with an award and not with a group."""
AWARD_OF_ALL = {"kien-giang-2021-2025": ("KG-K1",)}


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
    criteria = {item.id: item for plan in plans.plans for item in plan.criteria}
    for case in documents.reference["measures"]["vectors"]:
        assert _judged(criteria[case["criterion"]], case) == case["expect"], (case["criterion"], case["case"])


def _judged(criterion: Criterion, case: dict) -> str:
    """Return what the tables say of a vector; the lines of a criterion are joined as its rule joins its parts."""
    inputs = case["inputs"]
    series = {key: value for key, value in inputs.items() if key in SERIES}
    years = sorted(int(year) for name, values in series.items() if name != "rate" for year in values)
    period = {"first_year": years[0], "last_year": years[-1]} if years else {}
    awards = criterion.awards or tuple(AWARD_OF_ALL.get(case["plan"], ()))
    given = tables.nominee(
        details={
            "collective_kind": "association",
            "contribution": number(inputs.get("contribution")),
            "discipline_cases": inputs.get("cases"),
        },
        facts=tables.figures(**series, **{key: inputs[key] for key in SINGLE if key in inputs})
        | tables.targets(*((inputs["plan"][key], inputs["result"][key]) for key in inputs.get("plan", ()))),
        group=criterion.group if criterion.group.count("-G") else GROUP_OF_AWARDS[case["plan"]],
        plan_awards=awards,
        contribution_norm=number(inputs.get("contribution_norm_vnd")),
        **period,
    )
    lines = tables.results(case["plan"].replace("-", "_"), given).values()
    verdicts = [line["verdict"] for line in lines if line["criterion"] == criterion.id]
    assert verdicts, case
    decisive = isinstance(criterion.rule, AnyOf)
    found = decisive if decisive in verdicts else None if None in verdicts else not decisive
    return {True: "met", False: "not_met", None: "cannot_tell"}[found]


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


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
