"""Papers of a dossier: what may be sent, by whom, until when, and what is kept of what was sent before."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import dossiers, factories, files
from tests.dossiers import Draft, found
from workflows import models
from workflows.clock import utcnow
from workflows.commands import attachments
from workflows.commands.attachments import Slot
from workflows.errors import Conflict, NotAllowed, NotFound, UploadRejected
from workflows.queries import attachments as queries
from workflows.storage import KeptFile, Storage

LETTER = Slot("to_trinh")


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "files", limit_bytes=1_000_000)


@pytest.fixture
def draft(sessions) -> Draft:
    return dossiers.draft(
        sessions,
        {"key": "to_trinh", "name": "Tờ trình"},
        {"key": "bao_cao_thanh_tich", "name": "Báo cáo thành tích", "per": "nominee"},
    )


@pytest.fixture
def letter(storage) -> KeptFile:
    return storage.keep("Tờ trình.pdf", io.BytesIO(files.PDF))


def add(sessions, draft, slot, kept, actor=None) -> int:
    with sessions.begin() as session:
        return attachments.add(session, actor or draft.officer, draft.reference, slot, kept).id


def names(sessions, draft) -> list[tuple[str, str | None, str]]:
    with sessions() as session:
        rows = queries.current(session, found(session, draft.reference).id)
        return [(row.paper, row.nominee_id, row.file_name) for row in rows]


def verbs(sessions, draft) -> list[str]:
    with sessions() as session:
        dossier = found(session, draft.reference)
        query = session.query(models.HistoryEntry.verb).filter_by(dossier_id=dossier.id)
        return [verb for (verb,) in query.order_by(models.HistoryEntry.sequence)]


def nominee(sessions, draft) -> int:
    with sessions.begin() as session:
        return factories.nominee(session, found(session, draft.reference)).id


def test_a_file_stands_under_its_paper_with_its_first_name_and_its_bytes(sessions, draft, storage, letter):
    number = add(sessions, draft, LETTER, letter)
    with sessions() as session:
        sent = queries.file(session, draft.colleague, draft.reference, number)
    assert (sent.file_name, sent.media_type) == ("Tờ trình.pdf", "application/pdf")
    assert storage.path(sent.sha256).read_bytes() == files.PDF
    assert verbs(sessions, draft) == ["attached"]


def test_a_paper_takes_several_files_and_the_same_file_once(sessions, draft, storage, letter):
    annex = storage.keep("Phụ lục.docx", io.BytesIO(files.DOCX))
    first = add(sessions, draft, LETTER, letter)
    assert add(sessions, draft, LETTER, letter) == first
    add(sessions, draft, LETTER, annex)
    assert names(sessions, draft) == [("to_trinh", None, "Tờ trình.pdf"), ("to_trinh", None, "Phụ lục.docx")]


def test_a_report_belongs_to_its_nominee(sessions, draft, letter):
    who = nominee(sessions, draft)
    add(sessions, draft, Slot("bao_cao_thanh_tich", who), letter)
    assert names(sessions, draft) == [("bao_cao_thanh_tich", who, "Tờ trình.pdf")]


def test_other_material_may_be_any_kind_of_file(sessions, draft, storage):
    add(sessions, draft, Slot("other"), storage.keep("Ảnh.png", io.BytesIO(files.PNG)))
    assert names(sessions, draft) == [("other", None, "Ảnh.png")]


def test_one_content_in_two_places_is_one_blob(sessions, draft, letter):
    add(sessions, draft, LETTER, letter)
    add(sessions, draft, Slot("other"), letter)
    with sessions() as session:
        assert session.query(models.Blob).count() == 1


def test_the_same_file_sent_by_two_at_once_is_one_blob(sessions, storage, letter):
    drafts = [dossiers.draft(sessions, {"key": "to_trinh"}) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: add(sessions, each, LETTER, letter), drafts))
    with sessions() as session:
        assert session.query(models.Blob).count() == 1
        assert session.query(models.Attachment).count() == 4


def test_a_paper_of_text_takes_no_picture(sessions, draft, storage):
    picture = storage.keep("Tờ trình.png", io.BytesIO(files.PNG))
    with pytest.raises(UploadRejected, match="nhận PDF hoặc Word"):
        add(sessions, draft, LETTER, picture)


@pytest.mark.parametrize("slot", [Slot("unknown"), Slot("bao_cao_thanh_tich"), Slot("to_trinh", 99)])
def test_a_file_for_an_unknown_place_is_refused(sessions, draft, letter, slot):
    with pytest.raises(NotFound):
        add(sessions, draft, slot, letter)


def test_a_file_for_a_removed_nominee_is_refused(sessions, draft, letter):
    who = nominee(sessions, draft)
    with sessions.begin() as session:
        session.get(models.Nominee, who).removed_at = utcnow()
    with pytest.raises(NotFound):
        add(sessions, draft, Slot("bao_cao_thanh_tich", who), letter)


def test_replacing_shows_the_new_file_and_keeps_the_old_one(sessions, draft, storage, letter):
    old = add(sessions, draft, LETTER, letter)
    better = storage.keep("Tờ trình sửa.pdf", io.BytesIO(files.PDF + b"\n%%EOF\n"))
    with sessions.begin() as session:
        attachments.replace(session, draft.colleague, draft.reference, old, better)
    assert names(sessions, draft) == [("to_trinh", None, "Tờ trình sửa.pdf")]
    with sessions() as session:
        assert queries.file(session, draft.officer, draft.reference, old).file_name == "Tờ trình.pdf"
    assert verbs(sessions, draft) == ["attached", "attachment_replaced"]


def test_replacing_with_the_very_same_file_changes_nothing(sessions, draft, letter):
    old = add(sessions, draft, LETTER, letter)
    with sessions.begin() as session:
        assert attachments.replace(session, draft.officer, draft.reference, old, letter).id == old
    assert verbs(sessions, draft) == ["attached"]


def test_a_removed_file_is_no_longer_among_the_papers(sessions, draft, letter):
    number = add(sessions, draft, LETTER, letter)
    with sessions.begin() as session:
        attachments.remove(session, draft.officer, draft.reference, number)
    assert names(sessions, draft) == []
    assert verbs(sessions, draft) == ["attached", "attachment_removed"]


def test_a_file_that_was_removed_meanwhile_is_a_conflict(sessions, draft, letter):
    number = add(sessions, draft, LETTER, letter)
    with sessions.begin() as session:
        attachments.remove(session, draft.officer, draft.reference, number)
    with sessions.begin() as session, pytest.raises(Conflict, match="đã được thay hoặc gỡ"):
        attachments.replace(session, draft.officer, draft.reference, number, letter)


def test_another_unit_finds_neither_dossier_nor_file(sessions, draft, letter):
    number = add(sessions, draft, LETTER, letter)
    with pytest.raises(NotFound):
        add(sessions, draft, LETTER, letter, actor=draft.stranger)
    with sessions() as session, pytest.raises(NotFound):
        queries.file(session, draft.stranger, draft.reference, number)


def test_a_file_is_not_found_under_the_reference_of_another_dossier(sessions, draft, letter):
    other = dossiers.draft(sessions)
    number = add(sessions, draft, LETTER, letter)
    with sessions() as session, pytest.raises(NotFound):
        queries.file(session, other.officer, other.reference, number)


def test_whoever_does_not_prepare_the_dossier_may_not_send_files(sessions, draft, letter):
    with pytest.raises(NotAllowed, match="Chỉ cán bộ lập hồ sơ"):
        add(sessions, draft, LETTER, letter, actor=draft.head)


def test_a_dossier_that_went_up_takes_no_more_files(sessions, draft, letter):
    with sessions.begin() as session:
        task = session.query(models.UserTask).filter_by(form_key="dossier").one()
        task.completed_at, task.completed_by = utcnow(), draft.officer.person_id
    with pytest.raises(Conflict, match="chờ ký"):
        add(sessions, draft, LETTER, letter)
