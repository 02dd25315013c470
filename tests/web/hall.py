"""Dossiers far on their way: two councils in the middle of a vote, one open, one secret; a dossier that is awarded."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, update
from sqlalchemy.orm import Session, sessionmaker

from tests import product
from tests.conftest import NOW, StillClock
from workflows import clock as workflows_clock
from workflows import models
from workflows.commands import rehearsing
from workflows.db import make_sessions

OPEN_AWARD, SECRET_AWARD = "giay_khen_so", "bk_ttg"


@dataclass(frozen=True)
class Hall:
    """A session of a council in which the ballot is open."""

    id: int
    reference: str
    nominees: tuple[int, ...]
    members: tuple[int, ...]
    """Accounts of those who vote, the chair first."""
    secretary: int
    """Account of the secretary, who has no vote."""


def build(url: str, folder: Path) -> None:
    """Bring a dossier before each of the two councils, in a copy of the product's database."""
    sessions = make_sessions(url)
    with _standing_clock():
        with sessions.begin() as session:
            session.execute(
                update(models.CouncilSeat).where(models.CouncilSeat.function == "secretary").values(votes=False)
            )
        for award in (OPEN_AWARD, SECRET_AWARD):
            product.advance(sessions, product.prepared(sessions, folder, award), "cast_ballot")
    _close(sessions, url)


def finish(url: str, folder: Path) -> None:
    """Take a dossier of the department's award to its end, in a copy of the product's database."""
    sessions = make_sessions(url)
    with _standing_clock():
        reference = product.prepared(sessions, folder, OPEN_AWARD)
        done = True
        while done:
            with sessions.begin() as session:
                done = rehearsing.step(session, reference) is not None
    _close(sessions, url)


def hall(session: Session, *, secret: bool) -> Hall:
    """Return the session of one of the two councils."""
    found = session.scalars(
        select(models.CouncilSession).where(
            models.CouncilSession.secret == secret, models.CouncilSession.status == "open"
        )
    ).one()
    order = {"chair": 0, "member": 1, "secretary": 2}
    roster = sorted(found.members, key=lambda each: (order[each.function], each.person_id))
    nominees = sorted(found.nominees, key=lambda each: each.nominee.number)
    return Hall(
        id=found.id,
        reference=found.dossier.reference,
        nominees=tuple(each.nominee_id for each in nominees),
        members=tuple(account_of(session, each.person_id) for each in roster if each.votes),
        secretary=next(account_of(session, each.person_id) for each in roster if not each.votes),
    )


def account_of(session: Session, person_id: int) -> int:
    """Return the account of a person."""
    return session.scalars(select(models.Account.id).where(models.Account.person_id == person_id)).one()


def vote(browser, at: Hall, *choices: str):
    """Cast a ballot with one choice for each nominee."""
    fields = {f"chon-{nominee}": choice for nominee, choice in zip(at.nominees, choices, strict=True)}
    return browser.post(f"/hoi-dong/phien/{at.id}/phieu", data=fields | {"den": "bo-phieu"})


def close(browser, at: Hall, reason: str = ""):
    """End the vote."""
    fields = {"missing_reason": reason, "is_confirmed": "true"}
    return browser.post(f"/hoi-dong/phien/{at.id}/ket-thuc", data=fields)


def ballots(sessions: sessionmaker[Session], at: Hall) -> list[models.Ballot]:
    """Return all ballots of a session."""
    with sessions() as session:
        return list(session.scalars(select(models.Ballot).where(models.Ballot.session_id == at.id)))


def words(answer) -> str:
    """Return a page as one line of text, entities and joined blanks resolved, mark-up kept."""
    return " ".join(html.unescape(answer.text).replace("\u00a0", " ").replace("\u2060", "").split())


def token(answer) -> str:
    """Return the token that a posting form of a page carries."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def _close(sessions: sessionmaker[Session], url: str) -> None:
    """Put the write-ahead log into the main file, which alone is copied."""
    sessions.kw["bind"].dispose()
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@contextmanager
def _standing_clock() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workflows_clock, "datetime", StillClock(NOW))
        yield
