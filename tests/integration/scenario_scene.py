"""A draft with a short scenario in it, and a change that makes it go another way."""

import re

from sqlalchemy import select

from service import shipped
from service.proving import run_scenarios
from tests.integration.draft_scene import save
from workflows import models, process_drafts, scenario_files
from workflows.commands import rehearsing, scenarios
from workflows.models import ProcessDraft
from workflows.scenario_files import Scenario
from workflows.scenarios import saving
from workflows.trying.acts import Complete, read_start
from workflows.trying.keeping import add, begin

NAME = "nop-ho-so.scenario"
TITLE = "Nộp hồ sơ Giấy khen Sở"
AT = "2026-12-10T08:00:00+07:00"
FIRST = "compile_dossier"
SHORT = (Complete(FIRST),)
PREPARE = "prepare_dossier.bpmn"


def start_of(session) -> dict:
    offer = rehearsing.offers(session, "kien-giang-2021-2025", "giay_khen_so")[0]
    return {"process": "department_certificate", "at": AT, "offer": f"{offer.campaign}/{offer.code}"}


def trial(sessions, actor, number: int, acts=SHORT) -> int:
    """Keep a try-out of a draft that does some acts, and return its number."""
    with sessions.begin() as session:
        found = begin(session, actor, number, "Nộp hồ sơ", read_start(start_of(session)))
        add(session, actor, found.id, list(acts), 0)
        return found.id


def recorded(sessions, actor, number: int, title: str = TITLE) -> str:
    """Save a short try-out of a draft as a scenario, and return the name of its file."""
    trial_id = trial(sessions, actor, number)
    return kept(sessions, actor, number, trial_id, title)


def kept(sessions, actor, number: int, trial_id: int, title: str) -> str:
    """Keep a try-out as the page does: it is played while the database is only read."""
    with sessions() as session:
        shown = saving.shown_by(session, actor, number, trial_id, title)
    with sessions.begin() as session:
        return saving.keep(session, actor, number, shown)


def broken() -> bytes:
    """Return the preparation of a dossier with two of its ways swapped: what was for the signature goes to the council."""
    swapped = {b'outcome = "sign"': b'outcome = "convene"', b'outcome = "convene"': b'outcome = "sign"'}
    content = shipped.definitions()[PREPARE]
    assert all(content.count(each) == 1 for each in swapped)
    return re.sub(b"|".join(swapped), lambda found: swapped[found[0]], content)


def break_draft(sessions, actor, number: int) -> None:
    save(sessions, actor, number, broken(), PREPARE)


def ran(sessions, actor, number: int) -> models.ScenarioRun:
    """Run the scenarios of a draft as the worker does, and return the run with its results."""
    with sessions.begin() as session:
        scenarios.request(session, actor, number, again=True)
    run_scenarios(sessions)
    with sessions() as session:
        run = session.scalars(select(models.ScenarioRun).order_by(models.ScenarioRun.id.desc())).first()
        assert run is not None
        assert run.results is not None  # loaded while the session is open
        return run


def scenario(sessions, number: int, name: str) -> Scenario:
    with sessions() as session:
        return scenario_files.read(process_drafts.files_of(session, session.get_one(ProcessDraft, number))[name])
