"""Finished instances played again by other diagrams: the same, another way, another end, or nothing that can be said."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.engine import draw
from workflows.replaying.judging import BY_HAND, NOT_THE_SAME, TOO_OLD, judge
from workflows.replaying.playing import Recorded, Rules

BEGUN = datetime(2026, 12, 1, 2, tzinfo=UTC)
LIMIT = "2026-12-05T04:00:00+00:00"
AWARDED = draw.task("endEvent", "awarded", draw.properties(dossierStatus="awarded"), name="Đã khen thưởng")
EXPIRED = draw.task("endEvent", "expired", draw.properties(dossierStatus="rejected"), name="Hết hạn")
REFUSED = draw.task("endEvent", "refused", draw.properties(dossierStatus="not_awarded"), name="Không khen thưởng")


def check(own_id: str = "check", name: str = "Thẩm định", outcomes: str = "pass,fail") -> str:
    given = {"formKey": "f", "candidateGroup": "g", "outcomes": outcomes, "outcomeVariable": "verdict"}
    return draw.task("userTask", own_id, draw.properties(**given), name=name)


def diagram(*more: str, condition: str = 'verdict = "pass"', work: str = "", flows: str = "") -> Rules:
    """Check, count, then one of two ends by what was checked and counted."""
    parts = [draw.START, work or check(), draw.service("count", result="votes"), draw.gateway("exclusive", "ask", "no")]
    parts += [AWARDED, REFUSED, draw.flow("ask", "awarded", condition), draw.flow("ask", "refused", name="no")]
    parts += [flows or draw.path("start", "check", "count", "ask"), *more]
    return Rules(draw.draw(*parts))


def answer(value: object, element: str = "count") -> dict:
    return {"element": element, "path": [], "operation": "work/do", "answer": value}


def step(kind: str, element_id: str = "", days: int = 0, **more) -> Recorded:
    facts = {"path": (), "member": None, "outcome": None, "given": {}, "answers": []} | more
    return Recorded(kind=kind, element_id=element_id, at=BEGUN + timedelta(days=days), **facts)


RECORD = [step("start"), step("task", "check", 1, outcome="pass", answers=[answer(7)])]


def test_by_the_same_diagram_it_goes_the_same_way():
    found = judge(diagram(), diagram(), RECORD, "awarded")
    assert (found.verdict, found.before, found.after, found.parts) == ("same", "Đã khen thưởng", "Đã khen thưởng", "")


def test_a_turned_condition_ends_otherwise_and_it_is_said_where():
    found = judge(diagram(), diagram(condition='verdict = "fail"'), RECORD, "awarded")
    assert (found.verdict, found.after, found.after_status) == ("outcome", "Không khen thưởng", "not_awarded")
    assert found.parts == "Sau “Thẩm định”: trước đến “Đã khen thưởng”, nay đến “Không khen thưởng”."


def test_a_threshold_on_what_an_operation_answered_is_judged_by_the_recorded_answer():
    strict = diagram(condition='verdict = "pass" and votes > 8')
    assert judge(diagram(), strict, RECORD, "awarded").verdict == "outcome"
    mild = diagram(condition='verdict = "pass" and votes > 6')
    assert judge(diagram(), mild, RECORD, "awarded").verdict == "same"


def test_an_operation_more_whose_answer_nobody_reads_is_another_way_to_the_same_end():
    told = (
        draw.service("tell", "work/tell", "")
        .replace(' resultVariable=""', " ")
        .replace("<bpmn:serviceTask", '<bpmn:serviceTask name="Báo đơn vị"')
    )
    found = judge(
        diagram(), diagram(told, flows=draw.path("start", "check", "count", "tell", "ask")), RECORD, "awarded"
    )
    assert (found.verdict, found.parts) == ("way", "Sau “Thẩm định”: trước đến “Đã khen thưởng”, nay đến “Báo đơn vị”.")


def test_a_step_left_out_is_another_way_to_the_same_end():
    second = check("second", "Kiểm tra lại", "done")
    before = diagram(second, flows=draw.path("start", "second", "check", "count", "ask"))
    record = [step("start"), step("task", "second", outcome="done"), *RECORD[1:]]
    assert judge(before, diagram(), record, "awarded").verdict == "way"


@pytest.mark.parametrize("added", [check("second", "Ký nháy"), draw.service("second", "work/other", "other")])
def test_what_nobody_was_ever_asked_cannot_be_played(added):
    after = diagram(added, flows=draw.path("start", "check", "second", "count", "ask"))
    found = judge(diagram(), after, RECORD, "awarded")
    assert (found.verdict, found.after) == ("unplayable", "")
    assert "second" in found.reason or "Ký nháy" in found.reason


def test_a_way_to_a_known_step_that_was_never_done_stops_there():
    again = check("again", "Bổ sung", "done")
    flows = draw.path("start", "check", "count", "ask") + draw.path("again", "expired") + EXPIRED
    before = diagram(again, draw.flow("ask", "again", "votes > 100"), flows=flows)
    after = diagram(again, draw.flow("ask", "again", "votes > 5"), condition="votes > 100", flows=flows)
    found = judge(before, after, RECORD, "awarded")
    assert (found.verdict, found.after) == ("outcome", "Hồ sơ dừng lại, chờ bước “Bổ sung”.")


def test_an_outcome_that_cannot_be_chosen_any_more_is_told():
    found = judge(diagram(), diagram(work=check(outcomes="fail,back")), RECORD, "awarded")
    assert found.verdict == "outcome"
    assert found.after == "Ở bước “Thẩm định” không còn chọn được kết quả đã chọn khi ấy."


def test_a_shorter_deadline_goes_off_before_the_step_was_done():
    def limited(date: str) -> Rules:
        late = draw.boundary("late", "check", draw.on_date(date)) + EXPIRED + draw.path("late", "expired")
        return diagram(late)

    record = [step("start", given={"until": LIMIT, "soon": "2026-12-01T10:00:00+00:00"}), *RECORD[1:]]
    found = judge(limited("until"), limited("soon"), record, "awarded")
    assert (found.verdict, found.after) == ("outcome", "Hết hạn")
    assert judge(limited("until"), limited("until"), record, "awarded").verdict == "same"


def test_a_deadline_that_went_off_late_goes_off_late_again():
    late = draw.boundary("late", "check", draw.on_date("until"), interrupting=False) + draw.path("late", "never")
    rules = diagram(late, '<bpmn:endEvent id="never"/>')
    record = [step("start", given={"until": LIMIT}), step("task", "check", 9, outcome="pass", answers=[answer(7)])]
    assert judge(rules, rules, record, "awarded").verdict == "same"


def test_a_timer_that_went_off_goes_off_at_its_place():
    late = draw.boundary("late", "check", draw.on_date("until")) + EXPIRED + draw.path("late", "expired")
    record = [step("start", given={"until": LIMIT}), step("timer", "late", 5)]
    assert judge(diagram(late), diagram(late), record, "expired").verdict == "same"
    assert judge(diagram(late), diagram(), record, "expired").verdict == "outcome"


def test_without_a_whole_record_nothing_is_said():
    assert judge(diagram(), diagram(), RECORD[1:], "awarded").reason == TOO_OLD
    assert judge(diagram(), diagram(), [*RECORD, step("move", "count")], "awarded").reason == BY_HAND
    assert judge(diagram(), diagram(), RECORD, "refused").reason == NOT_THE_SAME
    assert judge(diagram(), diagram(), RECORD, "gone").reason == NOT_THE_SAME


def test_steps_under_their_former_ids_are_found():
    renamed = diagram(work=check("judge"), flows=draw.path("start", "judge", "count", "ask"))
    after = Rules(renamed.process, former_ids={"judge": ["check"]})
    assert judge(diagram(), after, RECORD, "awarded").verdict == "way"
