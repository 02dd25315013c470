"""The private calendar of one's deadlines: its settings, and the address that calendar programs read without signing in."""

import hashlib

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service import ics
from service.auth import current_actor
from service.display import local
from service.web import reading, transaction
from workflows import clock, policy
from workflows.commands import feeds as commands
from workflows.errors import NotFound
from workflows.queries import feeds as queries

bp = Blueprint("feed", __name__)


@bp.get("/tai-khoan/lich")
def settings() -> str:
    return _page()


@bp.post("/tai-khoan/lich")
def renew() -> str:
    """Make an address and show it, this once: it is on no page that can be opened again."""
    with transaction() as session:
        public_id, secret = commands.renew(session, current_actor())
    path = url_for("feed.calendar", public_id=public_id, secret=secret)
    return _page(current_app.extensions["settings"].base_url + path)


@bp.post("/tai-khoan/lich/thu-hoi")
def revoke() -> AnyResponse:
    with transaction() as session:
        commands.revoke(session, current_actor())
    flash("Đã thu hồi địa chỉ lịch. Chương trình lịch nào đang dùng địa chỉ này không đọc được nữa.")
    return redirect(url_for("feed.settings"))


@bp.get("/lich-rieng/<public_id>/<secret>.ics")
def calendar(public_id: str, secret: str) -> AnyResponse:
    """Answer the calendar of whoever has this address; whoever has lost their post finds it empty."""
    with reading() as session:
        account_id = queries.owner(session, public_id, secret)
        if account_id is None:
            raise NotFound
        actor = policy.load_actor(session, account_id, local(clock.utcnow()).date())
        found = queries.deadlines(session, actor)
    body = ics.calendar(found, current_app.extensions["settings"].base_url)
    response = Response(body, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="han-trinh-khen.ics"'
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.set_etag(hashlib.sha256(body).hexdigest())
    return response.make_conditional(request)


def _page(address: str = "") -> str:
    with reading() as session:
        made_at = queries.made_at(session, current_actor())
    return render_template("session/feed.html", address=address, made_at=made_at, days=queries.REMEMBERED.days)
