"""What a person is told when a step of a process fails, and the incident that administrators find of it."""

from typing import Any

from flask import Flask, Response

from service.auth import signed_in_actor
from service.faults import STEP_FAILED
from service.logs import logger
from service.web import answer, transaction
from workflows.commands import incidents
from workflows.errors import StepFailed


def noted(failed: StepFailed) -> int | None:
    """Keep a failed step as an incident, after its own transaction was rolled back, and return the incident's number."""
    logger.warning("step_failed", exc_info=failed, extra={"element_id": failed.element_id})
    with transaction() as session:
        return incidents.note(session, signed_in_actor(), failed)


def register(app: Flask) -> None:
    """Answer every failed step of pages and API alike; a page that can show more catches it before."""
    app.register_error_handler(StepFailed, _answer)


def _answer(failed: StepFailed) -> tuple[Response | str, int]:
    number = noted(failed)
    members: dict[str, Any] = {"incident": number} if number else {}
    return answer(409, str(failed), fault=STEP_FAILED, **members)
