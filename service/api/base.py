"""What every address of the API shares: scopes, checked bodies, idempotent writes, and its own description."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, jsonify, request
from marshmallow import RAISE, Schema, ValidationError
from sqlalchemy.orm import Session

from forms import FormInvalid
from service.auth import current_actor, granted_scopes
from service.web import answer, reading, transaction
from workflows.commands import idempotency
from workflows.commands.idempotency import Answer
from workflows.errors import Invalid
from workflows.policy import Actor

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@dataclass(frozen=True)
class Operation:
    """What the specification says about one address and method."""

    summary: str
    response: type[Schema] | None
    many: bool = False
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    status: int = 200


OPERATIONS: dict[str, Operation] = {}
"""By endpoint name without the blueprint's."""


@bp.before_request
def demand_scope() -> Any:
    """Refuse a token that does not allow what the method does."""
    needed = "read" if request.method in {"GET", "HEAD", "OPTIONS"} else "write"
    scopes = granted_scopes()
    if scopes is not None and needed not in scopes:
        return answer(403, f"Khóa truy cập này không có quyền “{needed}”.")
    return None


def get(path: str, operation: Operation) -> Callable:
    """Register a question: `view(session, actor, query, **path)` returns what the response schema dumps."""

    def register(view: Callable) -> Callable:
        OPERATIONS[view.__name__] = operation

        @bp.get(path, endpoint=view.__name__)
        @wraps(view)
        def answer_question(**places: Any) -> Response:
            actor = current_actor()
            asked = _checked(operation.query, request.args.to_dict()) if operation.query else {}
            with reading() as session:
                return _shown(operation, view(session, actor, asked, **places))

        return view

    return register


def write(method: str, path: str, operation: Operation) -> Callable:
    """Register an action: `view(session, actor, body, **path)` runs in one transaction and returns what is dumped.

    With an `Idempotency-Key` the answer is stored with the effect, and a repetition gets the same answer.
    """

    def register(view: Callable) -> Callable:
        OPERATIONS[view.__name__] = operation

        @bp.route(path, methods=[method], endpoint=view.__name__)
        @wraps(view)
        def act(**places: Any) -> tuple[Response, int] | Response:
            actor = current_actor()
            body = _checked(operation.body, _json()) if operation.body else {}
            with transaction() as session:
                return _once(session, actor, operation, lambda: view(session, actor, body, **places))

        return view

    return register


def _once(session: Session, actor: Actor, operation: Operation, act: Callable[[], Any]) -> tuple[Response, int]:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return _shown(operation, act()), operation.status
    request_hash = idempotency.fingerprint(request.method, request.path, request.get_data(cache=True))
    first = idempotency.recall(session, actor, key, request_hash)
    if first is None:
        shown = _dumped(operation, act())
        first = Answer(operation.status, shown)
        idempotency.remember(session, actor, key, request_hash, first)
    return jsonify(first.body), first.status


def _shown(operation: Operation, found: Any) -> Response:
    return jsonify(_dumped(operation, found))


def _dumped(operation: Operation, found: Any) -> Any:
    if operation.response is None:
        return {}
    return {"items": operation.response(many=True).dump(found)} if operation.many else operation.response().dump(found)


def _json() -> Mapping[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Invalid({"body": ["Thân yêu cầu phải là một đối tượng JSON."]})
    return body


def _checked(schema: type[Schema], given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return dict(schema(unknown=RAISE).load(given))
    except ValidationError as error:
        raise FormInvalid(_flat(error.normalized_messages())) from error


def _flat(messages: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in messages.items():
        name = f"{prefix}{key}"
        found |= _flat(value, f"{name}.") if isinstance(value, Mapping) else {name: [str(each) for each in value]}
    return found
