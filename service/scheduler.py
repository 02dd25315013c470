"""The process that keeps time: `trinhkhen worker`. APScheduler is only its alarm clock; what is due stands in tables."""

import logging
import os

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy.orm import Session, sessionmaker

from service import logs, mailer
from service.settings import Settings
from workflows.commands import timers
from workflows.db import make_sessions
from workflows.errors import WorkflowError

logger = logging.getLogger(__name__)
TICK_SECONDS = 5


def fire_due(sessions: sessionmaker[Session]) -> int:
    """Fire every due timer, each in its own transaction. Return how many fired.

    A failure is noted on its timer and does not keep the others waiting.
    """
    fired = 0
    while True:
        with sessions.begin() as session:
            timer_id = timers.next_due(session)
        if timer_id is None:
            return fired
        try:
            with sessions.begin() as session:
                fired += timers.fire(session, timer_id)
        except Exception as error:  # whatever a step may raise, the next timer must have its turn
            logger.exception("timer_failed", extra={"timer_id": timer_id})
            with sessions.begin() as session:
                timers.postpone(session, timer_id, _told(error))


def _told(error: Exception) -> str:
    """Return what history may say of a failure: our own sentences, of anything else only the kind."""
    return str(error) if isinstance(error, WorkflowError) else type(error).__name__


def run(settings: Settings, *, with_parent: bool = False) -> None:
    """Keep time until stopped; `with_parent`: also until the process that started this one is gone."""
    logs.configure(settings.log_level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    sessions = make_sessions(settings.database_url)
    scheduler = BlockingScheduler(executors={"default": ThreadPoolExecutor(2)}, timezone="UTC")
    options = {"trigger": "interval", "seconds": TICK_SECONDS, "max_instances": 1, "coalesce": True}
    scheduler.add_job(fire_due, args=[sessions], id="timers", **options)
    scheduler.add_job(mailer.deliver_due, args=[sessions, settings], id="mail", **options)
    if with_parent:
        parent = os.getppid()
        scheduler.add_job(lambda: os.getppid() == parent or scheduler.shutdown(wait=False), id="parent", **options)
    logger.info("worker_started")
    scheduler.start()
