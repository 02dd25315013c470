"""The limits in the browser: administrators set another, end one, take a wrong entry back, and see what moves first."""

from datetime import date

import pytest
from sqlalchemy import select

from service.scheduler import recalculate
from tests import product
from tests.web.hall import words
from workflows import models

pytestmark = pytest.mark.product

PLACE = "/quan-tri/thoi-han"


@pytest.fixture
def open_task(sessions, tmp_path):
    """A task of a department's award, its rule, and the id of the default row of that rule."""
    reference = product.prepared(sessions, tmp_path)
    task_id = product.advance(sessions, reference, "check_completeness")
    with sessions() as session:
        task = session.get_one(models.UserTask, task_id)
        row = session.get_one(models.DueRule, task.due_rule_id)
        return task, row, reference


def wanted(row, **changes):
    """Return what to type for another limit in place of a row."""
    return {
        "unit": "working_day", "value": "9", "on_return": row.on_return, "clause": "Quyết định 12/QĐ-UBND",
        "confidence": "read", "valid_from-day": "1", "valid_from-month": "12", "valid_from-year": "2026",
    } | changes  # fmt: skip


def test_every_rule_stands_in_the_list_with_its_rows(administrator, sessions):
    page = words(administrator.get(PLACE))
    with sessions() as session:
        names = set(session.scalars(select(models.DueRule.name)))
    assert [name for name in names if name not in page] == []
    narrowed = words(administrator.get(f"{PLACE}?hinh-thuc=giay_khen_so"))
    assert len(narrowed) < len(page)


def test_the_list_folds_by_part_of_the_procedure_and_opens_what_is_looked_for(administrator):
    whole = administrator.get(PLACE).text
    assert whole.count('<details class="tk-fold"') > 10
    assert '<details class="tk-fold" id="nhom-1" open' not in whole
    found = administrator.get(f"{PLACE}?tim=Tham+Dinh+thanh+tich").text
    assert '<details class="tk-fold" id="nhom-1" open' in found
    assert 'id="achievement.assess"' in found
    assert 'id="report.write"' not in found
    assert "Không có thời hạn nào khớp" in words(administrator.get(f"{PLACE}?tim=khong-co-gi"))


def test_another_limit_is_shown_confirmed_and_moves_the_open_deadline(administrator, sessions, open_task):
    task, row, reference = open_task
    asked = administrator.post(f"{PLACE}/dong/{row.id}/thay", data=wanted(row))
    page = words(asked)
    assert "Ghi thay đổi này?" in page
    assert reference in page
    assert "09 ngày làm việc" in page
    with sessions() as session:
        assert session.scalars(select(models.DueRule).where(models.DueRule.shipped.is_(False))).all() == []

    done = administrator.post(f"{PLACE}/dong/{row.id}/thay", data=wanted(row, confirmed="true"))
    assert done.status_code == 302
    assert done.location.startswith("/quan-tri/tinh-lai/")
    assert "Chờ chạy" in words(administrator.get(done.location))
    recalculate(sessions)
    finished = words(administrator.get(done.location))
    assert "Đã xong" in finished
    assert reference in finished
    with sessions() as session:
        moved = session.get_one(models.UserTask, task.id)
        own = session.scalars(select(models.DueRule).where(models.DueRule.shipped.is_(False))).one()
        assert moved.due_rule_id == own.id
        assert moved.due_at != task.due_at
        assert session.get_one(models.DueRule, row.id).effective_to == date(2026, 11, 30)

    history = words(administrator.get(f"{PLACE}/{row.key}"))
    assert "Đặt hạn khác" in history
    assert "Kết thúc hiệu lực của hạn" in history

    assert "Thu hồi" in words(administrator.post(f"{PLACE}/dong/{own.id}/thu-hoi"))
    assert administrator.post(f"{PLACE}/dong/{own.id}/thu-hoi", data={"confirmed": "true"}).status_code == 302
    recalculate(sessions)
    with sessions() as session:
        assert session.get_one(models.UserTask, task.id).due_at == task.due_at
        assert session.get_one(models.DueRule, row.id).effective_to is None


def test_what_is_wrong_or_overlaps_is_told_and_what_was_typed_stays(administrator, open_task):
    _, row, _ = open_task
    answer = administrator.post(f"{PLACE}/dong/{row.id}/thay", data=wanted(row, value="", clause=""))
    assert answer.status_code == 422
    assert "Nhập số ngày" in words(answer)
    administrator.post(f"{PLACE}/dong/{row.id}/thay", data=wanted(row, confirmed="true"))
    again = administrator.post(f"{PLACE}/dong/{row.id}/thay", data=wanted(row, clause="Quyết định khác 13"))
    assert again.status_code == 422
    assert "Trùng với dòng cùng phạm vi có hiệu lực từ 01/12/2026" in words(again)
    assert "Quyết định khác 13" in words(again)


def test_a_narrower_row_is_ended_and_the_default_never(administrator, sessions, open_task):
    _, row, _ = open_task
    narrow = wanted(row, award="giay_khen_so", confirmed="true")
    assert administrator.post(f"{PLACE}/dong/{row.id}/thay", data=narrow).status_code == 302
    with sessions() as session:
        own = session.scalars(select(models.DueRule).where(models.DueRule.shipped.is_(False))).one()
    last = {"valid_to-day": "31", "valid_to-month": "12", "valid_to-year": "2026"}
    assert "Kết thúc" in words(administrator.post(f"{PLACE}/dong/{own.id}/ket-thuc", data=last))
    ended = administrator.post(f"{PLACE}/dong/{own.id}/ket-thuc", data=last | {"confirmed": "true"})
    assert ended.status_code == 302
    with sessions() as session:
        assert session.get_one(models.DueRule, own.id).effective_to == date(2026, 12, 31)
    assert administrator.post(f"{PLACE}/dong/{row.id}/thu-hoi").status_code == 422


def test_for_others_neither_limits_nor_recalculations_exist(officer, sessions):
    with sessions() as session:
        row = session.scalars(select(models.DueRule)).first()
    places = ["", f"/{row.key}", f"/dong/{row.id}/thay", f"/dong/{row.id}/ket-thuc"]
    assert {officer.get(f"{PLACE}{place}").status_code for place in places} == {404}
    posts = [("thay", wanted(row, confirmed="true")), ("thu-hoi", {"confirmed": "true"})]
    assert {officer.post(f"{PLACE}/dong/{row.id}/{act}", data=data).status_code for act, data in posts} == {404}
    assert {officer.get(f"/quan-tri/tinh-lai{place}").status_code for place in ("", "/1")} == {404}
