"""Whether a dossier may be started for an offer on a day, and what sets the simplified procedure apart."""

from collections.abc import Mapping
from datetime import date

from workflows.models import Offer

SIMPLIFIED = "simplified_award"
"""The process of the simplified procedure (Luật 06/2022/QH15, Điều 85)."""


def is_simplified(offer: Offer) -> bool:
    """Whether dossiers for an offer go the short way: judged by the law alone, without minutes of a council."""
    return offer.process_key == SIMPLIFIED


def stages_left_out(offer: Offer) -> tuple[str, ...]:
    """Return the stages that a dossier for an offer never comes to."""
    return ("council",) if is_simplified(offer) else ()


def case_of(offer: Offer) -> str:
    """Return when the simplified procedure may be used for an offer, with its clause; empty for every other offer."""
    case = offer.details.get("simplified")
    return f"{case['when']} ({case['basis']})." if case else ""


def closed(offer: Offer, day: date, retired: Mapping[str, str]) -> str:
    """Return why no dossier can be started for an offer on a day; empty when one can.

    `retired` says, by process, why it takes no new dossiers.
    """
    if offer.unavailable_reason or offer.process_key is None:
        return offer.unavailable_reason or "Hình thức này chưa có quy trình."
    return retired.get(offer.process_key, "") or _outside(offer.details.get("simplified") or {}, day)


def _outside(case: Mapping[str, str | None], day: date) -> str:
    first, last = case.get("valid_from"), case.get("valid_to")
    if first and day < date.fromisoformat(first):
        return f"Thủ tục đơn giản chỉ dùng cho hình thức này từ ngày {date.fromisoformat(first):%d/%m/%Y} ({case['basis']})."
    if last and day > date.fromisoformat(last):
        return f"Thủ tục đơn giản chỉ dùng cho hình thức này đến hết ngày {date.fromisoformat(last):%d/%m/%Y} ({case['basis']})."
    return ""
