"""What is worked out of contents is made once while it is among the last few."""

import pytest

from workflows.remembering import Memory


def test_a_value_is_made_once_and_the_one_longest_unused_is_forgotten():
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    memory: Memory[str] = Memory(2)
    found = [memory.of(key, lambda key=key: make(key)) for key in ("a", "b", "a", "c", "a", "b")]
    assert found == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_what_cannot_be_made_is_tried_again():
    memory: Memory[int] = Memory(2)
    with pytest.raises(ZeroDivisionError):
        memory.of("a", lambda: 1 // 0)
    assert memory.of("a", lambda: 1) == 1
