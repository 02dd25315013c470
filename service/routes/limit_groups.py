"""Limits by part of the procedure, so that a page of many can be folded."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Each = TypeVar("Each")

GROUPS = (
    ("Tổng thời hạn", ("total",)),
    ("Chuẩn bị hồ sơ", ("dossier",)),
    ("Tiếp nhận, bổ sung", ("intake", "supplement")),
    ("Thẩm định thành tích", ("achievement",)),
    ("Thẩm định hồ sơ", ("appraisal",)),
    ("Lấy ý kiến, công khai", ("consultation", "publication")),
    ("Hội đồng", ("council",)),
    ("Trình ký, quyết định", ("proposal", "decision")),
    ("Công bố, trao thưởng", ("award", "refusal")),
    ("Ý kiến cấp ủy, trình cấp trên", ("party", "upward", "simplified")),
    ("Báo cáo phong trào", ("report",)),
    ("Hủy quyết định", ("revoke",)),
)
"""Parts of the procedure, each with the beginnings of the keys of its rules."""
OTHERS = "Thời hạn khác"


def grouped(limits: Iterable[Each], key_of: Callable[[Each], str]) -> dict[str, list[Each]]:
    """Return limits by part of the procedure, in its order; parts without any are left out. `key_of`: the key of a rule."""
    names = {prefix: name for name, prefixes in GROUPS for prefix in prefixes}
    found: dict[str, list[Each]] = {}
    for each in limits:
        found.setdefault(names.get(key_of(each).partition(".")[0], OTHERS), []).append(each)
    return {name: found[name] for name in (*(name for name, _ in GROUPS), OTHERS) if name in found}
