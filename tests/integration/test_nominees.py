"""Who a dossier puts forward: added, changed and removed without losing a word or another person's change."""

import pytest

from forms import FormInvalid
from tests import dossiers
from tests.dossiers import Draft, found
from workflows import models
from workflows.commands import nominees
from workflows.commands.dossiers import Typed, save_content
from workflows.commands.nominees import Change, SavedNominee
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound

WHOLE = {"full_name": ["Nguyễn  Văn Ánh"], "unit": ["Phòng Kinh tế"]}


@pytest.fixture
def draft(sessions) -> Draft:
    return dossiers.draft(sessions)


def add(sessions, draft, posted=WHOLE, kind="individual", actor=None) -> SavedNominee:
    with sessions.begin() as session:
        return nominees.add(session, actor or draft.officer, draft.reference, kind, posted)


def change(sessions, draft, saved, posted, actor=None) -> SavedNominee:
    with sessions.begin() as session:
        made = Change(posted, saved.version)
        return nominees.change(session, actor or draft.officer, draft.reference, saved.id, made)


def row(sessions, saved) -> models.Nominee:
    with sessions() as session:
        return session.get(models.Nominee, saved.id)


def test_a_nominee_is_found_and_sorted_as_vietnamese_people_expect(sessions, draft):
    saved = add(sessions, draft)
    nominee = row(sessions, saved)
    assert saved.errors == {}
    assert (nominee.name, nominee.search_key, nominee.number) == ("Nguyễn Văn Ánh", "nguyen van anh", 1)
    assert nominee.details == {"full_name": "Nguyễn Văn Ánh", "unit": "Phòng Kinh tế"}


@pytest.mark.parametrize("kind", models.campaigns.NOMINEE_KINDS)
def test_each_kind_has_its_own_form(sessions, draft, kind):
    with sessions.begin() as session:
        found(session, draft.reference).offer.object_kinds = list(models.campaigns.NOMINEE_KINDS)
    assert row(sessions, add(sessions, draft, kind=kind)).kind == kind


def test_a_kind_that_the_award_is_not_for_is_refused(sessions, draft):
    with pytest.raises(Invalid, match="không dành cho loại đối tượng"):
        add(sessions, draft, kind="household")


def test_an_incomplete_nominee_is_kept_and_says_what_is_missing(sessions, draft):
    saved = add(sessions, draft, {"full_name": [""], "unit": ["Phòng Kinh tế"]})
    assert saved.errors == {"full_name": ["Nhập “Họ tên”"]}
    nominee = row(sessions, saved)
    assert (nominee.name, nominee.details["unit"]) == (nominees.UNNAMED, "Phòng Kinh tế")


def test_a_change_is_kept_and_counts_as_a_save_of_the_list(sessions, draft):
    saved = add(sessions, draft)
    later = change(sessions, draft, saved, {"full_name": ["Nguyễn Văn An"], "unit": ["Phòng Kinh tế"]}, draft.colleague)
    assert later.version == saved.version + 1
    assert row(sessions, saved).name == "Nguyễn Văn An"
    with sessions() as session:
        assert found(session, draft.reference).page_revisions == {"nominees": 2}


def test_saving_the_same_again_changes_nothing(sessions, draft):
    saved = add(sessions, draft)
    assert change(sessions, draft, saved, WHOLE).version == saved.version


def test_two_people_changing_one_nominee_lose_nothing(sessions, draft):
    saved = add(sessions, draft)
    change(sessions, draft, saved, {"full_name": ["Bản của Bình"], "unit": ["X"]}, draft.colleague)
    with pytest.raises(Conflict, match="đã được sửa sau khi bạn mở trang"):
        change(sessions, draft, saved, {"full_name": ["Bản của Hương"], "unit": ["X"]})
    assert row(sessions, saved).name == "Bản của Bình"


def test_a_name_that_the_form_does_not_have_is_refused_and_nothing_changes(sessions, draft):
    with pytest.raises(FormInvalid, match="không có mục “is_admin”"):
        add(sessions, draft, WHOLE | {"is_admin": ["1"]})
    with sessions() as session:
        assert session.query(models.Nominee).count() == 0


def test_a_removed_nominee_leaves_the_list_and_keeps_its_number(sessions, draft):
    first, second = add(sessions, draft), add(sessions, draft)
    with sessions.begin() as session:
        nominees.remove(session, draft.officer, draft.reference, first.id, first.version)
    third = add(sessions, draft)
    assert row(sessions, first).removed_at is not None
    assert [row(sessions, saved).number for saved in (first, second, third)] == [1, 2, 3]


def test_the_votes_of_a_removed_nominee_leave_the_minutes(sessions, draft):
    first, second = add(sessions, draft), add(sessions, draft)
    with sessions.begin() as session:
        posted = {"chair": ["A"], f"votes-{first.id}-yes": ["3"], f"votes-{second.id}-yes": ["4"]}
        save_content(session, draft.officer, draft.reference, "minutes", Typed(posted, 2))
    with sessions.begin() as session:
        nominees.remove(session, draft.officer, draft.reference, first.id, first.version)
    with sessions() as session:
        votes = found(session, draft.reference).content["votes"]
        assert [vote["row"] for vote in votes] == [str(second.id)]


def test_removing_what_somebody_changed_since_is_a_conflict(sessions, draft):
    saved = add(sessions, draft)
    change(sessions, draft, saved, {"full_name": ["B"], "unit": ["X"]}, draft.colleague)
    with sessions.begin() as session, pytest.raises(Conflict):
        nominees.remove(session, draft.officer, draft.reference, saved.id, saved.version)


def test_removing_twice_is_a_conflict(sessions, draft):
    saved = add(sessions, draft)
    with sessions.begin() as session:
        nominees.remove(session, draft.officer, draft.reference, saved.id, saved.version)
    with sessions.begin() as session, pytest.raises(Conflict, match="đã được đưa ra khỏi danh sách"):
        nominees.remove(session, draft.officer, draft.reference, saved.id, saved.version)


def test_a_nominee_of_another_dossier_is_not_found(sessions, draft):
    other = dossiers.draft(sessions)
    saved = add(sessions, draft)
    with sessions.begin() as session, pytest.raises(NotFound):
        nominees.change(session, other.officer, other.reference, saved.id, Change(WHOLE, 1))


def test_strangers_do_not_find_the_dossier_and_the_head_may_not_edit_it(sessions, draft):
    with pytest.raises(NotFound):
        add(sessions, draft, actor=draft.stranger)
    with pytest.raises(NotAllowed):
        add(sessions, draft, actor=draft.head)
