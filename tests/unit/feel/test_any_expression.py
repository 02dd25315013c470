"""No text and no data make the evaluator raise anything but its own errors, hang, or exceed its limits."""

import time
from datetime import UTC, datetime
from random import Random

import pytest

import feel
from feel import limits
from tests.unit.feel.written import Writer

DEEP: list = []
for _ in range(50):
    DEEP = [DEEP, {"a": DEEP}]
    DEEP = DEEP[:1]

DATA = {
    "a": 3,
    "b": None,
    "năm": 2026,
    "long": "ab" * 40_000,
    "deep": DEEP,
    "numbers": list(range(300)),
    "people": [{"name": "Ân", "a": 1}, {"name": "Bé", "a": None}, "nobody"],
    "object": object(),
}
NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
SECONDS = 3


@pytest.mark.parametrize("lot", range(10))
def test_any_expression_gives_a_plain_value_in_bounded_time(lot, request):
    writer, dice = Writer(lot), Random(lot)
    for _ in range(10_000 if request.config.getoption("--nightly") else 150):
        text = writer.expression()
        if dice.random() < 0.4:
            text = writer.damaged(text)
        started = time.process_time()
        try_out(text)
        took = time.process_time() - started
        assert took < SECONDS, f"{text!r} took {took:.1f} s"


def try_out(text):
    """Read and evaluate the text as an expression and as unary tests; anything but a FeelError is a fault."""
    names = ["năm", "b c"]
    try:
        outcome = feel.parse(text, names, strict=False).evaluate_with_warnings(DATA, NOW)
        assert size_of(outcome.value) <= limits.RESULT_VALUES, text
        assert len(outcome.warnings) <= limits.WARNINGS
        assert all(warning.message and 0 <= warning.position <= len(text) for warning in outcome.warnings), text
    except feel.FeelError as error:
        require_worded(error, text)
    try:
        answer = feel.parse_unary_tests(text, names, strict=False).evaluate(3, DATA, [], NOW)
        assert answer in (None, True, False)
    except feel.FeelError:
        pass


def require_worded(error, text):
    assert error.message, text
    assert 0 <= error.position <= len(text), text


def size_of(value):
    """Return how many values a result holds; each is of a kind of the language."""
    size, waiting = 0, [value]
    while waiting:
        found = waiting.pop()
        size += 1
        assert type(found) in feel.values.TYPE_NAMES
        assert type(found) is not str or len(found) <= limits.STRING_LENGTH
        waiting.extend(found if type(found) is list else found.values() if type(found) is dict else ())
    return size
