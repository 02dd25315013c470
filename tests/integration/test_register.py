"""The register of awards: found by words in any order, narrowed, paged; one line; the decision behind it."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests import factories as make
from tests.integration.racing import actor
from workflows import models
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.policy import Actor
from workflows.queries import decisions, register
from workflows.queries.register import Filters
from workflows.rules.names import search_key, title_sort_key


@dataclass
class Book:
    """A register being written in one transaction, with a person of the submitting unit and a stranger."""

    session: Session
    dossier: models.Dossier
    insider: Actor
    stranger: Actor

    def decision(self, number: int = 7, **facts) -> models.Decision:
        """Sign a decision on the dossier."""
        defaults = {
            "document_number": f"{number:02d}/QĐ-SNNMT",
            "signed_on": date(2026, 12, 1),
            "signer_title": "PHÓ GIÁM ĐỐC",
            "capacity": "KT. GIÁM ĐỐC",
            "title": "Về việc tặng Giấy khen",
            "from_above": False,
            "organ_id": self.dossier.submitting_unit_id,
            "entered_at": utcnow(),
        }
        row = models.Decision(dossier=self.dossier, **defaults | facts)
        self.session.add(row)
        self.session.flush()
        return row

    def award(self, name: str, decision: models.Decision, **facts) -> models.RegisterEntry:
        """Award somebody by a decision and enter them."""
        nominee = make.nominee(self.session, self.dossier, name)
        position = len(decision.items) + 1
        decision.items.append(
            models.DecisionItem(
                nominee=nominee, position=position, result="awarded", award_key=self.dossier.offer.award_key
            )
        )
        defaults = {
            "award_key": self.dossier.offer.award_key,
            "campaign_id": self.dossier.campaign_id,
            "unit_id": self.dossier.submitting_unit_id,
            "kind": "individual",
            "decided_on": decision.signed_on,
            "registered_at": utcnow(),
        }
        row = models.RegisterEntry(
            decision=decision,
            nominee=nominee,
            book_number=position,
            name=name,
            search_key=search_key(name),
            sort_key=title_sort_key(name),
            **defaults | facts,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def names(self, words: str = "", **filters) -> list[str]:
        """Return the names found."""
        found = register.entries(self.session, self.stranger, words, filters=Filters(**filters))
        return [row.name for row in found.rows]


@pytest.fixture
def book(sessions):
    with sessions.begin() as session:
        unit = make.unit(session)
        insider = make.officer(session, "submitting_officer", unit)
        stranger = make.officer(session, "submitting_officer", make.unit(session))
        dossier = make.dossier(session, None, unit, status="submitted", submitted_at=utcnow())
        session.add(models.DossierAccess(dossier_id=dossier.id, unit_id=unit.id, since=utcnow()))
        accounts = [make.account(session, person).id for person in (insider, stranger)]
        yield Book(session, dossier, *(actor(session, account) for account in accounts))


@pytest.mark.parametrize("words", ["Trần Thị Ánh", "anh tran", "TRAN THI", "ánh", "đặng anh"])
def test_a_name_is_found_by_its_words_in_any_order_with_or_without_accents(book, words):
    book.award("Trần Thị Ánh Đặng", decision := book.decision())
    book.award("Nguyễn Văn Bình", decision)

    assert book.names(words) == ["Trần Thị Ánh Đặng"]


def test_a_word_matches_from_its_beginning_and_signs_are_no_patterns(book):
    book.award("Lê Hoàng Anh", book.decision())

    assert book.names("hoa") == ["Lê Hoàng Anh"]
    assert book.names("nh") == []
    assert book.names("%") == ["Lê Hoàng Anh"]  # no word at all: nothing is asked
    assert book.names("le_hoang x%") == []


def test_the_register_is_narrowed_by_award_campaign_year_and_unit(book):
    book.award("Người Năm Nay", book.decision(7))
    book.award("Người Năm Ngoái", book.decision(8, signed_on=date(2025, 12, 31)))
    dossier = book.dossier

    assert book.names(year=2025) == ["Người Năm Ngoái"]
    assert book.names(award=dossier.offer.award_key, campaign=dossier.campaign.key, unit=dossier.submitting_unit_id)
    for nothing in ({"award": "khác"}, {"campaign": "khác"}, {"unit": 10**6}, {"year": 1999}):
        assert book.names(**nothing) == []


def test_an_impossible_year_narrows_nothing(book):
    book.award("Người Nào Đó", book.decision())

    assert book.names(year=10**6) == ["Người Nào Đó"]


def test_the_filters_offer_only_what_there_is(book):
    assert register.choices(book.session).years == ()
    book.award("Người Nào Đó", book.decision())

    found = register.choices(book.session)

    assert found.years == (2026,)
    assert [key for key, _ in found.awards] == [book.dossier.offer.award_key]
    assert [key for key, _ in found.units] == [book.dossier.submitting_unit_id]


def test_the_newest_decision_comes_first_and_a_page_past_the_end_is_the_last(book, monkeypatch):
    monkeypatch.setattr(register, "PAGE_SIZE", 2)
    old = book.decision(1, signed_on=date(2026, 1, 5))
    for number in range(3):
        book.award(f"Người Cũ {number}", old)
    book.award("Người Mới", book.decision(2))

    first = register.entries(book.session, book.stranger, "")
    last = register.entries(book.session, book.stranger, "", page=99)

    assert [row.name for row in first.rows] == ["Người Mới", "Người Cũ 0"]
    assert ([row.name for row in last.rows], last.page, last.pages, last.total) == (
        ["Người Cũ 1", "Người Cũ 2"],
        2,
        2,
        4,
    )


def test_a_line_names_its_signer_and_leads_to_the_dossier_only_for_who_may_see_it(book):
    entry = book.award("Trần Thị Ánh", book.decision())

    known = register.entry(book.session, book.insider, entry.id)
    assert known.dossier == book.dossier.reference
    assert known.signer == "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC"
    assert register.entry(book.session, book.stranger, entry.id).dossier is None


def test_a_line_shows_others_of_the_same_name(book):
    entry = book.award("Trần Thị Ánh", decision := book.decision())
    book.award("Trần Thi Anh", decision)
    book.award("Trần Thị Ánh Tuyết", decision)

    assert [row.name for row in register.entry(book.session, book.stranger, entry.id).namesakes] == ["Trần Thi Anh"]


def test_a_line_that_is_not_there_is_not_found(book):
    with pytest.raises(NotFound):
        register.entry(book.session, book.insider, 4711)


def test_a_stranger_reads_of_a_decision_what_is_published(book):
    decision = book.decision()
    book.award("Người Được Tặng", decision)
    refused = make.nominee(book.session, book.dossier, "Người Không Được", result="refused", result_reason="Chưa đủ")
    decision.items.append(
        models.DecisionItem(
            nominee=refused, position=2, result="refused", reason="Chưa đủ", award_key=book.dossier.offer.award_key
        )
    )
    book.session.flush()

    published = decisions.decision(book.session, book.stranger, decision.id)
    whole = decisions.decision(book.session, book.insider, decision.id)

    assert ([line.name for line in published.awarded], published.refused) == (["Người Được Tặng"], ())
    assert published.dossier is None
    assert [(line.name, line.reason) for line in whole.refused] == [("Người Không Được", "Chưa đủ")]


def test_a_decision_names_also_whom_an_earlier_step_refused(book):
    decision = book.decision()
    book.award("Người Được Tặng", decision)
    make.nominee(book.session, book.dossier, "Người Hội đồng Bác", result="refused", result_reason="Không đủ phiếu")

    whole = decisions.decision(book.session, book.insider, decision.id)

    assert [(line.name, line.reason) for line in whole.refused] == [("Người Hội đồng Bác", "Không đủ phiếu")]


def test_a_decision_that_is_not_published_is_seen_by_its_own_alone(book):
    decision = book.decision()

    assert decisions.decision(book.session, book.insider, decision.id).number == "07/QĐ-SNNMT"
    with pytest.raises(NotFound):
        decisions.decision(book.session, book.stranger, decision.id)


def test_a_revoked_award_says_so_and_the_revoking_decision_names_it(book):
    entry = book.award("Người Bị Thu Hồi", book.decision())
    revoking = book.decision(9, title="Về việc hủy bỏ Quyết định tặng Giấy khen")
    revoking.items.append(
        models.DecisionItem(
            nominee=entry.nominee, position=1, result="refused", reason="Gian dối", award_key=entry.award_key
        )
    )
    entry.revoked_at, entry.revoked_by_id = utcnow(), revoking.id
    book.session.flush()

    line = register.entry(book.session, book.stranger, entry.id)
    paper = decisions.decision(book.session, book.stranger, revoking.id)

    assert line.revoked_by == (revoking.id, "09/QĐ-SNNMT")
    assert paper.revokes
    assert [(each.name, each.reason) for each in paper.refused] == [("Người Bị Thu Hồi", "Gian dối")]
