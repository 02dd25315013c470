"""Figures that a council sets for a campaign, such as the norm of a contribution: read by all, entered by few."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import FormInvalid
from service.auth import current_actor
from service.routes.campaigns import NAMES, bp
from service.web import reading, transaction
from workflows.commands import plan_figures as commands
from workflows.errors import Invalid
from workflows.queries import plan_figures as queries

OWN_FIELDS = frozenset({"csrf_token"})
Page = str | Response | tuple[str, int]


@bp.get("/<key>/dinh-muc/<slug>")
def figure(key: str, slug: str) -> Page:
    return _page(key, slug, {})


@bp.post("/<key>/dinh-muc/<slug>")
def enter_figure(key: str, slug: str) -> Page:
    try:
        with transaction() as session:
            commands.enter(session, current_actor(), key, _name(slug), _posted())
    except (FormInvalid, Invalid) as refused:
        return _page(key, slug, refused.errors), 422
    flash("Đã ghi định mức. Tiêu chí của các hồ sơ được đối chiếu lại theo định mức này.")
    return redirect(url_for("campaigns.figure", key=key, slug=slug))


@bp.post("/<key>/dinh-muc/<slug>/<int:number>/bo")
def remove_figure(key: str, slug: str, number: int) -> Page:
    try:
        with transaction() as session:
            commands.remove(session, current_actor(), key, number, request.form.get("reason", ""))
    except Invalid as refused:
        return _page(key, slug, {}, removing=(number, request.form.get("reason", ""), refused.errors)), 422
    flash("Đã bỏ định mức ghi sai.")
    return redirect(url_for("campaigns.figure", key=key, slug=slug))


def _page(key: str, slug: str, errors: Mapping[str, list[str]], *, removing: tuple | None = None) -> str:
    posted = _posted() if request.method == "POST" and removing is None else {}
    with reading() as session:
        found = queries.page(session, current_actor(), key, _name(slug))
        view = queries.form(session, posted, errors) if found.may_enter else None
    return render_template("campaigns/figure.html", found=found, slug=slug, view=view, removing=removing)


def _name(slug: str) -> str:
    return NAMES.get(slug, "")


def _posted() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.to_dict(flat=False).items() if name not in OWN_FIELDS}
