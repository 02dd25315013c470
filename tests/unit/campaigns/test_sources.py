"""The data stands on its own: quotes have their excerpt, doubtful values their source, and nobody is named."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from workflows.rules.plans.files import Folder
from workflows.rules.plans.walking import walk

CAMPAIGNS = Path(__file__).resolve().parents[3] / "campaigns"
DELIVERED = sorted(path for path in CAMPAIGNS.rglob("*") if path.suffix in {".yaml", ".json", ".md"})
SURNAMES = "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Đàm|Tổng|Lý|Trương|Đinh|Mai|Tô|Vương"
PERSON = re.compile(rf"\b(?:{SURNAMES})(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]+){{1,3}}\b")
NOT_PERSONS = ("Hồ Chí Minh", "Hoàng Văn Thụ", "Hải Thượng Lãn Ông", "Lê Trì", "Tô Châu", "Tổng Giám")
"""Names of places and awards that look like persons."""
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|tmp|home|root|usr|mnt)/\w")


def blank(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def excerpts() -> dict[str, list[str]]:
    """Excerpts of outside sources by the id of their evidence."""
    document: dict[str, Any] = yaml.safe_load((CAMPAIGNS / "evidence.yaml").read_text(encoding="utf-8"))
    return {item["id"]: [blank(text) for text in item["excerpts"]] for item in document["evidence"]}


def test_every_quote_of_an_outside_source_is_one_of_its_excerpts(documents: Folder, excerpts: dict[str, list[str]]):
    for name, document in {**documents.reference, **documents.plans}.items():
        for path, node in walk(document):
            if "evidence" in node and "quote" in node:
                quote = blank(node["quote"])
                assert any(quote in text for text in excerpts[node["evidence"]]), (name, path, quote)


def test_every_quote_of_a_plan_names_its_own_text_or_another_plans(documents: Folder):
    texts = {plan["file"] for plan in documents.plans.values()}
    for name, document in {**documents.reference, **documents.plans}.items():
        for path, node in walk(document):
            if "section" in node and "quote" in node:
                assert node["file"] in texts, (name, path)
                assert node["quote"].strip(), (name, path)


def test_a_number_that_was_read_has_its_source(documents: Folder):
    for limit in documents.reference["limits"]["rules"]:
        if limit["confidence"] in {"read", "second-hand"}:
            assert limit["source"], limit["id"]


@pytest.mark.parametrize("path", DELIVERED, ids=lambda path: path.name)
def test_no_person_and_no_place_of_a_machine_is_named(path: Path):
    text = path.read_text(encoding="utf-8")
    assert [found for found in PERSON.findall(blank(text)) if not found.startswith(NOT_PERSONS)] == []
    assert MACHINE_PATH.search(text) is None
