"""What the worker does for administrators who change processes: instances to other versions, finished ones played again."""

import logging
import time

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from workflows.commands import replays, run_items

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 0.005
BETWEEN_REPLAYS = 0.12
"""In seconds. Who waits for SQLite's one writer asks ten times a second: after a long turn a short pause is overslept."""


def move_instances(sessions: sessionmaker[Session]) -> int:
    """Try or move the instances of all runs that are under way, each in its own transaction. Return how many turns it took.

    What keeps one where it is, is noted on its line and keeps no other waiting. Raises OperationalError without a database.
    """
    turns = 0
    while True:
        turn = None
        try:
            with sessions.begin() as session:
                turn = run_items.next_turn(session)
                if turn is None:
                    return turns
                run_items.do(session, turn)
        except (OperationalError, InterfaceError):
            raise  # the database is away or busy, which no instance can help: the next tick goes on from here
        except Exception as error:  # whatever one instance may raise, the others must have their turn
            if turn is None or turn.item_id is None:
                raise
            logger.info("instance_not_moved", extra={"run_id": turn.run_id, "item_id": turn.item_id}, exc_info=error)
            with sessions.begin() as session:
                run_items.note_failure(session, turn, error)
        turns += 1
        time.sleep(PAUSE_SECONDS)  # a file has one writer at a time: let those who wait at a page have their turn


def replay_finished(sessions: sessionmaker[Session]) -> int:
    """Play finished instances again where a draft asks for it, some at a time. Return how many were played.

    One that cannot even be tried is noted and left out. Raises OperationalError without a database.
    """
    played, alone = 0, False
    while True:
        try:
            with sessions.begin() as session:
                at_once = replays.work(session, 0 if alone else replays.TURN_MS)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # whatever one instance may raise, the others must be played
            logger.exception("replay_failed", exc_info=error)
            if alone:
                with sessions.begin() as session:
                    replays.pass_over(session)
            at_once, alone = 0, not alone
        else:
            alone = False
        if at_once is None:
            return played
        played += at_once
        time.sleep(BETWEEN_REPLAYS)
