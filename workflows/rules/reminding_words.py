"""What reminders say: which work, of which dossier, and how its due date stands. Nothing personal."""

from dataclasses import dataclass

from workflows.rules.calendar import VIETNAM
from workflows.rules.due_state import DueState
from workflows.rules.reminding import Moment

NEXT = {
    "reminder": "Mở việc để làm tiếp. Nếu việc đã có người khác làm thì bỏ qua lời nhắc này.",
    "reminder_overdue": "Mở việc để làm ngay. Nếu chưa làm được, báo người đứng đầu để giao lại hoặc gia hạn.",
    "escalation": "Mở việc để giao lại cho người khác, hoặc gia hạn kèm phiếu xin lỗi gửi đơn vị trình.",
}
TITLES = {"reminder": "Nhắc việc", "reminder_overdue": "Việc quá hạn", "escalation": "Việc quá hạn cần xử lý"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a reminder is about. `kind`: reminder, reminder_overdue, or escalation (to the head)."""

    kind: str
    task: str
    subject: str
    """Reference of the dossier, or of the campaign's duty."""
    is_dossier: bool
    due: DueState
    moment: Moment | None
    """The moment that was missed; None: it goes out in time."""
    is_held: bool
    """Whether somebody has the work in hand."""


def letter(said: Said) -> tuple[str, str]:
    """Return subject and body of a reminder, in Vietnamese."""
    late = " (nhắc trễ)" if said.moment is not None else ""
    whose = f"hồ sơ {said.subject}" if said.is_dossier else f"kỳ báo cáo {said.subject}"
    title = f"{TITLES[said.kind]}{late}: {said.task}, {whose}"
    lines = [f"Việc “{said.task}”, {whose}: {due_words(said.due)}."]
    if said.kind == "escalation":
        lines.append("Đang có người giữ việc này." if said.is_held else "Chưa ai nhận việc này.")
    if said.moment is not None:
        at = said.moment.at.astimezone(VIETNAM)
        lines.append(f"Lời nhắc này lẽ ra được gửi lúc {at:%H:%M ngày %d/%m/%Y}; hệ thống đã gửi trễ.")
    lines.append(NEXT[said.kind])
    return title, "\n".join(lines)


def due_words(due: DueState) -> str:
    """Return how a due date stands: "còn 3 ngày làm việc, hạn 12/06/2026"."""
    day = f"{due.day:%d/%m/%Y}" if due.day else ""
    if due.kind == "today":
        return f"hạn là hôm nay, {day}"
    if due.kind == "overdue":
        return f"quá hạn {due.working_days} ngày làm việc, hạn {day}" if due.working_days else f"quá hạn, hạn {day}"
    if due.kind == "left":
        return f"còn {due.working_days} ngày làm việc, hạn {day}"
    return "thời hạn đang dừng" if due.kind == "stopped" else "không đặt hạn"
