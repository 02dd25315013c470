"""The process that keeps time: `trinhkhen worker`. APScheduler is only its alarm clock; what is due stands in tables."""

import logging
import os
import time

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from service import files, logs, mailer, proving, studio_jobs, upkeep
from service.settings import Settings
from workflows.clock import utcnow
from workflows.commands import digests, duties, idempotency, publishing, recalculations, reminding, timers
from workflows.db import make_sessions

logger = logging.getLogger(__name__)
TICK_SECONDS = 5
DIGEST_SECONDS = 60
PAUSE_SECONDS = 0.005


def fire_due(sessions: sessionmaker[Session]) -> int:
    """Fire every due timer, each in its own transaction. Return in how many transactions something went off.

    Each is claimed before, some at once, so that one whose step kills this process does not do so for ever.
    A failure is noted on its timer and does not keep the others waiting. Raises OperationalError without a database.
    """
    fired, turn, own, passed_over = 0, 0, set[int](), set[int]()
    while True:
        timer_id = None
        try:
            with sessions.begin() as session:
                timer_id = timers.next_due(session, turn, passed_over, own)
                if timer_id is None:
                    left = timers.take_over(session, passed_over, own)
                    if left is None:
                        break
                    (own if left.may_fire else passed_over).add(left.timer_id)
                    continue
                if timer_id not in own:
                    own |= timers.claim(session, timer_id)
                    continue
                went_off = timers.fire(session, timer_id)
        except Exception as error:  # whatever a step may raise, the next timer must have its turn
            if timer_id is None:
                raise
            passed_over.add(timer_id)
            _note_failure(sessions, timer_id, error)
        else:
            fired += went_off
            if not went_off:
                passed_over.add(timer_id)
        own.discard(timer_id)
        turn += 1
    return fired


def remind_due(sessions: sessionmaker[Session]) -> int:
    """Send every reminder that is due, some in each transaction. Return for how many tasks somebody was told.

    Where one of them fails, each of its transaction is sent in one of its own. Raises OperationalError without a database.
    """
    told, alone, passed_over = 0, 0, set[int]()
    claimed = [0]
    while claimed:
        claimed = []
        try:
            with sessions.begin() as session:
                claimed = reminding.claim(session, 1 if alone else reminding.AT_ONCE, passed_over)
                sent = reminding.send(session, claimed)
        except Exception as error:  # whatever one may raise, the next must have its turn
            if not claimed:
                raise
            if len(claimed) > 1:
                alone = len(claimed)
                continue
            passed_over.update(claimed)
            _note_unsent(sessions, claimed[0], error)
        else:
            told += sent
        alone = max(0, alone - 1)
        time.sleep(PAUSE_SECONDS)  # a file has one writer at a time: let those who wait at a page have their turn
    return told


def recalculate(sessions: sessionmaker[Session]) -> int:
    """Count open deadlines anew where a change asks for it, batch by batch. Return how many batches were counted.

    Where a batch fails, its instances are counted one by one, and the one that cannot be is noted and left as it was.
    Raises OperationalError without a database.
    """
    batches, alone = 0, 0
    while True:
        try:
            with sessions.begin() as session:
                if not recalculations.work(session, 1 if alone else recalculations.BATCH):
                    return batches
        except (OperationalError, InterfaceError):
            raise  # the database is away or busy, which no instance can help: the next tick goes on from here
        except Exception as error:  # whatever one instance may raise, the others must be counted
            logger.exception("recalculation_failed", exc_info=error)
            if alone:
                _pass_over(sessions)
            else:
                alone = recalculations.BATCH + 1
        batches, alone = batches + 1, max(0, alone - 1)
        time.sleep(PAUSE_SECONDS)  # a file has one writer at a time: let those who wait at a page have their turn


def _pass_over(sessions: sessionmaker[Session]) -> None:
    try:
        with sessions.begin() as session:
            recalculations.pass_over(session)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # it cannot even be noted: the instances after it must be counted all the same
        logger.exception("recalculation_failure_not_noted", exc_info=error)
        with sessions.begin() as session:
            recalculations.pass_over(session, is_noted=False)


def open_duties(sessions: sessionmaker[Session]) -> int:
    """Make the duties that plans ask for, and open those whose day has come, each in its own transaction. Return how many.

    A plan that cannot be read and a duty that cannot be opened are logged and tried again at the next tick. Raises
    OperationalError without a database.
    """
    opened, passed_over = 0, set[int]()
    _plan_duties(sessions)
    while True:
        duty_id = None
        try:
            with sessions.begin() as session:
                duty_id = duties.next_to_open(session, passed_over)
                if duty_id is None:
                    return opened
                duties.open_duty(session, None, duty_id)
            opened += 1
        except Exception as error:  # whatever keeps one closed, the others must open
            if duty_id is None:
                raise
            passed_over.add(duty_id)
            logger.exception("duty_not_opened", extra={"duty_id": duty_id}, exc_info=error)


def _plan_duties(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        session.connection(execution_options={"read_only": True})  # nobody waits for a question
        campaigns = duties.campaigns(session)
    for campaign_id in campaigns:
        try:
            with sessions.begin() as session:
                duties.plan_campaign(session, campaign_id)
        except Exception as error:  # whatever one plan says, the others are followed and what is there opens
            logger.exception("duties_not_planned", extra={"campaign_id": campaign_id}, exc_info=error)


def publish_drafts(sessions: sessionmaker[Session]) -> int:
    """Put approved changes of processes in force whose day has come, each in its own transaction. Return how many.

    One that cannot be is logged and tried again at the next tick. Raises OperationalError without a database.
    """
    published, passed_over = 0, set[int]()
    while True:
        draft_id = None
        try:
            with sessions.begin() as session:
                draft_id = publishing.next_due(session, passed_over)
                if draft_id is None:
                    return published
                went = publishing.publish_due(session, draft_id)
            published += went
            passed_over.add(draft_id)  # it may still wait for its scenarios
        except Exception as error:  # whatever keeps one back, the others must come into force
            if draft_id is None:
                raise
            passed_over.add(draft_id)
            logger.exception("draft_not_published", extra={"draft_id": draft_id}, exc_info=error)


def plan_missing_reminders(sessions: sessionmaker[Session]) -> int:
    """Plan the reminders of open tasks that have none, because they are older than reminders. Return of how many.

    Some in each transaction; what another holds is left to the next time. Raises OperationalError without a database.
    """
    planned, after = 0, 0
    while True:
        with sessions() as session:
            session.connection(execution_options={"read_only": True})  # nobody waits for a question
            found = reminding.without_reminder(session, after)
        if not found:
            return planned
        with sessions.begin() as session:
            planned += reminding.plan_missing(session, found)
        after = found[-1]
        time.sleep(PAUSE_SECONDS)  # a file has one writer at a time: let those who wait at a page have their turn


def purge_keys(sessions: sessionmaker[Session]) -> int:
    """Forget the answers to requests of long ago, some at a time. Return how many."""
    purged, at_once = 0, idempotency.PURGED_AT_ONCE
    while at_once == idempotency.PURGED_AT_ONCE:
        with sessions.begin() as session:
            at_once = idempotency.purge(session)
        purged += at_once
    return purged


def gather_digests(sessions: sessionmaker[Session]) -> int:
    """Queue one letter for each person whose waiting notices may go now. Return how many."""
    with sessions() as session:
        session.connection(execution_options={"read_only": True})  # nobody waits for a question
        persons = digests.persons_due(session)
    gathered = 0
    for person_id in persons:
        try:
            with sessions.begin() as session:
                gathered += digests.gather(session, person_id)
        except Exception as error:  # whatever keeps one person's letter back, the others have theirs
            logger.exception("digest_failed", extra={"person_id": person_id}, exc_info=error)
    return gathered


def _note_failure(sessions: sessionmaker[Session], timer_id: int, error: Exception) -> None:
    logger.error("timer_failed", extra={"timer_id": timer_id}, exc_info=error)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return  # the database went away, which is not the timer's fault: the next tick tries again
    try:
        with sessions.begin() as session:
            timers.postpone(session, timer_id, error)
    except Exception as unnoted:  # it has had its turn; the others have not
        logger.exception("timer_failure_not_noted", extra={"timer_id": timer_id}, exc_info=unnoted)


def _note_unsent(sessions: sessionmaker[Session], timer_id: int, error: Exception) -> None:
    logger.error("reminder_failed", extra={"timer_id": timer_id}, exc_info=error)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return  # the database went away, which is not the reminder's fault: the next tick tries again
    try:
        with sessions.begin() as session:
            reminding.postpone(session, timer_id, error)
    except Exception as unnoted:  # it has had its turn; the others have not
        logger.exception("reminder_failure_not_noted", extra={"timer_id": timer_id}, exc_info=unnoted)


def run(settings: Settings, *, with_parent: bool = False) -> None:
    """Keep time until stopped; `with_parent`: also until the process that started this one is gone."""
    logs.configure(settings.log_level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    sessions = make_sessions(settings.database_url)
    scheduler = BlockingScheduler(executors={"default": ThreadPoolExecutor(7)}, timezone="UTC")
    # However late the process comes up, what it is for is done then, not an interval later.
    at_once = {"next_run_time": utcnow(), "misfire_grace_time": None, "max_instances": 1, "coalesce": True}
    options = {"trigger": "interval", "seconds": TICK_SECONDS} | at_once
    scheduler.add_job(fire_due, args=[sessions], id="timers", **options)
    scheduler.add_job(remind_due, args=[sessions], id="reminders", **options)
    scheduler.add_job(recalculate, args=[sessions], id="recalculations", **options)
    scheduler.add_job(studio_jobs.move_instances, args=[sessions], id="migration_runs", **options)
    scheduler.add_job(studio_jobs.replay_finished, args=[sessions], id="replays", **options)
    scheduler.add_job(proving.run_scenarios, args=[sessions, settings.scenario_minutes], id="scenarios", **options)
    scheduler.add_job(mailer.deliver_due, args=[sessions, settings], id="mail", **options)
    gathering = options | {"seconds": DIGEST_SECONDS}
    scheduler.add_job(gather_digests, args=[sessions], id="digests", **gathering)
    scheduler.add_job(open_duties, args=[sessions], id="duties", trigger="interval", minutes=10, **at_once)
    scheduler.add_job(publish_drafts, args=[sessions], id="drafts", trigger="interval", minutes=10, **at_once)
    scheduler.add_job(plan_missing_reminders, args=[sessions], id="missing", trigger="interval", days=1, **at_once)
    scheduler.add_job(purge_keys, args=[sessions], id="keys", trigger="interval", days=1, **at_once)
    kept = [sessions, settings.notices_kept_days]
    scheduler.add_job(upkeep.purge_notices, args=kept, id="notices", trigger="interval", days=1, **at_once)
    swept = [sessions, files.storage_of(settings)]
    scheduler.add_job(upkeep.sweep_files, args=swept, id="files", trigger="interval", days=1, **at_once)
    if with_parent:
        parent = os.getppid()
        scheduler.add_job(lambda: os.getppid() == parent or scheduler.shutdown(wait=False), id="parent", **options)
    logger.info("worker_started")
    scheduler.start()
