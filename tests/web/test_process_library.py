"""The library of processes and how one is retired and taken back, in the browser."""

import pytest

from tests.web.hall import token, words

pytestmark = pytest.mark.product

KEY = "labour_order"
PLACE = f"/quy-trinh/{KEY}"
REASON = "Tỉnh đã ban hành quy trình khác"


def post(browser, address: str, reason: str = REASON):
    return browser.post(address, data={"csrf_token": token(browser.get(address)), "reason": reason})


def test_for_others_than_administrators_there_is_nothing(officer):
    for address in ("/quy-trinh", f"{PLACE}/ngung-dung", f"{PLACE}/dung-lai"):
        assert officer.get(address).status_code == 404
    for act in ("ngung-dung", "dung-lai"):
        assert officer.post(f"{PLACE}/{act}", data={"reason": REASON}).status_code == 404


def test_an_unknown_process_is_not_found(administrator):
    for act in ("ngung-dung", "dung-lai"):
        assert administrator.get(f"/quy-trinh/khong_co/{act}").status_code == 404
        assert administrator.post(f"/quy-trinh/khong_co/{act}", data={"reason": REASON}).status_code == 404


def test_a_process_is_retired_with_a_reason_and_taken_back(administrator):
    asked = words(administrator.get(f"{PLACE}/ngung-dung"))
    assert "Không đơn vị nào mở được hồ sơ mới" in asked
    assert "hình thức trong các phong trào dùng quy trình này" in asked
    assert post(administrator, f"{PLACE}/ngung-dung").location == PLACE

    page = words(administrator.get(PLACE))
    assert "Ngừng nhận hồ sơ mới từ 10/12/2026" in page
    assert REASON in page
    row = words(administrator.get("/quy-trinh?trang-thai=ngung-dung"))
    assert "Ngừng dùng" in row
    assert f'href="{PLACE}"' in row
    assert 'href="/quy-trinh/campaign_report"' not in row

    assert post(administrator, f"{PLACE}/ngung-dung").status_code == 409
    assert post(administrator, f"{PLACE}/dung-lai").status_code == 302
    page = words(administrator.get(PLACE))
    assert "Ngừng nhận hồ sơ mới" not in page
    assert "Các lần ngừng dùng (1)" in page


def test_without_a_reason_it_stays_and_what_was_typed_too(administrator):
    answer = post(administrator, f"{PLACE}/ngung-dung", "ngắn")
    assert answer.status_code == 422
    assert "Nêu lý do" in words(answer)
    assert ">ngắn</textarea>" in answer.text
    assert "Ngừng nhận" not in words(administrator.get(PLACE))


def test_the_process_that_the_system_begins_itself_stays(administrator):
    answer = post(administrator, "/quy-trinh/campaign_report/ngung-dung")
    assert answer.status_code == 409
    assert "kỳ báo cáo" in words(answer)


def test_the_list_is_narrowed_by_words_without_marks(administrator):
    page = administrator.get("/quy-trinh?tim=huan+chuong").text
    assert f'href="{PLACE}"' in page
    assert 'href="/quy-trinh/campaign_report"' not in page
    nothing = words(administrator.get("/quy-trinh?tim=kh%C3%B4ng-c%C3%B3-g%C3%AC"))
    assert "Không có quy trình nào khớp" in nothing
    assert administrator.get("/quy-trinh?trang-thai=la&tim=" + "x" * 5000).status_code == 200


def test_a_draft_that_touches_a_process_is_named_in_its_row(administrator):
    address = administrator.post(
        "/quy-trinh/ban-thao",
        data={"csrf_token": token(administrator.get("/quy-trinh/ban-thao")), "title": "Rút ngắn thẩm định"},
    ).location
    page = words(administrator.get("/quy-trinh"))
    assert "Bản thảo chưa đụng đến quy trình nào" in page
    assert f'href="{address}"' in page
