"""Limits in a draft in the browser: another one in place of a row, taken back, sent in as a file, approved."""

import io

import pytest

from tests.web.hall import token, words
from workflows import bundle_files, models
from workflows.rules import limit_files

pytestmark = pytest.mark.product

INDEX = "/quy-trinh/ban-thao"
RULE = "appraisal.examine"


@pytest.fixture
def address(administrator) -> str:
    """The address of a draft that has just begun."""
    given = {"csrf_token": token(administrator.get(INDEX)), "title": "Rút ngắn thẩm định"}
    return administrator.post(INDEX, data=given).location


def wanted(**changes):
    return {
        "unit": "working_day", "value": "7", "on_return": "resume", "clause": "Quyết định 12/QĐ-UBND",
        "confidence": "read", "seen": "0",
    } | changes  # fmt: skip


def put(browser, address: str, tail: str = f"/thoi-han/{RULE}", **changes):
    return browser.post(f"{address}{tail}", data=wanted(**changes))


def test_for_others_than_administrators_there_is_nothing(administrator, officer, address):
    for tail in ("/thoi-han", f"/thoi-han/{RULE}"):
        assert officer.get(f"{address}{tail}").status_code == 404
    for tail in (f"/thoi-han/{RULE}", f"/thoi-han/{RULE}/bo"):
        assert officer.post(f"{address}{tail}", data=wanted()).status_code == 404


@pytest.mark.parametrize(
    "tail", ["/thoi-han/khong.co", f"/thoi-han/{RULE}?pham-vi=award=x", "/thoi-han/report.khong_co"]
)
def test_what_is_not_there_is_not_found(administrator, address, tail):
    assert administrator.get(f"{address}{tail}").status_code == 404
    assert administrator.post(f"{address}{tail}", data=wanted()).status_code == 404
    assert administrator.get("/quy-trinh/ban-thao/999/thoi-han").status_code == 404


def test_a_row_is_changed_in_the_draft_alone_and_told_as_a_difference(administrator, address, sessions):
    assert "Thẩm định hồ sơ" in words(administrator.get(f"{address}/thoi-han"))
    assert "valid_from" not in administrator.get(f"{address}/thoi-han/{RULE}").text
    assert put(administrator, address).status_code == 302
    page = words(administrator.get(f"{address}/thoi-han"))
    assert '<span class="tk-strong">07 ngày làm việc</span>' in page
    assert "nay có hạn 07 ngày làm việc thay cho" in words(administrator.get(address))
    with sessions() as session:
        assert session.query(models.DueRule).filter_by(shipped=False).all() == []

    assert put(administrator, address, f"/thoi-han/{RULE}/bo", seen="1").status_code == 302
    assert "Không có khác biệt nào" in words(administrator.get(address))


def test_a_narrower_row_stands_beside_the_default(administrator, address):
    put(administrator, address, award="bk_tinh", value="9")
    page = words(administrator.get(f"{address}/thoi-han"))
    assert "chưa có" in page
    assert "09 ngày làm việc" in page
    assert administrator.get(f"{address}/thoi-han/{RULE}?pham-vi=award=bk_tinh").status_code == 200


def test_what_is_wrong_is_told_and_what_was_typed_stays(administrator, address):
    answer = put(administrator, address, value="", clause="Văn bản số 5")
    assert answer.status_code == 422
    assert "Nhập số ngày" in words(answer)
    assert "Văn bản số 5" in words(answer)


def test_who_builds_on_an_older_saving_is_told(administrator, address):
    put(administrator, address)
    answer = put(administrator, address, value="5")
    assert answer.status_code == 409
    assert "vừa được" in words(answer)


def test_the_file_goes_out_is_edited_and_comes_in_and_its_faults_are_told(administrator, address):
    limits, told = limit_files.read(administrator.get(f"{address}/tep/{limit_files.NAME}").data)
    assert told == []
    assert limit_files.NAME in bundle_files.unpack(administrator.get(f"{address}/goi.zip").data)
    for content, said in (
        (limit_files.written(limits), "Không có khác biệt nào"),
        (b"{", "Không đọc được tệp thời hạn"),
    ):
        given = {"csrf_token": token(administrator.get(address)), "tep": (io.BytesIO(content), limit_files.NAME)}
        given["seen"] = [f"{limit_files.NAME}:1"] if content == b"{" else []
        assert administrator.post(f"{address}/tep", data=given).status_code == 302
        assert said in words(administrator.get(address))
    assert put(administrator, address, seen="2").status_code == 409
