"""Clocks in the tables: they stop and run on with what was left, go on where a step comes back, and are counted anew."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests import factories as make
from tests.integration.clock_scene import REASON, added, begin, finish, last_day, rule, specialist
from tests.integration.scene import department_scene
from workflows import clocks
from workflows.actors import load_actor
from workflows.clock import utcnow
from workflows.clocks import Cause
from workflows.commands import interventions
from workflows.models import (
    CalendarYear,
    CampaignDuty,
    ClockStop,
    DayOff,
    DeadlineExtension,
    DossierAccess,
)
from workflows.queries import deadline
from workflows.rules.calendar import end_of_day

# The tests begin on Thursday 10/12/2026; without days off five working days end on 17/12, ten on 24/12.


@pytest.fixture
def scene(sessions):
    with sessions() as session:
        scene = department_scene(session)
        session.add(DossierAccess(dossier_id=scene.dossier.id, unit_id=scene.department.id, since=utcnow()))
        yield scene


def test_a_task_keeps_the_row_and_the_event_from_which_it_is_counted(scene):
    row = rule(scene)
    task = begin(scene)
    assert (task.due_rule_id, task.clock_from, task.stopped_at) == (row.id, utcnow(), None)
    assert task.due_at == end_of_day(date(2026, 12, 17)) == datetime(2026, 12, 17, 17, tzinfo=UTC)


def test_a_limit_without_a_number_keeps_its_row_and_has_no_date(scene):
    row = rule(scene, value=None, unit="none", stopped_by=[])
    task = begin(scene)
    assert (task.due_rule_id, task.due_at) == (row.id, None)


def test_a_stop_and_its_end_keep_what_was_left_of_every_limit_that_it_concerns(scene, clock):
    rule(scene)
    rule(scene, "council.plan", 3, "none", stopped_by=[])
    held, other = begin(scene), begin(scene, "council.plan")
    clock.advance(days=1)
    assert clocks.stop(scene.session, scene.dossier, Cause("legal_hold", note=REASON), utcnow())
    assert not clocks.stop(scene.session, scene.dossier, Cause("legal_hold", note=REASON), utcnow())
    assert (held.stopped_at, other.stopped_at) == (utcnow(), None)
    assert (last_day(held), last_day(other)) == (date(2026, 12, 17), date(2026, 12, 15))
    clock.advance(days=10)  # from Friday the 11th to Monday the 21st: one day is used, four are left
    clocks.resume(scene.session, scene.dossier, Cause("legal_hold"), utcnow())
    assert (held.stopped_at, last_day(held)) == (None, date(2026, 12, 25))
    assert last_day(other) == date(2026, 12, 15)
    assert scene.dossier.stopped_for == []


def test_of_two_stops_that_overlap_the_last_lets_the_clock_run_on(scene, clock):
    rule(scene)
    task = begin(scene)
    clock.advance(days=1)
    clocks.stop(scene.session, scene.dossier, Cause("consultation"), utcnow())
    since = utcnow()
    clock.advance(days=3)
    clocks.stop(scene.session, scene.dossier, Cause("legal_hold", note=REASON), utcnow())
    clock.advance(days=3)
    clocks.resume(scene.session, scene.dossier, Cause("consultation"), utcnow())
    assert task.stopped_at == since
    clock.advance(days=4)
    clocks.resume(scene.session, scene.dossier, Cause("legal_hold"), utcnow())
    assert (task.stopped_at, last_day(task)) == (None, date(2026, 12, 25))


def test_a_step_that_begins_while_the_dossier_is_held_stands_still_from_the_beginning(scene, clock):
    rule(scene)
    clocks.stop(scene.session, scene.dossier, Cause("legal_hold", note=REASON), utcnow())
    clock.advance(days=1)
    task = begin(scene)
    assert (task.stopped_at, last_day(task)) == (utcnow(), date(2026, 12, 18))
    clock.advance(days=3)
    clocks.resume(scene.session, scene.dossier, Cause("legal_hold"), utcnow())
    assert last_day(task) == date(2026, 12, 21)  # Monday the 14th is the day on which it runs again


def test_a_machine_whose_clock_was_set_back_makes_no_stop_overlap_another(scene, clock):
    clocks.stop(scene.session, scene.dossier, Cause("consultation"), utcnow())
    clock.advance(days=2)
    clocks.resume(scene.session, scene.dossier, Cause("consultation"), utcnow())
    ended = utcnow()
    clock.advance(days=-1)
    clocks.stop(scene.session, scene.dossier, Cause("consultation"), utcnow())
    clocks.resume(scene.session, scene.dossier, Cause("consultation"), utcnow())
    scene.session.flush()
    second = scene.session.query(ClockStop).order_by(ClockStop.id.desc()).first()
    assert (second.started_at, second.ended_at) == (ended, ended)


@pytest.mark.parametrize(
    ("reason", "facts"),
    [
        ("legal_hold", {"note": "ngắn"}),
        ("holiday", {}),
        ("applicant", {"ended_at": datetime(2026, 12, 1, tzinfo=UTC)}),
    ],
)
def test_the_table_takes_no_stop_that_is_nameless_negative_or_without_a_reason(scene, reason, facts):
    scene.session.add(ClockStop(dossier_id=scene.dossier.id, reason=reason, started_at=utcnow(), **facts))
    with pytest.raises(IntegrityError):
        scene.session.flush()


def test_the_table_takes_no_second_open_stop_for_one_reason(scene):
    for hours in (0, 1):
        started = utcnow() + timedelta(hours=hours)
        scene.session.add(ClockStop(dossier_id=scene.dossier.id, reason="applicant", started_at=started))
    with pytest.raises(IntegrityError):
        scene.session.flush()


def test_a_step_that_comes_back_goes_on_with_what_its_first_stay_left(scene, clock):
    rule(scene)
    who = make.officer(scene.session, "appraisal_specialist", scene.department)
    first = begin(scene)
    clock.advance(days=1)
    finish(scene, first, who)
    clock.advance(days=13)  # Thursday 24/12
    again = begin(scene)
    assert (again.clock_from, last_day(again)) == (first.clock_from, date(2026, 12, 30))
    found = deadline.of_task(scene.session, scene.actor(who), again.id)
    assert [run.words for run in found.runs if run.kind == "stopped"] == ["dừng: hồ sơ ở bước khác"]


def test_a_step_that_restarts_begins_anew_when_it_comes_back(scene, clock):
    rule(scene, on_return="restart")
    who = make.officer(scene.session, "appraisal_specialist", scene.department)
    finish(scene, begin(scene), who)
    clock.advance(days=14)
    again = begin(scene)
    assert (again.clock_from, last_day(again)) == (utcnow(), date(2026, 12, 31))


def test_another_organ_has_a_limit_of_its_own_for_the_same_step(scene, clock):
    rule(scene)
    who = make.officer(scene.session, "appraisal_specialist", scene.department)
    finish(scene, begin(scene), who)
    clock.advance(days=14)
    elsewhere = begin(scene, organ_id=make.unit(scene.session).id)
    assert last_day(elsewhere) == date(2026, 12, 31)


def test_a_recount_follows_a_new_day_off_and_says_old_and_new(scene):
    rule(scene)
    task = begin(scene)
    added(scene, DayOff(day=date(2026, 12, 14), kind="off", note="Nghỉ thêm", status="official"))
    added(scene, DayOff(day=date(2026, 12, 15), kind="half", note="Nửa ngày", status="official"))
    scene.session.info.clear()
    (found,) = clocks.recounts(scene.session, [task])
    assert (found.old, found.new, found.moves) == (task.due_at, end_of_day(date(2026, 12, 21)), True)
    assert last_day(task) == date(2026, 12, 17)  # nothing was written yet
    clocks.recount(scene.session, task)
    assert last_day(task) == date(2026, 12, 21)


def test_a_recount_of_a_clock_that_stands_still_moves_nothing_as_days_pass(scene, clock):
    rule(scene)
    task = begin(scene)
    clock.advance(days=1)
    clocks.stop(scene.session, scene.dossier, Cause("legal_hold", note=REASON), utcnow())
    clock.advance(days=40)
    assert not clocks.recounts(scene.session, [task])[0].moves


def test_an_extension_stands_when_the_deadline_is_counted_anew(scene):
    rule(scene)
    task = begin(scene)
    who = make.person(scene.session)
    until = end_of_day(date(2026, 12, 23))
    extension = DeadlineExtension(task_id=task.id, old_due_at=task.due_at, new_due_at=until, reason=REASON)
    extension.extended_by, extension.extended_at = who.id, utcnow()
    added(scene, extension)
    clocks.set_due(scene.session, task, until)
    added(scene, DayOff(day=date(2026, 12, 14), kind="off", note="Nghỉ", status="official"))
    scene.session.info.clear()
    assert not clocks.recounts(scene.session, [task])[0].moves


def test_an_extension_of_a_limit_that_began_anew_since_is_over(scene, clock):
    row = rule(scene, f"total.{scene.dossier.offer.process_key}", 5, "restart")
    clocks.start(scene.session, scene.dossier, utcnow())
    given = {"old_due_at": scene.dossier.due_at, "new_due_at": end_of_day(date(2027, 3, 1)), "reason": REASON}
    by = make.person(scene.session).id
    added(scene, DeadlineExtension(dossier_id=scene.dossier.id, extended_by=by, extended_at=utcnow(), **given))
    clocks.stop(scene.session, scene.dossier, Cause("applicant"), utcnow())
    clock.advance(days=7)
    clocks.resume(scene.session, scene.dossier, Cause("applicant"), utcnow(), anew=True)
    assert (scene.dossier.due_rule_id, scene.dossier.clock_from) == (row.id, utcnow())
    assert last_day(scene.dossier) == date(2026, 12, 24)


def test_a_dossier_that_is_cancelled_has_no_stop_left(scene):
    clocks.stop(scene.session, scene.dossier, Cause("legal_hold", note=REASON), utcnow())
    chief = make.account(scene.session, make.person(scene.session), administrator=True)
    actor = load_actor(scene.session, chief.id, date(2026, 12, 10))
    interventions.cancel(scene.session, actor, scene.instance.id, REASON)
    scene.session.flush()
    assert scene.session.query(ClockStop).one().ended_at == utcnow()
    assert (scene.dossier.status, scene.dossier.stopped_for) == ("cancelled", [])


def test_a_date_beyond_the_announced_years_is_provisional_and_names_what_may_be_off(scene):
    rule(scene, value=20)
    added(scene, CalendarYear(year=2026, announced=True, source="thông báo"))
    added(scene, DayOff(day=date(2027, 1, 4), kind="off", note="Dự kiến nghỉ", status="assumed"))
    actor = specialist(scene)
    found = deadline.of_task(scene.session, actor, begin(scene).id)
    assert (found.due_day, found.due.is_provisional) == (date(2027, 1, 7), True)
    assert found.expected == ((date(2027, 1, 4), "Dự kiến nghỉ"),)
    assert (found.rule.words, sum(day.weight for day in found.days)) == ("20 ngày làm việc", 20)


def test_a_step_of_a_campaigns_duty_is_counted_like_any_other(scene):
    rule(scene, "report.compile", 10, "none", stopped_by=[])
    organs = {"collector": scene.department, "signer": scene.department}
    day = {"due_on": date(2027, 1, 29), "opened_at": utcnow(), "created_at": utcnow(), "source": "kế hoạch"}
    duty = CampaignDuty(campaign=scene.dossier.campaign, kind="yearly", year=2026, **organs, **day)
    duty.instance = make.instance(scene.session)
    facts = {"organ_id": scene.department.id, "due_rule": "report.compile", "duty": added(scene, duty)}
    task = make.task(scene.session, duty.instance, "report_summary", **facts)
    clocks.start(scene.session, task, utcnow())
    assert (last_day(task), clocks.recount(scene.session, task).moves) == (date(2026, 12, 24), False)
