"""Taking a task, keeping a draft, finishing it; and every way in which somebody is refused."""

import pytest
from sqlalchemy import select

from forms import FormInvalid
from tests import factories as make
from tests.integration.racing import actor, scene
from workflows import models
from workflows.commands import tasks
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.queries import tasks as queries
from workflows.queries.inbox import Filter, inbox, next_task

ANSWERS = {"text": "Hồ sơ hợp lệ, đề nghị trình."}


@pytest.fixture
def at(sessions):
    return scene(sessions)


@pytest.fixture
def act(sessions, at):
    """Return `act(command, who, *rest)`: run a command on the open task in a transaction of its own."""

    def run(command, who, *rest):
        with sessions.begin() as session:
            return command(session, who, at.task_id, *rest)

    return run


def page(sessions, who, at, **options):
    with sessions() as session:
        return queries.task_page(session, who, at.task_id, **options)


def verbs(sessions):
    with sessions() as session:
        entries = session.scalars(select(models.HistoryEntry).order_by(models.HistoryEntry.id))
        return [entry.verb for entry in entries]


def bar(sessions, at, who):
    """Let `who` have done an earlier step that bars them from the open one."""
    with sessions.begin() as session:
        instance = session.get_one(models.ProcessInstance, at.instance_id)
        done = {"completed_by": who.person_id, "completed_at": instance.started_at}
        make.task(session, instance, "note", element_id="first_look", **done)
        session.add(models.TaskSeparation(task_id=at.task_id, element_id="first_look"))


def test_a_claimed_task_is_held_and_the_next_one_hears_by_whom_and_since_when(sessions, act, at):
    act(tasks.claim, at.first)
    with pytest.raises(Conflict, match=rf"{at.first.name} đã nhận việc này lúc 10:00 ngày 10/12/2026"):
        act(tasks.claim, at.second)
    assert page(sessions, at.first, at).is_mine
    seen = page(sessions, at.second, at)
    assert (seen.state, seen.holder, seen.sheet) == (queries.HELD, at.first.name, None)


def test_claiming_twice_is_claiming_once(sessions, act, at):
    act(tasks.claim, at.first)
    act(tasks.claim, at.first)
    assert verbs(sessions).count("claimed") == 1


def test_a_released_task_is_free_again_and_its_draft_stays(sessions, act, at):
    act(tasks.claim, at.first)
    act(tasks.save_draft, at.first, ANSWERS, 0)
    act(tasks.release, at.first)
    assert act(tasks.claim, at.second).assignee_id == at.second.person_id
    with sessions() as session:
        assert session.get_one(models.TaskDraft, (at.task_id, at.first.person_id)).answers == ANSWERS


def test_only_the_holder_releases(act, at):
    act(tasks.claim, at.first)
    with pytest.raises(Conflict):
        act(tasks.release, at.second)


def test_a_task_held_by_another_cannot_be_completed(sessions, act, at):
    act(tasks.claim, at.first)
    with pytest.raises(Conflict, match=at.first.name):
        act(tasks.complete, at.second, "done", ANSWERS)
    assert page(sessions, at.first, at).state == queries.OPEN


def test_a_free_task_is_completed_by_whoever_of_the_group_comes_first(sessions, act, at):
    act(tasks.complete, at.first, "done", ANSWERS)
    seen = page(sessions, at.second, at)
    assert (seen.state, seen.completer, seen.outcome) == (queries.DONE, at.first.name, "Xong")
    assert seen.done_answers[0].lines[0].texts == (ANSWERS["text"],)


def test_a_task_completed_twice_tells_who_was_first_and_when(act, at):
    act(tasks.complete, at.first, "done", ANSWERS)
    with pytest.raises(Conflict, match=rf"{at.first.name} đã xử lý việc “Ghi ý kiến” lúc 10:00 ngày 10/12/2026"):
        act(tasks.complete, at.second, "done", ANSWERS)


def test_what_was_typed_can_still_be_read_when_another_was_first(sessions, act, at):
    act(tasks.complete, at.first, "done", ANSWERS)
    assert page(sessions, at.second, at).sheet is None
    assert page(sessions, at.second, at, posted=True).sheet.form.read({"text": ["Ý kiến của tôi"]})


def test_completing_keeps_the_answers_and_drops_the_drafts(sessions, act, at):
    act(tasks.save_draft, at.second, {"text": "Nháp của người khác"}, 0)
    act(tasks.complete, at.first, "done", ANSWERS)
    with sessions() as session:
        assert session.get_one(models.TaskAnswers, at.task_id).answers == ANSWERS
        assert session.scalars(select(models.TaskDraft)).all() == []
        entry = session.scalars(select(models.HistoryEntry).where(models.HistoryEntry.verb == "completed")).one()
    assert entry.after["answers"] == ANSWERS
    assert entry.actor_id == at.first.person_id


def test_who_did_an_earlier_step_may_not_do_the_one_that_checks_it(sessions, act, at):
    bar(sessions, at, at.first)
    for command, rest in ((tasks.claim, ()), (tasks.complete, ("done", ANSWERS)), (tasks.save_draft, (ANSWERS, 0))):
        with pytest.raises(NotAllowed, match="người khác cùng vai trò"):
            act(command, at.first, *rest)
    assert page(sessions, at.first, at).state == queries.BARRED
    with sessions() as session:
        assert inbox(session, at.first, Filter()).rows == ()
        assert [row.id for row in inbox(session, at.second, Filter()).rows] == [at.task_id]


def test_who_may_see_the_dossier_but_has_another_role_may_not_do_the_task(sessions, act, at):
    with pytest.raises(NotAllowed, match="không thuộc vai trò của bạn"):
        act(tasks.complete, at.submitter, "done", ANSWERS)
    assert page(sessions, at.submitter, at).state == queries.FOREIGN


def test_a_task_of_another_unit_does_not_exist(sessions, act, at):
    with sessions.begin() as session:
        stranger = actor(session, make.account(session, make.officer(session, "intake_officer", make.unit(session))).id)
    for command, rest in ((tasks.claim, ()), (tasks.release, ()), (tasks.complete, ("done", ANSWERS))):
        with pytest.raises(NotFound):
            act(command, stranger, *rest)
    with pytest.raises(NotFound):
        page(sessions, stranger, at)


@pytest.mark.parametrize("outcome", ["refuse", None])
def test_an_outcome_that_the_step_does_not_offer_changes_nothing(sessions, act, at, outcome):
    with pytest.raises(Invalid):
        act(tasks.complete, at.first, outcome, ANSWERS)
    assert page(sessions, at.first, at).state == queries.OPEN
    assert "completed" not in verbs(sessions)


def test_answers_that_the_form_does_not_have_are_refused(sessions, act, at):
    with pytest.raises(FormInvalid):
        act(tasks.complete, at.first, "done", ANSWERS | {"bonus": "1"})
    assert page(sessions, at.first, at).state == queries.OPEN


def test_each_save_of_a_draft_builds_on_the_one_before(sessions, act, at):
    assert act(tasks.save_draft, at.first, {"text": "một"}, 0) == 1
    assert act(tasks.save_draft, at.first, {"text": "hai"}, 1) == 2
    sheet = page(sessions, at.first, at).sheet
    assert (sheet.answers, sheet.revision) == ({"text": "hai"}, 2)


def test_an_older_window_does_not_overwrite_a_newer_draft(sessions, act, at):
    act(tasks.save_draft, at.first, {"text": "cửa sổ mới"}, 0)
    with pytest.raises(Conflict, match="cửa sổ khác"):
        act(tasks.save_draft, at.first, {"text": "cửa sổ cũ"}, 0)
    assert page(sessions, at.first, at).sheet.answers == {"text": "cửa sổ mới"}


def test_a_draft_is_its_writers_alone(sessions, act, at):
    act(tasks.save_draft, at.first, ANSWERS, 0)
    assert page(sessions, at.second, at).sheet.answers == {}


def test_no_draft_of_a_ballot_is_kept(sessions, act, at):
    with sessions.begin() as session:
        session.get_one(models.UserTask, at.task_id).form_key = "ballot"
    with pytest.raises(NotAllowed, match="bí mật"):
        act(tasks.save_draft, at.first, ANSWERS, 0)


def test_a_finished_task_takes_no_draft(act, at):
    act(tasks.complete, at.first, "done", ANSWERS)
    with pytest.raises(Conflict):
        act(tasks.save_draft, at.first, ANSWERS, 0)


def test_after_a_task_the_next_one_of_the_same_dossier_comes_before_an_earlier_limit(sessions, act, at, clock):
    with sessions.begin() as session:
        instance = session.get_one(models.ProcessInstance, at.instance_id)
        unit = session.get_one(models.Unit, at.unit_id)
        urgent = make.instance(session, make.dossier(session, None, unit))
        make.task(session, urgent, due_at=clock.at, organ_id=unit.id)
        same = make.task(session, instance, "second_note", organ_id=unit.id)
        done = session.get_one(models.UserTask, at.task_id)
        done.assignee_id, done.claimed_at = at.second.person_id, clock.at
        session.flush()
        assert next_task(session, at.first, done) == same.id
