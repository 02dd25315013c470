"""What was sent and refused does not stay on the disk; what a dossier names, or somebody sends at this moment, does."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest

from service.upkeep import sweep_files
from tests import dossiers, files
from workflows.clock import utcnow
from workflows.commands import attachments
from workflows.commands.attachments import Slot
from workflows.errors import UploadRejected
from workflows.queries import attachments as queries
from workflows.storage import Storage

LETTER = Slot("to_trinh")
SENT_LONG_AGO = timedelta(days=1, seconds=1)


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "files", limit_bytes=1_000_000)


@pytest.fixture
def draft(sessions) -> dossiers.Draft:
    return dossiers.draft(sessions, {"key": "to_trinh", "name": "Tờ trình"})


def age(path: Path, by: timedelta = SENT_LONG_AGO) -> None:
    at = (utcnow() - by).timestamp()
    os.utime(path, (at, at))


def send(storage, name, content):
    return storage.keep(name, io.BytesIO(content))


def test_a_refused_file_is_gone_after_a_day_and_a_taken_one_stays(sessions, storage, draft):
    taken, refused = send(storage, "Tờ trình.pdf", files.PDF), send(storage, "Ảnh.png", files.PNG)
    with sessions.begin() as session:
        attachments.add(session, draft.officer, draft.reference, LETTER, taken)
    with sessions() as session, pytest.raises(UploadRejected):
        attachments.add(session, draft.officer, draft.reference, LETTER, refused)
    age(storage.path(taken.sha256))
    age(storage.path(refused.sha256), timedelta(hours=23))

    assert sweep_files(sessions, storage) == 0

    age(storage.path(refused.sha256))
    assert sweep_files(sessions, storage) == 1
    assert storage.path(taken.sha256).read_bytes() == files.PDF
    assert not storage.path(refused.sha256).exists()


def test_what_is_sent_again_while_it_is_looked_up_stays(sessions, storage, draft, monkeypatch):
    path = storage.path(send(storage, "Tờ trình.pdf", files.PDF).sha256)
    age(path)
    looked_up = queries.named

    def sent_meanwhile(session, hashes):
        found = looked_up(session, hashes)
        kept = send(storage, "Tờ trình.pdf", files.PDF)
        age(path, timedelta())  # the disk's clock goes on while that of the tests stands still
        with sessions.begin() as other:
            attachments.add(other, draft.officer, draft.reference, LETTER, kept)
        return found

    monkeypatch.setattr(queries, "named", sent_meanwhile)
    assert sweep_files(sessions, storage) == 0
    assert path.read_bytes() == files.PDF


def test_a_database_that_names_no_file_sweeps_none(sessions, storage):
    """It is a new one, or another one than that of the files: nothing that was ever taken may be lost to that."""
    path = storage.path(send(storage, "Tờ trình.pdf", files.PDF).sha256)
    age(path)
    assert sweep_files(sessions, storage) == 0
    assert path.exists()


def test_many_at_once_are_looked_up_some_at_a_time(sessions, storage, draft, monkeypatch):
    taken = send(storage, "Ảnh.png", files.PNG)
    with sessions.begin() as session:
        attachments.add(session, draft.officer, draft.reference, Slot(attachments.FREE_PAPER), taken)
    monkeypatch.setattr("service.upkeep.LOOKED_UP_AT_ONCE", 2)
    for number in range(5):
        age(storage.path(send(storage, "a.pdf", files.PDF + b"\n" * number).sha256))
    assert sweep_files(sessions, storage) == 5
