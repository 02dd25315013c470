"""The forms as shipped: every step of every diagram has one, and each can be filled in."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

import forms
from forms import Choice, Context, FormInvalid, Row
from forms.samples import sample

BPMN = Path(__file__).parents[3] / "bpmn"
TODAY = date(2026, 12, 10)
NOMINEES = {"nominee_individual", "nominee_collective", "nominee_household", "nominee_enterprise"}
RECORDS = NOMINEES | {"campaign_duty", "duty_dates", "nominee_criteria", "plan_figure"}
SHIPPED = forms.load_folder()

CASE = Context(
    values={"today": TODAY.isoformat(), "now_local": "2026-12-09T08:00", "return_count": 0, "return_limit": 1}
    | {f"asks_{what}": True for what in ("group", "targets", "figures", "checks")},
    choices={
        name: (Choice("one", "Một"), Choice("two", "Hai")) for name in ("occasions", "signers", "organs", "groups")
    },
    rows={
        kind: (Row("r1", "Thứ nhất"), Row("r2", "Thứ hai"))
        for kind in ("nominees", "papers", "members", "requests", "replies", "tied", "awarded", "unawarded", "reports")
    }
    | {
        "figures": (Row("base_poor", "Hộ nghèo đầu kỳ"),),
        "checks": (Row("KG-GEN-1", "Hoàn thành tốt nhiệm vụ"),),
        "targets": (Row("t1", "A"),),
    },
)


def steps():
    """Yield (form key, outcomes) of every step drawn in the diagrams."""
    for path in sorted(BPMN.glob("*.bpmn")):
        for element in etree.parse(path).iter("{*}*"):
            extensions = element.find("{http://www.omg.org/spec/BPMN/20100524/MODEL}extensionElements")
            if extensions is None:
                continue
            found = {each.get("name"): each.get("value") for each in extensions.iter() if each.get("name")}
            if "formKey" in found:
                outcomes = tuple(word.strip() for word in (found.get("outcomes") or "").split(",") if word.strip())
                yield pytest.param(found["formKey"], outcomes, id=f"{path.stem}-{found['formKey']}")


@pytest.mark.parametrize(("key", "outcomes"), list(steps()))
def test_each_step_of_a_diagram_has_a_form_with_its_outcomes_in_order(key, outcomes):
    assert tuple(outcome.key for outcome in SHIPPED[key].outcomes) == outcomes


def instead():
    """Yield the forms that a call gives to steps inside instead of their own."""
    for path in sorted(BPMN.glob("*.bpmn")):
        for element in etree.parse(path).iterfind(".//*[@name='forms']"):
            yield from (pair.partition(":") for pair in element.get("value").split(","))


def test_every_form_belongs_to_a_step_or_is_a_record():
    drawn = {param.values[0] for param in steps()} | {other for _, _, other in instead()}
    assert set(SHIPPED) == drawn | RECORDS


def test_a_form_given_instead_has_the_outcomes_of_the_steps_own():
    for own, _, other in instead():
        assert [each.key for each in SHIPPED[other].outcomes] == [each.key for each in SHIPPED[own].outcomes]


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_the_first_button_goes_forward_and_refusing_ones_are_quiet(key):
    styles = {outcome.key: outcome.style for outcome in SHIPPED[key].outcomes}
    assert list(styles.values()).count("primary") == bool(styles)
    for word in {"return", "refuse", "reject", "discard", "expire"} & set(styles):
        assert styles[word] in ("secondary", "warning")


@pytest.mark.parametrize(
    ("key", "outcome"),
    [(key, outcome) for key, form in SHIPPED.items() for outcome in ([each.key for each in form.outcomes] or [None])],
)
def test_each_form_can_be_filled_in_for_each_outcome(key, outcome):
    form = SHIPPED[key]
    answers = sample(form, CASE, outcome=outcome, today=TODAY)
    clean = form.check(answers, CASE, outcome=outcome)
    assert form.check(clean, CASE, outcome=outcome) == clean


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_each_form_takes_only_known_kinds_of_context(key):
    form = SHIPPED[key]
    assert form.rows_read <= set(CASE.rows)
    assert form.choices_read <= set(CASE.choices)


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_reasons_for_going_back_are_required_with_twenty_characters(key):
    form = SHIPPED[key]
    for outcome in {"return", "reject", "refuse"} & {each.key for each in form.outcomes}:
        with pytest.raises(FormInvalid) as refused:
            form.check({}, CASE, outcome=outcome)
        asked = {"reason", "content"} & set(refused.value.errors)
        assert asked, f"{key}, {outcome}"
        with pytest.raises(FormInvalid) as refused:
            form.check({next(iter(asked)): "Thiếu."}, CASE, outcome=outcome)
        assert "ít nhất 20 ký tự" in refused.value.errors[next(iter(asked))][0]


def said(key, answers, outcome=None, context=CASE):
    """Return the errors of a shipped form."""
    with pytest.raises(FormInvalid) as refused:
        SHIPPED[key].check(answers, context, outcome=outcome)
    return refused.value.errors


def filled(key, outcome=None, **changes):
    """Return answers that pass, with changes."""
    return {**sample(SHIPPED[key], CASE, outcome=outcome, today=TODAY), **changes}


def test_more_present_than_members_is_refused():
    found = said("dossier", filled("dossier", "sign", member_count="9", present_count="11"), "sign")
    assert found["present_count"] == ["Số thành viên có mặt lớn hơn tổng số thành viên. Kiểm tra lại hai số này"]


def test_more_votes_than_present_are_refused_at_the_nominee():
    votes = [{"row": "r1", "yes_votes": "9"}, {"row": "r2", "yes_votes": "7", "no_votes": "2"}]
    answers = filled("dossier", "sign", member_count="9", present_count="8", votes=votes)
    assert set(said("dossier", answers, "sign")) == {"votes-r1-yes_votes", "votes-r2-no_votes"}


def test_a_dossier_is_not_signed_before_its_council_has_met():
    answers = filled("dossier", "sign", minutes_source="session")
    assert "minutes_source" in said("dossier", answers, "sign")
    assert "minutes_source" not in SHIPPED["dossier"].check(answers, CASE, outcome="convene")


def test_a_simplified_dossier_has_a_ground_and_no_minutes():
    form, case = SHIPPED["dossier"], Context({**CASE.values, "simplified": True}, CASE.choices, CASE.rows)
    assert "council_minutes" not in [page.key for page in form.pages_open({}, case)]
    assert "convene" not in [outcome.key for outcome in form.outcomes_open({}, case)]
    assert "simplified_ground" in said("dossier", {}, "sign", case)
    assert "simplified_ground" not in said("dossier", {}, "sign")


def test_a_half_written_dossier_can_be_discarded_with_a_reason():
    assert list(said("dossier", {}, "discard")) == ["discard_reason"]
    assert SHIPPED["dossier"].check({"discard_reason": "Lập nhầm đợt khen thưởng"}, CASE, outcome="discard")


def test_a_dossier_with_missing_papers_is_not_accepted():
    papers = [{"row": "r1", "state": "present"}, {"row": "r2", "state": "missing", "note": "Chưa có biên bản"}]
    assert "papers" in said("completeness_check", {"papers": papers, "set_count": 1}, "accept")
    reason = "Hồ sơ thiếu biên bản họp Hội đồng."
    assert SHIPPED["completeness_check"].check(
        {"papers": papers, "set_count": 1, "reason": reason}, CASE, outcome="return"
    )


def test_a_second_return_is_not_offered():
    case = Context({**CASE.values, "return_count": 1}, CASE.choices, CASE.rows)
    for key in ("completeness_check", "dossier_appraisal", "achievement_appraisal"):
        assert "return" not in [outcome.key for outcome in SHIPPED[key].outcomes_open({}, case)]
        assert "outcome" in said(key, {}, "return", case)


def test_a_nominee_that_needs_supplement_holds_the_dossier_back():
    rows = [
        {"row": "r1", "conclusion": "eligible"},
        {"row": "r2", "conclusion": "supplement", "opinion": "Thiếu xác nhận"},
    ]
    assert "nominees" in said("dossier_appraisal", filled("dossier_appraisal", "forward", nominees=rows), "forward")


def test_an_approval_awards_at_least_one_and_gives_reasons_for_the_others():
    none = [{"row": row, "decision": "refuse", "reason": "Không đạt tiêu chuẩn đã công bố."} for row in ("r1", "r2")]
    assert "nominees" in said("decision", {"nominees": none}, "approve")
    some = [{"row": "r1", "decision": "award"}, {"row": "r2", "decision": "refuse"}]
    assert list(said("decision", {"nominees": some}, "approve")) == ["nominees-r2-reason"]


def test_a_ballot_needs_a_choice_for_each_nominee_unless_the_voter_steps_aside():
    assert set(said("ballot", {}, "cast")) == {"nominees-r1-choice", "nominees-r2-choice"}
    assert list(said("ballot", {}, "recused")) == ["recusal_reason"]
    wrong = [{"row": "r1", "choice": "agree"}, {"row": "r2", "choice": "maybe"}]
    assert list(said("ballot", {"nominees": wrong}, "cast")) == ["nominees-r2-choice"]


def test_a_written_session_has_no_place_but_a_date_for_opinions():
    written = filled("council_plan", mode="written", opinions_due_on="15/12/2026", place=None, meets_at=None)
    clean = SHIPPED["council_plan"].check(written, CASE)
    assert "place" not in clean
    assert clean["opinions_due_on"] == "2026-12-15"
    assert "meets_at" in said("council_plan", filled("council_plan", mode="meeting", meets_at="01/12/2026 08:00"))


def test_an_achievement_is_told_in_fifty_characters_at_least():
    for key in NOMINEES:
        assert "ít nhất 50 ký tự" in said(key, filled(key, achievement_summary="Tốt."))["achievement_summary"][0]


def test_nothing_is_said_in_english_or_shouted():
    for form in SHIPPED.values():
        for each in form.placed:
            words = f"{each.item.label} {each.item.hint}"
            assert "!" not in words
            assert not {"please", "required", "optional", "vui"} & set(words.lower().split())
