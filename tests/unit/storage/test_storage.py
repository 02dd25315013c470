"""Files are told by their own bytes, kept once by their content, and refused with a sentence that says what to do."""

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import files
from workflows import file_kinds
from workflows.errors import UploadRejected
from workflows.storage import Storage


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "files", limit_bytes=1_000_000)


def keep(storage: Storage, name: str, content: bytes):
    return storage.keep(name, io.BytesIO(content))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Báo cáo.pdf", files.PDF, file_kinds.PDF),
        ("BÁO CÁO.PDF", files.PDF, file_kinds.PDF),
        ("Tờ trình.docx", files.DOCX, file_kinds.DOCX),
        ("Danh sách.xlsx", files.XLSX, file_kinds.XLSX),
        ("Ảnh.jpeg", files.JPG, file_kinds.JPG),
        ("Ảnh.png", files.PNG, file_kinds.PNG),
    ],
)
def test_a_file_whose_bytes_are_what_its_name_says_is_kept(storage, name, content, kind):
    kept = keep(storage, name, content)
    assert (kept.name, kept.kind, kept.size_bytes) == (name, kind, len(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert storage.path(kept.sha256).read_bytes() == content


def test_a_file_stands_under_the_first_letters_of_its_hash(storage):
    kept = keep(storage, "a.pdf", files.PDF)
    relative = storage.path(kept.sha256).relative_to(storage.folder)
    assert relative.parts == (kept.sha256[:2], kept.sha256[2:4], kept.sha256)


def test_the_same_content_is_kept_once_under_any_name(storage):
    assert keep(storage, "a.pdf", files.PDF).sha256 == keep(storage, "b.pdf", files.PDF).sha256
    assert len([path for path in storage.folder.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"", "không có nội dung"),
        ("a.pdf", files.PDF + b"\n" * 1_000_001, "lớn quá 1 MB"),
        ("a.pdf", files.PNG, "nội dung là ảnh PNG"),
        ("a.png", files.PDF, "nội dung là PDF"),
        ("a.docx", files.XLSX, "nội dung là Excel"),
        ("a.docx", b"PK\x03\x04 not an archive", "không đọc được"),
        ("a.docx", files.archive("readme.txt"), "không đọc được"),
        ("a.docx", files.archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "có macro"),
        ("a.docx", file_kinds.OLE_MAGIC + b"\0" * 600, "mật khẩu"),
        ("a.pdf", files.PDF[: len(files.PDF) // 2], "không đọc được"),
        ("a.pdf", b"<html>%PDF-1.7 %%EOF</html>", "không đọc được"),
        ("a.exe", b"MZ" + b"\0" * 600, "không thuộc loại được nhận"),
        ("a.pdf.exe", files.PDF, "không thuộc loại được nhận"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "không thuộc loại được nhận"),
        ("", files.PDF, "chưa có tên"),
        ("..", files.PDF, "chưa có tên"),
        ("../../etc/passwd.pdf", files.PDF, "ký tự không dùng được"),
        ("C:\\Users\\a.pdf", files.PDF, "ký tự không dùng được"),
        ("a\0.pdf", files.PDF, "ký tự ẩn"),
        ("a\u202efdp.exe.pdf", files.PDF, "ký tự ẩn"),
        ("a" * 200 + ".pdf", files.PDF, "dài 204 ký tự"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason_and_leaves_nothing_behind(storage, name, content, said):
    with pytest.raises(UploadRejected, match=said):
        keep(storage, name, content)
    assert not [path for path in storage.folder.rglob("*") if path.is_file()] if storage.folder.exists() else True


def test_a_file_that_breaks_off_on_its_way_leaves_nothing_behind(storage):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        storage.keep("a.pdf", Broken())
    assert not list(storage.folder.iterdir())


def test_a_paper_of_text_takes_no_pictures_and_a_free_paper_takes_every_kind():
    assert file_kinds.PNG not in file_kinds.kinds_of("bien_ban")
    assert file_kinds.kinds_of("other") == file_kinds.KINDS
    assert file_kinds.words(file_kinds.kinds_of("bien_ban")) == "PDF hoặc Word (.docx)"


def test_what_was_half_written_long_ago_goes_and_what_is_being_written_stays(storage):
    keep(storage, "a.pdf", files.PDF)
    left, growing = storage.folder / ".part-left", storage.folder / ".part-growing"
    for path in (left, growing):
        path.write_bytes(b"%PDF")
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    os.utime(left, (an_hour_ago.timestamp() - 1,) * 2)
    assert storage.forget_parts(an_hour_ago) == 1
    assert growing.exists()
    assert not left.exists()


def test_a_file_that_is_sent_while_it_is_forgotten_is_there_in_the_end(storage):
    """One forgets what is old, others send it again and again: what they have sent is never missing afterwards."""
    sha256 = keep(storage, "a.pdf", files.PDF).sha256
    with ThreadPoolExecutor(3) as pool:
        for _ in range(30):
            os.utime(storage.path(sha256), (0, 0))
            moment = datetime.now(UTC) - timedelta(hours=1)
            sent = [pool.submit(keep, storage, "a.pdf", files.PDF) for _ in range(2)]
            forgotten = pool.submit(storage.forget, sha256, moment)
            for each in (*sent, forgotten):
                each.result()
            assert storage.path(sha256).read_bytes() == files.PDF


def test_nothing_is_forgotten_where_nothing_was_kept(storage):
    now = datetime.now(UTC)
    assert (list(storage.written_before(now)), storage.forget_parts(now)) == ([], 0)
