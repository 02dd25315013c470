"""Votes are counted on all members by exact integers."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflows.rules.voting import (
    Ranking,
    Threshold,
    is_tied,
    needed,
    passes,
    quorum_met,
    quorum_needed,
    result_in_words,
    share_in_words,
    threshold_in_words,
    within_quota,
)

MEMBERS = st.integers(1, 200)
THRESHOLDS = st.one_of(st.none(), st.integers(51, 100))


@pytest.mark.parametrize(
    ("members", "threshold", "votes"),
    [
        (9, 80, 8),
        (9, 90, 9),
        (17, 80, 14),
        (17, 90, 16),
        (17, None, 9),
        (10, None, 6),
        (10, 80, 8),
        (1, None, 1),
        (5, 100, 5),
    ],
)
def test_the_votes_needed(members: int, threshold: Threshold, votes: int):
    assert needed(members, threshold) == votes


@given(MEMBERS, THRESHOLDS)
def test_the_votes_needed_are_the_fewest_that_pass(members: int, threshold: Threshold):
    least = needed(members, threshold)
    assert least <= members
    assert passes(least, members, threshold)
    assert not passes(least - 1, members, threshold)


@given(MEMBERS, THRESHOLDS, st.data())
def test_more_votes_never_turn_a_yes_into_a_no(members: int, threshold: Threshold, data: st.DataObject):
    yes = data.draw(st.integers(0, members))
    assume(yes < members)
    assert passes(yes + 1, members, threshold) >= passes(yes, members, threshold)


@given(st.integers(1, 100))
def test_half_of_all_members_is_a_tie_and_does_not_pass(half: int):
    assert is_tied(half, 2 * half, None)
    assert not passes(half, 2 * half, None)


def test_a_percentage_has_no_tie():
    assert not is_tied(8, 10, 80)


@pytest.mark.parametrize(
    ("yes", "total", "threshold"), [(-1, 9, 80), (10, 9, 80), (0, 0, None), (1, 9, 0), (1, 9, 101)]
)
def test_impossible_counts_are_refused(yes: int, total: int, threshold: Threshold):
    with pytest.raises(ValueError, match=r"member|percentage"):
        passes(yes, total, threshold)


def test_the_result_shows_its_formula():
    assert result_in_words(14, 17, 80) == (
        "14/17 phiếu đồng ý (82,35 %). 14 × 100 = 1.400, không nhỏ hơn 80 × 17 = 1.360: đạt."
    )
    assert result_in_words(13, 17, 80) == (
        "13/17 phiếu đồng ý (76,47 %). 13 × 100 = 1.300, nhỏ hơn 80 × 17 = 1.360: không đạt, cần ít nhất 14 phiếu."
    )
    assert result_in_words(9, 17, None) == "9/17 phiếu đồng ý (52,94 %). 9 × 2 = 18, lớn hơn 17: đạt."
    assert result_in_words(5, 10, None).endswith("5 × 2 = 10, không lớn hơn 10: không đạt, cần ít nhất 6 phiếu.")


def test_a_share_just_below_a_threshold_is_never_rounded_up_to_it():
    assert share_in_words(15999, 20000) == "79,99 %"
    assert share_in_words(2, 3) == "66,66 %"
    assert share_in_words(9, 9) == "100,00 %"


def test_a_threshold_is_told_in_words():
    assert threshold_in_words(None) == "quá nửa tổng số thành viên"
    assert threshold_in_words(80) == "từ 80 % tổng số thành viên trở lên"


def test_written_opinions_count_for_the_larger_quorum_but_seat_nobody():
    assert quorum_met(15, 10, 2, at_table=(2, 3), with_written=(80, 100))
    assert not quorum_met(15, 10, 1, at_table=(2, 3), with_written=(80, 100))
    assert not quorum_met(15, 9, 6, at_table=(2, 3), with_written=(80, 100))
    assert quorum_met(15, 10, 0, at_table=(2, 3), with_written=None)


def test_more_people_than_members_are_refused():
    with pytest.raises(ValueError, match="members"):
        quorum_met(9, 8, 2, at_table=(2, 3), with_written=None)


@given(MEMBERS)
def test_a_quorum_of_two_thirds_is_rounded_up(members: int):
    least = quorum_needed(members, (2, 3))
    assert 3 * least >= 2 * members > 3 * (least - 1)


def test_over_quota_the_highest_votes_go_first_and_a_tie_at_the_edge_stays_open():
    votes = {"a": 9, "b": 12, "c": 9, "d": 7, "e": 11}
    assert within_quota(votes, 3) == Ranking(chosen=("b", "e"), tied=("a", "c"), left=("d",))
    assert within_quota(votes, 4) == Ranking(chosen=("b", "e", "a", "c"), tied=(), left=("d",))
    assert within_quota(votes, 9).chosen == ("b", "e", "a", "c", "d")
    assert within_quota(votes, 0) == Ranking((), (), ("b", "e", "a", "c", "d"))


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 20)), st.integers(0, 10))
def test_a_ranking_keeps_everybody_once_and_chooses_no_more_than_the_places(votes: dict[str, int], places: int):
    ranking = within_quota(votes, places)
    assert sorted([*ranking.chosen, *ranking.tied, *ranking.left]) == sorted(votes)
    assert len(ranking.chosen) <= places
    assert not ranking.tied or len(ranking.chosen) + len(ranking.tied) > places
