"""The database breaks off in the middle of the work: everyone is told to come again, and a repeated request has one effect."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from service import create_app
from service.settings import Settings
from tests.crash import scene
from tests.integration.racing import faults
from tests.pg_server import PgServer
from workflows import models
from workflows.db import Base

WORKERS = 4
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Office:
    """An application on a database server of its own, and dossiers waiting in it."""

    server: PgServer
    app: Flask
    places: list[scene.Place]


@pytest.fixture
def office(request, tmp_path, clock) -> Iterator[Office]:
    server = PgServer.start_own()
    try:
        url = server.create()
        settings = Settings(secret_key="x" * 40, var_dir=tmp_path, database_url=url, log_level="CRITICAL")
        app = create_app(settings)
        sessions = app.extensions["sessions"]
        Base.metadata.create_all(sessions.kw["bind"])
        count = 200 if request.config.getoption("--crash") else 24
        yield Office(server, app, scene.build_many(sessions, count))
        sessions.kw["bind"].dispose()
    finally:
        server.stop()


def ask(app: Flask, place: scene.Place):
    path, headers = scene.address(place)
    return app.test_client().post(path, data=scene.BODY, headers=headers)


def test_pages_and_programs_are_told_to_come_again_and_then_it_works(office):
    place = office.places[0]
    browser = office.app.test_client()
    browser.set_cookie(office.app.config["SIGN_IN_COOKIE_NAME"], "x" * 40)
    office.server.crash()
    answers = [ask(office.app, place), browser.get("/viec"), browser.get("/suc-khoe/san-sang")]
    assert [(each.status_code, each.headers["Retry-After"]) for each in answers] == [(503, "5")] * 3
    assert "dùng lại đúng Idempotency-Key" in answers[0].json["detail"]
    assert "mất kết nối với cơ sở dữ liệu" in answers[1].text
    assert "Traceback" not in answers[1].text
    office.server.run()
    assert ask(office.app, place).status_code == 200
    assert browser.get("/viec").status_code == 302


def test_each_request_repeated_through_a_crash_has_one_effect(office):
    answers: Counter[int] = Counter()
    waiting, lock, half_done = list(office.places), threading.Lock(), threading.Event()
    bodies: dict[int, dict] = {}

    def work() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                place = waiting.pop()
                if len(waiting) < len(office.places) / 2:
                    half_done.set()
            until = time.monotonic() + LONGEST_SECONDS
            while time.monotonic() < until:
                answer = ask(office.app, place)
                with lock:
                    answers[answer.status_code] += 1
                if answer.status_code != 503:
                    break
                assert answer.headers["Retry-After"] == "5"
                time.sleep(0.02)
            bodies[place.task_id] = answer.json

    threads = [threading.Thread(target=work, daemon=True) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    half_done.wait(LONGEST_SECONDS)
    office.server.crash()
    time.sleep(0.3)
    office.server.run()
    for thread in threads:
        thread.join(LONGEST_SECONDS)
        assert not thread.is_alive()
    assert answers[503] > 0
    assert answers[200] == len(office.places), answers
    assert set(answers) == {200, 503}
    assert {place.task_id: ask(office.app, place).json for place in office.places} == bodies
    sessions = office.app.extensions["sessions"]
    with sessions() as session:
        numbers = [entry.after["number"] for entry in session.scalars(issued())]
        assert sorted(numbers) == list(range(1, len(office.places) + 1))
        assert session.query(models.TaskAnswers).count() == len(office.places)
        assert session.query(models.IdempotencyKey).count() == len(office.places)
    assert faults(sessions) == []


def issued():
    return select(models.HistoryEntry).where(models.HistoryEntry.verb == "decision_numbered")
