"""Keeps the bytes of files by their content: written once, found by their SHA-256, never changed."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from workflows import file_kinds
from workflows.errors import UploadRejected
from workflows.file_kinds import FileKind

CHUNK_BYTES = 1 << 20


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
        """
        name = file_kinds.clean_name(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".part-", delete=False) as part:
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
        path.replace(target)
        # The name must survive a power cut too: the folder is written out like the file before it.
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
