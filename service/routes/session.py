"""Signing in and out, one's own account and password."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask import session as page_state
from werkzeug.wrappers import Response

from service.auth import current_actor, signed_in_actor
from service.cookies import forget_session_token, keep_session_token, session_token
from service.display import local
from service.web import reading, transaction
from workflows import clock
from workflows.commands import accounts as commands
from workflows.credentials import DEMO_PASSWORD, PASSWORD_MIN_LENGTH
from workflows.errors import Invalid, NotFound
from workflows.queries import accounts as queries
from workflows.queries.demo_people import DemoProvince, demo_people

bp = Blueprint("session", __name__)

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."
NOT_DEMO = "Tài khoản này không vào được bằng cách chọn tên. Gõ tên đăng nhập và mật khẩu."
PASSWORD_FIELDS = ("old_password", "new_password", "repeated_password")


@bp.get("/dang-nhap")
def sign_in() -> str | Response:
    target = safe_target(request.args.get("tiep", ""))
    if signed_in_actor():
        return redirect(target or "/")
    return _sign_in_page(target)


@bp.post("/dang-nhap")
def enter() -> tuple[str, int] | Response:
    username, password = request.form.get("username", ""), request.form.get("password", "")
    if password == DEMO_PASSWORD and not current_app.extensions["settings"].demo:
        password = ""  # demo accounts left in a real database stay shut: their password is public
    return _enter(username, password, WRONG)


@bp.post("/dang-nhap/dung-thu")
def enter_as() -> tuple[str, int] | Response:
    if not current_app.extensions["settings"].demo:
        raise NotFound
    return _enter(request.form.get("username", ""), DEMO_PASSWORD, NOT_DEMO)


@bp.post("/dang-xuat")
def sign_out() -> Response:
    with transaction() as session:
        commands.sign_out(session, session_token())
    page_state.clear()
    flash("Đã đăng xuất.")
    response = redirect(url_for("session.sign_in"))
    forget_session_token(response)
    # Back must not show what was on the screen.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/tai-khoan")
def account() -> str:
    actor = current_actor()
    with reading() as session:
        duties, seats = queries.duties(session, actor), queries.seats(session, actor)
    page = {"duties": duties, "seats": seats, "expires_at": g.get("session_expires_at")}
    return render_template("session/account.html", **page)


@bp.get("/doi-mat-khau")
def password() -> str:
    current_actor()
    return render_template("session/password.html", errors={}, shortest=PASSWORD_MIN_LENGTH)


@bp.post("/doi-mat-khau")
def change_password() -> tuple[str, int] | Response:
    actor = current_actor()
    old, new, repeated = (request.form.get(name, "") for name in PASSWORD_FIELDS)
    try:
        if new != repeated:
            raise Invalid({"repeated_password": ["Hai lần gõ mật khẩu mới chưa giống nhau."]})
        with transaction() as session:
            commands.change_password(session, actor, old, new, keep=session_token())
    except Invalid as invalid:
        page = {"errors": invalid.errors, "shortest": PASSWORD_MIN_LENGTH}
        return render_template("session/password.html", **page), 422
    flash("Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.")
    return redirect(url_for("session.account"))


def safe_target(target: str) -> str:
    """Return `target` if it is a page of this site, else "": signing in must not send people elsewhere.

    Browsers read "\\" as "/" and drop tabs and line ends, so "/\\evil.vn" and "/<tab>/evil.vn" lead away too.
    """
    if not target.startswith("/") or target.startswith("//") or any(sign in target for sign in "\\\t\r\n"):
        return ""
    parts = urlsplit(target)
    return "" if parts.scheme or parts.netloc else target


def _enter(username: str, password: str, refusal: str) -> tuple[str, int] | Response:
    with transaction() as session:
        answer = commands.sign_in(session, username, password, request.remote_addr or "")
        if answer.token and session_token():
            commands.sign_out(session, session_token())  # a browser has one session; the old cookie dies with it
    target = safe_target(request.form.get("tiep", ""))
    if answer.token is None or answer.expires_at is None:
        return _refused(target, username, _waiting(answer.wait) if answer.wait else refusal, answer.wait)
    page_state.clear()  # a form opened before signing in carries another token
    response = redirect(target or "/")
    keep_session_token(response, answer.token, answer.expires_at)
    return response


def _refused(target: str, username: str, message: str, wait: timedelta) -> tuple[str, int] | Response:
    response = current_app.make_response(_sign_in_page(target, username, {"username": [message]}))
    response.status_code = 429 if wait else 422
    if wait:
        response.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
    return response


def _waiting(wait: timedelta) -> str:
    minutes = int(wait.total_seconds() // 60) + 1
    return f"Đã thử sai quá nhiều lần. Thử lại sau {minutes} phút."


def _sign_in_page(target: str, username: str = "", errors: dict[str, list[str]] | None = None) -> str:
    provinces: tuple[DemoProvince, ...] = ()
    if current_app.extensions["settings"].demo:
        with reading() as session:
            provinces = demo_people(session, local(clock.utcnow()).date())
    page = {"target": target, "username": username, "errors": errors or {}, "provinces": provinces}
    return render_template("session/sign_in.html", **page)
