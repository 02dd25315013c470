"""What the worker does once a day to keep tables and disks small."""

import logging
from datetime import timedelta
from itertools import islice

from sqlalchemy.orm import Session, sessionmaker

from workflows.clock import utcnow
from workflows.commands import notices
from workflows.queries import attachments
from workflows.storage import Storage

logger = logging.getLogger(__name__)
UNNAMED_KEPT = timedelta(days=1)
"""Between the file and its row lie seconds; a day bears clocks that differ, too."""
LOOKED_UP_AT_ONCE = 500


def purge_notices(sessions: sessionmaker[Session], kept_days: int) -> int:
    """Forget notices that were read more than so many days ago, some in each transaction. Return how many."""
    purged, at_once = 0, notices.PURGED_AT_ONCE
    while at_once == notices.PURGED_AT_ONCE:
        with sessions.begin() as session:
            at_once = notices.purge(session, kept_days)
        purged += at_once
    return purged


def sweep_files(sessions: sessionmaker[Session], storage: Storage) -> int:
    """Remove the files that were sent and refused, or never wholly received, a day ago or more. Return how many.

    A file that a row names stays. So does one that is being sent at this moment: sending makes it new. A database that
    names no file at all may be another one than that of these files, which is told, and all of them stay.
    """
    moment = utcnow() - UNNAMED_KEPT
    swept = storage.forget_parts(moment)
    old = storage.written_before(moment)
    with sessions() as session:
        session.connection(execution_options={"read_only": True})
        if not attachments.names_any(session):
            if next(old, None) is not None:
                logger.warning("files_not_swept", extra={"why": "no_file_named"})
            return swept
    while hashes := list(islice(old, LOOKED_UP_AT_ONCE)):
        with sessions() as session:
            session.connection(execution_options={"read_only": True})  # nobody waits for a question
            unnamed = set(hashes) - attachments.named(session, hashes)
        swept += sum(storage.forget(sha256, moment) for sha256 in unnamed)
    if swept:
        logger.info("files_swept", extra={"files": swept})
    return swept
