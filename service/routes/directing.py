"""What a head does about a task of the organ: give it to another person, or put its date off with a slip of apology."""

from flask import flash, redirect, render_template, request, url_for

from forms import FormInvalid
from service.auth import current_actor
from service.routes.inbox import arguments, bp, wanted
from service.routes.tasks import Page
from service.web import reading, transaction
from workflows.commands import directing as commands
from workflows.errors import Conflict, Invalid
from workflows.queries import directing as queries
from workflows.queries.day_proposals import Typed

OWN_FIELDS = frozenset({"csrf_token"})


@bp.get("/<int:task_id>/giao-lai")
def ask_assignment(task_id: int) -> Page:
    return _assignment(task_id, Typed())


@bp.post("/<int:task_id>/giao-lai")
def assign(task_id: int) -> Page:
    try:
        with reading() as session:
            person_id = queries.wanted_person(session, current_actor(), task_id, _posted())
        with transaction() as session:
            task = commands.assign(session, current_actor(), task_id, person_id)
            to = task.assignee.full_name if task.assignee else None
    except (FormInvalid, Invalid) as refused:
        return _assignment(task_id, Typed(_posted(), refused.errors)), 422
    except Conflict as conflict:
        return _assignment(task_id, Typed(_posted(), {"person": [str(conflict)]})), 409
    flash(f"Đã giao việc cho {to}. Người đó được báo." if to else "Đã trả việc về nhóm.")
    return redirect(_task(task_id))


@bp.get("/<int:task_id>/gia-han")
def ask_extension(task_id: int) -> Page:
    return _extension(task_id, Typed())


@bp.post("/<int:task_id>/gia-han")
def extend(task_id: int) -> Page:
    try:
        new_day, reason = queries.wanted_date(_posted())
        with transaction() as session:
            commands.extend(session, current_actor(), task_id, new_day, reason)
    except (FormInvalid, Invalid) as refused:
        return _extension(task_id, Typed(_posted(), refused.errors)), 422
    flash(f"Đã gia hạn đến hết ngày {new_day:%d/%m/%Y}. Phiếu gia hạn đã gửi đơn vị trình.")
    return redirect(_task(task_id))


def _assignment(task_id: int, typed: Typed) -> str:
    with reading() as session:
        found = queries.assignment(session, current_actor(), task_id, typed)
    return render_template("tasks/assignment.html", found=found, there=_task(task_id))


def _extension(task_id: int, typed: Typed) -> str:
    with reading() as session:
        found = queries.extension(session, current_actor(), task_id, typed)
    return render_template("tasks/extension.html", found=found, there=_task(task_id))


def _task(task_id: int) -> str:
    return url_for("inbox.task", task_id=task_id, **arguments(wanted()))


def _posted() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.to_dict(flat=False).items() if name not in OWN_FIELDS}
