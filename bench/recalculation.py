"""(h) A day off is added while ten thousand tasks are open: how long the page takes that shows what moves, and the worker."""

import time
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from bench.databases import KINDS, NAMES, Databases
from bench.part import Effort, Part, figure
from service.scheduler import recalculate
from workflows import clock, dates, models, policy
from workflows.commands import days, recalculations
from workflows.db import make_sessions
from workflows.queries import moving
from workflows.rules.days import COUNTRY, DayChange, DayFacts

MOST_SECONDS = 30


def measure(databases: Databases, effort: Effort) -> Part:
    """Fill a copy of the product on each database with open tasks, add a day off before their deadlines, and count."""
    rows, figures = [], {}
    for kind in KINDS:
        sessions = make_sessions(databases.copy(kind))
        found = _run(sessions, effort.of(10_000, 500))
        sessions.kw["bind"].dispose()
        figures[kind] = found
        seconds = (figure(found[name]) for name in ("preview_s", "worker_s", "worker_cpu_s"))
        cells = (f"{found['tasks']:,}", f"{found['moved']:,}", *seconds)
        rows.append((NAMES[kind], *cells))
    worst = max(each["worker_s"] for each in figures.values())
    notes = [f"To stay under {MOST_SECONDS} s for 10,000: {figure(worst)} s."]
    head = ("", "open tasks", "moved", "preview s", "worker s", "of it computing")
    return Part("recalculation", "(h) Open deadlines counted anew", head, rows, figures, {}, notes)


def _run(sessions: sessionmaker[Session], count: int) -> dict[str, Any]:
    with sessions.begin() as session:
        _fill(session, count)
        recalculations.begin(session, None, "shipped", ["đặt hạn"])
    recalculate(sessions)  # gives every task its date and its reminder
    with sessions() as session:
        account = session.scalars(select(models.Account.id).where(models.Account.administrator)).one()
        actor = policy.load_actor(session, account, dates.local_date(clock.utcnow()))
    change = DayChange(None, DayFacts(_tomorrow(sessions), COUNTRY, "official", "off", "Nghỉ đột xuất", "Công văn"))
    began = time.perf_counter()
    with sessions() as session:
        preview = moving.of_days(session, actor, [change])
    previewed, computed = time.perf_counter(), time.process_time()
    with sessions.begin() as session:
        days.apply(session, actor, [change])
    recalculate(sessions)
    ended, computed = time.perf_counter(), time.process_time() - computed
    with sessions() as session:
        job = session.scalars(select(models.Recalculation).order_by(models.Recalculation.id.desc())).first()
    if job is None or job.moved != preview.moved:
        raise AssertionError("what was shown before is not what moved")
    seconds = {
        "preview_s": round(previewed - began, 2),
        "worker_s": round(ended - previewed, 2),
        "worker_cpu_s": round(computed, 2),
    }
    return {"tasks": count, "deadlines": job.total, "moved": job.moved, **seconds}


def _tomorrow(sessions: sessionmaker[Session]) -> date:
    """Return the next day that is worked."""
    day = dates.local_date(clock.utcnow())
    with sessions() as session:
        table = dates.calendar_of(session)
    return next(
        each
        for each in (day + timedelta(days=ahead) for ahead in range(1, 60))
        if each.weekday() < 5 and each not in table.days_off and each not in table.half_days
    )


def _fill(session: Session, count: int) -> None:
    """Put dossiers with one open task each into the tables; which limit it is does not matter to the cost."""
    now, rule = clock.utcnow(), session.scalars(_RULES).first()
    offer = session.scalars(select(models.Offer).where(models.Offer.process_key.is_not(None))).first()
    unit = session.scalars(select(models.Unit).where(models.Unit.kind == "province")).first()
    person = session.scalars(select(models.Person)).first()
    definition = session.scalars(select(models.ProcessDefinition)).first()
    role = session.scalars(select(models.Role.key)).first()
    if None in (offer, unit, person, definition, role, rule):
        raise AssertionError("the product is not in this database")
    dossiers = [
        {
            "reference": f"TL-2026-{number:05}", "campaign_id": offer.campaign_id, "offer_id": offer.id,
            "submitting_unit_id": unit.id, "province_id": unit.id, "status": "submitted", "stage": "appraise",
            "content": {}, "created_by": person.id, "created_at": now, "submitted_at": now, "received_at": now,
            "version": 1,
        }
        for number in range(count)
    ]  # fmt: skip
    session.execute(insert(models.Dossier), dossiers)
    own = select(models.Dossier.id).where(models.Dossier.reference.like("TL-2026-%"))
    same = {"definition_id": definition.id, "state": "{}", "status": "running", "tokens": [], "version": 1}
    instances = [same | {"dossier_id": each, "started_at": now} for each in session.scalars(own)]
    session.execute(insert(models.ProcessInstance), instances)
    places = select(models.ProcessInstance.id, models.ProcessInstance.dossier_id).where(
        models.ProcessInstance.dossier_id.in_(own)
    )
    task = {
        "engine_id": "a", "process_key": "award", "element_id": "appraise", "path": [], "name": "Thẩm định hồ sơ",
        "form_key": "note", "candidate_group": role, "organ_id": unit.id, "outcomes": [], "outcome_variable": "outcome",
        "due_rule": rule, "clock_from": now, "created_at": now, "priority": 50, "version": 1,
    }  # fmt: skip
    tasks = [task | {"instance_id": place, "dossier_id": dossier} for place, dossier in session.execute(places)]
    session.execute(insert(models.UserTask), tasks)


_RULES = (
    select(models.DueRule.key)
    .where(models.DueRule.unit == "working_day", models.DueRule.value >= 5, models.DueRule.on_return == "resume")
    .where(
        models.DueRule.province_id.is_(None), models.DueRule.campaign_id.is_(None), models.DueRule.award_key.is_(None)
    )
    .order_by(func.length(models.DueRule.key), models.DueRule.id)
)
