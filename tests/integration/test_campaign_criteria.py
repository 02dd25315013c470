"""The criteria of a campaign as text: read from the tables in force, not written a second time."""

import re

import pytest
from sqlalchemy import select

from tests import product
from workflows import models
from workflows.queries import campaign_criteria

pytestmark = pytest.mark.parametrize("whole", ["sqlite"], indirect=True)


def rules(whole, key):
    with whole() as session:
        campaign = session.scalars(select(models.Campaign).where(models.Campaign.key == key)).one()
        found = campaign_criteria.rules(session, campaign)
    return {line.code: line for _, lines in found.groups for line in lines}, found


def test_a_threshold_is_said_with_its_unit(whole):
    lines, _ = rules(whole, product.KIEN_GIANG)
    assert "đạt khi từ 110 % trở lên; không đạt khi dưới 110 %" in lines["KG-2.1-BK-1"].judged
    assert lines["KG-2.1-BK-1"].judged.endswith("chưa có số liệu.")
    assert "đạt khi trên 50 %" in lines["KG-2.2-BK-1"].judged
    assert lines["KG-2.1-BK-2"].judged.startswith("So với định mức: đạt khi từ định mức trở lên")


def test_what_may_be_met_instead_is_said(whole):
    lines, _ = rules(whole, product.KIEN_GIANG)
    assert lines["KG-2.1-BK-1"].instead == "mục IV.2.1 Bằng khen, ý 2"
    assert lines["KG-GEN-1"].instead == ""


def test_for_whom_a_criterion_is_stands_beside_it(whole):
    lines, _ = rules(whole, product.KIEN_GIANG)
    assert lines["KG-GEN-3"].only_for == "tập thể"
    assert lines["KG-SPEC-5"].only_for == "hội, đoàn thể"
    assert "Giấy khen của Giám đốc Sở" in lines["KG-2.1-GK-1"].only_for


def test_the_law_stands_with_every_campaign_also_one_without_criteria(whole):
    _, found = rules(whole, "an-giang-2024")
    assert found.groups == ()
    assert "LAW-HOLD" in {line.code for line in found.law}


@pytest.mark.parametrize(
    "key", ["an-giang-2021-2025", "kien-giang-2021-2025", "lang-son-2021-2025", "ninh-binh-2021-2025"]
)
def test_no_code_is_left_without_words(whole, key):
    lines, found = rules(whole, key)
    assert all(line.text and line.clause and line.judged for line in lines.values())
    said = " ".join(f"{line.only_for} {line.judged} {line.instead}" for line in lines.values())
    assert re.search(r"[A-Z]{2}\d*-", said) is None
    assert all(line.instead != line.clause for line in lines.values())
    assert '"' not in said
    assert "_" not in said
    assert all(name for name, _ in found.groups)
