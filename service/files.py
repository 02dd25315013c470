"""The files that were sent: where they are kept, and one of them as an answer."""

from flask import current_app, send_file
from werkzeug.wrappers import Response

from service.logs import logger
from service.settings import Settings
from workflows.errors import FileMissing
from workflows.queries.attachments import SentFile
from workflows.storage import Storage


def storage() -> Storage:
    """Return the storage of this application."""
    return storage_of(current_app.extensions["settings"])


def storage_of(settings: Settings) -> Storage:
    """Return the storage of an installation."""
    return Storage(settings.var_dir / "files", settings.max_upload_mb * 1_000_000)


def sent(file: SentFile, *, shown: bool = False) -> Response:
    """Return a file under its own name, to be kept or (`shown`) looked at. Raises FileMissing, which is logged."""
    path = storage().path(file.sha256)
    if not path.is_file():
        logger.error("file_missing", extra={"attachment_id": file.id, "sha256": file.sha256})
        raise FileMissing(file.file_name)
    answer = send_file(
        path, mimetype=file.media_type, as_attachment=not shown, download_name=file.file_name, etag=file.sha256
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
