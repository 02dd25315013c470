"""How long finished work took: medians, working days, stopped time taken out once, on both databases."""

import random
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest

from tests import factories as make
from tests.integration.clock_scene import REASON
from workflows.models import ClockStop, DayOff, DueRule, ProcessInstance, UserTask
from workflows.queries import step_times
from workflows.rules.calendar import local_day

STEP = ("department_certificate", "look")
DAY = timedelta(days=1)


def at(day: int, hour: int = 3) -> datetime:
    """Return an hour of a day of December 2026 in UTC; 3 is 10:00 in Việt Nam, the 1st a Tuesday."""
    return datetime(2026, 12, day, hour, tzinfo=UTC)


class Office:
    """Adds finished work of one definition, and stops of its dossiers."""

    def __init__(self, session):
        self.session = session
        self.definition = make.definition(session)
        self.unit = make.unit(session)
        self.person = make.person(session)
        self.rule = DueRule(
            key="r", name="r", value=5, unit="working_day", start="nhận", on_return="none", confidence="design",
            stopped_by=["applicant", "legal_hold"],
        )  # fmt: skip
        session.add(self.rule)
        session.flush()

    def dossier(self):
        found = make.dossier(self.session, None, self.unit)
        return make.instance(self.session, found, definition=self.definition)

    def done(self, came: datetime, finished: datetime | None, instance=None, step="look", **facts):
        ended = {"completed_at": finished, "completed_by": self.person.id} if finished else {}
        given = {"element_id": step, "created_at": came, "organ_id": self.unit.id, "due_rule_id": self.rule.id}
        return make.task(self.session, instance or self.dossier(), **given | ended | facts)

    def stop(self, task, started: datetime, ended: datetime | None, reason="applicant"):
        note = REASON if reason == "legal_hold" else None
        facts = {"dossier_id": task.dossier_id, "reason": reason, "started_at": started, "ended_at": ended}
        self.session.add(ClockStop(**facts, note=note))
        self.session.flush()

    def taken(self, *where):
        return step_times.of_steps(self.session, where)


@pytest.fixture
def office(sessions):
    with sessions() as session:
        yield Office(session)


def test_medians_are_of_elapsed_and_of_working_days(office):
    office.done(at(1), at(2))
    office.done(at(1), at(3))
    office.done(at(3), at(8))  # Thursday to Tuesday: a weekend lies between
    taken = office.taken()[STEP]

    assert (taken.count, taken.instances) == (3, 3)
    assert taken.days == pytest.approx(2)
    assert taken.working_days == 2
    office.done(at(1), at(1, 15))
    assert office.taken()[STEP].days == pytest.approx(1.5)
    assert office.taken()[STEP].working_days == 1.5


def test_several_tasks_of_one_instance_are_one_instance(office):
    of = office.dossier()
    office.done(at(1), at(2), of)
    office.done(at(2), at(3), of)
    office.done(at(2), at(3), of, step="other")
    taken = office.taken()

    assert (taken[STEP].count, taken[STEP].instances) == (2, 1)
    assert taken[STEP[0], "other"].count == 1


def test_days_off_of_the_country_are_no_working_days(office):
    office.session.add(DayOff(day=date(2026, 12, 2), kind="off", note="x", status="official", source="y"))
    office.done(at(1), at(3))
    assert office.taken()[STEP].working_days == 1


def test_what_a_stop_takes_is_taken_out(office):
    task = office.done(at(1), at(11))
    office.stop(task, at(3), at(7))
    taken = office.taken()[STEP]

    assert taken.days == pytest.approx(6)
    assert taken.working_days == 8 - 2  # Friday and Monday


def test_overlapping_touching_and_outlasting_stops_are_taken_out_once(office):
    task = office.done(at(2), at(11))
    office.stop(task, at(1), at(4))  # begins before the task
    office.stop(task, at(3), at(5), "legal_hold")  # overlaps
    office.stop(task, at(5), at(6))  # touches
    office.stop(task, at(10), None, "legal_hold")  # lasts beyond it
    taken = office.taken()[STEP]

    assert taken.days == pytest.approx(9 - 4 - 1)
    assert taken.working_days == 7 - 2 - 1


def test_a_stop_inside_another_and_one_outside_take_nothing_more(office):
    task = office.done(at(2), at(11))
    office.stop(task, at(3), at(7))
    office.stop(task, at(4), at(5), "legal_hold")
    office.stop(task, at(12), at(14))
    assert office.taken()[STEP].days == pytest.approx(9 - 4)


def test_a_stop_that_the_rule_of_the_step_does_not_know_takes_nothing(office):
    stopped, free = office.done(at(2), at(11)), office.done(at(2), at(11), due_rule_id=None)
    office.stop(stopped, at(3), at(7), "consultation")
    office.stop(free, at(3), at(7))
    assert office.taken()[STEP].days == pytest.approx(9)


def test_only_what_fits_the_conditions_is_counted(office):
    office.done(at(1), at(2))
    office.done(at(1), None)
    assert office.taken(UserTask.completed_at >= at(2))[STEP].count == 1
    assert office.taken(UserTask.completed_at < at(2)) == {}
    assert office.taken(ProcessInstance.id == 0) == {}


def test_many_random_tasks_give_what_is_counted_one_by_one(office):
    randomly = random.Random(7)
    expected: dict[str, list[float]] = {"a": [], "b": []}
    worked: dict[str, list[int]] = {"a": [], "b": []}
    for number in range(120):
        came = at(1) + timedelta(minutes=randomly.randrange(15 * 24 * 60))
        finished = came + timedelta(minutes=randomly.randrange(1, 10 * 24 * 60))
        step = randomly.choice("ab")
        task = office.done(came, finished, step=step)
        spans = []
        for _ in range(number % 3):
            begun = came + timedelta(minutes=randomly.randrange(-3_000, 15_000))
            ended = begun + timedelta(minutes=randomly.randrange(1, 6_000))
            reason = randomly.choice(("applicant", "legal_hold"))
            if any(r == reason and b < ended and begun < e for b, e, r in spans):
                continue
            spans.append((begun, ended, reason))
            office.stop(task, begun, ended, reason)
        expected[step].append(_net_days(came, finished, spans))
        worked[step].append(_net_working_days(came, finished, spans))
    taken = office.taken()

    for step in "ab":
        assert taken[STEP[0], step].days == pytest.approx(median(expected[step]), abs=1e-5)
        assert taken[STEP[0], step].working_days == median(worked[step])


def _pieces(came, finished, spans):
    cut = sorted((max(b, came), min(e, finished)) for b, e, _ in spans if b < finished and e > came)
    reached = came
    for begun, ended in cut:
        if ended > reached:
            yield max(begun, reached), ended
            reached = ended


def _net_days(came, finished, spans) -> float:
    stopped = sum((ended - begun for begun, ended in _pieces(came, finished, spans)), timedelta())
    return (finished - came - stopped) / DAY


def _net_working_days(came, finished, spans) -> int:
    return _between(came, finished) - sum(_between(*piece) for piece in _pieces(came, finished, spans))


def _between(first, last) -> int:
    start = local_day(first)
    return sum((start + n * DAY).weekday() < 5 for n in range(1, (local_day(last) - start).days + 1))


def test_a_stay_is_from_the_first_task_to_the_last_and_counts_when_nothing_is_open(office):
    paths = {'["call"]': (("p", "call"),), '["call", "inner"]': (("p", "call"), ("q", "inner"))}
    over, running = office.dossier(), office.dossier()
    office.done(at(1), at(2), over, path=["call"])
    office.done(at(3), at(8), over, path=["call", "inner"])
    office.done(at(1), at(2), running, path=["call"])
    office.done(at(3), None, running, path=["call", "inner"])
    office.done(at(1), at(30), path=[])

    def stays(since, until):
        blocks = step_times.Blocks(paths)
        return step_times.of_stays(office.session, blocks, blocks.stays([], since, until))

    found = stays(at(1), at(31))
    assert {place: (each.count, each.instances) for place, each in found.items()} == {
        ("p", "call"): (1, 1),
        ("q", "inner"): (1, 1),
    }
    assert found["p", "call"].days == pytest.approx(7)
    assert found["p", "call"].working_days == 5
    assert found["q", "inner"].days == pytest.approx(5)
    assert stays(at(9), at(31)) == {}
