"""The worker's part in scenarios: what was asked to be run is played, result by result."""

import logging
from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from service.settings import Settings
from workflows.clock import utcnow
from workflows.commands import scenarios
from workflows.scenarios import jobs

logger = logging.getLogger(__name__)


def run_scenarios(sessions: sessionmaker[Session], minutes: float = Settings.scenario_minutes) -> int:
    """Play every run that is asked for. Return how many were finished. Raises OperationalError without a database.

    `minutes` from its beginning a run ends, whichever workers had it: what is left is not played, and says so. What one
    scenario may do wrong is its result; whatever else breaks leaves the rest of its run to the next tick.
    """
    finished = 0
    while True:
        with sessions.begin() as session:
            claimed = scenarios.claim(session)
        if claimed is None:
            return finished
        with sessions() as session:
            session.connection(execution_options={"read_only": True})  # nobody waits for a question
            given = jobs.ready(session, claimed)
        left = claimed.started_at + timedelta(minutes=minutes) - utcnow()
        for result in jobs.play(given, left.total_seconds()):
            with sessions.begin() as session:
                scenarios.note(session, claimed.run_id, result)
        with sessions.begin() as session:
            scenarios.finish(session, claimed.run_id)
        finished += 1
        logger.info("scenarios_run", extra={"run_id": claimed.run_id, "scenarios": len(claimed.files)})
