"""A country's worth of open work, made by the database itself: many units, roles, campaigns, and two people to measure.

The specialist of a Sở Nội vụ has the same 150 open tasks whatever the size of the whole; the clerk's group holds a
twentieth of it. The rest is spread over 34 provinces, and a quarter as many finished tasks lie between.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, text

from bench import inbox_sql
from workflows import models
from workflows.db import Base
from workflows.migrations import upgrade

PROVINCES, DEPARTMENTS, COMMUNES, PEOPLE, CAMPAIGNS = 34, 680, 3400, 5000, 20
HOME_AFFAIRS, BUSY = PROVINCES + 1, PROVINCES + 2  # the departments of the specialist and of the clerk
SPECIALIST, CLERK = 1, 2  # people, and their accounts
AWARDS = ("giay_khen", "bang_khen", "huan_chuong")
ROLES = (*inbox_sql.ROLES, "council_member", "submitting_officer")
POSTS = (
    (SPECIALIST, HOME_AFFAIRS, "appraisal_specialist"),
    (SPECIALIST, HOME_AFFAIRS, "intake_officer"),
    (CLERK, BUSY, "intake_officer"),
)
LONG_AGO = date(2020, 1, 1)


def fill(engine: Engine, tasks: int, now: datetime) -> None:
    """Make the tables in an empty database with `tasks` open tasks, whose limits lie around `now`."""
    upgrade(engine)
    with engine.connect() as connection:
        _without_checks(connection)
        with connection.begin():
            _add_reference_rows(connection, now)
            _add_work(connection, tasks, now)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")  # what its daemon does by itself; SQLite has none
    engine.dispose()  # the checks are switched off in this connection alone


def _without_checks(connection: Connection) -> None:
    """Switch off foreign keys, and what keeps a file whole when the power fails, before any transaction begins."""
    driver = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-200000"):
            driver.execute(f"PRAGMA {pragma}")
    else:
        driver.execute("SET session_replication_role = replica")
        connection.connection.commit()
    driver.close()


def _add_work(connection: Connection, tasks: int, now: datetime) -> None:
    tables = [Base.metadata.tables[name] for name in inbox_sql.TABLES]
    indexes = [index for table in tables for index in table.indexes if not index.unique]
    for index in indexes:
        index.drop(connection)
    for statement in inbox_sql.statements(connection.dialect.name, tasks, now):
        connection.execute(text(statement))
    for index in indexes:
        index.create(connection)


def _add_reference_rows(connection: Connection, now: datetime) -> None:
    def add(model: type[Base], rows: list[dict[str, Any]]) -> None:
        connection.execute(insert(model), rows)

    add(models.Role, [{"key": key, "name": key} for key in ROLES])
    add(models.Unit, _units())
    add(models.Person, [_person(number) for number in range(1, PEOPLE + 1)])
    add(models.Account, [_account(person, now) for person in (SPECIALIST, CLERK)])
    add(models.Position, [_position(number, person, unit) for number, (person, unit, _) in enumerate(POSTS, start=1)])
    add(
        models.RoleAssignment,
        [
            {"position_id": number, "role": role, "organ_id": unit}
            for number, (_, unit, role) in enumerate(POSTS, start=1)
        ],
    )
    add(models.Award, [_award(key) for key in AWARDS])
    add(models.Campaign, [_campaign(number, now) for number in range(1, CAMPAIGNS + 1)])
    add(models.Offer, [_offer(number) for number in range(CAMPAIGNS * len(AWARDS))])
    add(models.Council, [_council(number) for number in range(1, PROVINCES + 1)])
    add(
        models.CouncilSeat, [{"council_id": 1, "person_id": SPECIALIST, "function": "member", "votes": True} | _since()]
    )
    add(models.Deployment, [{"id": 1, "number": 1, "checksum": "-", "shipped": True, "deployed_at": now}])
    add(models.ProcessDefinition, [{"id": 1, "deployment_id": 1, "key": "award", "version": 1, "name": "Quy trình"}])


def _since() -> dict[str, Any]:
    return {"valid_from": LONG_AGO}


def _units() -> list[dict[str, Any]]:
    number = PROVINCES + DEPARTMENTS + COMMUNES
    return [
        {
            "id": unit,
            "code": f"unit-{unit}",
            "name": f"Đơn vị {unit}",
            "short_name": f"ĐV {unit}",
            "kind": "department",
            "province_id": None if unit <= PROVINCES else 1 + unit % PROVINCES,
            "origin": "demo_fictional",
        }
        for unit in range(1, number + 1)
    ]


def _person(number: int) -> dict[str, Any]:
    name = f"Người Mẫu {number}"
    return {"id": number, "full_name": name, "search_key": name.lower(), "sort_key": name.lower()}


def _account(person: int, now: datetime) -> dict[str, Any]:
    return {
        "id": person,
        "person_id": person,
        "username": f"user{person}",
        "password_hash": "-",
        "password_changed_at": now,
    }


def _position(number: int, person: int, unit: int) -> dict[str, Any]:
    return {"id": number, "person_id": person, "unit_id": unit, "title": "Chuyên viên"} | _since()


def _award(key: str) -> dict[str, Any]:
    words = {"name": key, "short_name": key, "reward": key, "fund": "quỹ", "decided_by": "giam_doc_so"}
    return {"key": key, "level": "department", "object_kinds": ["individual"]} | words


def _campaign(number: int, now: datetime) -> dict[str, Any]:
    words = {"key": f"campaign-{number}", "code": f"PT {number:02}", "name": f"Phong trào {number}"}
    return {"id": number, "plan": {}, "checksum": str(number), "loaded_at": now} | words


def _offer(number: int) -> dict[str, Any]:
    award = AWARDS[number % len(AWARDS)]
    return {
        "id": number + 1,
        "campaign_id": number // len(AWARDS) + 1,
        "code": f"O{number}",
        "award_key": award,
        "title": f"Hình thức {award}",
        "period": "yearly",
        "process_key": "award",
        "object_kinds": ["individual"],
        "variables": {},
        "notes": [],
        "details": {},
    }


def _council(province: int) -> dict[str, Any]:
    return {"id": province, "unit_id": province, "kind": "province", "name": f"Hội đồng {province}"} | _since()
