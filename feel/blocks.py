"""Reads what has its own shape: lists, ranges, contexts, calls, if, for, some, every."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from feel import functions, nodes
from feel.cursor import KEYWORDS
from feel.errors import FeelError, NoValue
from feel.lexer import Kind, Token
from feel.nodes import Node
from feel.temporal_texts import temporal_from_text
from feel.vocabulary import Vocabulary, written_name

if TYPE_CHECKING:
    from feel.parser import Parser

NAME_SIGNS = (".", "/", "-", "+", "*", "**", "'", "’")
"""What may stand inside a name beside letters and digits."""

_FUNCTION_NAMES = Vocabulary(functions.NAMES)


def list_or_range(parser: Parser) -> Node:
    """Read `[a, b]`, `[a..b]` or `]a..b[`."""
    opened = parser.cursor.advance()
    if opened.text == "[" and parser.cursor.take_symbol("]"):
        return nodes.ListLiteral(opened.position, ())
    items = [parser.expression()]
    if parser.cursor.take_symbol(".."):
        return range_from(parser, opened, items[0])
    if opened.text == "]":
        raise parser.cursor.unexpected("Sau “]a” cần “..”: khoảng mở viết là ]a..b[.")
    while parser.cursor.take_symbol(","):
        items.append(parser.expression())
    parser.cursor.expect_symbol("]", opened)
    return nodes.ListLiteral(opened.position, tuple(items))


def range_from(parser: Parser, opened: Token, low: Node) -> Node:
    """Read the upper end of a range and its closing bracket."""
    high = parser.range_end()
    if parser.cursor.token.kind is Kind.END:
        parser.cursor.expect_symbol("]", opened)
    if not parser.cursor.at_symbol("]", ")", "["):
        raise parser.cursor.unexpected("Khoảng đóng bằng “]”, “)” hoặc “[”.")
    closed = parser.cursor.advance()
    return nodes.RangeLiteral(opened.position, low, high, opened.text == "[", closed.text == "]")


def context(parser: Parser) -> Node:
    """Read `{key: value, …}`."""
    opened = parser.cursor.advance()
    outer, parser.names = parser.names, parser.names.copy()
    entries: list[nodes.Entry] = []
    while not parser.cursor.at_symbol("}"):
        if entries:
            parser.cursor.expect_separator(opened, "}")
        entries.append(_entry(parser, {entry.key for entry in entries}))
    parser.cursor.advance()
    parser.names = outer
    return nodes.ContextLiteral(opened.position, tuple(entries))


def _entry(parser: Parser, taken: set[str]) -> nodes.Entry:
    start = parser.cursor.token
    key = _key(parser)
    if key in taken:
        raise FeelError(f"Tên “{key}” đã có ở trên.", start.position, "Mỗi tên chỉ dùng một lần.")
    parser.cursor.expect_symbol(":")
    value = parser.expression()
    parser.names.add(key)
    parser.paths.add(key)
    return nodes.Entry(start.position, key, value)


def _key(parser: Parser) -> str:
    if parser.cursor.token.kind is Kind.STRING:
        return parser.cursor.advance().text
    return declared_name(parser, lambda: parser.cursor.at_symbol(":"))


def declared_name(parser: Parser, ended: Callable[[], bool]) -> str:
    """Read a new name, which may have several words, up to where `ended()` is true."""
    start = parser.cursor.token
    if start.kind is not Kind.NAME:
        raise parser.cursor.unexpected("Ở đây cần một tên.")
    end = parser.cursor.advance().end
    while not ended() and (
        parser.cursor.token.kind in (Kind.NAME, Kind.NUMBER) or parser.cursor.at_symbol(*NAME_SIGNS)
    ):
        end = parser.cursor.advance().end
    return unicodedata.normalize("NFC", written_name(parser.cursor.text[start.position : end]))


def at_literal(parser: Parser) -> Node:
    """Read `@"2026-11-20"` and the like."""
    start = parser.cursor.advance()
    if parser.cursor.token.kind is not Kind.STRING:
        raise parser.cursor.unexpected('Sau “@” cần một chuỗi, ví dụ @"2026-11-20".')
    try:
        return nodes.Literal(start.position, temporal_from_text(parser.cursor.advance().text))
    except NoValue as reason:
        return nodes.UnreadableLiteral(start.position, str(reason))


def function_name(parser: Parser) -> str | None:
    """Read the name of a built-in function of several words, if one is called here."""
    cursor = parser.cursor
    known = _FUNCTION_NAMES.longest_at(cursor.tokens, cursor.index)
    if known is None or cursor.tokens[cursor.index + known[1]].text != "(":
        return None
    cursor.index += known[1]
    return known[0]


def call(parser: Parser, function: Node) -> Node:
    """Read the arguments of a call."""
    opened = parser.cursor.advance()
    keywords: list[str] = []
    arguments: list[Node] = []
    while not parser.cursor.at_symbol(")"):
        if arguments:
            parser.cursor.expect_separator(opened, ")")
        keyword = _keyword(parser)
        if arguments and bool(keyword) != bool(keywords):
            raise parser.cursor.unexpected("Đặt tên cho mọi tham số hoặc không tham số nào.")
        keywords += keyword
        arguments.append(parser.expression())
    parser.cursor.advance()
    return nodes.Call(function.position, function, tuple(arguments), tuple(keywords))


def _keyword(parser: Parser) -> list[str]:
    """Read `name:` before an argument, if it stands here."""
    cursor = parser.cursor
    index = cursor.index
    while cursor.tokens[index].kind in (Kind.NAME, Kind.NUMBER) or cursor.tokens[index].text in NAME_SIGNS:
        index += 1
    if cursor.token.kind is not Kind.NAME or cursor.tokens[index].text != ":":
        return []
    written = cursor.text[cursor.token.position : cursor.tokens[index - 1].end]
    cursor.index = index + 1
    return [unicodedata.normalize("NFC", written_name(written))]


def conditional(parser: Parser) -> Node:
    """Read `if … then … else …`."""
    start = parser.cursor.advance()
    condition = parser.expression()
    parser.cursor.expect_word("then")
    consequence = parser.expression()
    parser.cursor.expect_word("else")
    return nodes.Conditional(start.position, condition, consequence, parser.expression())


def loop(parser: Parser) -> Node:
    """Read `for … return …`."""
    start = parser.cursor.advance()
    outer, parser.names = parser.names, parser.names.copy()
    bindings = _bindings(parser)
    parser.cursor.expect_word("return")
    body = parser.expression()
    parser.names = outer
    return nodes.Loop(start.position, bindings, body)


def quantifier(parser: Parser) -> Node:
    """Read `some … satisfies …` or `every … satisfies …`."""
    start = parser.cursor.advance()
    outer, parser.names = parser.names, parser.names.copy()
    bindings = _bindings(parser)
    parser.cursor.expect_word("satisfies")
    body = parser.expression()
    parser.names = outer
    return nodes.Quantifier(start.position, start.text, bindings, body)


def _bindings(parser: Parser) -> tuple[nodes.Binding, ...]:
    bindings = [_binding(parser)]
    while parser.cursor.take_symbol(","):
        bindings.append(_binding(parser))
    return tuple(bindings)


def _binding(parser: Parser) -> nodes.Binding:
    start = parser.cursor.token
    if parser.cursor.at_word(*KEYWORDS):
        raise parser.cursor.unexpected("Ở đây cần tên của một biến.")
    name = declared_name(parser, lambda: parser.cursor.at_word("in"))
    parser.cursor.expect_word("in")
    domain = parser.expression()
    end = parser.expression() if parser.cursor.take_symbol("..") else None
    parser.names.add(name)
    return nodes.Binding(start.position, name, domain, end)
