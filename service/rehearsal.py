"""Run every award of a plan through its real process with made-up people, in a database that is thrown away."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session, sessionmaker

from forms import FormInvalid
from service import shipped
from service.scheduler import fire_due
from workflows import clock
from workflows.commands import demo, installation, rehearsing, rehearsing_duties
from workflows.commands.rehearsing import Done, OfferFacts
from workflows.db import make_sessions
from workflows.errors import WorkflowError
from workflows.migrations import upgrade
from workflows.storage import KeptFile, Storage

Say = Callable[[str], object]
MOST_STEPS = 200
# The smallest file that every reader opens: one empty page.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def run(campaign: str | None, award: str | None, say: Say) -> int:
    """Rehearse the awards of one plan, or of all (None), and print each step. Return the exit code.

    0 only if every award reaches its end event with its nominees in the register, and every campaign that asks for reports
    sends one up. An award that can no longer be given
    is skipped with the reason; the one that replaced it is an offer of its own and is run as such.
    """
    with TemporaryDirectory(prefix="trinhkhen-") as folder:
        sessions = make_sessions(f"sqlite:///{folder}/rehearsal.db")
        paper = Storage(Path(folder) / "files", 1_000_000).keep("giay-to.pdf", BytesIO(PAPER))
        upgrade(sessions.kw["bind"])
        with sessions.begin() as session:
            installation.install(session, shipped.CAMPAIGNS, shipped.definitions())
            demo.populate(session)
            offers = rehearsing.offers(session, campaign, award)
            duties = [] if award else rehearsing_duties.campaigns(session, campaign)
        if not offers:
            say(f"Không có phong trào hoặc hình thức này: {campaign} {award or ''}".rstrip())
            return 2
        results = [_rehearse(sessions, offer, paper, say) for offer in offers]
        results += [_report(sessions, key, say) for key in duties]
        sessions.kw["bind"].dispose()
    passed, failed, skipped = (results.count(result) for result in (True, False, None))
    say(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


def _rehearse(sessions: sessionmaker[Session], offer: OfferFacts, paper: KeptFile, say: Say) -> bool | None:
    say(f"\n{offer.campaign} · {offer.code} · {offer.title}")
    if offer.process is None:
        say(f"  không còn áp dụng: {offer.unavailable_reason}")
        return None
    try:
        with sessions.begin() as session:
            reference = rehearsing.prepare(session, offer.id, paper)
        say(f"  hồ sơ {reference}, quy trình {offer.process}")
        return _walk(sessions, reference, say)
    except (WorkflowError, FormInvalid) as error:
        say(f"  DỪNG: {error}")
        return False


def _report(sessions: sessionmaker[Session], campaign: str, say: Say) -> bool:
    """Rehearse the yearly report of a campaign: every unit reports, Sở Nội vụ compiles, the province sends it up."""
    say(f"\n{campaign} · báo cáo hằng năm của các đơn vị")
    try:
        with sessions.begin() as session:
            duty_id = rehearsing_duties.prepare(session, campaign)
        for _ in range(MOST_STEPS):
            with sessions.begin() as session:
                done = rehearsing_duties.step(session, duty_id)
            if done is None:
                break
            _say_done(done, say)
        with sessions() as session:
            name, end_event = rehearsing_duties.ending(session, duty_id)
    except (WorkflowError, FormInvalid) as error:
        say(f"  DỪNG: {error}")
        return False
    say(f"  → {end_event}: {name}")
    return end_event == "end_reported"


def _walk(sessions: sessionmaker[Session], reference: str, say: Say) -> bool:
    for _ in range(MOST_STEPS):
        with sessions.begin() as session:
            done = rehearsing.step(session, reference)
        if done is not None:
            _say_done(done, say)
            continue
        with sessions() as session:
            ending = rehearsing.ending(session, reference)
        if ending.end_event is not None:
            say(f"  → {ending.end_event}: {ending.status}, {ending.registered} mục trong sổ khen thưởng")
            return ending.status == "awarded" and ending.registered > 0
        if ending.wakes_at is None:
            say("  DỪNG: không còn việc nào mà quy trình chưa kết thúc")
            return False
        with clock.running_ahead(ending.wakes_at - clock.utcnow()):
            fired = fire_due(sessions)
        say(f"  chờ đến {ending.wakes_at:%d/%m/%Y}: {fired} hẹn giờ")
        if not fired:
            return False
    say(f"  DỪNG: quá {MOST_STEPS} bước")
    return False


def _say_done(done: Done, say: Say) -> None:
    due = f"{done.due_at:%d/%m/%Y}" if done.due_at else "không đặt"
    say(f"  {done.element_id} | {done.name} | {done.lane or '-'} | {done.who} | hạn {due} | {done.outcome or 'xong'}")
