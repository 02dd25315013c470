"""The inbox: whose work is shown, in which views, how it is narrowed, sorted, paged and counted."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from tests import factories as make
from tests.integration.racing import actor
from workflows.clock import utcnow
from workflows.models import DossierAccess, Unit, UserTask
from workflows.policy import Actor
from workflows.queries import inbox as queries
from workflows.queries import inbox_views
from workflows.queries.inbox import Filter, counts, first_rows, inbox, next_task
from workflows.rules.calendar import end_of_day

TODAY = date(2026, 12, 10)  # a Thursday


@dataclass(frozen=True)
class Office:
    """A unit with two officers of the same role, and a way to give them work."""

    unit_id: int
    me: Actor
    colleague: Actor


@pytest.fixture
def office(sessions) -> Office:
    with sessions.begin() as session:
        unit = make.unit(session)
        people = [make.officer(session, "intake_officer", unit) for _ in range(2)]
        return Office(unit.id, *(actor(session, make.account(session, person).id) for person in people))


@pytest.fixture
def give(sessions, office):
    """Return `give(days, **facts)`: a task of the office whose last day is so many days from today."""

    def add(days: int | None = None, *, offer=None, **facts) -> int:
        with sessions.begin() as session:
            unit = session.get_one(Unit, office.unit_id)
            dossier = make.dossier(session, offer(session) if offer else None, unit)
            session.add(DossierAccess(dossier_id=dossier.id, unit_id=unit.id, since=utcnow()))
            due_at = None if days is None else end_of_day(TODAY + timedelta(days=days))
            defaults = {"organ_id": office.unit_id, "due_at": due_at}
            return make.task(session, make.instance(session, dossier), **defaults | facts).id

    return add


@pytest.fixture
def see(sessions, office):
    """Return `see(**filter)`: what the inbox shows me."""

    def ask(who: Actor | None = None, **wanted):
        with sessions() as session:
            return inbox(session, who or office.me, Filter(**wanted))

    return ask


def ids(found) -> list[int]:
    return [row.id for row in found.rows]


def held_by(who: Actor) -> dict:
    return {"assignee_id": who.person_id, "claimed_at": utcnow()}


def done_by(who: Actor, minutes: int = 0) -> dict:
    return {"completed_by": who.person_id, "completed_at": utcnow() - timedelta(minutes=minutes)}


def test_mine_is_what_i_hold_and_what_nobody_holds(see, give, office):
    free, mine = give(1), give(2, **held_by(office.me))
    theirs = give(3, **held_by(office.colleague))
    assert ids(see()) == [free, mine]
    assert ids(see(view="free")) == [free]
    assert ids(see(view="group")) == [free, mine, theirs]
    assert ids(see(office.colleague)) == [free, theirs]


def test_a_row_says_what_it_is_whose_it_is_and_how_many_working_days_are_left(see, give, office):
    give(4, name="Kiểm tra thành phần hồ sơ", **held_by(office.me))
    row = see().rows[0]
    assert (row.name, row.holder, row.is_mine) == ("Kiểm tra thành phần hồ sơ", office.me.name, True)
    assert (row.due.kind, row.due.day, row.days_left) == ("left", date(2026, 12, 14), 2)  # Friday and Monday


def test_work_of_other_roles_units_and_people_is_not_shown(sessions, see, give):
    give(1, candidate_group="submitting_officer")
    with sessions.begin() as session:
        other = make.unit(session).id
        voter = make.person(session).id
    give(1, organ_id=other)
    give(1, reserved_for_id=voter)
    found = see(view="group")
    assert (found.rows, found.total) == ((), 0)


def test_finished_and_cancelled_work_is_gone_and_what_i_did_is_listed_the_latest_first(see, give, office):
    earlier, later = give(1, **done_by(office.me, 10)), give(2, **done_by(office.me))
    give(1, **done_by(office.colleague))
    give(1, cancelled_at=utcnow())
    assert see(view="group").rows == ()
    assert ids(see(view="done")) == [later, earlier]


def test_soon_and_overdue_follow_working_days(see, give):
    over = give(-1)
    give(None)
    soon = [give(0), give(1), give(5)]  # Tuesday is the third working day from Thursday
    far = give(6)
    assert ids(see(view="overdue")) == [over]
    assert ids(see(view="soon")) == soon
    assert ids(see(due="later")) == [far]
    assert [row.days_left for row in see(view="soon").rows] == [0, 1, 3]


def test_the_list_is_narrowed_to_each_state_of_a_limit(see, give):
    over, today, soon, later, none = give(-1), give(0), give(1), give(30), give(None)
    stopped = give(-3, stopped_at=utcnow() - timedelta(days=9))
    found = {due: ids(see(due=due)) for due in inbox_views.DUES}
    assert found == {
        "over": [over],
        "today": [today],
        "soon": [today, soon],
        "later": [later],
        "stopped": [stopped],
        "none": [none],
    }


def test_what_stands_still_has_a_view_of_its_own_and_is_not_late(see, give, office):
    stopped = give(-3, stopped_at=utcnow() - timedelta(days=9))
    suspended = give(-1, rest="suspended")
    give(-1, rest="suspended", **held_by(office.colleague))
    found = see(view="still")
    assert ids(found) == [stopped, suspended]
    assert [(row.due.kind, row.rest) for row in found.rows] == [("stopped", None), ("overdue", "suspended")]
    assert (found.counts["still"], found.counts["overdue"]) == (2, 1)  # a suspended process does not stop the law


def test_after_one_task_comes_none_that_can_move_nothing(sessions, give, office):
    done = give(1)
    give(1, rest="incident")
    with sessions() as session:
        assert next_task(session, office.me, session.get_one(UserTask, done)) == done


def test_a_report_of_a_campaign_is_listed_without_a_dossier(sessions, see, office):
    with sessions.begin() as session:
        campaign = make.campaign(session, code="TD")
        duty = make.duty(session, session.get_one(Unit, office.unit_id), campaign=campaign)
        facts = {"organ_id": office.unit_id, "duty": duty, "campaign_key": campaign.key}
        task = make.task(session, make.instance(session), **facts)
    row = see().rows[0]
    assert (row.id, row.reference, row.offer, row.campaign) == (task.id, "TD-BC-2026", "Báo cáo năm 2026", "TD")


def test_work_without_a_limit_comes_last(see, give):
    without, near, far = give(None), give(1), give(30)
    assert ids(see()) == [near, far, without]
    assert ids(see(sort="newest")) == [far, near, without]


def test_the_list_is_narrowed_by_campaign_award_and_step(see, give):
    campaigns = iter(("a", "b"))
    one = give(1, offer=lambda s: make.offer(s, make.campaign(s, next(campaigns), code="KH 01")), element_id="look")
    two = give(
        2,
        offer=lambda s: make.offer(s, make.campaign(s, next(campaigns), code="KH 02"), "bang_khen"),
        element_id="sign",
    )
    assert ids(see(campaign="a")) == [one]
    assert ids(see(award="bang_khen")) == [two]
    assert ids(see(step="look")) == [one]
    assert ids(see(step="look", campaign="b")) == []
    assert see().campaigns == (("a", "KH 01"), ("b", "KH 02"))
    assert {key for key, _ in see().steps} == {"look", "sign"}


def test_counts_are_of_the_whole_view_whatever_it_is_narrowed_to(see, give, office):
    give(-1)
    give(1, **held_by(office.colleague))
    give(1, **done_by(office.me))
    counts = see(step="nothing").counts
    assert counts == {"mine": 1, "free": 1, "group": 2, "soon": 0, "overdue": 1, "still": 0, "done": 1}


def test_home_counts_what_i_could_do_now(sessions, give, office):
    give(1)
    give(1, **held_by(office.colleague))
    with sessions() as session:
        assert counts(session, office.me)["mine"] == 1
        assert len(first_rows(session, office.me, 6)) == 1


def test_a_long_list_comes_in_pages(see, give, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    first, second, third = (give(days) for days in (1, 2, 3))
    found = see(page=2)
    assert (ids(found), found.total, found.pages) == ([third], 3, 2)
    assert ids(see(page=99)) == [third]
    assert ids(see(page=-1)) == [first, second]


def test_a_list_and_its_counts_end_where_nobody_reads_on(see, give, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    for module in (queries, inbox_views):
        monkeypatch.setattr(module, "MOST_COUNTED", 4)
    ids_given = [give(days) for days in range(1, 8)]
    found = see(page=9)
    assert (ids(found), found.total, found.pages, found.is_cut) == (ids_given[2:4], 5, 2, True)
    assert ids(see(sort="newest")) == ids_given[:-3:-1]


def test_an_address_with_unknown_words_shows_the_usual_list(see, give):
    one = give(1)
    found = see(view="everything", sort="name", due="never")
    assert (found.filter.view, found.filter.sort, found.filter.due) == ("mine", "due", "")
    assert ids(found) == [one]


def test_a_list_takes_the_same_number_of_queries_however_long_it_is(sessions, office, give, count_queries):
    give(1)
    few = count_queries(lambda session: inbox(session, office.me, Filter()))
    for _ in range(5):
        give(2)
    assert count_queries(lambda session: inbox(session, office.me, Filter())) == few


@pytest.fixture
def count_queries(sessions):
    """Return `count_queries(ask)`: how many statements a question sends to the database."""

    def run(ask) -> int:
        sent = []
        engine = sessions.kw["bind"]

        def note(*given) -> None:
            sent.append(given[2])

        event.listen(engine, "before_cursor_execute", note)
        try:
            with sessions() as session:
                ask(session)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(sent)

    return run
