"""REST under /api/v1: the same actions as the pages, for programs that carry a token."""

from service.api import (
    campaigns,
    criteria,
    crossing,
    documents,
    dossiers,
    nominees,
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
    "documents",
    "dossiers",
    "nominees",
    "operation",
    "register",
    "specification",
    "tasks",
]
