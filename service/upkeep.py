"""What the worker does once a day to keep tables small."""

from sqlalchemy.orm import Session, sessionmaker

from workflows.commands import notices


def purge_notices(sessions: sessionmaker[Session], kept_days: int) -> int:
    """Forget notices that were read more than so many days ago, some in each transaction. Return how many."""
    purged, at_once = 0, notices.PURGED_AT_ONCE
    while at_once == notices.PURGED_AT_ONCE:
        with sessions.begin() as session:
            at_once = notices.purge(session, kept_days)
        purged += at_once
    return purged
