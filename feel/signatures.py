"""Reads function literals and the types that parameters and `instance of` name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel import nodes, types
from feel.blocks import declared_name
from feel.errors import FeelError
from feel.lexer import Kind
from feel.nodes import Node
from feel.types import Type
from feel.values import Parameter

if TYPE_CHECKING:
    from feel.parser import Parser


def function_literal(parser: Parser) -> Node:
    """Read `function(a, b: number) body`."""
    cursor = parser.cursor
    start = cursor.advance()
    if not cursor.at_symbol("("):
        raise cursor.unexpected("Ở đây cần “(”: function(a, b) a + b.")
    opened = cursor.advance()
    parameters: list[Parameter] = []
    while not cursor.at_symbol(")"):
        if parameters:
            cursor.expect_separator(opened, ")")
        parameters.append(_parameter(parser, {parameter.name for parameter in parameters}))
    cursor.advance()
    if cursor.at_word("external"):
        cursor.advance()
        parser.expression()
        return nodes.FunctionLiteral(start.position, tuple(parameters), None)
    outer, parser.names = parser.names, parser.names.copy()
    for parameter in parameters:
        parser.names.add(parameter.name)
    body = parser.expression()
    parser.names = outer
    return nodes.FunctionLiteral(start.position, tuple(parameters), body)


def _parameter(parser: Parser, taken: set[str]) -> Parameter:
    cursor = parser.cursor
    start = cursor.token
    name = declared_name(parser, lambda: cursor.at_symbol(":", ",", ")"))
    if name in taken:
        raise FeelError(f"Tham số “{name}” đã có ở trên.", start.position, "Mỗi tên chỉ dùng một lần.")
    if not cursor.take_symbol(":"):
        return Parameter(name)
    named = cursor.token
    kind = type_at(parser)
    if kind is None:
        written = cursor.text[named.position : cursor.tokens[cursor.index - 1].end]
        raise FeelError(f"Không có kiểu “{written}”.", named.position, KINDS_HINT)
    return Parameter(name, kind)


KINDS_HINT = "Ví dụ: number, string, boolean, date, list<number>, context<a: string>, range<number>."


def type_at(parser: Parser) -> Type | None:
    """Read a type; None for a name that is none, over which the cursor has stepped all the same."""
    with parser.cursor as cursor:
        if cursor.token.kind is not Kind.NAME:
            raise cursor.unexpected("Ở đây cần tên của một kiểu.")
        word = cursor.token.text
        following = cursor.tokens[cursor.index + 1].text
        if word in _READERS and following in ("<", "<>"):
            cursor.advance()
            return _READERS[word](parser)
        known = parser.types.longest_at(cursor.tokens, cursor.index)
        name, length = known or (word, 1)
        cursor.index += length
        return parser.types_by_name.get(name) or types.named(name)


def _list(parser: Parser) -> Type | None:
    element = _only_part(parser)
    return element and types.list_of(element)


def _range(parser: Parser) -> Type | None:
    end = _only_part(parser)
    return end and types.range_of(end)


def _only_part(parser: Parser) -> Type | None:
    parser.cursor.expect_symbol("<")
    part = type_at(parser)
    parser.cursor.expect_symbol(">")
    return part


def _context(parser: Parser) -> Type | None:
    cursor = parser.cursor
    entries: dict[str, Type | None] = {}
    if cursor.take_symbol("<>"):
        return types.context_of({})
    opened = cursor.advance()
    while not cursor.at_symbol(">"):
        if entries:
            cursor.expect_separator(opened, ">")
        name = declared_name(parser, lambda: cursor.at_symbol(":"))
        cursor.expect_symbol(":")
        entries[name] = type_at(parser)
    cursor.advance()
    known = {name: kind for name, kind in entries.items() if kind is not None}
    return types.context_of(known) if len(known) == len(entries) else None


def _function(parser: Parser) -> Type | None:
    cursor = parser.cursor
    parameters: list[Type | None] = []
    if not cursor.take_symbol("<>"):
        opened = cursor.advance()
        while not cursor.at_symbol(">"):
            if parameters:
                cursor.expect_separator(opened, ">")
            parameters.append(type_at(parser))
        cursor.advance()
    cursor.expect_symbol("->")
    result = type_at(parser)
    known = tuple(kind for kind in parameters if kind is not None)
    return types.function_of(known, result) if result is not None and len(known) == len(parameters) else None


_READERS = {"list": _list, "range": _range, "context": _context, "function": _function}
