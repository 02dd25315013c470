"""Preparing, signing, and supplementing a dossier on the side of the unit that submits it."""

from sqlalchemy.orm import Session

from forms import FormInvalid
from workflows.acts import record_act
from workflows.models import UserTask
from workflows.policy import Actor
from workflows.steps.completeness import form_for, refuse_incomplete
from workflows.steps.dossier_context import fill_dossier
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.steps.requests import requests_of
from workflows.steps.revision import keep_revision
from workflows.work import Work


@prepares("dossier", "dossier_supplement", "submission_signature")
def prepare_dossier(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give what the pages of the dossier read, and why it came back."""
    if task.dossier is None:
        return
    fill_dossier(session, task.dossier, surroundings)
    surroundings.values["return_reason"] = task.dossier.return_reason
    surroundings.values["letter_number"] = task.dossier.content.get("letter_number")
    surroundings.rows["requests"] = requests_of(session, task.dossier)


@completes("dossier")
def finish_draft(work: Work, task: UserTask, outcome: str | None, _answers: dict) -> None:
    """Let a complete dossier go on to the signature or to the unit's council; let a draft be given up with a reason."""
    dossier = work.dossier
    if outcome == "discard":
        reason = str(dossier.content.get("discard_reason") or "").strip()
        if not reason:
            raise FormInvalid({"discard_reason": ["Nêu lý do bỏ hồ sơ nháp, ít nhất 10 ký tự."]})
        record_act(work, task.element_id, "discarded", before={"status": dossier.status}, reason=reason)
        return
    refuse_incomplete(work.session, dossier, outcome or "sign")


@completes("submission_signature")
def sign_submission(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Submit: the dossier must still be complete; what goes up is kept as a revision that cannot change."""
    dossier = work.dossier
    if outcome != "submit":
        dossier.return_reason = answers.get("reason")
        return
    refuse_incomplete(work.session, dossier)
    _take_letter_facts(work, answers)
    keep_revision(work, task)
    dossier.status, dossier.return_reason = "submitted", None
    dossier.submitted_at = dossier.submitted_at or work.now


@completes("dossier_supplement")
def resubmit(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Send the supplemented dossier up again as its next revision, with what the unit says of each request."""
    dossier = work.dossier
    refuse_incomplete(work.session, dossier)
    keep_revision(work, task)
    done = {each["row"]: each.get("state") for each in answers.get("requests") or []}
    record_act(work, task.element_id, "supplemented", after={"requests": done}, reason=answers.get("explanation"))
    dossier.status, dossier.return_reason = "submitted", None


@completes("overdue_settlement")
def settle_overdue(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Extend the time for a supplement or end it; the reason stands on the dossier where the unit reads it."""
    dossier = work.dossier
    before = {"return_reason": dossier.return_reason}
    dossier.return_reason = answers.get("reason") or dossier.return_reason
    verb = "supplement_extended" if outcome == "extend" else "supplement_expired"
    record_act(work, task.element_id, verb, before=before, reason=dossier.return_reason)


def _take_letter_facts(work: Work, answers: dict) -> None:
    """Put what is written on the letter at signing into the dossier's content, where its page shows it."""
    dossier = work.dossier
    known = form_for(work.session, dossier, "dossier").items
    given = {key: answers[key] for key in ("letter_number", "letter_date") if answers.get(key) and key in known}
    if given:
        dossier.content = dossier.content | given
