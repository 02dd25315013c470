"""Files of a dossier: list, send, replace, remove, read."""

import re

from flask import request

from service import files
from service.api import schemas
from service.api.base import OPERATIONS, Operation, bp, get, write
from service.auth import current_actor
from service.bodies import takes_files
from service.web import reading
from workflows.commands import attachments
from workflows.commands.attachments import Slot
from workflows.errors import Invalid
from workflows.queries import attachments as queries
from workflows.queries import facts
from workflows.storage import KeptFile

NUMBER = re.compile(r"[0-9]{1,18}")


@get("/dossiers/<reference>/documents", Operation("Giấy tờ hiện có của hồ sơ", schemas.File, many=True))
def list_documents(session, actor, _query, reference):
    return facts.dossier(session, actor, reference).documents


def _kept() -> KeptFile:
    """Write the file that was sent to the storage: before the transaction, which would keep all others waiting."""
    sent = request.files.get("file")
    if sent is None:
        raise Invalid({"file": ["Gửi kèm một tệp trong trường “file”."]})
    return files.storage().keep(sent.filename or "", sent.stream)


def _kept_with_slot() -> tuple[Slot, KeptFile]:
    nominee = request.form.get("nominee_id", "")
    if nominee and not NUMBER.fullmatch(nominee):
        raise Invalid({"nominee_id": ["Phải là số của một đối tượng."]})
    return Slot(request.form.get("paper", ""), int(nominee) if nominee else None), _kept()


@write(
    "POST",
    "/dossiers/<reference>/documents",
    Operation("Gửi một tệp (multipart: file, paper, nominee_id)", schemas.File, status=201),
    receive=_kept_with_slot,
)
@takes_files
def send_document(session, actor, received, reference):
    slot, kept = received
    row = attachments.add(session, actor, reference, slot, kept)
    return queries.file(session, actor, reference, row.id)


@write(
    "PUT",
    "/dossiers/<reference>/documents/<int:document_id>",
    Operation("Thay một tệp (multipart: file)", schemas.File),
    receive=_kept,
)
@takes_files
def replace_document(session, actor, kept, reference, document_id):
    row = attachments.replace(session, actor, reference, document_id, kept)
    return queries.file(session, actor, reference, row.id)


@write("DELETE", "/dossiers/<reference>/documents/<int:document_id>", Operation("Gỡ một tệp", None))
def remove_document(session, actor, _body, reference, document_id):
    attachments.remove(session, actor, reference, document_id)


OPERATIONS["read_document"] = Operation("Nội dung của một tệp, đúng như khi gửi", None)


@bp.get("/dossiers/<reference>/documents/<int:document_id>/content")
def read_document(reference: str, document_id: int):
    actor = current_actor()
    with reading() as session:
        found = queries.file(session, actor, reference, document_id)
    return files.sent(found)
