"""REST under /api/v1: the same actions as the pages, for programs that carry a token."""

from service.api import (
    campaigns,
    criteria,
    crossing,
    deadlines,
    directing,
    documents,
    dossiers,
    nominees,
    notices,
    operation,
    register,
    specification,
    tasks,
)
from service.api.base import bp

__all__ = [
    "bp",
    "campaigns",
    "criteria",
    "crossing",
    "deadlines",
    "directing",
    "documents",
    "dossiers",
    "nominees",
    "notices",
    "operation",
    "register",
    "specification",
    "tasks",
]
