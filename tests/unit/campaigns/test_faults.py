"""Each test plants one fault in the shipped data and shows that it is told."""

from collections.abc import Callable
from typing import Any

import pytest

from workflows.rules.plans.files import Folder

ProblemsAfter = Callable[[Callable[[Folder], object]], list[str]]
KG = "kien-giang-2021-2025"


def criterion(folder: Folder, plan: str, key: str) -> dict[str, Any]:
    groups = folder.plans[plan]["object_groups"]
    return next(item for group in groups for item in group["criteria"] if item["id"] == key)


def offer(folder: Folder, key: str) -> dict[str, Any]:
    return next(item for plan in folder.plans.values() for item in plan["offers"] if item["id"] == key)


def due_rule(folder: Folder, key: str) -> dict[str, Any]:
    return next(item for item in folder.reference["due_rules"]["rules"] if item["key"] == key)


def test_a_threshold_that_left_its_wording(problems_after: ProblemsAfter):
    problems = problems_after(
        lambda f: criterion(f, KG, "KG-2.2-BK-1")["rule"]["test"].update(threshold=60),
    )
    assert problems == [f"{KG}.yaml: KG-2.2-BK-1: ngưỡng 60 không có trong “đạt trên 50%”"]


def test_a_target_that_left_its_wording(problems_after: ProblemsAfter):
    (problem,) = problems_after(lambda f: f.plans[KG]["targets"][0].update(value=3))
    assert "KG-T1" in problem


def test_a_silent_correction_of_the_source(problems_after: ProblemsAfter):
    (problem,) = problems_after(lambda f: f.plans[KG]["ocr_corrections"].pop(0))
    assert "câu chữ khác bản gốc" in problem


def test_a_wrong_last_safe_day(problems_after: ProblemsAfter):
    (problem,) = problems_after(
        lambda f: f.plans["an-giang-2024"]["milestones"][1].update(last_safe_day="2024-12-10"),
    )
    assert problem.endswith("ngày cuối còn kịp phải là 2024-12-09")


def test_a_criterion_that_no_condition_reaches(problems_after: ProblemsAfter):
    group = "ninh-binh-2021-2025"
    problems = problems_after(lambda f: f.plans[group]["object_groups"][0]["eligibility"]["all_of"].pop(0))
    assert any("tiêu chí không nằm trong điều kiện nào" in problem for problem in problems)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda f: f.reference["awards"]["simplified"]["awards"][0].update(award="bk_nowhere"),
            "simplified/awards[bk_nowhere]: không có hình thức bk_nowhere",
        ),
        (
            lambda f: f.reference["awards"]["simplified"]["awards"][0].update(valid_to="2023-12-31"),
            "simplified/awards[bk_tinh]: hết hiệu lực trước khi có hiệu lực",
        ),
        (lambda f: f.plans[KG]["organs"][0].update(unit="kien-giang.nowhere"), "không có đơn vị kien-giang.nowhere"),
        (lambda f: f.plans[KG]["awards"][0].update(award="bk_xa"), "không có hình thức bk_xa"),
        (lambda f: f.plans[KG]["object_groups"][0].update(ambiguities=["KG-A99"]), "không có KG-A99 trong kế hoạch"),
        (lambda f: f.plans[KG]["dossier_papers"][0].update(paper="thu_tay"), "không có giấy tờ thu_tay"),
        (lambda f: f.plans[KG]["basis"][0].update(instrument="x"), "không có văn bản x"),
        (lambda f: f.plans[KG]["targets"][0].update(measure="mood"), "không có đại lượng mood"),
        (lambda f: f.plans[KG].update(id="kien-giang"), "phải bằng tên tệp"),
        (lambda f: f.plans[KG].update(code="NB"), "mã kế hoạch NB bị lặp"),
        (lambda f: f.plans[KG]["awards"][1].update(id="KG-K1"), "id KG-K1 bị lặp"),
        (lambda f: f.reference["units"]["units"][0].update(parent="nowhere"), "không có đơn vị nowhere"),
        (lambda f: f.reference["legal"]["citations"][0].update(instrument="x"), "không có văn bản x"),
        (lambda f: f.reference["legal"]["citations"][0].update(regimes=["R1"]), "không có chế độ pháp lý R1"),
        (lambda f: f.reference["awards"]["awards"][0].update(decided_citations=["L1"]), "không có trích dẫn L1"),
        (lambda f: due_rule(f, "intake.check")["limits"][0].update(limit="X"), "không có thời hạn X"),
        (lambda f: due_rule(f, "intake.check")["limits"][0].update(awards=["x"]), "không có hình thức x"),
        (lambda f: due_rule(f, "intake.check")["limits"][0].update(province="x"), "thiếu dòng mặc định"),
        (lambda f: due_rule(f, "intake.check").update(key="dossier.sign"), "khóa dossier.sign bị lặp"),
    ],
)
def test_a_name_that_leads_nowhere(problems_after: ProblemsAfter, change: Callable[[Folder], object], told: str):
    assert any(told in problem for problem in problems_after(change))


def test_an_offer_to_whom_the_law_does_not_allow_the_award(problems_after: ProblemsAfter):
    (problem,) = problems_after(lambda f: offer(f, "NB-OF1")["object_kinds"].append("household"))
    assert problem == "ninh-binh-2021-2025.yaml: offers[NB-OF1]: pháp luật không cho khen household bằng hcld"


def test_an_offer_whose_organ_is_gone_without_an_heir(problems_after: ProblemsAfter):
    def close_the_department(folder: Folder) -> None:
        unit = next(u for u in folder.reference["units"]["units"] if u["id"] == "lang-son.so-nnmt")
        unit["valid_to"] = "2030-12-31"

    problems = problems_after(close_the_department)
    assert (
        "lang-son-2021-2025.yaml: offers[LS-OF5]: department: lang-son.so-ldtbxh không còn và chưa rõ đơn vị kế thừa"
        in (problems)
    )


def test_a_split_organ_without_the_work_that_picks_its_heir(problems_after: ProblemsAfter):
    problems = problems_after(lambda f: f.plans["lang-son-2021-2025"]["running"].update(task="thể thao"))
    assert any("chưa rõ đơn vị kế thừa" in problem for problem in problems)


def test_an_offer_without_an_organ_that_its_process_needs(problems_after: ProblemsAfter):
    (problem, *_) = problems_after(lambda f: f.plans[KG]["running"]["organs"].pop("home_affairs"))
    assert problem == f"{KG}.yaml: offers[KG-OF1]: thiếu cơ quan home_affairs"


def test_a_decider_that_is_not_one_unit(problems_after: ProblemsAfter):
    problems = problems_after(
        lambda f: f.plans[KG]["running"]["organs"]["province"].update(as_named=["kien-giang.ubnd", "lang-son.ubnd"]),
    )
    assert f"{KG}.yaml: offers[KG-OF1]: province: phải là đúng một đơn vị" in problems


def test_an_award_of_the_plan_that_cannot_be_started(problems_after: ProblemsAfter):
    problems = problems_after(lambda f: f.plans[KG]["offers"].pop())
    assert problems == [f"{KG}.yaml: awards[KG-K5]: chưa có mục offers nào"]


def test_a_class_that_the_order_does_not_have(problems_after: ProblemsAfter):
    (problem,) = problems_after(lambda f: offer(f, "LS-OF1").update(default_class="hcld_tu"))
    assert problem.endswith("hạng mặc định hcld_tu không có trong các hạng")
