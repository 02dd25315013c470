"""How sure the data is of a legal fact, in words for people, because a doubtful number must be shown as doubtful."""

from typing import Final

LABELS: Final = {
    "read": "đã đọc trong văn bản",
    "read_in_law": "đã đọc trong luật",
    "second-hand": "theo nguồn thứ cấp, cần kiểm tra",
    "inferred": "suy ra, cần kiểm tra",
    "memory": "chưa đối chiếu văn bản, cần kiểm tra",
    "design": "hạn nội bộ do cơ quan đặt; chưa ghi văn bản quy định",
    "unknown": "không tìm thấy quy định",
}


def needs_check(confidence: str) -> bool:
    """Say whether a value of this confidence is shown as “cần kiểm tra”."""
    return confidence not in {"read", "read_in_law"}


def label(confidence: str) -> str:
    """Return the Vietnamese words for one confidence."""
    return LABELS[confidence]
