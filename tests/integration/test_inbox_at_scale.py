"""The inbox among much work of others: every list and count reads an index, and shows what the rule of rights says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session, sessionmaker

from bench import inbox_rows
from tests.conftest import NOW
from tests.integration.racing import actor
from workflows import policy
from workflows.db import make_sessions
from workflows.models import UserTask
from workflows.policy import Actor
from workflows.queries import agenda, feeds, inbox_views, punctuality
from workflows.queries.inbox import Filter, counts, inbox
from workflows.queries.inbox_views import Views
from workflows.queries.punctuality import Period
from workflows.responsible import may_direct
from workflows.rules.months import Month

TASKS = 8000  # enough for PostgreSQL to prefer an index to the whole table
PEOPLE = {"specialist": inbox_rows.SPECIALIST, "member of a large group": inbox_rows.CLERK}
ASKED = (
    *(Filter(view=view) for view in inbox_views.NAMES),
    *(Filter(view=view, sort="newest", page=3) for view in ("mine", "group")),
    *(
        Filter(view=view, campaign="campaign-5", award="giay_khen", step="intake_officer_1")
        for view in inbox_views.NAMES
    ),
    *(Filter(view="group", due=due) for due in inbox_views.DUES),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def country(request, tmp_path_factory) -> Iterator[sessionmaker[Session]]:
    """A session factory on a database with the work of a whole country, on each of the two databases in turn."""
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    url = server.create() if server else f"sqlite:///{tmp_path_factory.mktemp('country') / 'country.db'}"
    sessions = make_sessions(url)
    inbox_rows.fill(sessions.kw["bind"], TASKS, NOW)
    yield sessions
    sessions.kw["bind"].dispose()
    if server:
        server.drop(url)


@pytest.fixture(params=PEOPLE.values(), ids=PEOPLE.keys())
def who(request, country) -> Actor:
    """One of the two people, today."""
    with country() as session:
        return actor(session, request.param)


def statements(engine: Engine, sessions, ask) -> list[tuple[str, object]]:
    """Return what `ask(session)` sends to the database."""
    sent: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, values, *_rest) -> None:
        sent.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        with sessions() as session:
            ask(session)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return [each for each in sent if each[0].startswith("SELECT")]


def plan(engine: Engine, statement: str, values) -> list[str]:
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute(explain + statement, values)
        return [str(row[-1]).strip() for row in cursor.fetchall()]


def reads_everything(line: str) -> bool:
    """Whether a line of a plan says that tasks are read without an index, or the whole of an index."""
    words = line.removeprefix("->").strip()
    return "Seq Scan on user_task" in words or words.startswith(("SCAN user_task", "SCAN TABLE user_task"))


@pytest.mark.parametrize("most", [20, 1000], ids=["more than is counted", "all counted"])
def test_every_list_and_count_reads_indexes_of_tasks_only(country, who, most, monkeypatch):
    monkeypatch.setattr(inbox_views, "MOST_COUNTED", most)
    engine = country.kw["bind"]
    whole, careers = [], []
    for wanted in ASKED:
        sent = statements(engine, country, lambda session, wanted=wanted: inbox(session, who, wanted))
        lines = [line for statement, values in sent for line in plan(engine, statement, values)]
        whole += [(wanted, line) for line in lines if reads_everything(line)]
        # Four eyes: what was done of one dossier is asked, not all that somebody has ever done.
        careers += [(wanted, line) for line in lines if "user_task_1" in line and "ix_user_task_done" in line]
    assert whole == []
    assert careers == []


def test_the_work_of_an_office_reads_indexes_too_and_is_all_that_its_head_may_give_to_others(country):
    engine = country.kw["bind"]
    with country() as session:
        who = actor(session, inbox_rows.SPECIALIST)
        head = replace(who, assignments=tuple(replace(each, role="appraisal_head") for each in who.assignments))
        rows = session.scalars(select(UserTask).where(policy.is_open(), UserTask.organ_id == inbox_rows.HOME_AFFAIRS))
        mine = {task.id for task in rows if task.reserved_for_id is None and may_direct(session, head, task)}
        assert (
            set(inbox_views.page(session, Views(session, head).open_pieces("office"), "due", 0, TASKS)) == mine != set()
        )
    sent = statements(engine, country, lambda session: inbox(session, head, Filter(view="office")))
    assert [line for each in sent for line in plan(engine, *each) if reads_everything(line)] == []


PERIOD = Period(NOW.date() - timedelta(days=90), NOW.date())
DECEMBER = Month(2026, 12)


@pytest.mark.parametrize(
    "ask",
    [
        lambda session, who: agenda.of_person(session, who, DECEMBER),
        feeds.deadlines,
        lambda session, who: punctuality.punctuality(session, who, None, PERIOD),
    ],
    ids=["calendar", "private calendar", "figures"],
)
def test_calendars_and_figures_read_indexes_of_tasks_only(country, ask, monkeypatch):
    monkeypatch.setattr(punctuality, "HEADING_ROLES", ("appraisal_specialist",))
    engine = country.kw["bind"]
    with country() as session:
        who = actor(session, inbox_rows.SPECIALIST)
    sent = statements(engine, country, lambda session: ask(session, who))
    lines = [line for statement, values in sent for line in plan(engine, statement, values)]
    assert [line for line in lines if reads_everything(line)] == []


@pytest.mark.parametrize(("most", "number"), [(1000, 7), (20, 8)])
def test_a_page_takes_seven_statements_and_one_more_where_not_all_is_counted(country, who, most, number, monkeypatch):
    monkeypatch.setattr(inbox_views, "MOST_COUNTED", most)
    sent = statements(country.kw["bind"], country, lambda session: inbox(session, who, Filter()))
    assert len(sent) == number, [statement[:80] for statement, _ in sent]


def test_the_views_show_what_the_rule_of_rights_allows(country, who):
    with country() as session:
        allowed = set(session.scalars(select(UserTask.id).where(policy.workable_tasks(who))))
        held = select(UserTask.id, UserTask.assignee_id).where(UserTask.id.in_(allowed))
        holders = {task: holder for task, holder in session.execute(held)}
        shown = views_of(session, who)
    assert all(len(ids) == len(set(ids)) for ids in shown.values())
    assert set(shown["group"]) == allowed
    assert set(shown["free"]) == {task for task, holder in holders.items() if holder is None}
    assert set(shown["mine"]) == {task for task, holder in holders.items() if holder in (None, who.person_id)}
    assert set(shown["soon"]) | set(shown["overdue"]) < set(shown["mine"])


def test_counts_are_right_up_to_the_last_that_is_counted(country, who, monkeypatch):
    with country() as session:
        true = {view: len(ids) for view, ids in views_of(session, who).items()}
        assert {view: counts(session, who)[view] for view in true} == true
        monkeypatch.setattr(inbox_views, "MOST_COUNTED", 20)
        assert {view: counts(session, who)[view] for view in true} == {view: min(n, 21) for view, n in true.items()}


def views_of(session: Session, who: Actor) -> dict[str, list[int]]:
    """Return the ids of all tasks of each view of open ones."""
    views = Views(session, who)
    open_ones = [view for view in inbox_views.NAMES if view != "done"]
    return {view: inbox_views.page(session, views.pieces(view), "due", 0, TASKS) for view in open_ones}
