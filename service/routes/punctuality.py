"""How punctual an organ is, for whoever heads it: figures of each step over a period, and the tasks behind them."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from service.auth import current_actor
from service.routes import periods
from service.routes.inbox import address_of
from service.web import reading
from workflows.queries import punctuality
from workflows.queries.inbox import Filter
from workflows.queries.punctuality import Figure, Period

bp = Blueprint("punctuality", __name__, url_prefix="/dung-han")

KINDS = {
    "dung-han": "on_time",
    "tre": "late",
    "khong-han": "unlimited",
    "dang-mo": "open",
    "dang-tre": "open_late",
}
"""Kinds of figures by their word in the address."""


@bp.get("")
def index() -> str | tuple[str, int]:
    asked = periods.asked()
    with reading() as session:
        found = punctuality.punctuality(session, current_actor(), request.args.get("don-vi", type=int), asked.period)
    page = render_template(
        "punctuality/index.html",
        found=found,
        presets=periods.presets(),
        errors=asked.errors,
        typed=asked.typed,
        to_period=lambda wanted: url_for("punctuality.index", **_of(found.organ_id, wanted)),
        to_tasks=lambda step, kind: url_for(
            "punctuality.tasks", **_of(found.organ_id, asked.period), **_figure(step, kind)
        ),
    )
    return (page, 422) if asked.errors else page


@bp.get("/viec")
def tasks() -> str:
    period = periods.asked().period
    process, _, element = request.args.get("buoc", "").partition(":")
    organ_id, kind = request.args.get("don-vi", 0, type=int), KINDS.get(request.args.get("loai", ""), "")
    with reading() as session:
        figure, page = Figure(organ_id, process, element, kind), request.args.get("trang", 1, type=int)
        found = punctuality.behind(session, current_actor(), figure, period, page)
    kept = {name: value for name, value in request.args.items() if name != "trang"}
    back = url_for("punctuality.index", **_of(organ_id, period))
    return render_template(
        "punctuality/tasks.html",
        found=found,
        period=period,
        kind=kind,
        kept=kept,
        back=back,
        to_task=lambda row: address_of(row, Filter()),
    )


def _of(organ_id: int, period: Period) -> dict[str, Any]:
    return {"don-vi": organ_id, **periods.in_address(period)}


def _figure(step: punctuality.StepFigures, kind: str) -> dict[str, Any]:
    word = next(word for word, code in KINDS.items() if code == kind)
    return {"buoc": f"{step.process}:{step.element_id}", "loai": word}
