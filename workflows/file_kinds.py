"""Which files a dossier takes: told by their own bytes, not by what the browser says they are."""

import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workflows.errors import UploadRejected

NAME_LIMIT = 150
HEAD_BYTES = 1024
TAIL_BYTES = 4096
ENTRIES_LIMIT = 10_000  # a report with photographs has hundreds
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its word for people, the endings of its name, and its media type."""

    key: str
    word: str
    endings: tuple[str, ...]
    media_type: str
    shown_in_page: bool
    """Whether a browser shows it without another program."""


PDF = FileKind("pdf", "PDF", (".pdf",), "application/pdf", shown_in_page=True)
DOCX = FileKind(
    "docx",
    "Word (.docx)",
    (".docx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    shown_in_page=False,
)
XLSX = FileKind(
    "xlsx",
    "Excel (.xlsx)",
    (".xlsx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    shown_in_page=False,
)
JPG = FileKind("jpg", "ảnh JPG", (".jpg", ".jpeg"), "image/jpeg", shown_in_page=True)
PNG = FileKind("png", "ảnh PNG", (".png",), "image/png", shown_in_page=True)
KINDS = (PDF, DOCX, XLSX, JPG, PNG)

# Papers that are text or tables; a paper without an entry takes every kind.
KINDS_OF_PAPER: dict[str, tuple[FileKind, ...]] = {
    "to_trinh": (PDF, DOCX),
    "danh_sach": (PDF, DOCX, XLSX),
    "bien_ban": (PDF, DOCX),
    "bien_ban_kiem_phieu": (PDF, DOCX),
    "bao_cao_thanh_tich": (PDF, DOCX),
}


def kinds_of(paper: str) -> tuple[FileKind, ...]:
    """Return the kinds of file that a paper may be."""
    return KINDS_OF_PAPER.get(paper, KINDS)


def words(kinds: tuple[FileKind, ...]) -> str:
    """Return the kinds in words: "PDF, Word (.docx) hoặc ảnh JPG"."""
    *first, last = [kind.word for kind in kinds]
    return f"{', '.join(first)} hoặc {last}" if first else last


def by_media_type(media_type: str) -> FileKind:
    """Return the kind of a stored file."""
    return next(kind for kind in KINDS if kind.media_type == media_type)


def clean_name(name: str) -> str:
    """Return the name of an uploaded file in NFC. Raises UploadRejected if it is empty, a path, or too long."""
    name = unicodedata.normalize("NFC", name).strip()
    if not name or name in {".", ".."}:
        raise UploadRejected("Tệp chưa có tên. Đặt tên cho tệp rồi gửi lại.")
    if any(unicodedata.category(letter).startswith("C") for letter in name):
        raise UploadRejected("Tên tệp có ký tự ẩn. Đổi tên tệp rồi gửi lại.")
    if any(letter in name for letter in '/\\:*?"<>|'):
        raise UploadRejected(
            f'Tên tệp “{name[:60]}” có ký tự không dùng được (/ \\ : * ? " < > |). Đổi tên tệp rồi gửi lại.'
        )
    if len(name) > NAME_LIMIT:
        raise UploadRejected(f"Tên tệp dài {len(name)} ký tự, nhiều nhất {NAME_LIMIT}. Rút ngắn tên tệp rồi gửi lại.")
    return name


def recognise(name: str, path: Path) -> FileKind:
    """Return the kind of the file at `path`. Raises UploadRejected unless its bytes are what its name says."""
    said = next((kind for kind in KINDS if name.lower().endswith(kind.endings)), None)
    if said is None:
        raise UploadRejected(f"Tệp “{name}” không thuộc loại được nhận: {words(KINDS)}.")
    if not _CHECKS[said.key](path):
        raise UploadRejected(_why_not(name, said, path))
    return said


def _why_not(name: str, said: FileKind, path: Path) -> str:
    found = next((kind for kind in KINDS if _CHECKS[kind.key](path)), None)
    if found is not None:
        return (
            f"Tệp “{name}” mang đuôi {said.word} nhưng nội dung là {found.word}. Đổi đúng đuôi tệp hoặc chọn lại tệp."
        )
    if said in (DOCX, XLSX) and _head(path).startswith(OLE_MAGIC):
        return (
            f"Tệp “{name}” đang đặt mật khẩu hoặc là dạng Office cũ. Bỏ mật khẩu, lưu lại dạng {said.word} rồi gửi lại."
        )
    if said in (DOCX, XLSX) and _has_macros(path):
        return f"Tệp “{name}” có macro. Lưu lại dạng {said.word} không macro rồi gửi lại."
    broken = f"Tệp “{name}” không đọc được như một tệp {said.word}: nội dung hỏng, bị cắt hoặc thuộc loại khác."
    return f"{broken} Mở lại tệp, lưu rồi gửi lại."


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _is_pdf(path: Path) -> bool:
    # The end mark tells a whole file from one cut off on its way; some programs add a few bytes after it.
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-") and b"%%EOF" in file.read()


def _is_jpg(path: Path) -> bool:
    return _head(path).startswith(b"\xff\xd8\xff") and path.stat().st_size > 100


def _is_png(path: Path) -> bool:
    head = _head(path)
    return head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR"


def _office(main_part: str) -> Callable[[Path], bool]:
    def is_office(path: Path) -> bool:
        names = _names_in_zip(path)
        return {"[Content_Types].xml", main_part} <= names and not _is_macro(names)

    return is_office


def _names_in_zip(path: Path) -> frozenset[str]:
    # Only the directory of the archive is read: nothing is unpacked, so a bomb cannot go off here.
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()
    return frozenset(names) if len(names) <= ENTRIES_LIMIT else frozenset()


def _has_macros(path: Path) -> bool:
    return _is_macro(_names_in_zip(path))


def _is_macro(names: frozenset[str]) -> bool:
    return any(name.lower().endswith("vbaproject.bin") for name in names)


_CHECKS: dict[str, Callable[[Path], bool]] = {
    "pdf": _is_pdf,
    "docx": _office("word/document.xml"),
    "xlsx": _office("xl/workbook.xml"),
    "jpg": _is_jpg,
    "png": _is_png,
}
