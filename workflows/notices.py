"""What submitting units are told about their dossier; queued with the step, delivered after it."""

from workflows import dates, outbox
from workflows.models import Dossier
from workflows.participants import holders
from workflows.rules.notice_groups import group_of
from workflows.work import Work

SUBMITTERS = ("submitting_officer", "submitting_head")

# What the unit is told: subject, then body. `{reference}`, `{title}`, `{unit}`, `{reason}` are filled in. Where somebody
# has written a reason, it may name persons: the letter says only where it can be read.
NOTICES = {
    "submission_confirmed": (
        "Đã nộp hồ sơ {reference}",
        "Hồ sơ {reference} ({title}) của {unit} đã được ký và nộp. Cơ quan tiếp nhận sẽ kiểm tra thành phần hồ sơ.",
    ),
    "withdrawal_confirmed": (
        "Đã rút hồ sơ {reference}",
        "Hồ sơ {reference} ({title}) đã được rút theo đề nghị của {unit}.",
    ),
    "award_refused": (
        "Thông báo kết quả hồ sơ {reference}",
        "Có đối tượng trong hồ sơ {reference} ({title}) không được khen thưởng:\n{reason}",
    ),
    "award_revoked": (
        "Hủy bỏ khen thưởng, hồ sơ {reference}",
        "Quyết định khen thưởng theo hồ sơ {reference} ({title}) đã bị hủy bỏ:\n{reason}",
    ),
    "decision_sent": (
        "Đã có Quyết định về hồ sơ {reference}",
        "Hồ sơ {reference} ({title}) đã có kết quả: {reason}",
    ),
    "receipt": (
        "Giấy tiếp nhận hồ sơ {reference}",
        "Hồ sơ {reference} ({title}) đã được tiếp nhận đủ. Xem giấy tiếp nhận và hẹn trả kết quả trong hồ sơ.",
    ),
    "supplement": ("Hồ sơ {reference} cần bổ sung", "Hồ sơ {reference} ({title}) được trả để bổ sung. Lý do: {reason}"),
    "process_cancelled": (
        "Đã hủy quy trình của hồ sơ {reference}",
        "Quản trị đã hủy quy trình của hồ sơ {reference} ({title}); hồ sơ kết thúc, không có kết quả. Lý do: {reason}",
    ),
    "rejection": (
        "Từ chối tiếp nhận hồ sơ {reference}",
        "Hồ sơ {reference} ({title}) không được tiếp nhận. Lý do: {reason}",
    ),
}


READ_THERE = "Mở hồ sơ trong Trình Khen để xem nội dung."


def tell_submitters(work: Work, element_id: str, notice: str, *, reason: str) -> int:
    """Queue a notice to everyone who submits for the unit; return how many they are.

    The effect key holds the version of the instance: the same step repeated after a failure sends once, a later pass
    through the same element sends anew.
    """
    dossier = work.dossier
    people = holders(work.session, dossier.submitting_unit_id, SUBMITTERS, dates.local_date(work.now))
    subject, body = NOTICES[notice]
    words = {
        "reference": dossier.reference,
        "title": dossier.offer.title,
        "unit": dossier.submitting_unit.name,
        "reason": reason,
    }
    for person in people:
        key = f"{notice}:{dossier.id}:{element_id}:{work.instance.id}.{work.instance.version}:{person.id}"
        text = {"subject": subject.format(**words), "body": body.format(**words)}
        letter = body.format(**words | {"reason": READ_THERE})
        is_duty = group_of(notice) is None
        outbox.queue(work.session, key, notice, person.id, dossier=dossier, is_duty=is_duty, letter=letter, **text)
    return len(people)


def refusals(dossier: Dossier) -> str:
    """Return who was refused and why, one a line; empty where nobody was."""
    refused = [n for n in dossier.nominees if n.result == "refused" and n.removed_at is None]
    return "\n".join(f"- {nominee.name}: {nominee.result_reason}" for nominee in refused)
