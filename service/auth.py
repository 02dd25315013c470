"""Who is asking: the cookie of a browser, or the token of a program under /api."""

from typing import cast

from flask import Flask, Response, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service import bodies, display
from service.cookies import session_token
from service.web import answer, reading
from workflows import clock, policy
from workflows.policy import Actor
from workflows.queries import accounts, notices

# Everything else asks for a sign-in: a new page is closed until it is named here.
OPEN = frozenset(
    {"static", "health.alive", "health.ready", "session.sign_in", "session.enter", "session.enter_as"}
    | {"feed.calendar", "notices.unsubscribe"}  # whoever has the address
)
BEARER = "Bearer "


def current_actor() -> Actor:
    """Return the person on whose behalf this request acts. Answers 401 to a stranger."""
    actor = signed_in_actor()
    if actor is None:
        abort(401)
    return actor


def signed_in_actor() -> Actor | None:
    """Return the person of this request, or None for a stranger. Asked once per request."""
    if "actor" not in g:
        g.actor = _load()
    return cast("Actor | None", g.actor)


def granted_scopes() -> frozenset[str] | None:
    """Return what the token of this request allows; None for a browser, which may do all that its person may."""
    signed_in_actor()
    return cast("frozenset[str] | None", g.get("scopes"))


def register(app: Flask) -> None:
    """Close every page to strangers, and tell the templates who is there."""

    @app.before_request
    def guard() -> AnyResponse | tuple[Response | str, int] | None:
        # A known person gets the usual frame around "not found" too.
        if request.endpoint == "static" or signed_in_actor() or request.endpoint in OPEN or request.endpoint is None:
            return None
        if request.path.startswith("/api/"):
            return answer(401, "Cần khóa truy cập hợp lệ trong tiêu đề Authorization: Bearer …")
        if request.method in {"GET", "HEAD"}:
            return redirect(url_for("session.sign_in", tiep=request.full_path.rstrip("?")))
        bodies.lower()
        return answer(401)

    @app.context_processor
    def show() -> dict[str, object]:
        return {"actor": g.get("actor"), "unread": g.get("unread", 0)}


def _load() -> Actor | None:
    now = clock.utcnow()
    if request.path.startswith("/api/"):
        header = request.headers.get("Authorization", "")
        if not header.startswith(BEARER):
            return None
        with reading() as session:
            key = accounts.api_key(session, header.removeprefix(BEARER).strip(), now)
            if key is None:
                return None
            g.scopes = key.scopes
            return policy.load_actor(session, key.account_id, display.local(now).date())
    token = session_token()
    if not token:
        return None
    with reading() as session:
        row = accounts.signed_in_session(session, token, now)
        if row is None:
            return None
        g.session_expires_at = row.expires_at
        actor = policy.load_actor(session, row.account_id, display.local(now).date())
        g.unread = notices.unread_count(session, actor.person_id)  # here, where a connection is at hand
        return actor
