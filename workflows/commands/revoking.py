"""Begin the case in which an award is to be taken back, and let it go on without an explanation that does not come."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import history, policy, progress, revocations
from workflows.clock import utcnow
from workflows.commands import attachments
from workflows.commands.attachments import Slot
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound, UploadRejected
from workflows.models import Dossier, RegisterEntry, Revocation
from workflows.policy import Actor
from workflows.storage import KeptFile
from workflows.verdicts import REVOCATION
from workflows.work import Work

PAPER = "revocation"
"""Under which the papers of a case stand among those of the dossier."""
SHORTEST_REASON, LONGEST_REASON, LONGEST_SOURCE = 20, 2000, 250
MOST_PAPERS = 20
TEMPLATE = {"decision_template": "revocation_decision"}
OVERDUE = "explanation_overdue"


@dataclass(frozen=True)
class Charge:
    """Why an award is to be taken back: `source` is the paper that brought it up, `reason` what it says happened."""

    source: str
    reason: str


def start(session: Session, actor: Actor, entry_id: int, charge: Charge, papers: Sequence[KeptFile] = ()) -> Revocation:
    """Begin the case about a line of the register, with its papers, and run its process to the first step.

    Raises NotFound for a line that is not there, or whose dossier the actor may neither see nor bring before it;
    NotAllowed for others who see the dossier; Invalid without source or reason; UploadRejected for too many files or a
    kind that is not taken; Conflict where the award was taken back, is being considered, or the process is retired.
    """
    entry = session.get(RegisterEntry, entry_id)
    if entry is None:
        raise NotFound
    dossier = entry.decision.dossier
    organ_id = revocations.demanding_organ(session, actor, dossier)
    if organ_id is None:
        policy.load_dossier(
            session, actor, dossier.reference
        )  # what may not be seen cannot be told from what is not there
        raise NotAllowed(revocations.NOT_THEIRS)
    charge = _checked(charge)
    if len(papers) > MOST_PAPERS:
        raise UploadRejected(f"Gửi kèm nhiều nhất {MOST_PAPERS} tệp. Gộp các tệp nhỏ lại rồi gửi.")
    session.execute(select(Dossier.id).where(Dossier.id == dossier.id).with_for_update())  # two may ask at one moment
    session.refresh(entry)
    if why := revocations.why_not(session, entry):
        raise Conflict(why)
    case = begin(session, actor, entry, organ_id, charge)
    for kept in {each.sha256: each for each in papers}.values():  # the same file twice is one
        attachments.enclose(session, actor, dossier, Slot(PAPER, entry.nominee_id), kept)
    return case


def begin(session: Session, actor: Actor | None, entry: RegisterEntry, organ_id: int, charge: Charge) -> Revocation:
    """Open the case and start its process; that it may begin is for the caller to have found out."""
    dossier, now = entry.decision.dossier, utcnow()
    case = Revocation(
        entry=entry,
        dossier=dossier,
        organ_id=organ_id,
        source=charge.source,
        reason=charge.reason,
        started_by=actor.person_id if actor else None,
        started_at=now,
        status="running",
    )
    session.add(case)
    session.flush()  # the steps of the process look it up
    after = {"entry": entry.id, "name": entry.name, "source": charge.source}
    history.record(session, actor, "revocation_started", dossier=dossier, after=after, reason=charge.reason)
    case.instance = progress.start(session, actor, dossier, REVOCATION, {**dossier.offer.variables, **TEMPLATE})
    session.flush()
    return case


def go_on_without_explanation(session: Session, actor: Actor, reference: str) -> Dossier:
    """Let the case go to the council because the time for the explanation is over.

    Raises NotFound for who may not see the dossier, NotAllowed for others than the organ that verifies, Conflict while
    the explanation is not overdue.
    """
    dossier = policy.load_dossier(session, actor, reference)
    if not revocations.may_conduct(session, actor, dossier):
        raise NotAllowed("Chỉ cơ quan xác minh được chuyển hồ sơ đi tiếp khi quá hạn giải trình.")
    task = revocations.overdue_explanation(session, dossier.id)
    if task is None:
        raise Conflict("Chưa có bước giải trình nào quá hạn ở hồ sơ này.")
    instance = progress.lock(session, task.instance_id)
    if revocations.overdue_explanation(session, dossier.id) is not task:
        raise Conflict("Giải trình vừa được gửi, hoặc hạn vừa được đổi. Tải lại trang để xem.")
    history.record(session, actor, "explanation_missed", dossier=dossier, element_id=task.element_id)
    progress.send_message(Work(session, instance, actor, utcnow()), OVERDUE)
    return dossier


def _checked(charge: Charge) -> Charge:
    """Return the charge with its spaces tidied. Raises Invalid."""
    source, reason = " ".join(charge.source.split()), charge.reason.strip()
    errors: dict[str, list[str]] = {}
    if not source or len(source) > LONGEST_SOURCE:
        errors["source"] = [f"Ghi số, ngày của văn bản hoặc đơn làm căn cứ, nhiều nhất {LONGEST_SOURCE} ký tự."]
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        errors["reason"] = [f"Nêu nội dung vi phạm, từ {SHORTEST_REASON} đến {LONGEST_REASON} ký tự."]
    if errors:
        raise Invalid(errors)
    return Charge(source, reason)
