"""Dossiers: list, read, start, fill a page, withdraw."""

from service.api import schemas
from service.api.base import Operation, get, posted, write
from workflows.commands import dossiers
from workflows.commands.dossiers import Typed
from workflows.queries import facts


@get("/dossiers", Operation("Hồ sơ mà người gọi được xem", schemas.DossierRow, many=True, query=schemas.DossierQuery))
def list_dossiers(session, actor, query):
    return facts.dossiers(session, actor, status=query["status"], page=query["page"])


@write("POST", "/dossiers", Operation("Mở hồ sơ mới", schemas.Dossier, body=schemas.NewDossier, status=201))
def start_dossier(session, actor, body):
    dossier = dossiers.start(session, actor, body["offer_id"], body["unit_id"])
    return facts.dossier(session, actor, dossier.reference)


@get("/dossiers/<reference>", Operation("Một hồ sơ với đối tượng, giấy tờ và quy trình", schemas.Dossier))
def read_dossier(session, actor, _query, reference):
    return facts.dossier(session, actor, reference)


@write(
    "PUT",
    "/dossiers/<reference>/pages/<page>",
    Operation("Lưu một trang của hồ sơ", schemas.SavedPage, body=schemas.Answers),
)
def save_page(session, actor, body, reference, page):
    draft = Typed(posted(body["answers"]), body["revision"])
    return dossiers.save_content(session, actor, reference, page, draft)


@write("POST", "/dossiers/<reference>/withdrawal", Operation("Rút hồ sơ", schemas.Dossier, body=schemas.Reason))
def withdraw_dossier(session, actor, body, reference):
    dossiers.withdraw(session, actor, reference, body["reason"])
    return facts.dossier(session, actor, reference)


@get("/dossiers/<reference>/instances", Operation("Quy trình của hồ sơ và nơi đang dừng", schemas.Instance, many=True))
def list_instances(session, actor, _query, reference):
    return facts.dossier(session, actor, reference).instances
