"""What every route needs: a transaction, and one table from errors to answers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from forms.errors import FormInvalid
from service import faults
from service.faults import FAULTS, Fault
from service.logs import logger, request_id
from workflows import errors

STATUS: dict[type[Exception], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.Conflict: 409,
    StaleDataError: 409,
    errors.Invalid: 422,
    errors.UploadRejected: 422,
    errors.FileMissing: 404,
    errors.DefinitionRejected: 422,
    errors.CampaignRejected: 422,
    FormInvalid: 422,
    DataError: 422,  # a number or text that no column holds, and OverflowError is how SQLite's driver says it
    OverflowError: 422,
    OperationalError: 503,  # the database is locked or away: trying again is safe
    InterfaceError: 503,
    PendingRollbackError: 503,
    NoConnectionFree: 503,
}
# Their text is not meant for people.
DATABASE_ERRORS = (OperationalError, InterfaceError, PendingRollbackError, NoConnectionFree)
SILENT = (StaleDataError, DataError, OverflowError, *DATABASE_ERRORS)
# Answered, but somebody should look: the trace is logged.
SURPRISING = (DataError, OverflowError, *DATABASE_ERRORS)
# Classes of SQLSTATE: the connection, too many of them, the server going down or coming up.
UNREACHABLE = ("08", "53", "57")
RETRY_SECONDS = 5
SECRET_FIELDS = frozenset({"csrf_token", "password", "old_password", "new_password", "repeated_password"})
# Secrets, and what the page itself sends along: nobody typed these.
UNTYPED_FIELDS = SECRET_FIELDS | {"revision", "nut"}


@contextmanager
def transaction() -> Iterator[Session]:
    """Open a session; commit when the block ends, roll back if it raises. One per request is the rule."""
    sessions = cast("sessionmaker[Session]", current_app.extensions["sessions"])
    with sessions.begin() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session for a page that changes nothing. On SQLite it does not queue behind writers."""
    sessions = cast("sessionmaker[Session]", current_app.extensions["sessions"])
    with sessions() as session:
        session.connection(execution_options={"read_only": True, "postgresql_readonly": True})
        yield session


def name_fields(labels: Mapping[str, str]) -> None:
    """Tell what the fields of the posted form are called, for a page that must show what was typed."""
    g.field_labels = dict(labels)


def typed() -> list[tuple[str, str]]:
    """Return what the person typed into the posted form, as (label, value), without secrets and empty fields.

    The label is "" where it is not known: a field's name in the code says nothing to the person.
    """
    labels = g.get("field_labels", {})
    try:
        fields = list(request.form.lists())
    except RequestEntityTooLarge:
        return []  # the body was refused unread
    return [
        (labels.get(name, ""), value)
        for name, values in fields
        for value in values
        if name not in UNTYPED_FIELDS and value.strip()
    ]


def register(app: Flask) -> None:
    """Answer each known error with its status and page; anything else with 500 and a logged trace."""
    for error in STATUS:
        app.register_error_handler(error, _answer_known)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unknown)


def answer(status: int, detail: str = "", *, fault: Fault | None = None, **members: Any) -> tuple[Response | str, int]:
    """Return the page (or, under /api, the RFC 9457 problem) for `status`.

    `detail` is a Vietnamese sentence that replaces the general one; `fault` replaces all words of the status;
    `members` are added to a problem.
    """
    fault = fault or FAULTS.get(status, FAULTS[500])
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": fault.title, "status": status, "detail": detail or fault.text}
        response = jsonify(problem | {"request_id": request_id()} | members)
        response.mimetype = "application/problem+json"
    else:
        page = {"fault": fault, "status": status, "detail": detail, "typed": typed(), "members": members}
        response = make_response(render_template(fault.template, request_id=request_id(), **page))
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response, status


def _answer_known(error: Exception) -> tuple[Response | str, int]:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    logger.info(
        "refused", extra={"error": type(error).__name__, "status": status}, exc_info=isinstance(error, SURPRISING)
    )
    members = {name: getattr(error, name) for name in ("errors", "problems") if hasattr(error, name)}
    if "problems" in members:
        members["problems"] = [str(problem) for problem in members["problems"]]
    fault = faults.AWAY if _is_away(error) else faults.OWN.get(type(error))
    return answer(status, "" if isinstance(error, SILENT) else str(error), fault=fault, **members)


def _is_away(error: Exception) -> bool:
    """Tell whether the database cannot be reached, rather than being busy."""
    if not isinstance(error, OperationalError | InterfaceError):
        return isinstance(error, PendingRollbackError)
    # A connection that breaks off has no state any more; SQLite has none at all and is busy.
    state = getattr(error.orig, "sqlstate", "")
    return error.connection_invalidated or state is None or state.startswith(UNREACHABLE)


def _answer_http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error  # a redirect is an HTTPException too
    # A description of our own is Vietnamese; werkzeug's are English and class attributes.
    own = error.description if error.description != type(error).description else ""
    body, status = answer(error.code, own or "")
    headers = [(name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"}]
    return body, status, headers


def _answer_unknown(error: Exception) -> tuple[Response | str, int]:
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error  # tests want the trace, not the page
    logger.exception("unexpected", exc_info=error)
    return answer(500)
