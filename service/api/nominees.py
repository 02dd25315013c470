"""Nominees of a dossier."""

from service.api import schemas
from service.api.base import Operation, get, posted, write
from workflows.commands import nominees
from workflows.commands.nominees import Change
from workflows.queries import facts


@get("/dossiers/<reference>/nominees", Operation("Đối tượng của hồ sơ", schemas.Nominee, many=True))
def list_nominees(session, actor, _query, reference):
    return facts.dossier(session, actor, reference).nominees


@write(
    "POST",
    "/dossiers/<reference>/nominees",
    Operation("Thêm đối tượng", schemas.SavedNominee, body=schemas.NewNominee, status=201),
)
def add_nominee(session, actor, body, reference):
    return nominees.add(session, actor, reference, body["kind"], posted(body["answers"]))


@write(
    "PUT",
    "/dossiers/<reference>/nominees/<int:nominee_id>",
    Operation("Sửa đối tượng", schemas.SavedNominee, body=schemas.ChangedNominee),
)
def change_nominee(session, actor, body, reference, nominee_id):
    made = Change(posted(body["answers"]), body["version"])
    return nominees.change(session, actor, reference, nominee_id, made)


@write(
    "DELETE",
    "/dossiers/<reference>/nominees/<int:nominee_id>",
    Operation("Đưa đối tượng ra khỏi danh sách", None, body=schemas.Version),
)
def remove_nominee(session, actor, body, reference, nominee_id):
    nominees.remove(session, actor, reference, nominee_id, body["version"])
