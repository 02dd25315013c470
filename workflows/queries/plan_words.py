"""A plan in words: which act it is, where in it something stands, and when: "30/11 hằng năm, 2022–2025"."""

import re
from collections.abc import Mapping
from datetime import date

from workflows.models import Campaign

_POINT = re.compile(r"\s*(?:[+]|gạch)\s*(\d+)\b")


def act_words(campaign: Campaign) -> str:
    """Return what act the plan is: "Kế hoạch 54/KH-SNNPTNT", by its issuer where it has no number."""
    number, issuer = campaign.plan_number, campaign.issuer
    if number:
        name = f"Kế hoạch kèm Quyết định {number}" if "/QĐ" in number else f"Kế hoạch {number}"
    else:
        name = f"Kế hoạch của {issuer.short_name}" if issuer else f"Kế hoạch “{campaign.name}”"
    return f"tin về {name}" if campaign.plan.get("source_kind") == "news_article" else name


def clause_words(clause: str, act: str = "") -> str:
    """Return where it stands: "mục IV.2.1 Bằng khen, ý 2, Kế hoạch 54/KH-SNNPTNT".

    What begins in small letters says itself what it is ("đoạn 4").
    """
    clause = _POINT.sub(r", ý \1", clause)
    place = f"mục {clause}" if clause[:1].isupper() or clause[:1].isdigit() else clause
    return f"{place}, {act}" if place and act else place


def when_words(due_on: date | None, rule: Mapping[str, object]) -> str:
    """Return when a mark of a plan falls; empty where the plan sets no date."""
    if due_on is not None:
        return f"{due_on:%d/%m/%Y}"
    years = "–".join(str(rule[key]) for key in ("from_year", "to_year") if rule.get(key))
    if rule.get("recurring") == "yearly":
        every = f"{rule['day']:02d}/{rule['month']:02d} hằng năm" if rule.get("day") else "Hằng năm"
        return f"{every}, {years}" if years else every
    if rule.get("year"):
        return f"Tháng {rule['month']}/{rule['year']}" if rule.get("month") else f"Năm {rule['year']}"
    return years
