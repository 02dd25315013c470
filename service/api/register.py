"""The register of awards."""

from service.api import schemas
from service.api.base import Operation, get
from workflows.queries import register


@get(
    "/register",
    Operation("Tra sổ khen thưởng, có dấu hoặc không dấu", schemas.Entry, many=True, query=schemas.RegisterQuery),
)
def search_register(session, actor, query):
    return register.entries(session, actor, query["q"], page=query["page"]).rows
