"""Functions about contexts."""

import pytest

from tests.unit.feel.sample import assert_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('get value({a: 1}, "a")', "1"),
        ('get value({a: 1}, "b")', None),
        ('get value({a: {b: 2}}, ["a", "b"])', "2"),
        ('get value({a: 1}, ["a", "b"])', None),
        ("get value({a: 1}, [])", None),
        ('get value(null, "a")', None),
        ('get value(m: {a: 1}, key: "a")', "1"),
        ("get entries({a: 1})", [{"key": "a", "value": "1"}]),
        ("get entries({})", []),
        ("get entries(1)", None),
        ('context([{key: "a", value: 1}, {key: "b", value: null}])', {"a": "1", "b": None}),
        ('context([{key: "a", value: 1, more: 2}])', {"a": "1"}),
        ('context([{key: "a"}])', None),
        ("context([{key: 1, value: 1}])", None),
        ('context([{key: "a", value: 1}, {key: "a", value: 2}])', None),
        ("context([])", {}),
        ("context(get entries({a: 1}))", {"a": "1"}),
        ('context put({x: 1}, "y", 2)', {"x": "1", "y": "2"}),
        ('context put({x: 1}, ["y"], 2)', {"x": "1", "y": "2"}),
        ('context put({x: 1, y: {a: 0}}, ["y", "a"], 2)', {"x": "1", "y": {"a": "2"}}),
        ('context put({x: 1}, ["x", "a"], 2)', None),
        ("context put({x: 1}, [], 2)", None),
        ("context put({x: 1}, null, 2)", None),
        ('context put({x: 1}, ["a", null], 2)', None),
        ('context put(context: {}, keys: ["a"], value: 1)', {"a": "1"}),
        ("context merge([{x: 1, y: 0}, {y: 2}])", {"x": "1", "y": "2"}),
        ("context merge([{x: 1}, 1])", None),
        ("context merge([])", {}),
        ("context merge({x: 1})", {"x": "1"}),
    ],
)
def test_functions_of_contexts(text, expected):
    assert_value(text, expected)
