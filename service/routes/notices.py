"""What one was told: the bell's page, reading one or all, and stopping a kind of mail by the address in it."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import unsubscribing
from service.auth import current_actor
from service.routes.session import safe_target
from service.web import reading, transaction
from workflows.commands import notices as commands
from workflows.errors import NotFound
from workflows.queries import notices

bp = Blueprint("notices", __name__, url_prefix="/thong-bao")

UNREAD = "chua-doc"


@bp.get("")
def index() -> str:
    unread_only = request.args.get("loc") == UNREAD
    with reading() as session:
        found = notices.listing(
            session, current_actor(), request.args.get("trang", 1, type=int), unread_only=unread_only
        )
    return render_template("notices/index.html", found=found, unread_only=unread_only, kept=_kept())


@bp.post("/<int:number>/mo")
def open_one(number: int) -> Response:
    """Mark a notice as read and lead to what it is about."""
    with transaction() as session:
        link = commands.mark_read(session, current_actor(), number).link
    return redirect(safe_target(link or "") or url_for("notices.index"), 303)


@bp.post("/<int:number>/da-doc")
def read_one(number: int) -> Response:
    with transaction() as session:
        commands.mark_read(session, current_actor(), number)
    return redirect(url_for("notices.index", **_kept()), 303)


@bp.post("/da-doc")
def read_all() -> Response:
    newest = request.form.get("den", 0, type=int)
    with transaction() as session:
        count = commands.mark_all_read(session, current_actor(), newest)
    flash(f"Đã đánh dấu {count} thông báo là đã đọc." if count else "Không có thông báo nào chưa đọc.")
    return redirect(url_for("notices.index"), 303)


@bp.route("/ngung/<token>", methods=["GET", "POST"])
def unsubscribe(token: str) -> str:
    """Ask whether to stop a kind of mail; stop it when that is posted, by a person or by a mail program (RFC 8058)."""
    named = unsubscribing.read(str(current_app.secret_key), token)
    if named is None:
        abort(400, "Liên kết này không đúng hoặc đã cũ. Đăng nhập rồi mở Tài khoản, Cách nhận thư.")
    person_id, group = named
    if request.method == "POST":
        try:
            with transaction() as session:
                commands.unsubscribe(session, person_id, group)
        except NotFound:
            abort(400, "Loại thư này không còn nữa.")
    return render_template("notices/unsubscribe.html", group=group, done=request.method == "POST", token=token)


def _kept() -> dict[str, Any]:
    return {name: request.args[name] for name in ("loc", "trang") if request.args.get(name)}
