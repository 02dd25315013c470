"""What a reviewer of a draft reads first: steps at which another may act, and the one file that cannot be read."""

import pytest

from service import shipped
from tests.integration.draft_scene import DECIDE, ask, begun, edited, save
from workflows.errors import NotFound
from workflows.queries import draft_review, studio

pytestmark = pytest.mark.parametrize("database_url", ["product"], indirect=True)


def page_of(sessions, actor, number):
    with sessions() as session:
        return studio.draft(session, actor, number)


def test_a_step_that_another_may_do_is_told_in_a_sentence_with_both_names(sessions, people):
    author, reviewer, _ = people
    number = begun(sessions, author)
    save(sessions, author, number)
    ask(sessions, author, number)

    found = page_of(sessions, reviewer, number)

    assert found.authority
    assert all("ai làm" in each.lower() or "người" in each.lower() for each in found.authority)
    assert any("thay cho" in each for each in found.authority)
    assert (found.may_decide, found.may_withdraw) == (True, False)
    mine = page_of(sessions, author, number)
    assert (mine.may_decide, mine.may_withdraw) == (False, True)


def test_a_change_of_words_moves_no_authority(sessions, people):
    author = people[0]
    number = begun(sessions, author)
    name = "decision.form"
    content = shipped.definitions()[name].decode()
    save(sessions, author, number, content.replace('"label": "', '"label": "Mới: ', 1).encode(), name)

    found = page_of(sessions, author, number)

    assert found.count
    assert found.authority == ()


def test_one_unreadable_file_folds_the_problems_that_follow_from_it(sessions, people):
    author = people[0]
    number = begun(sessions, author)
    save(sessions, author, number, b"<definitions")

    found = page_of(sessions, author, number)

    assert {place for place, _ in found.unreadable} == {DECIDE}
    assert found.following
    assert not set(found.following) & set(found.unreadable)
    assert len(found.problems) == len(found.unreadable) + len(found.following)
    with sessions() as session:
        assert draft_review.problem_count(session, number) == len(found.unreadable)


def test_problems_of_readable_files_are_all_shown(sessions, people):
    author, _, other = people
    number = begun(sessions, author)
    save(sessions, author, number, edited(new=b"nobody_at_all"))

    found = page_of(sessions, author, number)

    assert found.problems
    assert (found.unreadable, found.following) == ((), ())
    with sessions() as session:
        assert draft_review.problem_count(session, number) == len(found.problems)
    with pytest.raises(NotFound):
        page_of(sessions, other, number)


def test_who_could_approve_is_named_and_nobody_where_each_has_a_hand_in_it(sessions, people):
    author, reviewer, _ = people
    number = begun(sessions, author)
    save(sessions, author, number)
    assert page_of(sessions, author, number).could_decide == (reviewer.name,)

    save(sessions, reviewer, number, edited(new=b"head"))

    assert page_of(sessions, author, number).could_decide == ()
