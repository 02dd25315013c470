"""Scenarios that are written to break whoever plays them: each has a result, and those beside it are played."""

import json

import pytest

from tests.integration.draft_scene import begun, save
from tests.integration.scenario_scene import ran, recorded, start_of

pytestmark = pytest.mark.parametrize("database_url", ["product"], indirect=True)


@pytest.fixture
def number(sessions, people):
    return begun(sessions, people[0], "Thử kịch bản")


def sent(sessions, actor, number, name="xau.scenario", acts=(), **start):
    with sessions() as session:
        given = {**start_of(session), **start}
    said = {
        "format": "trinhkhen-scenario",
        "version": 1,
        "title": "Kịch bản xấu",
        "process": given["process"],
        "start": given,
        "acts": list(acts),
        "path": [],
        "expected": {},
    }
    save(sessions, actor, number, json.dumps(said).encode(), name)


@pytest.mark.parametrize(
    "start",
    [
        {"at": "0001-01-01T00:00:00+07:00"},
        {"at": "9999-12-31T23:59:00+00:00"},
        {"variables": {"\ud800": "\ud800"}},
        {"offer": "\ud800/\ud800"},
        {"variables": {"n": float("nan")}},
        {"variables": {"n": 10**3000}},
    ],
)
def test_no_start_keeps_a_run_from_its_end(sessions, people, number, start):
    sent(sessions, people[0], number, **start)
    recorded(sessions, people[0], number)
    run = ran(sessions, people[0], number)
    assert (run.state, run.done) == ("done", 2)


@pytest.mark.parametrize(
    "acts",
    [
        [{"do": "pass_time", "until": "9999-12-31T23:59:00+00:00"}],
        [{"do": "pass_time", "until": "9999-12-30T23:59:00+00:00"}, {"do": "pass_time", "days": 1000}],
        [{"do": "complete", "step": "compile_dossier", "who": "\ud800"}],
        [{"do": "message", "name": "\ud800"}],
        [{"do": "message", "name": "withdraw_dossier", "reason": "\ud800"}],
    ],
)
def test_no_act_keeps_a_run_from_its_end(sessions, people, number, acts):
    sent(sessions, people[0], number, acts=acts)
    recorded(sessions, people[0], number)
    run = ran(sessions, people[0], number)
    assert (run.state, run.done) == ("done", 2)
