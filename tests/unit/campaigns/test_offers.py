"""Every plan offers the awards that it names, to whom it names, by a process whose organs exist today."""

import json
from datetime import date
from pathlib import Path

import pytest

from workflows.rules.plans import Offer, Plan, Plans, organs_on
from workflows.rules.plans.files import Folder

FORMS = Path(__file__).resolve().parents[3] / "forms" / "definitions"
TODAY = date(2026, 11, 22)


def plan(plans: Plans, key: str) -> Plan:
    return next(found for found in plans.plans if found.id == key)


def offer(plans: Plans, key: str) -> Offer:
    return next(found for each in plans.plans for found in each.offers if found.id == key)


def standings(plans: Plans, key: str) -> dict[str, tuple[str, ...]]:
    owner = next(each for each in plans.plans if any(found.id == key for found in each.offers))
    found = organs_on(offer(plans, key), plans.units, TODAY, owner.task)
    return {organ: standing.unit_ids for organ, standing in found.items()}


@pytest.mark.parametrize(
    ("key", "awards"),
    [
        ("kien-giang-2021-2025", {"bk_tinh", "giay_khen_so", "bk_ttg"}),
        ("lang-son-2021-2025", {"hcld", "bk_ttg", "bk_tinh", "giay_khen_so"}),
        (
            "ninh-binh-2021-2025",
            {"hcld", "bk_ttg", "bk_tinh", "giay_khen_so", "giay_khen_don_vi", "giay_khen_xa", "giay_khen_huyen"},
        ),
        ("an-giang-2024", {"bk_tinh", "giay_khen_so", "giay_khen_don_vi", "giay_khen_xa", "giay_khen_huyen", "bk_ttg"}),
        (
            "an-giang-2021-2025",
            {"bk_tinh", "giay_khen_so", "giay_khen_don_vi", "giay_khen_xa", "giay_khen_huyen", "bk_ttg", "hcld"},
        ),
    ],
)
def test_each_plan_offers_its_awards(plans: Plans, key: str, awards: set[str]):
    assert {found.award for found in plan(plans, key).offers} == awards


def test_kien_giang_offers_each_award_in_its_period(plans: Plans):
    offers = [found for found in plan(plans, "kien-giang-2021-2025").offers if found.simplified is None]
    told = [(found.title, found.process, found.years) for found in offers]
    assert told == [
        ("Bằng khen của Chủ tịch UBND tỉnh – hằng năm", "provincial_award", (2022, 2023, 2024, 2025)),
        ("Giấy khen của Giám đốc Sở – hằng năm", "department_certificate", (2022, 2023, 2024, 2025)),
        ("Bằng khen của Chủ tịch UBND tỉnh – sơ kết 2023", "provincial_award", (2023,)),
        ("Bằng khen của Chủ tịch UBND tỉnh – tổng kết 2025", "provincial_award", (2025,)),
        ("Bằng khen của Thủ tướng Chính phủ – tổng kết 2025", "prime_minister_award", (2025,)),
    ]


def test_the_work_of_the_old_department_is_done_by_its_heir(plans: Plans):
    assert standings(plans, "KG-OF2") == {
        "submitting_unit": ("demo.chi-cuc-minh-hoa-ag", "demo.trung-tam-minh-hoa-ag", "demo.phong-minh-hoa-ag"),
        "department": ("an-giang-moi.so-nnmt",),
        "home_affairs": ("an-giang-moi.so-noi-vu",),
        "province": ("an-giang-moi.ubnd",),
        "handling_organ": ("an-giang-moi.so-nnmt",),
        "deciding_organ": ("an-giang-moi.so-nnmt",),
        "consulted": (
            "an-giang-moi.so-y-te",
            "an-giang-moi.cong-an-tinh",
            "an-giang-moi.thanh-tra-tinh",
            "an-giang-moi.thue-tinh",
        ),
    }


def test_an_award_of_the_province_is_handled_by_home_affairs_and_decided_by_the_province(plans: Plans):
    found = standings(plans, "NB-OF3")
    assert found["handling_organ"] == found["home_affairs"] == ("ninh-binh-moi.so-noi-vu",)
    assert found["deciding_organ"] == found["province"] == ("ninh-binh-moi.ubnd",)


def test_in_its_own_time_the_plan_is_run_by_the_organs_that_it_names(plans: Plans):
    found = organs_on(offer(plans, "KG-OF1"), plans.units, date(2023, 7, 1), "giảm nghèo")
    assert found["submitting_unit"].unit_ids == ("kien-giang.so-nnptnt",)
    assert found["home_affairs"].unit_ids == ("kien-giang.so-noi-vu",)
    desk = found["department"].desk
    assert desk is not None
    assert desk.unit == "kien-giang.so-nnptnt.phong-tccb"


def test_an_inferred_heir_is_shown_as_uncertain_with_those_passed_over(plans: Plans):
    (standing,) = organs_on(offer(plans, "NB-OF3"), plans.units, TODAY, "giảm nghèo")["achievement_organ"].units
    assert (standing.unit, standing.certain) == ("ninh-binh-moi.so-nnmt", False)
    assert set(standing.candidates) > {"ninh-binh-moi.so-nnmt", "ninh-binh-moi.so-y-te"}


def test_only_ninh_binh_asks_a_second_department_and_only_above_the_certificates(plans: Plans):
    asking = {
        found.id for each in plans.plans for found in each.offers if found.variables["needs_achievement_appraisal"]
    }
    assert asking == {"NB-OF1", "NB-OF2", "NB-OF3"}


def test_every_running_offer_has_two_submitting_units_or_the_one_that_the_plan_names(plans: Plans):
    for each in plans.plans:
        for found in each.offers:
            if found.process is not None:
                units = standings(plans, found.id)["submitting_unit"]
                named = next(choice for choice in found.organs if choice.organ == "submitting_unit")
                assert len(units) >= 2 or len(named.as_named) == 1, found.id


def test_a_certificate_of_the_district_is_offered_as_gone_with_its_reason_and_its_heir(plans: Plans):
    gone = [found for each in plans.plans for found in each.offers if found.award == "giay_khen_huyen"]
    assert len(gone) == 6
    for found in gone:
        assert found.process is None
        assert found.valid_to == date(2025, 6, 30)
        assert "Nghị định 129/2025/NĐ-CP" in (found.unavailable_reason or "")
        heir = offer(plans, found.replaced_by or "")
        assert (heir.award, heir.period) == ("giay_khen_xa", found.period)


def test_an_order_without_a_class_offers_three_and_shows_the_third_first(plans: Plans):
    orders = [found for each in plans.plans for found in each.offers if found.award == "hcld"]
    assert {found.id for found in orders} == {"NB-OF1", "LS-OF1", "AG25-OF13"}
    for found in orders:
        assert found.classes == ("hcld_ba", "hcld_nhi", "hcld_nhat")
        assert found.default_class == "hcld_ba"
        assert "household" not in found.object_kinds
        assert found.variables["state_level"] == "president"
        assert found.variables["needs_party_opinion"]


def test_an_award_that_an_giang_does_not_name_says_so(plans: Plans):
    for each in ("an-giang-2024", "an-giang-2021-2025"):
        for found in plan(plans, each).offers:
            assert "quản trị xác nhận" in found.notes[0], found.id


def test_a_dossier_holds_the_papers_of_the_law_and_of_the_plan(plans: Plans):
    papers = {paper.paper: paper for paper in offer(plans, "KG-OF1").papers}
    required = {key for key, paper in papers.items() if paper.required}
    assert required == {"to_trinh", "danh_sach", "bien_ban", "bao_cao_thanh_tich"}
    assert papers["to_trinh"].basis == "Luật 06/2022/QH15, Điều 84 khoản 2 điểm a; Kế hoạch, mục V.2 gạch 1"
    assert papers["bao_cao_thanh_tich"].per == "nominee"
    assert papers["chung_nhan"].condition == "khi báo cáo nêu thành tích cần chứng nhận, xác nhận"


def test_only_enterprises_bring_the_confirmation_of_their_duties(plans: Plans):
    assert "xac_nhan_nghia_vu" not in {paper.paper for paper in offer(plans, "KG-OF1").papers}
    (paper,) = [paper for paper in offer(plans, "NB-OF3").papers if paper.paper == "xac_nhan_nghia_vu"]
    assert paper.applies_to == "enterprise"


def test_papers_that_come_later_do_not_block_the_submission(plans: Plans):
    later = {paper.paper: paper.needed_by for paper in offer(plans, "LS-OF1").papers if paper.needed_by != "submission"}
    assert later == {
        "bien_ban_kiem_phieu": "council",
        "y_kien_84_3": "upward",
        "tep_dien_tu": "upward",
        "y_kien_ban_thuong_vu": "upward",
        "bang_chung_cong_khai": "publication",
    }
    assert not any(paper.required for paper in offer(plans, "LS-OF1").papers if paper.needed_by != "submission")


@pytest.mark.parametrize(
    ("key", "rules"),
    [
        ("KG-OF2", {"unit": (None, False), "department": (None, False)}),
        ("KG-OF1", {"unit": (None, False), "province_standing": (None, False)}),
        ("KG-OF5", {"unit": (None, False), "province": (80, True)}),
        ("NB-OF6", {"unit": (None, False), "commune": (None, False)}),
        ("LS-OF1", {"unit": (None, False), "province": (80, True)}),
    ],
)
def test_state_awards_need_80_percent_in_secret_and_the_others_more_than_half(
    plans: Plans, key: str, rules: dict[str, tuple[int | None, bool]]
):
    assert {rule.kind: (rule.threshold_percent, rule.secret) for rule in offer(plans, key).councils} == rules


def test_the_criteria_of_an_offer_are_those_of_its_own_award(plans: Plans):
    criteria = offer(plans, "KG-OF2").criteria
    assert {"KG-GEN-5", "KG-SPEC-1", "KG-2.1-GK-1", "KG-2.1-GK-2"} <= set(criteria)
    assert not {"KG-2.1-BK-1", "KG-2.4-TTG-1"} & set(criteria)


def test_an_giang_2024_suggests_the_criteria_of_the_plan_that_it_rests_on(plans: Plans):
    found = offer(plans, "AG24-OF1")
    assert found.criteria
    assert all(key.startswith("AG25-") for key in found.criteria)


def test_groups_that_the_award_does_not_reach_ask_nothing(plans: Plans):
    groups = {group["id"]: group for group in plan(plans, "ninh-binh-2021-2025").document["object_groups"]}
    kinds = {kind for group, _ in offer(plans, "NB-OF1").needs for kind in groups[group]["object_kinds"]}
    assert "household" not in kinds


def test_the_fund_is_the_plans_word_or_else_the_laws(plans: Plans):
    assert offer(plans, "LS-OF3").fund == "quỹ thi đua, khen thưởng của cấp ra quyết định"
    assert offer(plans, "KG-OF1").fund == "theo Luật Thi đua, khen thưởng và văn bản hiện hành"


def test_the_yearly_report_has_its_reporting_units(plans: Plans):
    reporting = {each.id: len(each.reporting) for each in plans.plans}
    assert reporting["an-giang-2024"] >= 2
    assert reporting["ninh-binh-2021-2025"] >= 2
    assert reporting["kien-giang-2021-2025"] == 0


def test_every_consulted_and_reporting_unit_exists_today(plans: Plans):
    for each in plans.plans:
        for unit in (*each.consulted, *each.reporting):
            row = plans.units[unit]
            assert row.valid_to is None or row.valid_to >= TODAY or row.successors, unit


def test_every_deciding_organ_has_a_symbol_for_its_decisions(plans: Plans):
    for each in plans.plans:
        for found in each.offers:
            if found.process is not None:
                (decider,) = standings(plans, found.id)["deciding_organ"]
                assert plans.units[decider].symbol, decider


def test_the_law_adds_each_award_of_a_plan_once_by_the_simplified_procedure(plans: Plans):
    short = [found for each in plans.plans for found in each.offers if found.simplified is not None]
    running = [found for found in short if found.process is not None]
    assert [(found.id, found.like) for found in running if found.id.startswith("NB")] == [
        ("NB-DG-bk_tinh", "provincial_award"),
        ("NB-DG-giay_khen_so", "department_certificate"),
        ("NB-DG-giay_khen_don_vi", "department_certificate"),
        ("NB-DG-giay_khen_xa", "commune_certificate"),
    ]
    for found in running:
        assert (found.process, found.period, found.councils, found.needs) == ("simplified_award", "sudden", (), ())
        assert {paper.paper for paper in found.papers} == {"to_trinh", "danh_sach", "bao_cao_tom_tat", "chung_nhan"}
        assert found.variables["needs_standing_opinion"] == (found.award == "bk_tinh")
        assert found.simplified.basis == "Luật 06/2022/QH15, Điều 85 khoản 1"
        assert found.simplified.valid_from == date(2024, 1, 1)
    assert {(found.award, "mục XIV" in (found.unavailable_reason or "")) for found in short if not found.process} == {
        ("bk_ttg", True)
    }


def test_a_simplified_award_is_run_by_the_organs_of_its_usual_way(plans: Plans):
    for usual, short in (("KG-OF1", "KG-DG-bk_tinh"), ("KG-OF2", "KG-DG-giay_khen_so")):
        assert standings(plans, short) == standings(plans, usual)


def test_the_grounds_of_the_procedure_are_those_that_the_form_asks_for(documents: Folder):
    form = json.loads((FORMS / "dossier.form").read_text(encoding="utf-8"))
    asked = next(each for each in walked(form["components"]) if each.get("key") == "simplified_ground")["values"]
    grounds = documents.reference["awards"]["simplified"]["grounds"]
    assert [(each["value"], each["label"]) for each in asked] == [(each["id"], each["name"]) for each in grounds]


def walked(components: list[dict]) -> list[dict]:
    return [each for one in components for each in (one, *walked(one.get("components", [])))]
