"""Proof that a posted form came from our own page: a token bound to the visitor or to the sign-in."""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request, session

from service.cookies import session_token

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# A mail program posts to the signed address in a mail (RFC 8058); the address is the proof.
PROVEN_BY_ADDRESS = frozenset({"notices.unsubscribe"})
MESSAGE = "Trang này mở đã lâu hoặc mở từ nơi khác nên chưa gửi được. Tải lại trang rồi gửi lần nữa."


def csrf_token() -> str:
    """Return the token for the forms of this page. Before sign-in it is bound to a visitor key in a signed cookie."""
    key = session_token()
    if not key:
        key = session.setdefault("visitor", secrets.token_urlsafe(16))
    return _sign(key)


def register(app: Flask) -> None:
    """Refuse every writing request without a token. The API is left out: it knows tokens in a header, no cookies."""
    app.jinja_env.globals["csrf_token"] = csrf_token

    @app.before_request
    def check() -> None:
        if request.method in SAFE or request.path.startswith("/api/") or request.endpoint in PROVEN_BY_ADDRESS:
            return
        origin = request.headers.get("Origin")
        if origin and _host(origin) != request.host:
            abort(400, MESSAGE)
        given = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token", "")
        key = session_token() or session.get("visitor", "")
        if not key or not hmac.compare_digest(given.encode(), _sign(key).encode()):
            abort(400, MESSAGE)


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # "http://[" and the like name no host
        return ""


def _sign(key: str) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"csrf:{key}".encode(), hashlib.sha256).hexdigest()
