"""A specialist's own conclusion on a criterion, made beside the appraisal; what is typed there is kept on the way."""

from flask import flash, redirect, render_template, request, url_for

from service.auth import current_actor
from service.routes.inbox import arguments, bp, wanted
from service.routes.tasks import Page, keep_typed
from service.web import reading, transaction
from workflows.commands import overrides as commands
from workflows.commands.overrides import Conclusion
from workflows.errors import Invalid
from workflows.queries import overrides as queries

PLACE = "/<int:task_id>/tieu-chi/<int:nominee_id>/<criterion>"


@bp.post(PLACE + "/mo")
def open_override(task_id: int, nominee_id: int, criterion: str) -> Page:
    """Keep what is typed in the appraisal, then show the criterion."""
    keep_typed(task_id)
    return redirect(_address("inbox.override", task_id, nominee_id, criterion))


@bp.get(PLACE)
def override(task_id: int, nominee_id: int, criterion: str) -> Page:
    return _page(task_id, nominee_id, criterion)


@bp.post(PLACE)
def conclude(task_id: int, nominee_id: int, criterion: str) -> Page:
    made = Conclusion(nominee_id, criterion, request.form.get("verdict", ""), request.form.get("reason", ""))
    try:
        with transaction() as session:
            commands.conclude(session, current_actor(), task_id, made)
    except Invalid as refused:
        return _page(task_id, nominee_id, criterion, errors=refused.errors), 422
    words = "Tiêu chí trở lại theo bảng." if made.verdict == commands.AS_COMPUTED else "Đã ghi kết luận của bạn."
    flash(words)
    return redirect(url_for("inbox.task", task_id=task_id, _anchor=f"nominees-{nominee_id}", **arguments(wanted())))


def _page(task_id: int, nominee_id: int, criterion: str, errors: dict[str, list[str]] | None = None) -> str:
    with reading() as session:
        found = queries.page(session, current_actor(), task_id, nominee_id, criterion)
    given = {"verdict": request.form.get("verdict", ""), "reason": request.form.get("reason", "")}
    return render_template(
        "tasks/override.html", found=found, errors=errors or {}, given=given, words=arguments(wanted())
    )


def _address(endpoint: str, task_id: int, nominee_id: int, criterion: str) -> str:
    return url_for(endpoint, task_id=task_id, nominee_id=nominee_id, criterion=criterion, **arguments(wanted()))
