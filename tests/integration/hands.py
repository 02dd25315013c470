"""What several processes do at once: workers that fire timers, members who all vote."""

from collections import Counter
from datetime import datetime

from service import scheduler
from tests.conftest import StillClock
from tests.integration import ringing  # noqa: F401 - registers the operation of its process
from tests.integration.voting import Vote, cast
from workflows import clock
from workflows.db import make_sessions
from workflows.errors import Conflict


def fire(_number: int, barrier, answers, url: str, at: datetime) -> None:
    """Fire what is due; answer in how many transactions something went off."""
    clock.datetime = StillClock(at)  # type: ignore[misc]
    sessions = make_sessions(url)
    barrier.wait()
    answers.put(scheduler.fire_due(sessions))


def vote(number: int, barrier, answers, url: str, at: datetime, vote: Vote) -> None:
    """Cast the ballots of one's share of the members, then those of the next one's share; answer what became of them."""
    clock.datetime = StillClock(at)  # type: ignore[misc]
    sessions, became = make_sessions(url), Counter[str]()
    count, share = len(vote.ballots), len(vote.ballots) // barrier.parties
    barrier.wait()
    for turn in range(2 * share):
        try:
            with sessions.begin() as session:
                cast(session, vote, (number * share + turn) % count)
            became["counted"] += 1
        except Conflict:
            became["refused"] += 1
    answers.put(became)
