"""Publish a change of processes: one asks, another approves, from a day on it is in force."""

from collections.abc import Collection
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import (
    bundle_checks,
    bundle_files,
    calendar_days,
    dates,
    draft_limits,
    history,
    outbox,
    process_drafts,
    scenario_runs,
)
from workflows.clock import utcnow
from workflows.commands import deployments, drafting, due_rules, migration_runs, scenarios
from workflows.errors import Conflict, DefinitionRejected, Invalid, NotAllowed, NotFound
from workflows.models import Account, DraftReview, ProcessDraft
from workflows.policy import Actor
from workflows.reasons import demand_reason
from workflows.replaying import records
from workflows.rules.calendar import VIETNAM

FARTHEST_DAYS = 366
CHANGED_SINCE = "Bản thảo đã đổi sau khi đề nghị duyệt được lập. Xem lại rồi đề nghị lại."
SAME = "Bản thảo không khác gì quy trình đang áp dụng."


def ask(session: Session, actor: Actor, draft_id: int, note: str, effective_on: date) -> DraftReview:
    """Ask that a draft be published from a day on.

    Raises NotAllowed, NotFound, Invalid without a note or for a day that is past or too far, Conflict where the draft
    is closed, changes nothing, touches files that have been deployed otherwise since it began, brings limits that
    cannot begin on that day, or fails a scenario that it concerns, DefinitionRejected with every problem of the files.
    """
    draft = drafting.hold_open(session, actor, draft_id)
    note = demand_reason(note, "note", "Nêu thay đổi này để làm gì")
    _demand_day(effective_on)
    files = _demand_fit(session, draft, effective_on)
    review = DraftReview(
        draft_id=draft.id,
        state="pending",
        note=note,
        effective_on=effective_on,
        checksum=_stamp(session, files),
        asked_by=actor.person_id,
        asked_at=utcnow(),
    )
    draft.state = "waiting"
    session.add(review)
    session.flush()  # one request at a time: the unique index must speak now, and the caller needs its number
    _record(session, actor, review, "draft_asked", note)
    asked = (Account.administrator, Account.disabled_at.is_(None), Account.person_id != actor.person_id)
    others = session.scalars(select(Account.person_id).where(*asked).distinct()).all()
    body = f"{actor.name} đề nghị duyệt, áp dụng từ {effective_on:%d/%m/%Y}. Để làm gì: {note}"
    _tell(session, review, ("draft_asked", "Chờ duyệt bản thảo “{title}”", body), others)
    return review


def take_along(session: Session, actor: Actor, review_id: int) -> None:
    """Have the running dossiers that can go over to it do so as soon as the draft is in force: a part of what is asked.

    Raises NotFound, NotAllowed unless its asker says so, Conflict once it is decided.
    """
    review = session.get(DraftReview, review_id)
    if review is None:
        raise NotFound
    if actor.person_id != review.asked_by:
        raise NotAllowed("Chỉ người đề nghị chọn việc chuyển hồ sơ.")
    if review.state != "pending":
        raise Conflict("Đề nghị này đã được xử lý.")
    review.moves_instances = True


def withdraw(session: Session, actor: Actor, draft_id: int) -> None:
    """Open a draft again that waits for approval or for its day. Raises NotAllowed, NotFound, Conflict in other states."""
    draft = drafting.hold(session, actor, draft_id)
    review = _last_review(session, draft)
    if draft.state not in ("waiting", "approved") or review is None:
        raise Conflict("Bản thảo không có đề nghị duyệt nào đang chờ.")
    review.state, draft.state = "withdrawn", "open"
    _record(session, actor, review, "draft_withdrawn")


def approve(session: Session, actor: Actor, review_id: int) -> DraftReview:
    """Approve a draft: it is published at once, or on its day where that is to come.

    Raises NotAllowed unless the actor administers the system and neither asked for it nor saved anything in it,
    NotFound, Conflict where it was decided or changed since, DefinitionRejected where it is not sound any more.
    """
    draft, review = _pending(session, actor, review_id)
    files = _demand_fit(session, draft, max(review.effective_on, dates.local_date(utcnow())))
    if _stamp(session, files) != review.checksum:
        raise Conflict(CHANGED_SINCE)
    review.state, review.decided_by, review.decided_at = "approved", actor.person_id, utcnow()
    draft.state = "approved"
    _record(session, actor, review, "draft_approved")
    if review.effective_on <= dates.local_date(utcnow()):
        _publish(session, actor, draft, files)
        said = ("draft_published", "Bản thảo “{title}” đã được duyệt và ban hành", f"Người duyệt: {actor.name}.")
    else:
        body = f"Người duyệt: {actor.name}. Ban hành ngày {review.effective_on:%d/%m/%Y}."
        said = ("draft_approved", "Bản thảo “{title}” đã được duyệt", body)
    _tell(session, review, said, [review.asked_by, draft.owner_id])
    return review


def decline(session: Session, actor: Actor, review_id: int, reason: str) -> DraftReview:
    """Send a draft back to those who work on it. Raises as `approve`, Invalid without a reason."""
    draft, review = _pending(session, actor, review_id)
    reason = demand_reason(reason)
    review.state, review.decided_by, review.decided_at, review.reason = "declined", actor.person_id, utcnow(), reason
    draft.state = "open"
    _record(session, actor, review, "draft_declined", reason)
    said = ("draft_declined", "Bản thảo “{title}” chưa được duyệt", f"Lý do: {reason}")
    _tell(session, review, said, [review.asked_by])
    return review


def next_due(session: Session, passed_over: Collection[int] = ()) -> int | None:
    """Return the number of an approved draft whose day has come, locked; None where there is none but those passed over."""
    query = (
        select(ProcessDraft.id)
        .join(DraftReview, DraftReview.draft_id == ProcessDraft.id)
        .where(ProcessDraft.state == "approved", DraftReview.state == "approved")
        .where(DraftReview.effective_on <= dates.local_date(utcnow()), ProcessDraft.id.not_in(passed_over))
        .order_by(DraftReview.effective_on, ProcessDraft.id)
        .limit(1)
        .with_for_update(of=ProcessDraft, skip_locked=True)
    )
    return session.scalar(query)


def publish_due(session: Session, draft_id: int) -> bool:
    """Publish an approved draft on its day; return whether it is in force.

    Scenarios are run anew first where people, limits, days or plans have changed since they ran; a run of that day
    counts. Where the draft does not fit any more it opens again and its asker is told why.
    """
    draft = session.get_one(ProcessDraft, draft_id, with_for_update=True, populate_existing=True)
    review = _last_review(session, draft)
    if draft.state != "approved" or review is None:
        return False
    try:
        files = _demand_fit(session, draft, dates.local_date(utcnow()), _midnight())
        if _stamp(session, files) != review.checksum:
            raise Conflict(CHANGED_SINCE)
    except scenario_runs.NotRun:
        scenarios.request_again(session, draft)  # the next tick finds them run
        return False
    except (Conflict, DefinitionRejected) as error:
        review.state, review.reason, draft.state = "stale", str(error)[:2000], "open"
        _record(session, None, review, "draft_stale", review.reason)
        said = ("draft_stale", "Chưa ban hành được bản thảo “{title}”", f"Lý do: {review.reason}")
        _tell(session, review, said, [review.asked_by])
        return False
    _publish(session, None, draft, files)
    said = ("draft_published", "Đã ban hành bản thảo “{title}”", "Hồ sơ bắt đầu từ nay theo quy trình mới.")
    _tell(session, review, said, [review.asked_by, draft.owner_id])
    return True


def _demand_fit(session: Session, draft: ProcessDraft, on: date, since: datetime | None = None) -> dict[str, bytes]:
    """Return what the draft would put in force on a day; until the transaction ends nothing else is deployed, no limit changed.

    A run of its scenarios after `since` counts whatever else has changed.
    Raises Conflict or DefinitionRejected where it may not be.
    """
    process_drafts.hold_deployments(session)
    calendar_days.hold(session)
    files = process_drafts.merged(session, draft)
    newest = process_drafts.newest_deployment(session)
    is_new = newest is None or newest.checksum != bundle_files.checksum(draft_limits.without(files))
    if not is_new and not draft_limits.changes(session, files, on):
        raise Conflict(SAME)
    if found := bundle_checks.problems(session, files):
        raise DefinitionRejected(found)
    draft_limits.demand_fit(session, files, on)
    before = {} if newest is None else process_drafts.deployed_files(session, newest.id)
    scenario_runs.demand_passed(session, before, files, since)
    return files


def _stamp(session: Session, files: dict[str, bytes]) -> str:
    """Return the checksum of what is approved: the files, and what the limits that they change say until then."""
    before = draft_limits.standing(session, files)
    return bundle_files.checksum({**files, "": before} if before else files)


def _publish(session: Session, actor: Actor | None, draft: ProcessDraft, files: dict[str, bytes]) -> None:
    """Put the files in force: the limits first, since a diagram may name one that is new."""
    newest = process_drafts.newest_deployment(session)
    limits = draft_limits.changes(session, files, dates.local_date(utcnow()))
    due_rules.put_in_force(session, actor, limits)
    deployment = deployments.deploy(session, actor, draft_limits.without(files))
    draft.deployment_id, draft.state, draft.changed_at = deployment.id, "published", utcnow()
    after = {"draft": draft.id, "title": draft.title, "deployment": deployment.number, "limits": len(limits)}
    history.record(session, actor, "draft_published", after=after)
    review = _last_review(session, draft)
    if review is not None and review.moves_instances and newest is not None and newest.id != deployment.id:
        before = process_drafts.deployed_files(session, newest.id)
        keys = records.concerned(before, files, bundle_files.checksum(bundle_checks.diagrams_of(files)), by_forms=True)
        migration_runs.begin_at_publishing(session, review.decided_by or review.asked_by, deployment.id, set(keys))


def _pending(session: Session, actor: Actor, review_id: int) -> tuple[ProcessDraft, DraftReview]:
    found = session.get(DraftReview, review_id)
    if found is None:
        raise NotFound
    draft = drafting.hold(session, actor, found.draft_id)
    session.refresh(found)
    if found.state != "pending":
        raise Conflict("Đề nghị này đã được xử lý.")
    if actor.person_id == found.asked_by or actor.person_id in drafting.editors(session, draft):
        raise NotAllowed("Người đề nghị hoặc đã sửa bản thảo không được duyệt. Một quản trị khác phải duyệt.")
    return draft, found


def _last_review(session: Session, draft: ProcessDraft) -> DraftReview | None:
    query = select(DraftReview).where(DraftReview.draft_id == draft.id).order_by(DraftReview.id.desc()).limit(1)
    return session.scalar(query)


def _midnight() -> datetime:
    """Return when today began."""
    return datetime.combine(dates.local_date(utcnow()), time(), VIETNAM)


def _demand_day(effective_on: date) -> None:
    ahead = (effective_on - dates.local_date(utcnow())).days
    if not 0 <= ahead <= FARTHEST_DAYS:
        raise Invalid({"effective_on": ["Ngày áp dụng là hôm nay hoặc một ngày sau, trong vòng một năm."]})


def _record(session: Session, actor: Actor | None, review: DraftReview, verb: str, reason: str | None = None) -> None:
    after = {"draft": review.draft_id, "review": review.id, "effective_on": review.effective_on.isoformat()}
    history.record(session, actor, verb, after=after | {"checksum": review.checksum}, reason=reason)


def _tell(session: Session, review: DraftReview, said: tuple[str, str, str], people: Collection[int]) -> None:
    """Tell people of a request; `said`: kind, subject and body of the notice."""
    kind, subject, body = said
    subject = subject.format(title=session.get_one(ProcessDraft, review.draft_id).title)
    link = f"/quy-trinh/ban-thao/{review.draft_id}"
    for person_id in sorted(set(people)):
        key = f"{kind}:{review.id}:{person_id}"
        outbox.queue(session, key, kind, person_id, dossier=None, subject=subject, body=body, link=link)
