"""What one may read beyond seeing that it exists: of a dossier what is addressed to one, of processes their running."""

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from workflows.errors import NotFound
from workflows.models import CampaignDuty, Council, Dossier, DossierAccess, IssuedDocument, UserTask
from workflows.policy import Actor, handling_organs, inspected, overseen_duties

# Papers that are addressed to the unit that submitted; drafts, minutes and lists of payment are for those who handle.
DOCUMENTS_FOR_THE_UNIT = ("receipt", "supplement", "rejection", "decision", "refusal_notice", "extension")


def demand_sight_of_processes(actor: Actor) -> None:
    """Raise NotFound unless the actor administers the system: to others what runs inside does not exist."""
    if not actor.administrator:
        raise NotFound


def demand_administration(actor: Actor) -> None:
    """Raise NotFound unless the actor administers the system: for others the office's tables have no pages."""
    if not actor.administrator:
        raise NotFound


def handled_dossiers(actor: Actor) -> ColumnElement[bool]:
    """Condition on Dossier, among those that the actor may see: handled by others than the unit that submitted it."""
    units = handling_organs(actor)
    councils = {seat.council_id for seat in actor.seats}
    task = aliased(UserTask)
    return or_(
        exists().where(
            DossierAccess.dossier_id == Dossier.id,
            DossierAccess.unit_id.in_(units),
            DossierAccess.unit_id != Dossier.submitting_unit_id,
        ),
        exists().where(
            task.dossier_id == Dossier.id,
            task.council_id == Council.id,
            Council.id.in_(councils),
            Council.unit_id != Dossier.submitting_unit_id,
        ),
        inspected(actor),
    )


def readable_answers(actor: Actor) -> ColumnElement[bool]:
    """Condition on UserTask: finished steps whose answers the actor may read, given that they may see the dossier.

    Whoever handles the dossier reads the answers of every step. The unit that submitted it reads its own: what an
    appraisal says of a nominee is no paper of the unit until it is told (slips, notices and reasons are).
    """
    return or_(
        UserTask.organ_id.in_({assignment.organ_id for assignment in actor.assignments}),
        UserTask.council_id.in_({seat.council_id for seat in actor.seats}),
        UserTask.dossier_id.in_(select(Dossier.id).where(handled_dossiers(actor)).correlate(None)),
        UserTask.duty_id.in_(select(CampaignDuty.id).where(overseen_duties(actor)).correlate(None)),
    )


def readable_documents(actor: Actor) -> ColumnElement[bool]:
    """Condition on IssuedDocument: papers that the actor may read, given that they may see the dossier."""
    before_submission = exists().where(
        Dossier.id == IssuedDocument.dossier_id,
        or_(Dossier.submitted_at.is_(None), IssuedDocument.issued_at < Dossier.submitted_at),
    )
    return or_(
        IssuedDocument.kind.in_(DOCUMENTS_FOR_THE_UNIT),
        before_submission,  # such as the minutes of the unit's own council
        IssuedDocument.dossier_id.in_(select(Dossier.id).where(handled_dossiers(actor)).correlate(None)),
    )
