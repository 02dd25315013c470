"""The process that keeps time: `trinhkhen worker`. APScheduler is only its alarm clock; what is due stands in tables."""

import logging
import os
from itertools import count

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from service import logs, mailer
from service.settings import Settings
from workflows.clock import utcnow
from workflows.commands import idempotency, timers
from workflows.db import make_sessions

logger = logging.getLogger(__name__)
TICK_SECONDS = 5


def fire_due(sessions: sessionmaker[Session]) -> int:
    """Fire every due timer, each in its own transaction. Return in how many transactions something went off.

    A failure is noted on its timer and does not keep the others waiting. Raises OperationalError without a database.
    """
    fired, passed_over = 0, set[int]()
    for turn in count():
        timer_id = None
        try:
            with sessions.begin() as session:
                timer_id = timers.next_due(session, turn, passed_over)
                if timer_id is None:
                    break
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
    return fired


def purge_keys(sessions: sessionmaker[Session]) -> int:
    """Forget the answers to requests of long ago, some at a time. Return how many."""
    purged, at_once = 0, idempotency.PURGED_AT_ONCE
    while at_once == idempotency.PURGED_AT_ONCE:
        with sessions.begin() as session:
            at_once = idempotency.purge(session)
        purged += at_once
    return purged


def _note_failure(sessions: sessionmaker[Session], timer_id: int, error: Exception) -> None:
    logger.error("timer_failed", extra={"timer_id": timer_id}, exc_info=error)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return  # the database went away, which is not the timer's fault: the next tick tries again
    try:
        with sessions.begin() as session:
            timers.postpone(session, timer_id, error)
    except Exception as unnoted:  # it has had its turn; the others have not
        logger.exception("timer_failure_not_noted", extra={"timer_id": timer_id}, exc_info=unnoted)


def run(settings: Settings, *, with_parent: bool = False) -> None:
    """Keep time until stopped; `with_parent`: also until the process that started this one is gone."""
    logs.configure(settings.log_level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    sessions = make_sessions(settings.database_url)
    scheduler = BlockingScheduler(executors={"default": ThreadPoolExecutor(3)}, timezone="UTC")
    # However late the process comes up, what it is for is done then, not an interval later.
    at_once = {"next_run_time": utcnow(), "misfire_grace_time": None, "max_instances": 1, "coalesce": True}
    options = {"trigger": "interval", "seconds": TICK_SECONDS} | at_once
    scheduler.add_job(fire_due, args=[sessions], id="timers", **options)
    scheduler.add_job(mailer.deliver_due, args=[sessions, settings], id="mail", **options)
    scheduler.add_job(purge_keys, args=[sessions], id="keys", trigger="interval", days=1, **at_once)
    if with_parent:
        parent = os.getppid()
        scheduler.add_job(lambda: os.getppid() == parent or scheduler.shutdown(wait=False), id="parent", **options)
    logger.info("worker_started")
    scheduler.start()
