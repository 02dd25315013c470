"""Every diagram has its outline at the same address: who, by when, what may follow, and the marks of the picture."""

import re

import pytest
from sqlalchemy import select

from service import shipped
from tests import product
from tests.web.hall import words
from workflows import models, outlining
from workflows.commands import deployments
from workflows.outlining import Place

pytestmark = pytest.mark.product


def outline(page) -> str:
    """Return the text of the first outline of a page."""
    return words(page).split('<ol class="tk-outline')[1].split("</ol>")[0]


def test_the_page_of_a_process_says_who_by_when_and_what_may_follow(administrator):
    said = outline(administrator.get("/quy-trinh/provincial_award?so-do=decide"))

    assert "Người có thẩm quyền quyết định" in said
    assert "hạn:" in said
    assert "khi kết quả là “" in said
    assert "khi không đường nào khác đúng" in said
    assert "Rồi đến" in said


def test_the_page_of_a_run_says_it_beside_where_the_run_stands(administrator, sessions, tmp_path):
    product.prepared(sessions, tmp_path)
    with sessions() as session:
        number = session.scalars(select(models.ProcessInstance.id)).first()
    said = outline(administrator.get(f"/quy-trinh/luot-chay/{number}"))

    assert "đang ở đây" in said
    assert "Rồi đến" in said


def test_a_comparison_marks_the_steps_in_words_and_keeps_what_is_gone(administrator, sessions):
    files = shipped.definitions()
    text = files["decide.bpmn"].decode()
    text = outlining.change(text, lambda d: outlining.remove(d, "draft_decision")).text
    text = outlining.change(text, lambda d: outlining.add(d, "user", "Xem lại", Place("finalize_decision_draft"))).text
    said = {"candidateGroup": "office_verifier", "formKey": "paper_verification"}
    text = outlining.change(text, lambda d: outlining.set_values(d, "xem_lai", said)).text
    with sessions.begin() as session:
        deployments.deploy(session, None, {**files, "decide.bpmn": text.encode()})

    page = words(administrator.get("/quy-trinh/provincial_award/so-sanh?so-do=decide"))
    steps = page.split("Các bước của “")[1].split("</ol>")[0]
    lines = re.findall(r'data-diagram-item="(\w+)">(.*?)</li>', steps, re.DOTALL)
    said = {name: re.sub(r"<[^>]+>", " ", line) for name, line in lines}

    assert "thêm" in said["xem_lai"]
    assert "Rồi đến Xem lại (đường mới)" in said["finalize_decision_draft"]
    assert "bỏ" in said["draft_decision"]
    order = [name for name, _ in lines]
    assert order.index("draft_decision") < order.index("finalize_decision_draft")
