"""The end of preparing a dossier: check the answers, hand it to the signer or the council, give it up; the receipt."""

from collections.abc import Mapping

from flask import flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forms import FormInvalid
from service.auth import current_actor
from service.routes.dossiers import Page, bp, now_text, posted, seen_revision
from service.web import reading, transaction
from workflows.commands import dossiers as commands
from workflows.commands import tasks
from workflows.commands.dossiers import Typed
from workflows.queries import confirmations, drafts, nominee_criteria

DISCARD = "discard"


@bp.get("/<reference>/kiem-tra")
def check(reference: str) -> Page:
    with reading() as session:
        draft = drafts.draft(session, current_actor(), reference)
        if draft.task.form_key == drafts.SUPPLEMENT:
            return _supplement_page(session, draft, {})
        return _check_page(session, draft, {})


@bp.post("/<reference>/kiem-tra")
def finish(reference: str) -> Page:
    actor, outcome = current_actor(), request.form.get("outcome")
    with reading() as session:
        draft = drafts.draft(session, actor, reference)
        task_id, is_supplement = draft.task.id, draft.task.form_key == drafts.SUPPLEMENT
        answers = drafts.supplement_answers(session, draft, posted()) if is_supplement else {}
    if not is_supplement:
        _keep_final_page(reference, draft)
    try:
        with transaction() as session:
            tasks.complete(session, actor, task_id, outcome, answers)
    except FormInvalid as invalid:
        with reading() as session:
            draft = drafts.draft(session, actor, reference)
            if is_supplement:
                return _supplement_page(session, draft, invalid.errors, posted()), 422
            errors = drafts.refused(draft, invalid.errors)
            return _check_page(session, draft, errors, refused=True), 422
    return redirect(url_for("dossiers.done", reference=reference))


@bp.post("/<reference>/kiem-tra/nhap")
def autosave_supplement(reference: str) -> Response:
    actor = current_actor()
    with transaction() as session:
        draft = drafts.draft(session, actor, reference)
        answers = drafts.supplement_answers(session, draft, posted())
        revision = tasks.save_draft(session, actor, draft.task.id, answers, seen_revision())
    return jsonify(revision=revision, saved_at=now_text())


@bp.get("/<reference>/bo")
def ask_discard(reference: str) -> Page:
    return _discard_page(reference, {})


@bp.post("/<reference>/bo")
def discard(reference: str) -> Page:
    actor = current_actor()
    with reading() as session:
        draft = drafts.draft(session, actor, reference)
    _keep_final_page(reference, draft)
    try:
        with transaction() as session:
            tasks.complete(session, actor, draft.task.id, DISCARD, {})
    except FormInvalid as invalid:
        return _discard_page(reference, invalid.errors), 422
    flash(f"Đã bỏ hồ sơ {reference}.")
    return redirect(url_for("dossiers.index"))


@bp.get("/<reference>/da-nop")
def done(reference: str) -> Page:
    with reading() as session:
        found = confirmations.confirmation(session, current_actor(), reference)
    return render_template("dossiers/done.html", found=found)


def _check_page(
    session: Session, draft: drafts.Draft, errors: Mapping[str, list[str]], *, refused: bool = False
) -> str:
    found, unmet = drafts.check(session, draft, errors), nominee_criteria.open_ones(session, current_actor(), draft)
    return render_template("dossiers/check.html", found=found, head=found.head, unmet=unmet, refused=refused)


def _discard_page(reference: str, errors: Mapping[str, list[str]]) -> str:
    with reading() as session:
        head = drafts.head_of(drafts.draft(session, current_actor(), reference))
    reason = request.form.get("discard_reason", "")
    return render_template("dossiers/discard.html", head=head, reason=reason, errors=errors)


def _supplement_page(
    session: Session, draft: drafts.Draft, errors: Mapping[str, list[str]], typed: Mapping[str, list[str]] | None = None
) -> str:
    found = drafts.check(session, draft)
    form = drafts.supplement(session, current_actor(), draft, drafts.own_errors(draft, errors), typed or {})
    shown = {"view": form.view, "outcomes": form.outcomes, "revision": form.revision}
    return render_template("dossiers/supplement.html", found=found, head=found.head, **shown)


def _keep_final_page(reference: str, draft: drafts.Draft) -> None:
    """Keep what was ticked and typed first, so that nothing is lost if the dossier cannot go up yet."""
    with transaction() as session:
        typed = Typed({name: values for name, values in posted().items() if name != "outcome"}, seen_revision())
        commands.save_content(session, current_actor(), reference, draft.final.key, typed)
