"""What the forms of a dossier and of its nominees know besides their answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms import Choice, Row
from workflows import dates, offering
from workflows.clock import utcnow
from workflows.db import within
from workflows.models import Council, CouncilSession, Dossier, DossierOrgan, Position, SessionNominee, Unit
from workflows.nomination import active_nominees, read_lists
from workflows.participants import holders
from workflows.steps.registry import Surroundings
from workflows.steps.rows import nominee_rows

# The organs that a letter may address, the first to receive the dossier first.
ADDRESSEES = ("achievement_organ", "handling_organ", "department", "commune", "home_affairs", "province")
LAWS = (
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
    "Căn cứ Nghị định số 152/2025/NĐ-CP của Chính phủ hướng dẫn thi hành Luật Thi đua, khen thưởng;",
)
PERIODS = {"yearly": "hằng năm", "interim": "sơ kết", "final": "tổng kết", "sudden": "đột xuất"}


@dataclass(frozen=True)
class _Ahead:
    """What was read of several dossiers at once, by their ids."""

    held: Mapping[int, bool]
    addressees: Mapping[int, str | None]


def read_ahead(session: Session, dossiers: Collection[Dossier]) -> None:
    """Read of several dossiers at once what is asked of each afterwards, for pages that show many and change nothing."""
    read_lists(session, [dossier.id for dossier in dossiers])
    within(session)["read_ahead"] = _Ahead(_held(session, dossiers), _addressees(session, dossiers))


def fill_dossier(session: Session, dossier: Dossier, surroundings: Surroundings) -> None:
    """Add the values, choices and rows that the pages of a dossier and the forms of its nominees read."""
    signers = _signers(session, dossier.submitting_unit_id)
    surroundings.values |= {
        "simplified": offering.is_simplified(dossier.offer),
        "council_held": council_held(session, dossier),
        "today": dates.local_date(utcnow()).isoformat(),
        "award": dossier.offer.award_key,
        "award_title": dossier.offer.title,
        "campaign": dossier.campaign.key,
        "signer_default": signers[0].value if signers else None,
        "addressee_default": _addressee(session, dossier),
        "legal_bases_default": legal_bases(dossier),
    }
    surroundings.choices["signers"] = signers
    surroundings.choices["occasions"] = _occasions(dossier)
    surroundings.rows["nominees"] = nominee_rows(active_nominees(session, dossier))
    surroundings.rows["years"] = _years(dossier)


def _signers(session: Session, unit_id: int) -> tuple[Choice, ...]:
    """Return who signs for a unit today; read once a transaction, because a step asks for its form and for the whole dossier."""
    today = dates.local_date(utcnow())
    known: dict[tuple[int, date], tuple[Choice, ...]] = within(session).setdefault("signers", {})
    if (unit_id, today) not in known:
        heads = holders(session, unit_id, ("submitting_head",), today)
        known[unit_id, today] = tuple(
            Choice(str(each.id), each.full_name, _title(session, each.id, unit_id)) for each in heads
        )
    return known[unit_id, today]


def council_held(session: Session, dossier: Dossier) -> bool:
    """Whether the unit's own council has met on the system and agreed to everyone who is now on the list."""
    ahead: _Ahead | None = within(session).get("read_ahead")
    if ahead is not None and dossier.id in ahead.held:
        return ahead.held[dossier.id]
    return _held(session, [dossier])[dossier.id]


def _held(session: Session, dossiers: Collection[Dossier]) -> dict[int, bool]:
    latest = (
        select(CouncilSession.dossier_id, func.max(CouncilSession.id))
        .join(Council, Council.id == CouncilSession.council_id)
        .where(CouncilSession.dossier_id.in_([dossier.id for dossier in dossiers]))
        .where(Council.kind == "unit", CouncilSession.status == "concluded")
        .group_by(CouncilSession.dossier_id)
    )
    sessions = {dossier_id: session_id for dossier_id, session_id in session.execute(latest)}
    agreed: dict[int, set[int]] = {}
    if sessions:
        passed = select(SessionNominee.session_id, SessionNominee.nominee_id).where(
            SessionNominee.session_id.in_(sessions.values()), SessionNominee.conclusion == "pass"
        )
        for session_id, nominee_id in session.execute(passed):
            agreed.setdefault(session_id, set()).add(nominee_id)
    found = {}
    for dossier in dossiers:
        listed = {nominee.id for nominee in active_nominees(session, dossier)} if dossier.id in sessions else set()
        found[dossier.id] = bool(listed) and listed <= agreed.get(sessions[dossier.id], set())
    return found


def legal_bases(dossier: Dossier) -> str:
    """Return the legal bases that a letter or a decision on a dossier begins with, one a line."""
    campaign = dossier.campaign
    plan = f"Căn cứ Kế hoạch số {campaign.plan_number}" if campaign.plan_number else "Căn cứ kế hoạch"
    return "\n".join([*LAWS, f"{plan} về phong trào thi đua “{campaign.name}”."])


def _addressee(session: Session, dossier: Dossier) -> str | None:
    ahead: _Ahead | None = within(session).get("read_ahead")
    if ahead is not None and dossier.id in ahead.addressees:
        return ahead.addressees[dossier.id]
    return _addressees(session, [dossier])[dossier.id]


def _addressees(session: Session, dossiers: Collection[Dossier]) -> dict[int, str | None]:
    organs: dict[int, dict[str, str]] = {dossier.id: {} for dossier in dossiers}
    named = select(DossierOrgan.dossier_id, DossierOrgan.organ, Unit.name).join(Unit, Unit.id == DossierOrgan.unit_id)
    for dossier_id, organ, name in session.execute(named.where(DossierOrgan.dossier_id.in_(organs))):
        organs[dossier_id][organ] = name
    return {
        dossier_id: next((names[organ] for organ in ADDRESSEES if organ in names), None)
        for dossier_id, names in organs.items()
    }


def _occasions(dossier: Dossier) -> tuple[Choice, ...]:
    offer = dossier.offer
    period = PERIODS.get(offer.period, offer.period)
    years = (offer.details or {}).get("years") or [dossier.created_at.year]
    return tuple(Choice(f"{offer.period}-{year}", f"Khen thưởng {period}, năm {year}") for year in years)


def _years(dossier: Dossier) -> tuple[Row, ...]:
    campaign = dossier.campaign
    if campaign.first_year is None or campaign.last_year is None:
        return ()
    return tuple(Row(str(year), f"Năm {year}") for year in range(campaign.first_year, campaign.last_year + 1))


def _title(session: Session, person_id: int, unit_id: int) -> str:
    query = select(Position.title).where(Position.person_id == person_id)
    return session.scalar(query.order_by(Position.unit_id != unit_id, Position.id).limit(1)) or ""
