"""Real processes stop and free the clocks of their dossiers by themselves."""

from datetime import timedelta

from tests.integration.walk import begin
from workflows import clocks, dates
from workflows.clock import utcnow
from workflows.models import ClockStop, UserTask
from workflows.rules.calendar import working_days_between

DEPARTMENT, ORDER = "KG-OF2", "LS-OF1"


def stops(walk) -> list[tuple[str, bool]]:
    """Return the reasons of the stops of the dossier in order, and whether each is over."""
    query = walk.session.query(ClockStop).filter_by(dossier_id=walk.dossier.id).order_by(ClockStop.id)
    return [(stop.reason, stop.ended_at is not None) for stop in query]


def working_days(walk, start, until) -> int:
    table = dates.calendar_of(walk.session, walk.dossier.province_id)
    return working_days_between(table, dates.local_date(start), dates.local_date(until - timedelta(microseconds=1)))


def test_waiting_for_other_organs_stops_the_clock_and_their_answers_free_it(installed, paper, clock):
    outcomes = {"examine_dossier": ["consult", "forward"]}
    walk = begin(installed, DEPARTMENT, paper, outcomes=outcomes)
    examined = walk.until("examine_dossier")
    first_from, total = examined.clock_from, walk.dossier.due_at
    walk.until("record_reply")
    assert (walk.dossier.stopped_for, walk.dossier.stopped_at) == (["consultation"], utcnow())
    clock.advance(days=7)
    again = walk.until("examine_dossier")
    assert (walk.dossier.stopped_for, walk.dossier.stopped_at) == ([], None)
    assert stops(walk) == [("consultation", True)]
    assert working_days(walk, total, walk.dossier.due_at) == 5
    assert again.clock_from == first_from
    assert working_days(walk, first_from, again.due_at) - working_days(walk, first_from, utcnow()) == 8
    walk.to_the_end()
    assert walk.dossier.status == "awarded"


def test_a_return_stops_the_clock_until_the_unit_sends_again(installed, paper, clock):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"examine_dossier": ["return", "forward"]})
    examined = walk.until("examine_dossier")
    walk.until("supplement_dossier")
    assert stops(walk) == [("applicant", False)]
    assert walk.dossier.stopped_at == utcnow()
    supplement = walk.open_tasks()[0]
    assert (supplement.due_rule, supplement.stopped_at) == ("supplement.submit", None)
    clock.advance(days=7)
    walk.until("examine_dossier")
    assert stops(walk) == [("applicant", True)]
    # The limit of the whole begins anew with a complete dossier; that of the step goes on with its rest.
    assert (walk.dossier.clock_from, walk.dossier.stopped_at) == (utcnow(), None)
    again = walk.open_tasks()[0]
    assert again.clock_from == examined.clock_from
    assert working_days(walk, utcnow(), again.due_at) == 8


def test_every_due_date_of_a_whole_way_is_the_one_that_its_basis_gives(installed, paper):
    walk = begin(installed, DEPARTMENT, paper)
    walk.to_the_end()
    tasks = walk.session.query(UserTask).filter_by(dossier_id=walk.dossier.id).all()
    found = clocks.recounts(walk.session, tasks)
    assert len(found) > 10
    assert [each.item.element_id for each in found if each.moves] == []


def test_published_names_are_a_stop_that_leaves_a_limit_running_which_includes_that_time(installed, paper):
    walk = begin(installed, ORDER, paper)
    walk.until("post_names")
    walk.step()
    assert walk.dossier.stopped_for == ["publication"]
    assert walk.dossier.stopped_at is None


def test_the_end_of_a_dossier_ends_its_stops(installed, paper):
    walk = begin(
        installed, DEPARTMENT, paper, outcomes={"examine_dossier": ["return"], "settle_overdue_supplement": ["expire"]}
    )
    walk.until("supplement_dossier")
    clocks.close(walk.session, walk.dossier, utcnow())
    walk.session.flush()
    assert (stops(walk), walk.dossier.stopped_for) == ([("applicant", True)], [])
