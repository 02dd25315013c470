"""A dossier: started where it may be, filled without losing a word, withdrawn until the decision."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from forms import FormInvalid
from tests import dossiers
from tests.dossiers import Draft, found
from tests.offered import Offered
from workflows import dates, models, policy
from workflows.clock import utcnow
from workflows.commands import dossiers as commands
from workflows.commands.dossiers import Typed
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound


@pytest.fixture
def offered(sessions) -> Offered:
    with sessions.begin() as session:
        return Offered(session)


def start(sessions, offered, actor=None) -> str:
    with sessions.begin() as session:
        return commands.start(session, actor or offered.officer, offered.offer.id, offered.unit.id).reference


def submitted(sessions, offered) -> str:
    """A dossier that went up and waits for the examination."""
    reference = start(sessions, offered)
    with sessions.begin() as session:
        dossier = found(session, reference)
        task = session.query(models.UserTask).filter_by(dossier_id=dossier.id).one()
        work = commands.Work(session, task.instance, offered.officer, utcnow())
        task.completed_at, task.completed_by = work.now, offered.officer.person_id
        commands.progress.complete(work, task, {"outcome": "sign"})
        dossier.status, dossier.submitted_at = "submitted", work.now
    return reference


def withdraw(sessions, reference, actor, reason="Đơn vị rà soát lại danh sách đề nghị."):
    with sessions.begin() as session:
        commands.withdraw(session, actor, reference, reason)


class TestStarting:
    """Who may start what, and what stands there afterwards."""

    def test_a_dossier_has_a_reference_from_its_campaigns_book_of_the_year(self, sessions, offered):
        assert [start(sessions, offered) for _ in range(2)] == ["KG-2026-0001", "KG-2026-0002"]

    def test_two_at_once_never_share_a_reference(self, sessions, offered):
        with ThreadPoolExecutor(4) as pool:
            references = list(pool.map(lambda _: start(sessions, offered), range(8)))
        assert sorted(references) == [f"KG-2026-{number:04}" for number in range(1, 9)]

    def test_its_organs_are_the_units_of_today(self, sessions, offered):
        reference = start(sessions, offered)
        with sessions() as session:
            rows = session.query(models.DossierOrgan).filter_by(dossier_id=found(session, reference).id)
            assert {row.organ: row.unit_id for row in rows} == {
                "submitting_unit": offered.unit.id,
                "department": offered.department.id,
            }

    def test_its_first_task_waits_for_the_officers_of_the_unit_alone(self, sessions, offered):
        reference = start(sessions, offered)
        with sessions() as session:
            task = session.query(models.UserTask).one()
            assert (task.form_key, task.organ_id, task.is_open) == ("dossier", offered.unit.id, True)
            assert policy.load_dossier(session, offered.officer, reference).status == "draft"
            with pytest.raises(NotFound):
                policy.load_dossier(session, offered.examiner, reference)

    def test_its_history_begins_with_who_started_it(self, sessions, offered):
        reference = start(sessions, offered)
        with sessions() as session:
            entry = session.query(models.HistoryEntry).filter_by(dossier_id=found(session, reference).id).one()
            assert (entry.verb, entry.actor_id) == ("started", offered.officer.person_id)

    def test_an_unknown_offer_is_not_found(self, sessions, offered):
        with sessions.begin() as session, pytest.raises(NotFound):
            commands.start(session, offered.officer, 999, offered.unit.id)

    def test_an_offer_that_ended_says_why(self, sessions, offered):
        with sessions.begin() as session:
            session.get(models.Offer, offered.offer.id).unavailable_reason = "Từ 01/7/2025 không còn cấp huyện."
        with pytest.raises(Conflict, match="không còn cấp huyện"):
            start(sessions, offered)

    def test_a_unit_that_does_not_submit_for_the_offer_is_refused(self, sessions, offered):
        with sessions.begin() as session, pytest.raises(Invalid, match="không trình hình thức"):
            commands.start(session, offered.outsider, offered.offer.id, offered.other_unit.id)

    def test_only_officers_of_the_unit_start_its_dossiers(self, sessions, offered):
        for actor in (offered.outsider, offered.head, offered.examiner):
            with pytest.raises(NotAllowed, match="không phải cán bộ lập hồ sơ"):
                start(sessions, offered, actor)

    def test_a_refused_start_uses_no_number(self, sessions, offered):
        with pytest.raises(NotAllowed):
            start(sessions, offered, offered.outsider)
        assert start(sessions, offered) == "KG-2026-0001"


class TestSaving:
    """A page is kept as typed, whatever is wrong with it."""

    @pytest.fixture
    def draft(self, sessions) -> Draft:
        return dossiers.draft(sessions)

    def save(self, sessions, draft, posted, page="reason", revision=0, actor=None):
        with sessions.begin() as session:
            typed = Typed(posted, revision)
            return commands.save_content(session, actor or draft.officer, draft.reference, page, typed)

    def content(self, sessions, draft) -> dict:
        with sessions() as session:
            return found(session, draft.reference).content

    def test_a_right_page_is_kept_clean(self, sessions, draft):
        saved = self.save(sessions, draft, {"grounds": ["  Giảm nghèo vượt kế hoạch "], "member_count": ["1.234"]})
        assert (saved.revision, saved.errors) == (1, {})
        assert self.content(sessions, draft) == {"grounds": "Giảm nghèo vượt kế hoạch", "member_count": 1234}

    def test_a_wrong_page_is_kept_as_typed_and_says_what_to_mend(self, sessions, draft):
        saved = self.save(sessions, draft, {"grounds": ["ngắn"], "member_count": ["chín"]})
        assert set(saved.errors) == {"grounds", "member_count"}
        assert self.content(sessions, draft) == {"grounds": "ngắn", "member_count": "chín"}

    def test_pages_are_merged(self, sessions, draft):
        self.save(sessions, draft, {"grounds": ["Giảm nghèo vượt kế hoạch"], "member_count": ["9"]})
        self.save(sessions, draft, {"chair": ["Phạm Quốc Khánh"]}, page="minutes", revision=1)
        assert {"grounds", "member_count", "chair"} <= set(self.content(sessions, draft))

    def test_two_people_on_one_page_lose_nothing(self, sessions, draft):
        self.save(sessions, draft, {"grounds": ["Bản của Hương, đủ dài"], "member_count": ["9"]})
        with pytest.raises(Conflict, match="Trần Thị Mai Hương đã lưu mục này lúc 10:00"):
            self.save(sessions, draft, {"grounds": ["Bản của Bình"], "member_count": ["9"]}, actor=draft.colleague)
        assert self.content(sessions, draft)["grounds"] == "Bản của Hương, đủ dài"

    def test_ones_own_second_window_is_told_apart_from_other_people(self, sessions, draft):
        self.save(sessions, draft, {"grounds": ["Cửa sổ thứ nhất"], "member_count": ["9"]})
        with pytest.raises(Conflict, match="Bạn đã lưu mục này ở một cửa sổ khác"):
            self.save(sessions, draft, {"grounds": ["Cửa sổ thứ hai"], "member_count": ["9"]})

    def test_of_two_saves_at_the_same_moment_one_wins_and_the_other_is_told(self, sessions, draft):
        def attempt(actor) -> str:
            try:
                self.save(sessions, draft, {"grounds": [f"Bản của {actor.name}"], "member_count": ["9"]}, actor=actor)
            except Conflict:
                return "conflict"
            return "saved"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(attempt, (draft.officer, draft.colleague))) == ["conflict", "saved"]

    def test_two_people_on_different_pages_do_not_disturb_each_other(self, sessions, draft):
        self.save(sessions, draft, {"grounds": ["Bản của Hương, đủ dài"], "member_count": ["9"]})
        self.save(sessions, draft, {"chair": ["Khánh"]}, page="minutes", actor=draft.colleague)
        assert self.content(sessions, draft)["chair"] == "Khánh"

    def test_saving_the_same_again_counts_no_revision(self, sessions, draft):
        posted = {"grounds": ["Giảm nghèo vượt kế hoạch"], "member_count": ["9"]}
        assert [self.save(sessions, draft, posted, revision=n).revision for n in (0, 1)] == [1, 1]

    def test_many_autosaves_of_one_page_are_one_act_in_the_history(self, sessions, draft):
        for n in range(3):
            self.save(sessions, draft, {"grounds": [f"Bản nháp lần {n}"], "member_count": ["9"]}, revision=n)
        with sessions() as session:
            verbs = [verb for (verb,) in session.query(models.HistoryEntry.verb)]
        assert verbs == ["saved"]

    def test_a_name_that_the_page_does_not_have_is_refused_and_nothing_changes(self, sessions, draft):
        with pytest.raises(FormInvalid, match="không có mục “status”"):
            self.save(sessions, draft, {"grounds": ["Giảm nghèo vượt kế hoạch"], "status": ["awarded"]})
        assert self.content(sessions, draft) == {}

    def test_an_unknown_page_is_not_found(self, sessions, draft):
        with pytest.raises(NotFound):
            self.save(sessions, draft, {}, page="secret")

    def test_strangers_do_not_find_it_and_the_head_may_not_edit_it(self, sessions, draft):
        with pytest.raises(NotFound):
            self.save(sessions, draft, {"chair": ["A"]}, page="minutes", actor=draft.stranger)
        with pytest.raises(NotAllowed, match="Chỉ cán bộ lập hồ sơ"):
            self.save(sessions, draft, {"chair": ["A"]}, page="minutes", actor=draft.head)


class TestWithdrawing:
    """The unit takes its dossier back, with a reason, until there is a decision."""

    def test_a_withdrawn_dossier_ends_and_its_open_work_with_it(self, sessions, offered):
        reference = submitted(sessions, offered)
        withdraw(sessions, reference, offered.head)
        with sessions() as session:
            dossier = found(session, reference)
            assert (dossier.status, dossier.closed_at) == ("withdrawn", utcnow())
            assert not any(task.is_open for task in session.query(models.UserTask))
            last = session.query(models.HistoryEntry).filter_by(dossier_id=dossier.id, verb="withdrawn").one()
            assert last.reason == "Đơn vị rà soát lại danh sách đề nghị."

    def test_a_draft_is_not_withdrawn(self, sessions, offered):
        with pytest.raises(Conflict, match="chưa nộp"):
            withdraw(sessions, start(sessions, offered), offered.officer)

    def test_a_reason_is_asked(self, sessions, offered):
        with pytest.raises(Invalid, match="Nêu lý do"):
            withdraw(sessions, submitted(sessions, offered), offered.officer, "  nhầm  ")

    def test_after_the_decision_it_is_too_late(self, sessions, offered):
        reference = submitted(sessions, offered)
        with sessions.begin() as session:
            session.add(
                models.Decision(
                    dossier_id=found(session, reference).id,
                    organ_id=offered.department.id,
                    document_number="07/QĐ-SNNMT",
                    signed_on=dates.local_date(utcnow()),
                    signer_title="GIÁM ĐỐC",
                    capacity="",
                    title="Về việc tặng Giấy khen",
                    from_above=False,
                    entered_at=utcnow(),
                )
            )
        with pytest.raises(Conflict, match="Đã có Quyết định 07/QĐ-SNNMT"):
            withdraw(sessions, reference, offered.officer)

    def test_twice_is_a_conflict(self, sessions, offered):
        reference = submitted(sessions, offered)
        withdraw(sessions, reference, offered.officer)
        with pytest.raises(Conflict, match="đã kết thúc"):
            withdraw(sessions, reference, offered.officer)

    def test_others_may_not_withdraw_it_and_strangers_do_not_find_it(self, sessions, offered):
        reference = submitted(sessions, offered)
        with pytest.raises(NotAllowed, match="Chỉ Chi cục mới"):
            withdraw(sessions, reference, offered.examiner)
        with pytest.raises(NotFound):
            withdraw(sessions, reference, offered.outsider)
