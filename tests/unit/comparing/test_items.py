"""Things with facts: what is new, gone, changed, moved; nothing else is told."""

import random

import pytest

from workflows.comparing import Aspect, Item, compare


def thing(name: str, kind: str = "element", place: tuple[float, ...] = (), **facts: str) -> Item:
    return Item(kind, "p", name, name, facts, place=place)


def told(before, after) -> list[tuple[str, str]]:
    return [(change.what, change.item.id) for change in compare(before, after)]


def test_what_is_the_same_is_not_told():
    assert compare([thing("a", limit="A")], [thing("a", limit="A")]) == ()


def test_what_is_new_and_what_is_gone_is_told_where_it_stood():
    before = [thing(each) for each in "xaby"]
    after = [thing(each) for each in "acb"]

    assert told(before, after) == [("removed", "x"), ("added", "c"), ("removed", "y")]


def test_a_fact_is_told_before_and_after_also_when_it_comes_or_goes():
    (change,) = compare([thing("a", limit="10", old="1")], [thing("a", limit="5", new="2")])

    assert change.what == "changed"
    assert change.aspects == (Aspect("limit", "10", "5"), Aspect("new", "", "2"), Aspect("old", "1", ""))


def test_an_empty_fact_is_none():
    assert compare([thing("a", limit="")], [thing("a")]) == ()


def test_a_thing_that_is_only_drawn_elsewhere_is_moved_one_that_changed_is_changed():
    before = [thing("a", place=(0, 0, 1, 1)), thing("b", place=(0, 0, 1, 1), limit="B")]
    after = [thing("a", place=(9, 0, 1, 1)), thing("b", place=(9, 0, 1, 1), limit="C")]

    assert told(before, after) == [("moved", "a"), ("changed", "b")]


def test_a_rule_that_stands_at_another_place_is_told_alone():
    before = [thing(each, "rule") for each in "abcde"]
    after = [thing(each, "rule") for each in "bcdea"]

    assert told(before, after) == [("reordered", "a")]


def test_a_rule_put_between_others_reorders_none():
    before, after = ([thing(each, "rule") for each in ids] for ids in ("abc", "aXbc"))

    assert told(before, after) == [("added", "X")]


def test_the_order_of_elements_means_nothing():
    assert told([thing("a"), thing("b")], [thing("b"), thing("a")]) == []


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_done_to_a_set_is_told_once_for_each_thing_that_differs(seed):
    chance = random.Random(seed)
    before = [thing(f"t{n}", chance.choice(["element", "rule"]), value=str(chance.randint(0, 3))) for n in range(12)]
    after = [thing(each.id, each.kind, value=str(chance.randint(0, 3))) for each in before if chance.random() < 0.7]
    after += [thing(f"n{n}", value="1") for n in range(chance.randint(0, 3))]
    chance.shuffle(after)
    found = compare(before, after)

    keys = [change.item.key for change in found]
    old, new = ({each.key: each for each in side} for side in (before, after))
    different = {
        key for key in old.keys() | new.keys() if key not in old or key not in new or old[key].facts != new[key].facts
    }
    assert len(keys) == len(set(keys))
    assert different <= set(keys)
    assert {key for key in keys if key not in different} <= {c.item.key for c in found if c.what == "reordered"}
