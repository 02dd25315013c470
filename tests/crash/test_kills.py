"""A process is killed at each point of what it does, and started again: nothing half done, nothing twice, nothing lost.

`make test` kills at two points of each, `make test-crash` at every one.
"""

import http.client
import json
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from service import create_app, mailer, scheduler
from tests.crash import scene
from tests.crash.child import live
from tests.crash.conftest import Yard
from tests.integration.racing import faults
from tests.post_office import PostOffice, free_port, open_post_office
from tests.processes import end, start
from workflows import models
from workflows.db import make_sessions
from workflows.errors import Conflict


@dataclass
class Case:
    """One kill: the database it left, what stood there before the job and what stands there after a whole one."""

    point: str
    url: str
    sessions: sessionmaker[Session]
    before: dict
    after: dict
    found: dict = field(default_factory=dict)


@pytest.fixture
def everywhere(request) -> bool:
    """Whether to kill at every point."""
    return bool(request.config.getoption("--crash"))


def points_of(names: list[str], *, everywhere: bool) -> list[int]:
    """Return at which points to kill: at all, or in the middle of the step and just after its last commit."""
    if everywhere:
        return list(range(1, len(names) + 1))
    return [len(names) // 2, max(number for number, name in enumerate(names, 1) if name == "after do_commit")]


def killed(
    yard: Yard, kind: str, everywhere: bool, meanwhile: Callable = lambda _job: None, **settings
) -> Iterator[Case]:
    """Kill a process at its points, each time on a fresh copy, and yield what it left, which must fit together."""
    url = yard.copy()
    sessions = make_sessions(url)
    before, job = scene.condition(sessions), yard.job(kind, url, **settings)
    process = start(live, job, 0)
    meanwhile(job)
    end(process)
    names, after = json.loads(job.trace.read_text()), scene.condition(sessions)
    assert faults(sessions) == []
    _leave(yard, url, sessions)
    for number in points_of(names, everywhere=everywhere):
        url = yard.copy()
        job, sessions = yard.job(kind, url, **settings), make_sessions(url)
        process = start(live, job, number)
        meanwhile(job)
        end(process, code=-signal.SIGKILL)
        point = f"{number} of {len(names)}: {names[number - 1]}"
        assert faults(sessions) == [], point
        yield Case(point, url, sessions, before, after, scene.condition(sessions))
        assert faults(sessions) == [], point
        _leave(yard, url, sessions)


def _leave(yard: Yard, url: str, sessions: sessionmaker[Session]) -> None:
    sessions.kw["bind"].dispose()
    yard.drop(url)


def test_a_completion_is_whole_or_has_not_been(yard, everywhere):
    for case in killed(yard, "complete", everywhere):
        assert case.found in (case.before, case.after), case.point
        try:
            with case.sessions.begin() as session:
                scene.complete(session, yard.place)
        except Conflict:
            assert case.found == case.after, case.point
        assert scene.condition(case.sessions) == case.after, case.point
        assert (case.before["drafts"], case.after["drafts"], case.after["numbers"]) == ([{"text": "nháp"}], [], [1])


def test_a_timer_has_gone_off_once_or_goes_off_once_more(yard, everywhere):
    for case in killed(yard, "fire", everywhere):
        assert case.found in (case.before, case.after), case.point
        assert scheduler.fire_due(case.sessions) == (case.found == case.before), case.point
        assert scene.condition(case.sessions) == case.after, case.point
        assert case.after["numbers"] == [1]


def test_a_step_that_kills_its_worker_every_time_is_an_incident_after_the_third_death(yard, clock):
    url = yard.copy()
    job, sessions = yard.job("fire", url), make_sessions(url)
    before = scene.condition(sessions)
    end(start(live, job, 0))
    middle = len(json.loads(job.trace.read_text())) // 2
    sessions.kw["bind"].dispose()
    yard.drop(url)
    url = yard.copy()
    job, sessions = yard.job("fire", url), make_sessions(url)
    for death in (1, 2, 3):
        end(start(live, job, middle), code=-signal.SIGKILL)
        assert scene.condition(sessions) == before
        with sessions() as session:
            assert session.get_one(models.DueTimer, yard.place.timer_id).claims == death
    assert scheduler.fire_due(sessions) == 0  # not before its worker is surely dead
    clock.advance(minutes=1)
    assert scheduler.fire_due(sessions) == 0
    with sessions() as session:
        assert session.query(models.ProcessInstance).one().status == "incident"
        incident = session.query(models.Incident).one()
        assert (incident.kind, incident.element_id) == ("timer", "deadline")
        assert incident.cause == "Tiến trình hẹn giờ dừng đột ngột 3 lần khi đang chạy bước này."
    assert faults(sessions) == []
    _leave(yard, url, sessions)


def test_a_reminder_has_gone_out_once_with_its_flag_or_goes_out_once_more(yard, everywhere):
    for case in killed(yard, "remind", everywhere):
        assert case.found in (case.before, case.after), case.point
        assert scheduler.remind_due(case.sessions) == (case.found == case.before), case.point
        assert scheduler.remind_due(case.sessions) == 0, case.point
        assert scene.condition(case.sessions) == case.after, case.point
        assert [key.partition(":")[0] for key in case.after["told"]].count("escalation") == 1
        assert len(case.after["flags"]) == 1


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


def letters(sessions: sessionmaker[Session]) -> dict[str, str]:
    with sessions() as session:
        found = session.query(models.OutboxMessage)
        return {f"<{each.effect_key.replace(':', '.')}@example.vn>": each.state for each in found}


def test_no_letter_is_sent_twice_or_forgotten(yard, everywhere, office, clock):
    def open_anew(_job) -> None:
        office.taken.clear()

    to_office = {"smtp_host": "127.0.0.1", "smtp_port": office.port, "mail_from": "trinhkhen@example.vn"}
    for case in killed(yard, "deliver", everywhere, open_anew, **to_office):
        clock.advance(minutes=6)
        mailer.deliver_due(case.sessions, yard.job("deliver", case.url, **to_office).settings)
        states = letters(case.sessions)
        doubtful = [each for each, state in states.items() if state == "in_doubt"]
        sent = [each for each, state in states.items() if state == "sent"]
        assert len(doubtful) <= 1, case.point
        assert sorted([*sent, *doubtful]) == sorted(states), case.point
        assert sorted(set(office.ids) - set(doubtful)) == sorted(sent), case.point
        assert len(office.ids) == len(set(office.ids)), case.point
        clock.advance(minutes=-6)


def again(app: Flask, place: scene.Place) -> tuple[int, dict]:
    """Repeat the request on a server that was started again."""
    path, headers = scene.address(place)
    answer = app.test_client().post(path, data=scene.BODY, headers=headers)
    return answer.status_code, answer.json


def post(port: int, place: scene.Place) -> tuple[int, dict] | None:
    """Ask a server that is about to listen to complete the task; None where the connection breaks off."""
    path, headers = scene.address(place)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(1_000):
        try:
            connection.connect()
            break
        except ConnectionRefusedError:
            time.sleep(0.01)
    try:
        connection.request("POST", path, scene.BODY, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    except (http.client.HTTPException, OSError):
        return None
    finally:
        connection.close()


def test_a_request_repeated_with_its_key_has_one_effect_and_one_answer(yard, everywhere):
    answers: list[tuple[int, dict] | None] = []
    app = create_app(yard.job("serve", "sqlite://").settings)
    for case in killed(
        yard, "serve", everywhere, lambda job: answers.append(post(job.settings.port, yard.place)), port=free_port()
    ):
        assert case.found in (case.before, case.after), case.point
        app.extensions["sessions"] = case.sessions
        repeated = [again(app, yard.place) for _ in range(2)]
        assert repeated[0] == repeated[1], case.point
        assert repeated[0][0] == 200, case.point
        assert answers[-1] in (None, repeated[0]), case.point
        assert scene.condition(case.sessions) == case.after, case.point
        with case.sessions() as session:
            assert session.query(models.IdempotencyKey).count() == 1
