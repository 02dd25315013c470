"""How a due date was counted, day by day, of a task or a whole dossier; and a hold of the law that stops it."""

from flask import flash, redirect, render_template, request, url_for

from service.auth import current_actor
from service.display import NBSP, day
from service.routes import dossiers, inbox
from service.routes.inbox import arguments, wanted
from service.routes.tasks import Page
from service.web import reading, transaction
from workflows.commands import holds
from workflows.errors import Invalid
from workflows.queries import deadline as queries
from workflows.queries import moved_dates
from workflows.queries.deadline import Deadline
from workflows.queries.moved_dates import Move
from workflows.rules.due_state import DueState


@inbox.bp.get("/<int:task_id>/han")
def task_deadline(task_id: int) -> Page:
    with reading() as session:
        found = queries.of_task(session, current_actor(), task_id)
        moved = moved_dates.of_task(session, task_id)
    return _page(found, moved, (url_for("inbox.task", task_id=task_id, **arguments(wanted())), found.name))


@dossiers.bp.get("/<reference>/han")
def deadline(reference: str) -> Page:
    return _of_dossier(reference, {})


@dossiers.bp.post("/<reference>/tam-dung")
def place_hold(reference: str) -> Page:
    """Let the limits of a dossier stand still, with a reason."""
    try:
        with transaction() as session:
            holds.place(session, current_actor(), reference, request.form.get("reason", ""))
    except Invalid as refused:
        return _of_dossier(reference, refused.errors), 422
    flash("Đã tạm dừng thời hạn của hồ sơ. Thời gian dừng không tính vào hạn.")
    return redirect(url_for("dossiers.deadline", reference=reference))


@dossiers.bp.post("/<reference>/chay-tiep")
def lift_hold(reference: str) -> Page:
    """Let the limits of a held dossier run on, with a reason."""
    try:
        with transaction() as session:
            holds.lift(session, current_actor(), reference, request.form.get("reason", ""))
    except Invalid as refused:
        return _of_dossier(reference, refused.errors), 422
    flash("Thời hạn của hồ sơ chạy tiếp với số ngày còn lại.")
    return redirect(url_for("dossiers.deadline", reference=reference))


def in_a_sentence(state: DueState) -> str:
    """Return how a limit stands: "Còn 3 ngày làm việc, hạn 12/06/2026"."""
    days = f"{abs(state.working_days)}{NBSP}ngày làm việc"
    on = f", hạn {day(state.day)}{' (tạm tính)' if state.is_provisional else ''}"
    match state.kind:
        case "none":
            return "Không đặt hạn"
        case "stopped":
            left = f", còn {days}" if state.working_days > 0 else f", đã quá hạn {days}" if state.working_days else ""
            return f"Đang dừng{left}"
        case "overdue":
            return f"Quá hạn {days if state.working_days else 'hôm nay'}{on}"
        case "today":
            return f"Hết hạn hôm nay, {day(state.day)}"
    return f"{f'Còn {days}' if state.working_days else 'Không còn ngày làm việc nào'}{on}"


def _of_dossier(reference: str, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        found = queries.of_dossier(session, current_actor(), reference)
        moved = moved_dates.of_dossier(session, reference)
    return _page(found, moved, (url_for("dossiers.page", reference=reference), f"Hồ sơ {reference}"), errors)


def _page(
    found: Deadline, moved: Move | None, back: tuple[str, str], errors: dict[str, list[str]] | None = None
) -> str:
    """Return the page; `back`: where it leads back to, and what that is called."""
    return render_template(
        "deadline/page.html",
        found=found,
        moved=moved,
        there=back[0],
        back_to=back[1],
        sentence="Đã xong" if found.is_closed else in_a_sentence(found.due),
        errors=errors or {},
        reason=request.form.get("reason", ""),
    )
