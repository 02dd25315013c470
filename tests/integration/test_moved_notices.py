"""Whose deadlines a recalculation moves is told once a run, however many tasks that are, whoever crashes meanwhile."""

import pytest
from sqlalchemy import event, insert, select

from service.scheduler import recalculate
from tests.integration.moved_scene import FAR, OFF, Place
from workflows import models
from workflows.clock import utcnow
from workflows.commands import days, moved_notices, recalculations
from workflows.db import table_of


def told(sessions):
    """Return (person, subject, link) of what was told of moved deadlines, by person."""
    with sessions() as session:
        query = select(models.Notice).where(models.Notice.kind == moved_notices.KIND)
        return sorted((each.person_id, each.subject, each.link) for each in session.scalars(query))


def test_who_has_the_work_is_told_once_how_much_of_it_moved(sessions):
    with sessions.begin() as session:
        place = Place(session)
        first, second = place.people
        held = place.task(session, assignee_id=first, claimed_at=utcnow())
        place.task(session)
        place.task(session)
        days.apply(session, place.administrator, OFF)

    recalculate(sessions)

    assert told(sessions) == [(first, "Hạn của 3 việc đã đổi", "/viec"), (second, "Hạn của 2 việc đã đổi", "/viec")]
    with sessions() as session:
        job = session.scalars(select(models.Recalculation)).one()
        assert (job.moved, job.untold, job.concerned) == (3, 0, {})
        body = session.scalars(select(models.Notice.body).where(models.Notice.person_id == first)).one()
        assert "15/12/2026" in body
        assert session.get_one(models.UserTask, held).due_at is not None


def test_one_task_is_led_to_and_what_does_not_move_is_not_told(sessions):
    with sessions.begin() as session:
        place = Place(session)
        first, _ = place.people
        held = place.task(session, assignee_id=first, claimed_at=utcnow())
        days.apply(session, place.administrator, OFF)
    recalculate(sessions)
    with sessions.begin() as session:
        days.apply(session, place.administrator, FAR)
    recalculate(sessions)

    assert told(sessions) == [(first, "Hạn của 1 việc đã đổi", f"/viec/{held}/han")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_thousand_tasks_take_few_statements_a_batch_and_are_told_once_though_it_broke_off(sessions, monkeypatch):
    monkeypatch.setattr(moved_notices, "TOLD_AT_ONCE", 1)
    with sessions.begin() as session:
        place = Place(session)
        multiply(session, place.task(session), 1_000)
        job = days.apply(session, place.administrator, OFF)
        assert job.total == 1_000
    for _ in range(3):
        with sessions.begin() as session:
            recalculations.work(session)
    with sessions() as session:  # dies before it has committed
        recalculations.work(session)
        session.flush()

    statements = []
    listen = (sessions.kw["bind"], "before_cursor_execute", lambda *of: statements.append(of[2]))
    event.listen(*listen)
    try:
        recalculate(sessions)
    finally:
        event.remove(*listen)

    subject = "Hạn của 1000 việc đã đổi"
    assert told(sessions) == [(person, subject, "/viec") for person in sorted(place.people)]
    of_holders = [each for each in statements if "FROM role_assignment" in each]
    assert len(of_holders) == 7  # one for each batch that was left
    assert len([each for each in statements if each.startswith("INSERT INTO notice")]) == 2


def multiply(session, task_id, number):
    """Let there be so many tasks like this one, each with a dossier and an instance of its own."""
    task = session.get_one(models.UserTask, task_id)
    rows = {model: row_of(session, model, key) for model, key in (
        (models.Dossier, task.dossier_id), (models.ProcessInstance, task.instance_id), (models.UserTask, task_id),
    )}  # fmt: skip
    for model, row in rows.items():
        copies = []
        for each in range(1, number):
            copy = row | {"id": row["id"] + each}
            copy |= {name: row[name] + each for name in ("dossier_id", "instance_id") if row.get(name)}
            copy |= {name: f"{row[name]}-{each}" for name in ("reference", "engine_id") if name in row}
            copies.append(copy)
        session.execute(insert(table_of(model)), copies)


def row_of(session, model, key):
    table = table_of(model)
    return dict(session.execute(select(table).where(table.c.id == key)).mappings().one())
