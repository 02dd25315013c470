"""The sign-in cookie: a random token that only the server can tell apart from noise."""

from datetime import datetime

from flask import current_app, request
from werkzeug.wrappers import Response

from workflows import clock


def configure_names(*, https: bool) -> dict[str, object]:
    """Return Flask's settings for both cookies.

    Over https the __Host- prefix keeps neighbouring domains from setting them.
    """
    prefix = "__Host-" if https else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}tk_trang",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": https,
        "SIGN_IN_COOKIE_NAME": f"{prefix}tk_phien",
    }


def session_token() -> str:
    """Return the sign-in token that the browser sent; empty if none. Nothing is checked here."""
    return request.cookies.get(current_app.config["SIGN_IN_COOKIE_NAME"], "")


def keep_session_token(response: Response, token: str, expires_at: datetime) -> None:
    """Give the browser its sign-in token until `expires_at`."""
    config = current_app.config
    response.set_cookie(
        config["SIGN_IN_COOKIE_NAME"],
        token,
        max_age=expires_at - clock.utcnow(),  # an age, not a date: the browser's own clock may be wrong
        httponly=True,
        samesite="Lax",
        secure=config["SESSION_COOKIE_SECURE"],
    )


def forget_session_token(response: Response) -> None:
    """Take the sign-in token away from the browser."""
    config = current_app.config
    response.delete_cookie(
        config["SIGN_IN_COOKIE_NAME"], httponly=True, samesite="Lax", secure=config["SESSION_COOKIE_SECURE"]
    )
