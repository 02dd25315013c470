"""Both sides of every threshold of the plans, missing figures included: met, not met, or cannot tell."""

import pytest

from tests.unit.criteria.tables import figures, nominee, norm, results, targets

KG, AG, NB = "kien_giang_2021_2025", "an_giang_2021_2025", "ninh_binh_2021_2025"
MET, NOT_MET, UNKNOWN = True, False, None


def completion(award, *pairs):
    return nominee(group="KG-G1", plan_awards=(award,), facts=targets(*pairs))


@pytest.mark.parametrize(
    ("award", "code", "pairs", "verdict"),
    [
        ("KG-K1", "KG-2.1-BK-1", [(1000, 1099)], NOT_MET),
        ("KG-K1", "KG-2.1-BK-1", [(1000, 1100)], MET),
        ("KG-K1", "KG-2.1-BK-1", [(1000, 1101)], MET),
        ("KG-K1", "KG-2.1-BK-1", [("0.1", "0.11")], MET),
        ("KG-K1", "KG-2.1-BK-1", [(100, 120), (50, 54)], NOT_MET),
        ("KG-K1", "KG-2.1-BK-1", [(100, 120), (50, 55)], MET),
        ("KG-K1", "KG-2.1-BK-1", [(100, 120), (50, None)], UNKNOWN),
        ("KG-K1", "KG-2.1-BK-1", [(100, 109), (50, None)], NOT_MET),
        ("KG-K1", "KG-2.1-BK-1", [(0, 120)], UNKNOWN),
        ("KG-K1", "KG-2.1-BK-1", [], UNKNOWN),
        ("KG-K2", "KG-2.1-GK-1", [(100, "99.99")], NOT_MET),
        ("KG-K2", "KG-2.1-GK-1", [(100, 100)], MET),
        ("KG-K2", "KG-2.1-GK-1", [(None, 100)], UNKNOWN),
        ("KG-K3", "KG-2.2-BK-1", [(100, 50)], NOT_MET),
        ("KG-K3", "KG-2.2-BK-1", [(100, "50.01")], MET),
        ("KG-K3", "KG-2.2-BK-1", [(100, None)], UNKNOWN),
        ("KG-K4", "KG-2.3-BK-1", [(100, 100)], NOT_MET),
        ("KG-K4", "KG-2.3-BK-1", [(100, "100.1")], MET),
        ("KG-K4", "KG-2.3-BK-1", [], UNKNOWN),
        ("KG-K5", "KG-2.4-TTG-1", [(100, 100)], NOT_MET),
        ("KG-K5", "KG-2.4-TTG-1", [(100, 101), (200, 201)], MET),
        ("KG-K5", "KG-2.4-TTG-1", [(None, None)], UNKNOWN),
    ],
)
def test_results_are_compared_with_the_plan_target_by_target(award, code, pairs, verdict):
    assert results(KG, completion(award, *pairs))[code]["verdict"] is verdict


@pytest.mark.parametrize(
    ("contribution", "set_by_council", "verdict"),
    [
        (50_000_000, None, UNKNOWN),
        (None, 50_000_000, UNKNOWN),
        (49_999_999, 50_000_000, NOT_MET),
        (50_000_000, 50_000_000, MET),
        (50_000_001, 50_000_000, MET),
    ],
)
def test_a_contribution_counts_by_the_norm_of_the_council_and_without_one_nothing_is_told(
    contribution, set_by_council, verdict
):
    given = nominee(
        group="KG-G1",
        plan_awards=("KG-K1",),
        details={"contribution": contribution},
        contribution_norm=norm(set_by_council) if set_by_council else None,
    )
    assert results(KG, given)["KG-2.1-BK-2"]["verdict"] is verdict


@pytest.mark.parametrize(("cases", "verdict"), [(0, MET), (1, NOT_MET), (None, UNKNOWN)])
def test_one_case_of_discipline_is_one_too_many(cases, verdict):
    given = nominee(group="KG-G1", plan_awards=("KG-K1",), details={"discipline_cases": cases})
    assert results(KG, given)["KG-GEN-5"]["verdict"] is verdict


@pytest.mark.parametrize(("relapsed", "verdict"), [(0, MET), (1, NOT_MET), (None, UNKNOWN)])
def test_relapse_is_asked_of_associations_alone(relapsed, verdict):
    facts = figures(relapsed=relapsed)
    associations = nominee(group="KG-G1", details={"collective_kind": "association"}, facts=facts)
    organs = nominee(group="KG-G1", details={"collective_kind": "province_organ"}, facts=facts)
    assert results(KG, associations)["KG-SPEC-5"]["verdict"] is verdict
    assert "KG-SPEC-5" not in results(KG, organs)


HALF = {"base_poor": 600, "base_near_poor": 400}


@pytest.mark.parametrize(
    ("group", "code"), [("AG25-G1", "AG25-G1-C8"), ("AG25-G4", "AG25-G4-C1"), ("AG25-G6", "AG25-G6-C4")]
)
@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ({"current_poor": 300, "current_near_poor": 200}, NOT_MET),
        ({"current_poor": 300, "current_near_poor": 199}, MET),
        ({"current_poor": 240, "current_near_poor": 260}, NOT_MET),
        ({"current_poor": 300}, UNKNOWN),
    ],
)
def test_households_must_become_fewer_by_more_than_half(group, code, now, verdict):
    assert results(AG, nominee(group=group, facts=figures(**HALF, **now)))[code]["verdict"] is verdict


@pytest.mark.parametrize("entered", [{"base_near_poor": -90}, {"current_near_poor": "0.5"}])
def test_half_a_household_or_fewer_than_none_is_as_good_as_nothing(entered):
    facts = figures(**{"base_poor": 100, "base_near_poor": 0, "current_poor": 4, "current_near_poor": 0} | entered)
    assert results(AG, nominee(group="AG25-G4", facts=facts))["AG25-G4-C1"]["verdict"] is UNKNOWN


def test_half_of_nothing_tells_nothing():
    facts = figures(base_poor=0, base_near_poor=0, current_poor=0, current_near_poor=0)
    assert results(AG, nominee(group="AG25-G4", facts=facts))["AG25-G4-C1"]["verdict"] is UNKNOWN


@pytest.mark.parametrize(
    ("rates", "verdict"),
    [
        ({2021: "20", 2022: "16", 2023: "12", 2024: "8"}, MET),
        ({2021: "20", 2022: "16.1", 2023: "12", 2024: "8"}, NOT_MET),
        ({2021: "20.1", 2022: "16", 2023: "12", 2024: "8"}, MET),
        ({2021: "20", 2022: "14", 2023: "8", 2024: "4.1"}, NOT_MET),
        ({2022: "16", 2023: "12", 2024: "8"}, UNKNOWN),
        ({2021: "20", 2022: "16", 2024: "8"}, UNKNOWN),
        ({2021: "20", 2022: "16.1", 2023: "12"}, NOT_MET),
        ({}, UNKNOWN),
    ],
)
def test_each_of_three_years_running_must_fall_by_four_points(rates, verdict):
    given = nominee(group="AG25-G5", facts=figures(rate=rates))
    assert results(AG, given)["AG25-G5-C1.1"]["verdict"] is verdict


@pytest.mark.parametrize(
    ("rates", "verdict"),
    [
        ({2021: "30", 2022: "24", 2023: "18", 2024: "12"}, MET),
        ({2021: "30", 2022: "23.9", 2023: "18", 2024: "12"}, NOT_MET),
    ],
)
def test_a_poor_district_falls_by_six_points_while_there_were_districts(rates, verdict):
    given = nominee(group="AG25-G2", facts=figures(rate=rates))
    assert results(AG, given)["AG25-G2-C1"]["verdict"] is verdict


def years(planned, actual):
    return figures(
        planned_poor_rate_reduction=planned,
        poor_rate_reduction=actual,
        planned_near_poor_rate_reduction=planned,
        near_poor_rate_reduction=actual,
    )


EVERY_YEAR = dict.fromkeys(range(2021, 2026), "1.0")


@pytest.mark.parametrize(("group", "code"), [("NB-G3", "NB-G3-C8"), ("NB-G4", "NB-G4-C6")])
@pytest.mark.parametrize(
    ("actual", "verdict"),
    [
        (EVERY_YEAR, MET),
        (EVERY_YEAR | {2023: "0.9"}, NOT_MET),
        (EVERY_YEAR | {2023: "1.1"}, MET),
        (EVERY_YEAR | {2023: None}, UNKNOWN),
        (EVERY_YEAR | {2021: "0.9", 2023: None}, NOT_MET),
    ],
)
def test_every_year_must_reach_its_plan(group, code, actual, verdict):
    lines = results(NB, nominee(group=group, facts=years(EVERY_YEAR, actual)))
    assert [lines[f"{code}.{way}"]["verdict"] for way in (1, 2)] == [verdict, verdict]


@pytest.mark.parametrize(("state", "verdict"), [("met", MET), ("not_met", NOT_MET), ("", UNKNOWN), (None, UNKNOWN)])
def test_a_criterion_in_words_is_what_was_answered(state, verdict):
    given = nominee("household", group="NB-G5", facts={"checks": [{"row": "NB-G5-C2", "state": state}]})
    assert results(NB, given)["NB-G5-C2"]["verdict"] is verdict
