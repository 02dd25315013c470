"""How single criteria make one conclusion: all of them, one of several ways, a reviewer's own, the law's."""

import pytest

from tests.unit.criteria.tables import NOW, conclusion, figures, nominee, norm, results, shipped, targets

KG, AG, NB, LS = "kien_giang_2021_2025", "an_giang_2021_2025", "ninh_binh_2021_2025", "lang_son_2021_2025"


def answered(*codes, **others):
    return {"checks": [{"row": code, "state": others.get(code.replace("-", "_"), "met")} for code in codes]}


GENERAL = ("KG-GEN-1", "KG-GEN-2", "KG-GEN-3", "KG-GEN-4", "KG-SPEC-1", "KG-SPEC-2", "KG-SPEC-3")
CLEAN = {"discipline_cases": 0}


def kien_giang(facts, contribution=None, set_by_council=None, **setting):
    details = CLEAN | {"contribution": contribution}
    given = {"group": "KG-G1", "plan_awards": ("KG-K1",), "contribution_norm": set_by_council} | setting
    return conclusion(KG, nominee(details=details, facts=facts, **given))


def test_rule_a_alone_is_enough():
    assert kien_giang(answered(*GENERAL) | targets((100, 110))) is True


def test_rule_b_alone_is_enough():
    assert kien_giang(answered(*GENERAL) | targets((100, 90)), 60_000_000, norm(50_000_000)) is True


def test_without_rule_a_nothing_is_concluded_until_the_council_has_set_its_norm():
    assert kien_giang(answered(*GENERAL) | targets((100, 90)), 60_000_000) is None


def test_neither_rule_is_not_met():
    assert kien_giang(answered(*GENERAL) | targets((100, 90)), 40_000_000, norm(50_000_000)) is False


def test_one_common_standard_that_is_not_met_decides():
    assert kien_giang(answered(*GENERAL, KG_GEN_2="not_met") | targets((100, 110))) is False


def test_an_unanswered_common_standard_leaves_it_open():
    assert kien_giang(answered(*GENERAL[1:]) | targets((100, 110))) is None


def test_an_individual_is_not_asked_what_is_for_collectives():
    given = nominee("individual", details=CLEAN, facts=targets((100, 110)), group="KG-G1", plan_awards=("KG-K1",))
    assert not {"KG-GEN-3", "KG-GEN-4", "KG-SPEC-4"} & set(results(KG, given))


def test_an_award_asks_its_own_row_alone():
    lines = results(KG, nominee(group="KG-G1", plan_awards=("KG-K4",)))
    assert "KG-2.3-BK-1" in lines
    assert not {"KG-2.1-BK-1", "KG-2.2-BK-1", "KG-2.4-TTG-1"} & set(lines)


@pytest.mark.parametrize(
    ("rates", "now", "verdict"),
    [
        ({2021: "8", 2022: "6", 2023: "4", 2024: "2"}, 99, True),
        ({2021: "20", 2022: "16", 2023: "12", 2024: "8"}, 900, True),
        ({2021: "8", 2022: "6", 2023: "4", 2024: "2"}, 900, False),
        ({2021: "8", 2022: "6", 2023: "4", 2024: "2"}, None, None),
        ({}, 900, None),
    ],
)
def test_a_commune_may_go_either_way(rates, now, verdict):
    facts = figures(rate=rates, base_poor=600, base_near_poor=400, current_poor=now, current_near_poor=0)
    assert conclusion(AG, nominee(group="AG25-G5", plan_awards=("AG25-K3",), facts=facts)) is verdict


@pytest.mark.parametrize(
    ("answers", "unit_kind", "verdict"),
    [
        (("AG25-G9-C1", "AG25-G9-C2", "AG25-G9-C3"), "company", True),
        (("AG25-G9-C1", "AG25-G9-C2"), "company", None),
        (("AG25-G9-C4",), "bank", True),
        (("AG25-G9-C4",), "company", None),
    ],
)
def test_a_bank_has_a_way_of_its_own(answers, unit_kind, verdict):
    details = {"enterprise_kind": unit_kind}
    given = nominee("enterprise", details, answered(*answers), group="AG25-G9", plan_awards=("AG25-K3",))
    assert conclusion(AG, given) is verdict


def test_all_of_a_list_in_words_must_be_answered():
    codes = [f"NB-G5-C{number}" for number in range(1, 6)]
    whole = nominee("household", facts=answered(*codes), group="NB-G5", plan_awards=("NB-K7",))
    part = nominee("household", facts=answered(*codes[:4]), group="NB-G5", plan_awards=("NB-K7",))
    refused = nominee("household", facts=answered(*codes, NB_G5_C5="not_met"), group="NB-G5", plan_awards=("NB-K7",))
    assert [conclusion(NB, each) for each in (whole, part, refused)] == [True, None, False]


def test_lang_son_has_a_list_of_its_own():
    codes = [f"LS-G1-C{number}" for number in range(1, 4)]
    given = nominee(facts=answered(*codes), group="LS-G1", plan_awards=("LS-K3",))
    assert conclusion(LS, given) is True


def test_a_nominee_without_a_group_is_told_nothing():
    given = nominee(plan_awards=("AG25-K3",))
    assert (results(AG, given), conclusion(AG, given)) == ({}, None)


def test_a_reviewers_conclusion_counts_and_what_the_table_said_is_kept():
    facts = answered(*GENERAL) | targets((100, 109))
    given = nominee(details=CLEAN, facts=facts, group="KG-G1", plan_awards=("KG-K1",), overrides={"KG-2.1-BK-1": True})
    line = results(KG, given)["KG-2.1-BK-1"]
    assert (line["computed"], line["verdict"], conclusion(KG, given)) == (False, True, True)


def law(kind="collective", details=None, **setting):
    found = shipped().evaluate("criteria_law", {"nominee": nominee(kind, details, **setting)}, now=NOW)
    assert found.errors == ()
    return {line["code"]: line["verdict"] for line in found.value}


@pytest.mark.parametrize(("pending", "verdict"), [("none", True), ("some", False), (None, None)])
def test_nobody_is_awarded_while_a_matter_is_pending(pending, verdict):
    assert law(details={"pending_matters": pending})["LAW-HOLD"] is verdict


@pytest.mark.parametrize(("is_duplicate", "verdict"), [(False, True), (True, False), (None, None)])
def test_one_achievement_is_awarded_once(is_duplicate, verdict):
    assert law(is_duplicate=is_duplicate)["LAW-DUPLICATE"] is verdict


@pytest.mark.parametrize(
    ("award", "kind", "code", "verdict"),
    [
        ("hcld_ba", "household", "LAW-HOUSEHOLD", False),
        ("hcld", "household", "LAW-HOUSEHOLD", False),
        ("bk_ttg", "household", "LAW-HOUSEHOLD", "not asked"),
        ("hcld_nhat", "collective", "LAW-COLLECTIVE", True),
        ("hcld_nhi", "individual", "LAW-COLLECTIVE", False),
        ("bk_tinh", "individual", "LAW-COLLECTIVE", "not asked"),
    ],
)
def test_whom_the_law_allows_an_order(award, kind, code, verdict):
    assert law(kind, award=award).get(code, "not asked") == verdict


@pytest.mark.parametrize(
    ("award", "launched_by", "last_year", "verdict"),
    [
        ("hcld_ba", "province", 2025, True),
        ("hcld_ba", "province", 2024, False),
        ("hcld_ba", "prime_minister", 2021, True),
        ("hcld_ba", "province", None, None),
        ("hcld_ba", None, 2025, None),
        ("bk_ttg", "ministry", 2023, True),
        ("bk_ttg", "ministry", 2022, False),
        ("bk_ttg", "president", 2021, True),
    ],
)
def test_a_campaign_of_a_province_must_have_lasted(award, launched_by, last_year, verdict):
    found = law("individual", award=award, launched_by=launched_by, first_year=2021, last_year=last_year)
    assert found["LAW-LENGTH"] is verdict


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [([], "unknown"), ([True, True], "eligible"), ([True, None], "unknown"), ([True, None, False], "warning")],
)
def test_a_dossier_stands_as_the_weakest_of_its_nominees(verdicts, together):
    nominees = [{"verdict": verdict} for verdict in verdicts]
    found = shipped().evaluate("eligibility_provincial_award", {"nominees": nominees}, now=NOW)
    assert found.value == {"eligibility": together}
