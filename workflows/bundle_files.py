"""A bundle of definitions as one ZIP file with a list of checksums; read as if it came from an enemy."""

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from workflows.errors import UploadRejected

SUFFIXES = (".bpmn", ".dmn", ".form", ".limits", ".scenario")
LISTED = f"{', '.join(SUFFIXES[:-1])} hoặc {SUFFIXES[-1]}"
"""The kinds of files, as a sentence names them."""
MANIFEST = "manifest.json"
FORMAT = "trinhkhen-bundle"
MOST_FILES = 300
LARGEST_FILE = 1_048_576
LARGEST_BUNDLE = 32 * LARGEST_FILE
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,99}}(?:{'|'.join(map(re.escape, SUFFIXES))})")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def is_file_name(name: str) -> bool:
    """Tell whether a file of a bundle may be called so: letters, digits, - and _, and one of SUFFIXES."""
    return _NAME.fullmatch(name) is not None


def checksum(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hex) of a bundle, whatever order its files come in."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def pack(files: Mapping[str, bytes], title: str) -> bytes:
    """Return the files as a ZIP; the same files give the same bytes."""
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    manifest = {"format": FORMAT, "version": 1, "title": title, "files": listed}
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as bundle:
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        for name, content in {MANIFEST: text.encode(), **dict(sorted(files.items()))}.items():
            bundle.writestr(ZipInfo(name, _FIRST_DAY), content, ZIP_DEFLATED)
    return packed.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the files of a bundle by name. Raises UploadRejected with a Vietnamese sentence for anything odd."""
    try:
        with ZipFile(BytesIO(content)) as bundle:
            entries = bundle.infolist()
            _demand_modest(entries)
            found = {entry.filename: _read(bundle, entry) for entry in entries}
    except (BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UploadRejected("Tệp không phải gói .zip đọc được.") from error
    listed = _manifest(found.pop(MANIFEST, b""))
    for name in sorted(found.keys() ^ listed.keys()):
        where = "không có trong danh sách của gói" if name in found else "có trong danh sách nhưng không có trong gói"
        raise UploadRejected(f"Tệp “{name}” {where}.")
    for name, file in found.items():
        if hashlib.sha256(file).hexdigest() != listed[name]:
            raise UploadRejected(f"Nội dung tệp “{name}” không khớp mã kiểm tra của gói.")
    return found


def _demand_modest(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise UploadRejected(f"Gói có quá {MOST_FILES} tệp.")
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise UploadRejected("Gói có hai tệp cùng tên.")
    for entry in entries:
        if entry.filename != MANIFEST and not is_file_name(entry.filename):
            shown = entry.filename[:60].encode("ascii", "replace").decode()
            raise UploadRejected(f"Gói không được chứa “{shown}”: chỉ nhận tệp {LISTED} ở thư mục gốc.")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UploadRejected("Gói dùng cách nén lạ. Nén lại bằng cách thường (deflate).")
        if entry.file_size > LARGEST_FILE:
            raise UploadRejected(f"Tệp “{entry.filename}” lớn hơn {LARGEST_FILE // 1024} KB.")
    if sum(entry.file_size for entry in entries) > LARGEST_BUNDLE:
        raise UploadRejected(f"Gói giải nén lớn hơn {LARGEST_BUNDLE // LARGEST_FILE} MB.")


def _read(bundle: ZipFile, entry: ZipInfo) -> bytes:
    """Return an entry; what it says of its size is not believed."""
    with bundle.open(entry) as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise UploadRejected(f"Tệp “{entry.filename}” lớn hơn {LARGEST_FILE // 1024} KB.")
    return content


def _manifest(content: bytes) -> dict[str, str]:
    try:
        manifest = json.loads(content)
        listed = manifest["files"]
        if manifest["format"] != FORMAT or manifest["version"] != 1:
            raise ValueError("another format")
        return {str(name): str(digest) for name, digest in listed.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UploadRejected(f"Gói không có danh sách tệp đọc được ({MANIFEST}).") from error
