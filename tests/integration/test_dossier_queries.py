"""What the officer's pages ask of the tables, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select, update

from tests import dossiers, factories
from tests.dossiers import Draft, found
from tests.offered import Offered
from workflows import models
from workflows.clock import utcnow
from workflows.commands import dossiers as commands
from workflows.commands import nominees
from workflows.queries import confirmations, drafts, offers
from workflows.queries import dossiers as listings
from workflows.queries.dossiers import Wanted
from workflows.queries.home import home
from workflows.rules.calendar import end_of_day

KINDS = {"over": "overdue", "today": "today", "later": "left", "stopped": "stopped", "none": "none"}
PERSON = {"full_name": ["Nguyễn Văn Ánh"], "unit": ["Phòng Kinh tế"]}


@pytest.fixture
def draft(sessions) -> Draft:
    return dossiers.draft(sessions, {"key": "to_trinh", "name": "Tờ trình đề nghị"})


def listing(sessions, actor, **wanted) -> listings.Listing:
    with sessions() as session:
        return listings.listing(session, actor, Wanted(**wanted))


def test_the_list_counts_every_filter_and_shows_one(sessions, draft):
    with sessions.begin() as session:
        own = found(session, draft.reference)
        for status in ("returned", "submitted"):
            other = factories.dossier(
                session, own.offer, own.submitting_unit, status=status, submitted_at=own.created_at
            )
            session.add(models.DossierAccess(dossier_id=other.id, unit_id=own.submitting_unit_id, since=own.created_at))
    found_rows = listing(sessions, draft.officer, state="draft")
    assert [row.reference for row in found_rows.rows] == [draft.reference]
    assert found_rows.counts == {"all": 3, "draft": 1, "returned": 1, "submitted": 1, "ended": 0}
    assert (found_rows.total, found_rows.pages) == (1, 1)


def test_a_row_says_who_is_on_the_list_and_whose_turn_it_is(sessions, draft):
    with sessions.begin() as session:
        nominees.add(session, draft.officer, draft.reference, "individual", PERSON)
    row = listing(sessions, draft.officer).rows[0]
    assert (row.nominees, row.step, row.is_mine) == ("1 cá nhân", "Lập hồ sơ đề nghị", True)
    assert listing(sessions, draft.head).rows[0].is_mine is False


@pytest.fixture
def limits(sessions, draft):
    """Dossiers of the unit by how their limits stand: {word: reference}; the draft's own task has none."""

    def end(day: int):
        return end_of_day(date(2026, 12, day))

    given = {
        "over": {"due_at": end(8)},
        "today": {"due_at": end(10)},
        "later": {"due_at": end(30)},
        "stopped": {"due_at": end(8), "stopped_at": utcnow()},
        "closed": {"due_at": end(8), "status": "awarded", "closed_at": utcnow()},
    }
    with sessions.begin() as session:
        own = found(session, draft.reference)
        session.execute(update(models.UserTask).values(due_at=None))
        made = {}
        for word, facts in given.items():
            defaults = {"status": "submitted", "submitted_at": own.created_at, "received_at": own.created_at}
            made[word] = factories.dossier(session, own.offer, own.submitting_unit, **defaults | facts).reference
    return made | {"none": draft.reference}


def test_the_list_is_narrowed_by_how_limits_stand_and_its_counts_follow(sessions, draft, limits):
    for due in ("over", "today", "later", "stopped", "none"):
        listed = listing(sessions, draft.officer, due=due)
        assert [row.reference for row in listed.rows] == [limits[due]], due
        assert (listed.total, listed.rows[0].due.kind) == (1, KINDS[due])
    assert [row.reference for row in listing(sessions, draft.officer, due="soon").rows] == [limits["today"]]


def test_a_dossier_with_its_unit_counts_by_the_unit_s_own_limit_and_says_that_the_whole_stands_still(sessions, draft):
    with sessions.begin() as session:
        own = found(session, draft.reference)
        own.status, own.submitted_at, own.stopped_at = "returned", own.created_at, utcnow()
        session.execute(update(models.UserTask).values(due_at=end_of_day(date(2026, 12, 14))))
    row = listing(sessions, draft.officer, due="soon").rows[0]
    assert (row.due.kind, row.due.working_days, row.is_stopped) == ("left", 2, True)
    assert listing(sessions, draft.officer, due="stopped").total == 1


def test_the_list_is_sorted_by_limit_with_what_has_none_and_what_is_closed_last(sessions, draft, limits):
    words = {reference: word for word, reference in limits.items()}
    listed = [words[row.reference] for row in listing(sessions, draft.officer, sort="due").rows]
    assert listed[:2] in (["over", "stopped"], ["stopped", "over"])
    assert listed[2:] == ["today", "later", "none", "closed"]


@pytest.mark.parametrize("text", ["anh nguyen", "NGUYỄN VĂN", "Ánh"])
def test_a_name_is_found_without_accents_and_in_any_order(sessions, draft, text):
    with sessions.begin() as session:
        nominees.add(session, draft.officer, draft.reference, "individual", PERSON)
    assert listing(sessions, draft.officer, text=text).total == 1
    assert listing(sessions, draft.officer, text=f"{text} khác").total == 0


@pytest.mark.parametrize("text", ["%", "_", "' or 1=1 --", "\\"])
def test_signs_in_a_search_are_only_signs(sessions, draft, text):
    assert listing(sessions, draft.officer, text=f"khong-co{text}").total == 0


def test_strangers_find_nothing(sessions, draft):
    assert listing(sessions, draft.stranger, text=draft.reference).total == 0


def test_a_page_far_behind_the_last_is_empty(sessions, draft):
    assert listing(sessions, draft.officer, page=9).rows == ()


def test_overview_and_check_agree_on_what_is_missing(sessions, draft):
    with sessions() as session:
        overview = drafts.overview(session, draft.officer, draft.reference)
        check = drafts.check(session, drafts.draft(session, draft.officer, draft.reference))
    assert overview.counts == {"todo": 4}
    assert [section.name for section in check.hard] == [
        "Lý do đề nghị",
        "Biên bản",
        "Danh sách đối tượng",
        "Tờ trình đề nghị",
    ]


def test_the_first_page_of_an_officer_shows_the_draft_with_its_progress(sessions, draft):
    with sessions() as session:
        page = home(session, draft.officer)
    assert [(todo.reference, todo.done, todo.needed) for todo in page.todos] == [(draft.reference, 0, 4)]
    assert (page.waiting, page.overdue, page.operation) == (1, 0, None)


def test_an_officer_may_start_what_the_units_of_today_submit(sessions):
    with sessions.begin() as session:
        offered = Offered(session)
    with sessions() as session:
        campaign = offers.startable(session, offered.officer)[0]
        assert [(offer.title, offer.closed) for offer in campaign.offers] == [("Giấy khen hằng năm", "")]
        assert [unit.name for unit in campaign.offers[0].units] == ["Chi cục mới"]
        assert offers.startable(session, offered.head) == ()


@pytest.mark.parametrize(
    ("last_year", "years", "over"), [(2025, [2025], True), (2026, [], False), (2025, [2026], False)]
)
def test_a_campaign_is_over_when_its_years_and_those_of_its_offers_have_passed(sessions, last_year, years, over):
    with sessions.begin() as session:
        offered = Offered(session)
        (campaign,) = session.scalars(select(models.Campaign))
        campaign.last_year = last_year
        campaign.offers[0].details = {"years": years}
    with sessions() as session:
        (found,) = offers.startable(session, offered.officer)
        assert (found.is_over, found.is_open) == (over, True)
        assert [each.is_over for each in home(session, offered.officer).campaigns] == [over]


def test_the_receipt_names_the_open_step(sessions):
    with sessions.begin() as session:
        offered = Offered(session)
    with sessions.begin() as session:
        reference = commands.start(session, offered.officer, offered.offer.id, offered.unit.id).reference
    with sessions() as session:
        receipt = confirmations.confirmation(session, offered.officer, reference)
    assert [(step.name, step.who) for step in receipt.steps] == [("Lập hồ sơ đề nghị", "Chi cục mới")]
    assert receipt.may_withdraw is False
