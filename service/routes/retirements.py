"""A process takes no new dossiers any more, or takes them again: asked once more, with a reason, by administrators."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.routes.processes import bp
from service.web import reading, transaction
from workflows.commands import retiring
from workflows.errors import Conflict, Invalid
from workflows.policy import Actor
from workflows.queries import retirements

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Act:
    """What is done, and the words of its page."""

    do: Callable[[Session, Actor, str, str], object]
    title: str
    button: str
    done: str


RETIRE = Act(
    retiring.retire,
    "Ngừng dùng quy trình",
    "Ngừng dùng",
    "Quy trình không nhận hồ sơ mới nữa. Hồ sơ đang chạy vẫn tiếp tục.",
)
RESTORE = Act(retiring.restore, "Dùng lại quy trình", "Dùng lại", "Quy trình nhận hồ sơ mới trở lại.")


@bp.get("/<key>/ngung-dung")
def ask_retirement(key: str) -> str:
    return _page(key, RETIRE, {})


@bp.post("/<key>/ngung-dung")
def retire(key: str) -> Page:
    return _do(key, RETIRE)


@bp.get("/<key>/dung-lai")
def ask_restoring(key: str) -> str:
    return _page(key, RESTORE, {})


@bp.post("/<key>/dung-lai")
def restore(key: str) -> Page:
    return _do(key, RESTORE)


def _do(key: str, act: Act) -> Page:
    reason = request.form.get("reason", "")
    try:
        with transaction() as session:
            act.do(session, current_actor(), key, reason)
    except Invalid as invalid:
        return _page(key, act, invalid.errors), 422
    except Conflict as conflict:
        return _page(key, act, {"reason": [str(conflict)]}), 409
    flash(act.done)
    return redirect(url_for("processes.show", key=key))


def _page(key: str, act: Act, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        found = retirements.retirement(session, current_actor(), key)
    given = request.form.get("reason", "")
    shown = {"act": act, "retiring": act is RETIRE, "errors": errors, "given": given}
    return render_template("processes/retirement.html", found=found, **shown)
