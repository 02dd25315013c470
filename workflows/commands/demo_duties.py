"""A yearly report in the middle of its collection, so that a demonstration's board is not empty: some sent, some late."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import clock, dates
from workflows.commands import duties, rehearsing, rehearsing_duties, tasks
from workflows.models import Campaign, CampaignDuty, UserTask

CAMPAIGN = "ninh-binh-2021-2025"
OPENED_DAYS_AGO, ALLOWED_DAYS = 24, 20
# How far the report of each unit is, in the order of the names: how many days after the opening it was written, signed.
PROGRESS = ((8, 9), (21, 22), (17, None), (None, None))
RESULTS = "Nội dung minh họa: phát động thi đua, nhân rộng mô hình sinh kế, vận động quỹ vì người nghèo trong năm."


def populate(session: Session) -> bool:
    """Open the yearly report of one campaign as it stood some weeks ago. Return whether it was not there yet."""
    year = dates.local_date(clock.utcnow()).year
    if session.scalar(select(Campaign.id).where(Campaign.key == CAMPAIGN)) is None or _is_there(session, year):
        return False
    with clock.running_ahead(timedelta(days=-OPENED_DAYS_AGO)):
        actor = rehearsing_duties.officer(session, CAMPAIGN)
        due_on = dates.local_date(clock.utcnow()) + timedelta(days=ALLOWED_DAYS)
        duty = duties.add(session, actor, CAMPAIGN, rehearsing_duties.typed(year, due_on))
        duties.open_duty(session, actor, duty.id)
    waiting = sorted(_open(session, duty, "write_report"), key=lambda task: task.organ.name if task.organ else "")
    for place, (task, (written, signed)) in enumerate(zip(waiting, PROGRESS, strict=False)):
        if written is not None:
            _do(session, task, written, _figures(place))
        if signed is not None:
            signing = next(each for each in _open(session, duty, "sign_report") if each.organ_id == task.organ_id)
            _do(session, signing, signed, {"letter_number": f"{20 + place}/BC-MH"})
    return True


def _is_there(session: Session, year: int) -> bool:
    query = select(CampaignDuty.id).join(Campaign).where(Campaign.key == CAMPAIGN, CampaignDuty.kind == "yearly")
    return session.scalar(query.where(CampaignDuty.year == year)) is not None


def _open(session: Session, duty: CampaignDuty, element_id: str) -> list[UserTask]:
    query = select(UserTask).where(UserTask.duty_id == duty.id, UserTask.element_id == element_id)
    return list(session.scalars(query.where(UserTask.completed_at.is_(None)).order_by(UserTask.id)))


def _do(session: Session, task: UserTask, days: int, changed: dict) -> None:
    with clock.running_ahead(timedelta(days=days - OPENED_DAYS_AGO)):
        actor, outcome, answers = rehearsing.work_on(session, task)
        if "targets" in answers:
            rows = [{**row, "planned": "2", "achieved": changed["achieved"]} for row in answers["targets"]]
            answers = answers | {"targets": rows}
        given = {key: value for key, value in changed.items() if key != "achieved"}
        tasks.complete(session, actor, task.id, outcome, answers | given)


def _figures(place: int) -> dict:
    """Return the invented figures of a unit."""
    return {
        "achieved": ("2,4", "2,1", "2,8", "2,2")[place % 4],
        "results": RESULTS,
        "contribution": str(120_000_000 + 35_000_000 * place),
        "helped_households": str(18 + 7 * place),
        "collectives_awarded": str(2 + place),
        "individuals_awarded": str(5 + 2 * place),
    }
