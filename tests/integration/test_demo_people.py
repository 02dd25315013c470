"""Everyone who can be tried in a demonstration, by province and unit."""

from tests import factories as make
from workflows import models
from workflows.clock import utcnow
from workflows.queries.demo_people import DemoPerson, demo_people


def test_people_stand_under_province_and_unit_with_what_they_do(sessions):
    with sessions.begin() as session:
        make.role(session, "intake_officer", name="Tiếp nhận hồ sơ")
        province = make.unit(session, name="Tỉnh Ninh Bình")
        office = make.unit(session, name="Sở Nội vụ", province_id=province.id)
        make.account(session, make.person(session, "Bùi Thanh Tùng"), username="quan.tri", administrator=True)
        officer = make.officer(session, "intake_officer", office, "Đỗ Minh Tuấn")
        make.account(session, officer, username="tuan")
        chairman = make.officer(session, "deciding_authority", province, "Hoàng Khải Minh", title="Chủ tịch")
        make.account(session, chairman, username="minh")
        seat(session, province, chairman)
    with sessions() as session:
        ninh_binh, outside = demo_people(session, utcnow().date())
    assert (ninh_binh.name, [unit.name for unit in ninh_binh.units]) == (
        "Tỉnh Ninh Bình",
        ["Sở Nội vụ", "Tỉnh Ninh Bình"],
    )
    assert ninh_binh.units[0].people == (DemoPerson("tuan", "Đỗ Minh Tuấn", "Chuyên viên", ("Tiếp nhận hồ sơ",), ()),)
    assert ninh_binh.units[1].people[0].seats == ("chair",)
    assert (ninh_binh.size, outside.name, outside.units[0].people[0].title) == (2, "", "Quản trị hệ thống")


def test_closed_accounts_are_not_offered(sessions):
    with sessions.begin() as session:
        make.account(session, make.person(session), disabled_at=utcnow())
    with sessions() as session:
        assert demo_people(session, utcnow().date()) == ()


def seat(session, unit, person):
    council = models.Council(unit_id=unit.id, kind="province", name="Hội đồng", valid_from=make.LONG_AGO)
    session.add(council)
    session.flush()  # the seat names the council by id
    session.add(
        models.CouncilSeat(
            council_id=council.id, person_id=person.id, function="chair", votes=True, valid_from=make.LONG_AGO
        )
    )
