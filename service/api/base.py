"""What every address of the API shares: scopes, checked bodies, idempotent writes, and its own description."""

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from marshmallow import RAISE, Schema, ValidationError
from sqlalchemy.orm import Session

from forms import FormInvalid
from forms.samples import as_posted
from service.auth import current_actor, granted_scopes
from service.web import answer, reading, transaction
from service.wire import is_text
from workflows.commands import idempotency
from workflows.commands.idempotency import Answer
from workflows.errors import Invalid
from workflows.policy import Actor

DEEPEST_JSON = 20
"""No answer of a form is nested deeper than a cell of a row."""
UNREADABLE = "Thân yêu cầu phải là một đối tượng JSON (Content-Type: application/json)."
UNKEPT = "Có giá trị không lưu được: ký tự ẩn, số vô hạn, hoặc lồng quá sâu."

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


def write(method: str, path: str, operation: Operation, *, receive: Callable[[], Any] | None = None) -> Callable:
    """Register an action: `view(session, actor, body, **path)` runs in one transaction and returns what is dumped.

    `body` is the checked JSON, or what `receive()` makes of the request before the transaction begins. With an
    `Idempotency-Key` the answer is stored with the effect, and a repetition gets the same answer.
    """

    def register(view: Callable) -> Callable:
        OPERATIONS[view.__name__] = operation

        @bp.route(path, methods=[method], endpoint=view.__name__)
        @wraps(view)
        def act(**places: Any) -> tuple[Response, int] | Response:
            actor = current_actor()
            body = receive() if receive else _checked(operation.body, _json()) if operation.body else {}
            with transaction() as session:
                return _once(session, actor, operation, lambda: view(session, actor, body, **places))

        return view

    return register


def posted(answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return answers as a browser would post them. Raises Invalid for a list whose rows have no name."""
    for name, value in answers.items():
        rows = value if isinstance(value, list) and any(isinstance(each, Mapping) for each in value) else []
        if not all(isinstance(row, Mapping) and isinstance(row.get("row"), str | int) for row in rows):
            raise Invalid({f"answers.{name}": ["Mỗi hàng là một đối tượng có trường “row”."]})
    return as_posted(answers)


def _once(session: Session, actor: Actor, operation: Operation, act: Callable[[], Any]) -> tuple[Response, int]:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return _shown(operation, act()), operation.status
    request_hash = idempotency.fingerprint(str(current_app.secret_key), request.method, request.path, _sent())
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


def _sent() -> bytes:
    """Return what was sent, without what differs when a client sends the same again: the boundary of a multipart."""
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    parts: list[Any] = sorted(request.form.lists())
    for name, file in request.files.items(multi=True):
        parts.append([name, file.filename, hashlib.sha256(file.stream.read()).hexdigest()])
        file.stream.seek(0)
    return json.dumps(parts).encode()


def _json() -> Mapping[str, Any]:
    data = request.get_data()
    try:
        body = json.loads(data) if request.is_json else None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Invalid({"body": [UNREADABLE]})
    if not _is_kept(body, DEEPEST_JSON):
        raise Invalid({"body": [UNKEPT]})
    return body


def _is_kept(value: Any, depth: int) -> bool:
    """Whether the databases can keep a value of JSON that is nested at most `depth` levels deep."""
    if isinstance(value, str):
        return is_text(value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return depth > 0 and all(is_text(name) and _is_kept(each, depth - 1) for name, each in value.items())
    if isinstance(value, list):
        return depth > 0 and all(_is_kept(each, depth - 1) for each in value)
    return True


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
