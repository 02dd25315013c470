"""Keeps the bytes of files by their content: written once, found by their SHA-256, never changed."""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from workflows import file_kinds
from workflows.errors import UploadRejected
from workflows.file_kinds import FileKind

CHUNK_BYTES = 1 << 20
PART = ".part-"
"""How the names of files begin that are being written."""
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class KeptFile:
    """A file that was checked and stands in the storage under its hash."""

    sha256: str
    size_bytes: int
    kind: FileKind
    name: str


@dataclass(frozen=True)
class Storage:
    """A folder of files, `aa/bb/aabb…`, and the largest file that it takes."""

    folder: Path
    limit_bytes: int

    def keep(self, name: str, stream: IO[bytes]) -> KeptFile:
        """Check a file and write it to the disk for good.

        Raises UploadRejected for a bad name, an empty or too large file, or content that is not what the name says.
        Call it before the transaction that adds the row: a file without a row harms nobody, a row without a file does.
        What gets no row is swept away after a day. A file that stands there already becomes new by it.
        """
        name = file_kinds.clean_name(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=PART, delete=False) as part:
            path = Path(part.name)
            try:
                sha256, size_bytes = self._copy(stream, part, name)
                kind = file_kinds.recognise(name, path)
                os.fsync(part.fileno())
                self._settle(path, sha256)
            finally:
                path.unlink(missing_ok=True)
        return KeptFile(sha256, size_bytes, kind, name)

    def path(self, sha256: str) -> Path:
        """Return where the file with this hash stands."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def written_before(self, moment: datetime) -> Iterator[str]:
        """Yield the hashes of files that nobody has sent since."""
        for path in self.folder.glob("??/??/*"):
            if HASH.fullmatch(path.name) and _is_older(path, moment):
                yield path.name

    def forget(self, sha256: str, moment: datetime) -> bool:
        """Remove a file unless somebody has sent it again since `moment`, and tell whether it is gone by this.

        Who sends it at the same instant finds it removed before, and writes it; or has written it, and it stays.
        """
        with self._locked(fcntl.LOCK_EX):
            path = self.path(sha256)
            if not _is_older(path, moment):
                return False
            path.unlink()
            return True

    def forget_parts(self, moment: datetime) -> int:
        """Remove what was half written when a process died before `moment`. Return how many files it was."""
        parts = [path for path in self.folder.glob(f"{PART}*") if _is_older(path, moment)]
        for path in parts:
            path.unlink(missing_ok=True)
        return len(parts)

    def _copy(self, stream: IO[bytes], part: IO[bytes], name: str) -> tuple[str, int]:
        digest, size_bytes = hashlib.sha256(), 0
        while chunk := stream.read(CHUNK_BYTES):
            size_bytes += len(chunk)
            if size_bytes > self.limit_bytes:
                limit = self.limit_bytes // 1_000_000
                raise UploadRejected(
                    f"Tệp “{name}” lớn quá {limit} MB. Giảm dung lượng hoặc tách thành nhiều tệp rồi gửi lại."
                )
            digest.update(chunk)
            part.write(chunk)
        if size_bytes == 0:
            raise UploadRejected(f"Tệp “{name}” không có nội dung (0 byte). Mở lại tệp trên máy, kiểm tra rồi gửi lại.")
        part.flush()
        return digest.hexdigest(), size_bytes

    def _settle(self, path: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._locked(fcntl.LOCK_SH):
            path.replace(target)
        # The name must survive a power cut too: the folder is written out like the file before it.
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _locked(self, kind: int) -> Iterator[None]:
        """Let no file get its name while another one loses it."""
        with self.folder.with_name(f"{self.folder.name}.lock").open("ab") as lock:
            fcntl.flock(lock, kind)  # until the file is closed
            yield


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False
