"""When a dossier may be changed, and by whom: while it is being prepared or supplemented, by whoever may do that task."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Context, Form
from workflows import catalogue, dates, history, policy, progress, steps
from workflows.clock import utcnow
from workflows.errors import Conflict, NotAllowed
from workflows.models import Decision, Dossier, HistoryEntry, UserTask
from workflows.policy import Actor

FORM_OF_CONTENT = "dossier"
"""The form whose pages are the dossier's content; a supplement changes the same pages and has a form of its own."""
FORMS = (FORM_OF_CONTENT, "dossier_supplement")
UNRECORDED_FORMS = frozenset({"ballot"})
"""What is answered on these is kept by their step alone, because a secret ballot must be readable nowhere."""
SUBMITTING_ROLES = ("submitting_officer", "submitting_head")


def open_dossier(session: Session, actor: Actor, reference: str) -> tuple[Dossier, UserTask]:
    """Return a dossier to be changed, locked, with the open task under which it is changed.

    Raises NotFound where the actor may not see it, Conflict when it is no longer open, NotAllowed when others edit it.
    """
    dossier = policy.load_dossier(session, actor, reference)
    task = open_task(session, dossier)
    if task is not None:
        # Whoever completes the task holds the same lock: what is saved is either in the submission or refused.
        progress.lock(session, task.instance_id)
        session.refresh(dossier)
        task = open_task(session, dossier)
    if task is None:
        raise Conflict(_why_closed(dossier))
    _demand(session, actor, task)
    return dossier, task


def view_open(session: Session, actor: Actor, reference: str) -> tuple[Dossier, UserTask]:
    """Return the same as `open_dossier` for a page that changes nothing: unlocked."""
    dossier = policy.load_dossier(session, actor, reference)
    task = open_task(session, dossier)
    if task is None:
        raise Conflict(_why_closed(dossier))
    _demand(session, actor, task)
    return dossier, task


def open_task(session: Session, dossier: Dossier) -> UserTask | None:
    """Return the open task of preparing or supplementing the dossier."""
    return session.scalar(
        select(UserTask)
        .where(UserTask.dossier_id == dossier.id, UserTask.form_key.in_(FORMS))
        .where(UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None))
        .order_by(UserTask.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def may_edit(session: Session, actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may change the dossier now."""
    task = open_task(session, dossier)
    return task is not None and policy.may_work(session, actor, task)


def form_of(session: Session, task: UserTask) -> Form:
    """Return the form whose pages hold the dossier's content, as deployed with the instance.

    A supplement changes the same content, so it uses the pages of the form `dossier`.
    """
    return catalogue.form(session, task.instance.definition.deployment, FORM_OF_CONTENT)


def context(session: Session, actor: Actor | None, task: UserTask, rows: frozenset[str] | None = None) -> Context:
    """Return what the dossier's form knows besides its answers: values, choices, the nominees as rows.

    `rows`: the kinds of rows that are wanted, where not all are.
    """
    surroundings = steps.Surroundings(wanted=rows)
    steps.prepare(session, actor, task, surroundings)
    return surroundings.context()


def demand_fresh(session: Session, actor: Actor, dossier: Dossier, page: str, revision: int) -> None:
    """Raise Conflict, saying who and when, if this page was saved after the revision that the actor saw."""
    if dossier.page_revisions.get(page, 0) <= revision:
        return
    entries = session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.dossier_id == dossier.id, HistoryEntry.verb == "saved")
        .order_by(HistoryEntry.sequence.desc())
    )
    entry = next((entry for entry in entries if entry.after == {"page": page}), None)
    when = f" lúc {dates.show(dossier.content_saved_at)}" if dossier.content_saved_at else ""
    if entry and entry.actor_id == actor.person_id:
        raise Conflict(f"Bạn đã lưu mục này ở một cửa sổ khác{when}. Đối chiếu hai nội dung rồi lưu lại.")
    who = entry.actor.full_name if entry and entry.actor else "Người khác"
    raise Conflict(f"{who} đã lưu mục này{when}, sau khi bạn mở trang. Đối chiếu hai nội dung rồi lưu lại.")


def count_save(dossier: Dossier, page: str) -> int:
    """Count one more save of the dossier, made on `page`; return the new revision."""
    dossier.content_revision += 1
    dossier.content_saved_at = utcnow()
    dossier.page_revisions = {**dossier.page_revisions, page: dossier.content_revision}
    return dossier.content_revision


def demand_withdrawable(session: Session, dossier: Dossier) -> None:
    """Raise Conflict, saying why, where a dossier cannot be withdrawn (any more)."""
    if dossier.submitted_at is None:
        raise Conflict("Hồ sơ chưa nộp nên không cần rút. Muốn bỏ hồ sơ nháp, dùng “Bỏ hồ sơ nháp”.")
    if dossier.closed_at is not None:
        raise Conflict("Hồ sơ đã kết thúc nên không rút được nữa.")
    number = session.scalar(
        select(Decision.document_number)
        .where(Decision.dossier_id == dossier.id, Decision.document_number.is_not(None))
        .limit(1)
    )
    if number:
        raise Conflict(f"Đã có Quyết định {number} nên không rút được hồ sơ nữa.")


def demand_submitter(actor: Actor, dossier: Dossier) -> None:
    """Raise NotAllowed unless the actor prepares or signs for the unit that submits the dossier."""
    if not any(dossier.submitting_unit_id in actor.organs(role) for role in SUBMITTING_ROLES):
        raise NotAllowed(f"Chỉ {dossier.submitting_unit.name} được rút hồ sơ này.")


def may_withdraw(session: Session, actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may withdraw the dossier now."""
    try:
        demand_submitter(actor, dossier)
        demand_withdrawable(session, dossier)
    except (NotAllowed, Conflict):
        return False
    return True


def note_save(session: Session, actor: Actor, dossier: Dossier, task: UserTask, page: str) -> None:
    """Record that somebody worked on a part of the dossier; autosaves of one part in a row are one act.

    The values themselves are not repeated here: they are drafts, and what is submitted is kept whole as a revision.
    """
    last = session.scalar(
        select(HistoryEntry)
        .where(HistoryEntry.dossier_id == dossier.id)
        .order_by(HistoryEntry.sequence.desc())
        .limit(1)
    )
    if last is None or (last.verb, last.actor_id, last.after) != ("saved", actor.person_id, {"page": page}):
        history.record(session, actor, "saved", dossier=dossier, element_id=task.element_id, after={"page": page})


def _demand(session: Session, actor: Actor, task: UserTask) -> None:
    try:
        policy.demand_work(session, actor, task)
    except NotAllowed:
        unit = task.organ.name if task.organ else "đơn vị trình"
        raise NotAllowed(f"Chỉ cán bộ lập hồ sơ của {unit} được sửa hồ sơ này.") from None


def _why_closed(dossier: Dossier) -> str:
    if dossier.closed_at is not None:
        return "Hồ sơ đã kết thúc nên không sửa được nữa."
    if dossier.submitted_at is not None:
        return "Hồ sơ đã nộp và đang được giải quyết. Chỉ sửa được khi hồ sơ bị trả bổ sung."
    return "Hồ sơ đang chờ ký hoặc chờ Hội đồng của đơn vị họp. Chỉ sửa được khi hồ sơ trở lại bước lập hồ sơ."
