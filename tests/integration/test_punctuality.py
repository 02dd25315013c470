"""How punctual an organ is: counted by step over a period, on both databases, for whoever heads it and nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories as make
from tests.integration.racing import actor
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import DayOff, DossierAccess, Unit
from workflows.queries.punctuality import Figure, Period, behind, headed, punctuality
from workflows.queries.worked_days import median_of
from workflows.rules.calendar import end_of_day

DECEMBER = Period(date(2026, 12, 1), date(2026, 12, 31))


def at(day: int, hour: int = 3) -> datetime:
    """Return an hour of a day of December in UTC; 3 is 10:00 in Việt Nam."""
    return datetime(2026, 12, day, hour, tzinfo=UTC)


@pytest.fixture
def office(sessions):
    """A unit with its head, an officer, and the head of another unit: (unit id, head, officer, stranger)."""
    with sessions.begin() as session:
        unit, other = make.unit(session), make.unit(session)
        people = (
            make.officer(session, "appraisal_head", unit),
            make.officer(session, "intake_officer", unit),
            make.officer(session, "appraisal_head", other),
        )
        return unit.id, *(actor(session, make.account(session, person).id) for person in people)


@pytest.fixture
def give(sessions, office):
    """Return `give(**facts)`: a task of the unit that came on 1 December; gives its id."""

    def add(step: str = "look", **facts) -> int:
        with sessions.begin() as session:
            dossier = make.dossier(session, None, session.get_one(Unit, office[0]))
            session.add(DossierAccess(dossier_id=dossier.id, unit_id=office[0], since=utcnow()))
            if "completed_at" in facts:
                facts.setdefault("completed_by", office[2].person_id)
            defaults = {"organ_id": office[0], "created_at": at(1), "element_id": step, "name": f"Bước {step}"}
            return make.task(session, make.instance(session, dossier), **defaults | facts).id

    return add


@pytest.fixture
def figures(sessions, office):
    """Return `figures()`: the page of the head, by step."""

    def ask(period: Period = DECEMBER):
        with sessions() as session:
            found = punctuality(session, office[1], None, period)
        return {step.element_id: step for step in found.steps}, found.total

    return ask


def test_what_is_finished_is_on_time_late_or_without_a_limit(give, figures):
    due = end_of_day(date(2026, 12, 8))
    give(due_at=due, completed_at=due)  # at 24:00 it is still in time
    give(due_at=due, completed_at=at(3))
    give(due_at=due, completed_at=due + timedelta(seconds=1))
    give(completed_at=at(4))
    steps, total = figures()
    step = steps["look"]
    assert (step.on_time, step.late, step.unlimited, step.open) == (2, 1, 1, 0)
    assert step.share == 67
    assert (total.on_time, total.late) == (2, 1)


def test_what_is_open_counts_whatever_the_period_and_what_stands_still_is_not_late(give, figures):
    give(due_at=end_of_day(date(2026, 12, 9)))
    give(due_at=end_of_day(date(2026, 12, 9)), stopped_at=at(8))
    give(due_at=end_of_day(date(2026, 12, 30)))
    give()
    steps, _ = figures(Period(date(2020, 1, 1), date(2020, 1, 31)))
    assert (steps["look"].open, steps["look"].open_late, steps["look"].share) == (4, 1, None)


def test_a_period_begins_and_ends_at_midnight_in_viet_nam(give, figures):
    give("before", completed_at=datetime(2026, 11, 30, 16, 59, tzinfo=UTC))
    give("first", completed_at=datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    give("last", completed_at=datetime(2026, 12, 31, 16, 59, tzinfo=UTC))
    give("after", completed_at=datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    assert set(figures()[0]) == {"first", "last"}


def test_the_median_is_in_working_days_by_the_calendar_of_viet_nam(sessions, give, figures):
    with sessions.begin() as session:
        session.add(DayOff(day=date(2026, 12, 7), kind="off", note="Ngày nghỉ mẫu", status="official"))
    give(completed_at=at(2))  # 1 working day
    give(completed_at=at(4, 18))  # 01:00 of Saturday 5 in Việt Nam: 3
    give(completed_at=at(8))  # over a weekend and a day off: 4
    steps, total = figures()
    assert steps["look"].working_days == 3
    give("sign", completed_at=at(1))
    steps, total = figures()
    assert (steps["sign"].working_days, total.working_days) == (0, 2)


def test_a_median_of_an_even_number_lies_between():
    assert median_of({1: 2, 4: 2}) == 2.5
    assert median_of({}) is None


def test_ballots_and_work_of_other_organs_are_not_counted(sessions, give, figures, office):
    give("ballot", reserved_for_id=office[2].person_id, completed_at=at(2))
    with sessions.begin() as session:
        other = make.unit(session).id
    give("elsewhere", organ_id=other)
    assert figures()[0] == {}


def test_figures_lead_to_their_tasks(sessions, give, office):
    due = end_of_day(date(2026, 12, 8))
    late = give(due_at=due, completed_at=at(9))
    give(due_at=due, completed_at=at(3))
    waiting = give(due_at=end_of_day(date(2026, 12, 20)))
    with sessions() as session:
        process = "department_certificate"
        for kind, task in (("late", late), ("open", waiting)):
            found = behind(session, office[1], Figure(office[0], process, "look", kind), DECEMBER, 1)
            assert [row.id for row in found.rows] == [task], kind
        assert behind(session, office[1], Figure(office[0], process, "look", "open_late"), DECEMBER, 9).total == 0


def test_only_who_heads_the_organ_reads_its_figures(sessions, office):
    unit_id, head, officer, stranger = office
    assert headed(officer) == ()
    with sessions() as session:
        for who, organ in ((officer, None), (officer, unit_id), (stranger, unit_id), (head, unit_id + 99)):
            with pytest.raises(NotFound):
                punctuality(session, who, organ, DECEMBER)
            with pytest.raises(NotFound):
                behind(session, who, Figure(organ or unit_id, "x", "look", "open"), DECEMBER, 1)
        with pytest.raises(NotFound):
            behind(session, head, Figure(unit_id, "x", "look", "everything"), DECEMBER, 1)
        assert punctuality(session, stranger, None, DECEMBER).steps == ()
