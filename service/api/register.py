"""The register of awards, and asking that an award be taken back."""

from marshmallow import Schema, fields

from service.api import schemas
from service.api.base import Operation, get, write
from workflows.commands import revoking
from workflows.commands.revoking import Charge
from workflows.queries import register, revocations


class NewRevocation(schemas.Body):
    """Why an award is to be taken back."""

    source = schemas.needed(fields.String, metadata={"description": "Văn bản, đơn làm căn cứ: số, ngày, cơ quan."})
    reason = schemas.needed(fields.String, metadata={"description": "Nội dung vi phạm, từ 20 ký tự."})


class Revocation(Schema):
    """A case in which an award is to be taken back. `status`: running, revoked, upheld, cancelled."""

    entry_id = fields.Integer()
    dossier = fields.String()
    status = fields.String()
    organ = fields.String()
    source = fields.String()
    reason = fields.String()
    started_at = fields.AwareDateTime()
    settled_at = fields.AwareDateTime(allow_none=True)
    items_state = fields.String(allow_none=True)
    items_recovered_on = fields.Date(allow_none=True)


@get(
    "/register",
    Operation("Tra sổ khen thưởng, có dấu hoặc không dấu", schemas.Entry, many=True, query=schemas.RegisterQuery),
)
def search_register(session, actor, query):
    return register.entries(session, actor, query["q"], page=query["page"]).rows


@get(
    "/register/<int:entry_id>/revocations",
    Operation("Các lần xem xét hủy bỏ một khen thưởng, cho người xem được hồ sơ", Revocation, many=True),
)
def list_revocations(session, actor, _query, entry_id):
    return register.entry(session, actor, entry_id).cases


@write(
    "POST",
    "/register/<int:entry_id>/revocations",
    Operation("Đề nghị hủy bỏ một khen thưởng", Revocation, body=NewRevocation, status=201),
)
def start_revocation(session, actor, body, entry_id):
    case = revoking.start(session, actor, entry_id, Charge(body["source"], body["reason"]))
    return revocations.of_entry(session, case.entry)[0]
