"""Campaigns and what may be started in them."""

from service.api import schemas
from service.api.base import Operation, get
from workflows.queries import offers


@get(
    "/campaigns",
    Operation(
        "Phong trào và các hình thức khen thưởng mà đơn vị của người gọi đề nghị được", schemas.Campaign, many=True
    ),
)
def list_campaigns(session, actor, _query):
    return offers.startable(session, actor)
