"""The studio does not exist for whoever does not administer, whatever they ask it, by whichever way."""

import pytest
from sqlalchemy import select

from tests.web.hall import token
from workflows import models

pytestmark = pytest.mark.product

INDEX = "/quy-trinh/ban-thao"
BODIES = (
    {"json": {"name": "decide.bpmn", "content": "<a/>"}},
    {"data": {"title": "Một bản thảo", "reason": "Vì sao đó"}},
)
THERE = {"number": 1, "trial_id": 1, "review": 1, "key": "department_certificate", "name": "decide.bpmn"}


def addresses(app):
    """Return each address of the studio, with arguments of what is there, and how it is asked."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if not rule.rule.startswith("/quy-trinh"):
                continue
            for name in (
                (THERE["name"], "council_plan.form", "criteria_an_giang_2021_2025.dmn")
                if "name" in rule.arguments
                else ("",)
            ):
                built = rule.build({each: {**THERE, "name": name}.get(each, 1) for each in rule.arguments})
                for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                    yield method, built[1]


def test_nothing_of_the_studio_is_there_for_others(app, administrator, officer, sessions):
    administrator.post(INDEX, data={"csrf_token": token(administrator.get(INDEX)), "title": "Rút ngắn thẩm định"})
    found = set()
    for method, address in addresses(app):
        for body in BODIES if method != "GET" else ({},):
            answer = officer.open(address, method=method, headers={"If-Match": '"0"'}, **body)
            if answer.status_code != 404:
                found.add((method, address, answer.status_code))
    assert found == set()
    with sessions() as session:
        assert session.scalars(select(models.DraftFile)).all() == []


LONE = "<bpmn:definitions>\ud800</bpmn:definitions>"
HOSTILE = (
    LONE,
    '{"type":"default","components":[{"type":"textfield","key":"a","label":"\\ud800"}]}',
    "\0",
    "[" * 50_000,
)


@pytest.mark.parametrize("content", HOSTILE, ids=["half", "escaped", "null", "deep"])
def test_no_content_of_a_file_breaks_what_an_editor_asks(administrator, content):
    administrator.post(INDEX, data={"csrf_token": token(administrator.get(INDEX)), "title": "Rút ngắn thẩm định"})
    for name in (
        "decide.bpmn",
        "council_plan.form",
        "criteria_an_giang_2021_2025.dmn",
        "a.scenario",
        "due_rules.limits",
    ):
        for address in ("kiem-tra", "kiem-bang", f"bieu-mau/{name}/xem-thu"):
            answer = administrator.post(f"{INDEX}/1/{address}", json={"name": name, "content": content})
            assert answer.status_code in {200, 404, 422}, (name, address)
        saved = administrator.put(
            f"{INDEX}/1/tep/{name}", data=content.encode(errors="replace"), headers={"If-Match": '"0"'}
        )
        assert saved.status_code in {200, 422}, name
    for page in (
        "",
        "/so-do/decide.bpmn",
        "/bieu-mau/council_plan.form",
        "/bang/criteria_an_giang_2021_2025.dmn",
        "/kich-ban",
        "/thoi-han",
        "/thu",
    ):
        assert administrator.get(f"{INDEX}/1{page}").status_code in {200, 422}, page
