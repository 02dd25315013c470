"""Limits in a draft: checked, compared with what holds, put in force with the processes on the day, or not at all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.integration.draft_scene import TODAY, ask, in_force, save, standing, state
from workflows import bundle_checks, bundle_files, draft_limits, limit_table, models
from workflows.commands import drafting, due_rules, publishing
from workflows.errors import Conflict, DefinitionRejected
from workflows.queries import studio
from workflows.rules import limit_files
from workflows.rules.deadlines import Limit
from workflows.rules.limit_files import NAME

RULE = "appraisal.examine"


pytestmark = pytest.mark.parametrize("database_url", ["product"], indirect=True)


def default(sessions, rule: str = RULE) -> Limit:
    """Return what a rule says to all today."""
    with sessions() as session:
        rows = [row for row in limit_table.rows(session, rule) if row.is_default and row.limit.valid_to is None]
    return replace(rows[-1].limit, valid_from=None)


def put(sessions, people, draft_id, *limits: Limit) -> None:
    save(sessions, people[0], draft_id, limit_files.written(limits), NAME)


def approve(sessions, people, review: int) -> None:
    with sessions.begin() as session:
        publishing.approve(session, people[1], review)


def rows(sessions, rule: str = RULE) -> list[tuple]:
    with sessions() as session:
        return [(row.limit.value, row.limit.valid_from, row.limit.valid_to) for row in limit_table.rows(session, rule)]


def problems(sessions, *limits: Limit, content: bytes | None = None) -> list[str]:
    files = {NAME: limit_files.written(limits) if content is None else content}
    with sessions() as session:
        return [problem.message for problem in draft_limits.problems(session, files)]


def test_an_approved_limit_holds_from_the_day_and_the_one_before_ends(sessions, people, draft_id):
    was = default(sessions)
    put(sessions, people, draft_id, replace(was, value=7))
    before = rows(sessions)
    approve(sessions, people, ask(sessions, people[0], draft_id))

    assert state(sessions, draft_id) == "published"
    assert (was.value, None, TODAY - timedelta(days=1)) in rows(sessions)
    assert (7, TODAY, None) in rows(sessions)
    assert len(rows(sessions)) == len(before) + 1
    with sessions() as session:
        verbs = session.scalars(select(models.HistoryEntry.verb).order_by(models.HistoryEntry.id)).all()[-4:]
        assert session.scalars(select(models.Recalculation.cause)).all() == ["rule"]
    assert verbs == ["draft_approved", "due_rule_added", "due_rule_ended", "draft_published"]
    assert NAME not in in_force(sessions)


def test_limits_and_diagrams_of_a_draft_come_into_force_together(sessions, people, draft_id):
    new = replace(default(sessions), rule="appraisal.quick", name="Thẩm định nhanh", value=3)
    text = standing(sessions, draft_id)["appraise_dossier.bpmn"].replace(b'"appraisal.examine"', b'"appraisal.quick"')
    save(sessions, people[0], draft_id, text, "appraise_dossier.bpmn")
    with pytest.raises(DefinitionRejected):
        ask(sessions, people[0], draft_id)
    put(sessions, people, draft_id, new)
    approve(sessions, people, ask(sessions, people[0], draft_id))

    assert rows(sessions, "appraisal.quick") == [(3, TODAY, None)]
    assert in_force(sessions)["appraise_dossier.bpmn"] == text


def test_on_a_later_day_the_worker_puts_them_in_force(sessions, people, draft_id, clock):
    put(sessions, people, draft_id, replace(default(sessions), value=7))
    day = TODAY + timedelta(days=20)
    approve(sessions, people, ask(sessions, people[0], draft_id, day))
    assert 7 not in [value for value, *_ in rows(sessions)]
    clock.advance(days=21)
    with sessions.begin() as session:
        assert publishing.publish_due(session, draft_id)

    assert (7, day + timedelta(days=1), None) in rows(sessions)


def test_who_changes_such_a_limit_meanwhile_keeps_the_draft_from_undoing_it(sessions, people, draft_id, clock):
    was = default(sessions)
    put(sessions, people, draft_id, replace(was, value=7))
    approve(sessions, people, ask(sessions, people[0], draft_id, TODAY + timedelta(days=20)))
    with sessions.begin() as session:
        due_rules.add(session, people[1], replace(was, value=9, valid_from=TODAY))
    clock.advance(days=21)
    with sessions.begin() as session:
        assert not publishing.publish_due(session, draft_id)

    assert state(sessions, draft_id) == "open"
    assert 7 not in [value for value, *_ in rows(sessions)]


def test_a_limit_that_would_overlap_a_later_one_is_told_when_one_asks(sessions, people, draft_id):
    was = default(sessions)
    with sessions.begin() as session:
        due_rules.add(session, people[1], replace(was, value=9, valid_from=date(2027, 1, 1)))
    put(sessions, people, draft_id, replace(was, value=7))

    with pytest.raises(Conflict, match="Trùng với dòng cùng phạm vi có hiệu lực từ 01/01/2027"):
        ask(sessions, people[0], draft_id)


def test_limits_that_say_what_holds_are_nothing_to_publish(sessions, people, draft_id):
    put(sessions, people, draft_id, default(sessions))
    with pytest.raises(Conflict, match="không khác gì"):
        ask(sessions, people[0], draft_id)


def test_what_does_not_fit_this_system_is_told(sessions, people):
    was = default(sessions)
    assert problems(sessions, was, replace(was, award="bk_tinh", process="provincial_award")) == []
    for scope in ({"award": "nobel"}, {"province": "zz"}, {"campaign": "x"}, {"process": "y"}):
        (told,) = problems(sessions, replace(was, **scope))
        assert "hệ thống này không có" in told
    (told,) = problems(sessions, replace(was, value=None))
    assert "nhập số ngày" in told
    (told,) = problems(sessions, replace(was, rule="new.rule", award="bk_tinh"))
    assert "thêm một dòng mặc định" in told
    assert problems(sessions, content=b"{") == ["Không đọc được tệp thời hạn: tệp phải là JSON do Trình Khen xuất ra."]
    with sessions() as session:
        (other,) = draft_limits.problems(session, {"mine.limits": b""})
    assert NAME in other.message


def test_the_page_of_a_draft_says_which_step_takes_how_long_instead(sessions, people, draft_id):
    was = default(sessions)
    put(sessions, people, draft_id, replace(was, value=7))
    with sessions() as session:
        page = studio.draft(session, people[0], draft_id)
    said = [each.sentence for matter, group in page.differences for each in group if matter == "limit"]

    assert said == [f"Bước “Thẩm định hồ sơ” nay có hạn 07 ngày làm việc thay cho {was.value:02d}."]
    assert [(file.kind, file.title) for file in page.files] == [("limits", "Thời hạn của các bước")]


def test_a_bundle_goes_out_with_the_limits_that_its_diagrams_name_and_comes_in_without_a_change(
    sessions, people, draft_id
):
    with sessions() as session:
        title, files = studio.outgoing(session, people[0], draft_id)
    limits, told = limit_files.read(files[NAME])
    assert told == []
    assert {"appraisal.examine", "decision.decide"} <= {limit.rule for limit in limits}
    diagrams = b"".join(content for name, content in files.items() if name.endswith(".bpmn"))
    assert [limit.rule for limit in limits if limit.rule.encode() not in diagrams] == []

    with sessions.begin() as session:
        assert drafting.bring_in(session, people[0], draft_id, bundle_files.pack(files, title)) == ()
    changed = [replace(limit, value=9) if (limit.rule, limit.award) == (RULE, None) else limit for limit in limits]
    packed = bundle_files.pack({**files, NAME: limit_files.written(changed)}, title)
    with sessions.begin() as session:
        assert drafting.bring_in(session, people[0], draft_id, packed) == (NAME,)
    with sessions() as session:
        assert bundle_checks.problems(session, standing(sessions, draft_id)) == []
