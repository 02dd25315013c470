"""Processes that take no new dossiers: who may say so, what it stops and what it does not, and how it is taken back."""

import pytest
from sqlalchemy import select

from tests import product
from workflows import retirements
from workflows.commands import dossiers, rehearsing, retiring
from workflows.errors import Conflict, Invalid, NotFound
from workflows.models import HistoryEntry, Offer
from workflows.queries import campaigns, offers, process_library
from workflows.queries import retirements as retired
from workflows.queries.process_library import Wanted

KEY = "department_certificate"
REASON = "Tỉnh đã ban hành quy trình khác"


pytestmark = pytest.mark.parametrize("database_url", ["product"], indirect=True)


def do(sessions, act, actor, key=KEY, reason=REASON):
    with sessions.begin() as session:
        act(session, actor, key, reason)


def officer_of(session):
    offer = session.get_one(Offer, product.offer_id(session))
    unit = rehearsing.organs.submitting_units(offer, rehearsing.dates.local_date(rehearsing.utcnow()))[0].id
    return product.holder(session, "submitting_officer", unit), offer.id, unit


def test_no_dossier_begins_and_the_officer_is_told_why(sessions, people):
    do(sessions, retiring.retire, people[0])
    with sessions() as session:
        officer, offer, unit = officer_of(session)
        closed = [
            choice.closed for plan in offers.startable(session, officer) for choice in plan.offers if choice.id == offer
        ]
        assert closed == [retirements.closed(session)[KEY]]
        assert "ngừng nhận hồ sơ mới từ ngày 10/12/2026: Tỉnh đã ban hành quy trình khác." in closed[0]
        plan = campaigns.page(session, product.KIEN_GIANG)
        assert closed[0] in [award.closed for award in plan.awards]
        assert plan.available < len([award for award in plan.awards if award.process_key])
    with pytest.raises(Conflict, match="ngừng nhận hồ sơ mới"), sessions.begin() as session:
        dossiers.start(session, officer, offer, unit)


def test_running_dossiers_go_on(sessions, people, tmp_path):
    reference = product.prepared(sessions, tmp_path)
    do(sessions, retiring.retire, people[0])
    assert product.advance(sessions, reference, "check_completeness")


def test_it_is_taken_back_and_both_stand_in_history(sessions, people):
    do(sessions, retiring.retire, people[0])
    do(sessions, retiring.restore, people[1], reason="Quy trình mới chưa dùng được")
    with sessions() as session:
        assert retirements.closed(session) == {}
        (row,) = retired.history(session, people[0], KEY)
        assert (row.retirer.full_name, row.restorer.full_name) == (people[0].name, people[1].name)
        verbs = session.scalars(select(HistoryEntry.verb).order_by(HistoryEntry.id.desc()).limit(2)).all()
    assert verbs == ["process_restored", "process_retired"]
    do(sessions, retiring.retire, people[1])  # and again


@pytest.mark.parametrize(
    ("key", "reason", "error"),
    [
        (KEY, "ngắn", Invalid),
        ("no_such_process", REASON, NotFound),
        ("campaign_report", REASON, Conflict),
    ],
)
def test_what_cannot_be_retired_is_refused(sessions, people, key, reason, error):
    with pytest.raises(error):
        do(sessions, retiring.retire, people[0], key, reason)


def test_twice_is_a_conflict_and_so_is_taking_back_what_is_in_use(sessions, people):
    with pytest.raises(Conflict):
        do(sessions, retiring.restore, people[0])
    do(sessions, retiring.retire, people[0])
    with pytest.raises(Conflict):
        do(sessions, retiring.retire, people[1])


def test_others_than_administrators_find_nothing(sessions, people):
    for act in (retiring.retire, retiring.restore):
        with pytest.raises(NotFound):
            do(sessions, act, people[2])
    with sessions() as session:
        with pytest.raises(NotFound):
            process_library.library(session, people[2], Wanted())
        with pytest.raises(NotFound):
            retired.retirement(session, people[2], KEY)
        with pytest.raises(NotFound):
            retired.history(session, people[2], KEY)
