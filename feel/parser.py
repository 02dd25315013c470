"""Reads an expression into its syntax tree: operators by their binding power, then single values."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from feel import blocks, limits, nodes, parts, signatures
from feel.cursor import KEYWORDS, Cursor
from feel.decimals import number_from_text
from feel.errors import FeelError
from feel.lexer import Kind, Token
from feel.nodes import Node
from feel.precedence import (
    AFTER_RANGE,
    COMPARISON,
    MINUS,
    SYMBOL_POWERS,
    WORD_POWERS,
    hint_after_value,
    hint_before_value,
    power_of,
)
from feel.types import Type
from feel.values import TYPE_NAMES
from feel.vocabulary import Vocabulary

AnyNode = TypeVar("AnyNode", bound=Node)


def tree_of(text: str, names: Iterable[str], types: Mapping[str, Type]) -> Node:
    """Return the syntax tree of the text; `names` are the variables that may have several words."""
    parser = Parser(text, Vocabulary(names), types)
    return parser.whole(parser.expression())


def unary_tests_of(text: str, names: Iterable[str], types: Mapping[str, Type]) -> nodes.Tests:
    """Return the syntax tree of unary tests such as `< 5, [7..9]`, `not("a", "b")` or `-`."""
    try:
        parser = Parser(text, Vocabulary(names), types)
        return parser.whole(parser.negated_tests())
    except FeelError:
        # `not(a) and b` begins like a negation of tests, too.
        parser = Parser(text, Vocabulary(names), types)
        return parser.whole(parser.tests())


_ORDERINGS = ("<", "<=", ">", ">=")
_COMPARISONS = ("=", "!=", *_ORDERINGS)
_BLOCKS = {
    "if": blocks.conditional,
    "for": blocks.loop,
    "some": blocks.quantifier,
    "every": blocks.quantifier,
    "function": signatures.function_literal,
}
_CONSTANTS = {"true": True, "false": False, "null": None}


class Parser:
    """The state of reading one expression. `paths` are names that may follow a dot."""

    def __init__(self, text: str, names: Vocabulary, types: Mapping[str, Type]):
        self.cursor = Cursor(text)
        self.types_by_name = types
        self.types = Vocabulary([*TYPE_NAMES.values(), *types])
        self.names = names
        self.paths = names.copy()
        for name in parts.NAMES:
            self.paths.add(name)
        self._at_range_end = False

    def whole(self, tree: AnyNode) -> AnyNode:
        """Return the tree if it is all that the text holds and not too deep."""
        if self.cursor.token.kind is not Kind.END:
            raise self.cursor.unexpected(hint_after_value(self.cursor.token))
        too_deep = nodes.first_deeper_than(limits.TREE_DEPTH, tree)
        if too_deep is None:
            return tree
        raise FeelError(
            f"Biểu thức có quá {limits.TREE_DEPTH} phép tính nối tiếp.",
            too_deep.position,
            "Tách thành nhiều biểu thức ngắn hơn.",
        )

    def tests(self) -> nodes.Tests:
        """Read the unary tests of a cell: `-`, or tests with commas between them."""
        cursor = self.cursor
        start = cursor.token
        if cursor.at_symbol("-") and cursor.tokens[cursor.index + 1].kind is Kind.END:
            cursor.advance()
            return nodes.Tests(start.position, (), negated=False)
        items = [self._group_item()]
        while cursor.take_symbol(","):
            items.append(self._group_item())
        return nodes.Tests(start.position, tuple(items), negated=False)

    def negated_tests(self) -> nodes.Tests:
        """Read `not(tests)`."""
        start = self.cursor.expect_word("not")
        opened = self.cursor.expect_symbol("(")
        tests = self.tests()
        self.cursor.expect_symbol(")", opened)
        return nodes.Tests(start.position, tests.items, negated=True)

    def expression(self, power: int = 0) -> Node:
        """Read one expression whose operators bind more tightly than `power`."""
        at_range_end, self._at_range_end = self._at_range_end, self._at_range_end and power > 0
        with self.cursor:
            is_test = power == 0 and self.cursor.at_symbol(*_ORDERINGS)
            tree = self._unary_test() if is_test else self._continued(self._start(), power)
        self._at_range_end = at_range_end
        return tree

    def range_end(self) -> Node:
        """Read the upper end of a range, after which “[” may close the range."""
        at_range_end, self._at_range_end = self._at_range_end, True
        tree = self.expression(COMPARISON)
        self._at_range_end = at_range_end
        return tree

    def _continued(self, left: Node, power: int) -> Node:
        while power_of(self.cursor.token) > power and not self._closes_range():
            left = self._extended(left, self.cursor.token)
        return left

    def _closes_range(self) -> bool:
        """Tell whether “[” comes next and closes a range such as `]1..5[`, rather than filtering."""
        if not self._at_range_end or not self.cursor.at_symbol("["):
            return False
        after = self.cursor.tokens[self.cursor.index + 1]
        return after.kind is not Kind.STRING and after.text in AFTER_RANGE

    def _extended(self, left: Node, operator: Token) -> Node:
        text = operator.text
        if text in ("and", "or"):
            return self._chain(left, text)
        if text == "[":
            return self._filter(left)
        if text == "(":
            return blocks.call(self, left)
        self.cursor.advance()
        if text == ".":
            return nodes.Path(operator.position, left, self._path_name())
        if text == "between":
            return self._between(left, operator)
        if text == "instance":
            return self._instance_of(left, operator)
        if text == "in":
            return nodes.Membership(operator.position, left, self._tests())
        right = self.expression(SYMBOL_POWERS[text])
        if text in _COMPARISONS:
            self._refuse_chained(text)
            return nodes.Comparison(operator.position, text, left, right)
        return nodes.Arithmetic(operator.position, text, left, right)

    def _chain(self, left: Node, word: str) -> Node:
        # One node for the whole chain keeps a long list of conditions from nesting deeply.
        operator = self.cursor.token
        operands = [left]
        while self.cursor.at_word(word):
            self.cursor.advance()
            operands.append(self.expression(WORD_POWERS[word]))
        node = nodes.Conjunction if word == "and" else nodes.Disjunction
        return node(operator.position, tuple(operands))

    def _refuse_chained(self, operator: str) -> None:
        if operator in _ORDERINGS and self.cursor.at_symbol(*_ORDERINGS):
            raise self.cursor.unexpected(
                "Không so sánh nối tiếp được; viết “x between a and b” hoặc “a < x and x < b”."
            )

    def _between(self, value: Node, operator: Token) -> Node:
        low = self.expression(COMPARISON)
        self.cursor.expect_word("and")
        return nodes.Between(operator.position, value, low, self.expression(COMPARISON))

    def _instance_of(self, value: Node, operator: Token) -> Node:
        self.cursor.expect_word("of")
        named = self.cursor.token
        kind = signatures.type_at(self)
        written = self.cursor.text[named.position : self.cursor.tokens[self.cursor.index - 1].end]
        return nodes.InstanceOf(operator.position, value, kind, written)

    def _filter(self, source: Node) -> Node:
        opened = self.cursor.advance()
        if self.cursor.at_symbol("]"):
            raise self.cursor.unexpected("Trong ngoặc vuông cần số thứ tự hoặc điều kiện.")
        condition = self.expression()
        self.cursor.expect_symbol("]", opened)
        return nodes.Filter(opened.position, source, condition)

    def _tests(self) -> tuple[Node, ...]:
        if self.cursor.at_symbol(*_COMPARISONS):
            return (self._unary_test(),)
        if not self.cursor.at_symbol("("):
            return (self.expression(COMPARISON),)
        items = self._group()
        if len(items) == 1:
            return (self._continued(items[0], COMPARISON),)
        return items

    def _unary_test(self) -> Node:
        operator = self.cursor.advance()
        return nodes.UnaryTest(operator.position, operator.text, self.expression(COMPARISON))

    def _start(self) -> Node:
        token = self.cursor.token
        if token.kind is Kind.NUMBER:
            return self._number()
        if token.kind is Kind.STRING:
            return nodes.Literal(token.position, self.cursor.advance().text)
        if token.kind is Kind.NAME:
            return self._word(token)
        if self.cursor.at_symbol("@"):
            return blocks.at_literal(self)
        if self.cursor.at_symbol("-"):
            self.cursor.advance()
            return nodes.Negation(token.position, self.expression(MINUS))
        if self.cursor.at_symbol("("):
            return self._single(token, self._group())
        if self.cursor.at_symbol("[", "]"):
            return blocks.list_or_range(self)
        if self.cursor.at_symbol("{"):
            return blocks.context(self)
        raise self.cursor.unexpected(hint_before_value(token))

    def _number(self) -> Node:
        token = self.cursor.advance()
        value = number_from_text(token.text)
        if value is None:
            raise FeelError("Số này quá lớn.", token.position, "Số có tối đa 34 chữ số có nghĩa.")
        return nodes.Literal(token.position, value)

    def _word(self, token: Token) -> Node:
        known = self.names.longest_at(self.cursor.tokens, self.cursor.index)
        if known is not None:
            name, length = known
            self.cursor.index += length
            return nodes.Name(token.position, name)
        function = blocks.function_name(self)
        if function is not None:
            return nodes.Name(token.position, function)
        if token.text in _BLOCKS:
            return _BLOCKS[token.text](self)
        if token.text in KEYWORDS and token.text not in _CONSTANTS:
            raise self.cursor.unexpected(hint_before_value(token))
        self.cursor.advance()
        if token.text in _CONSTANTS:
            return nodes.Literal(token.position, _CONSTANTS[token.text])
        return nodes.Name(token.position, token.text)

    def _path_name(self) -> str:
        known = self.paths.longest_at(self.cursor.tokens, self.cursor.index)
        if known is not None:
            name, length = known
            self.cursor.index += length
            return name
        if self.cursor.token.kind is not Kind.NAME:
            raise self.cursor.unexpected("Sau dấu chấm cần tên của một trường.")
        # Entries of data nobody has described may have names of several words, too; nothing else could follow.
        words = [self.cursor.advance().text]
        while self.cursor.token.kind is Kind.NAME and self.cursor.token.text not in KEYWORDS:
            words.append(self.cursor.advance().text)
        return " ".join(words)

    def _group(self) -> tuple[Node, ...]:
        """Read `( … )`: one expression, a range that is open below, or several tests."""
        opened = self.cursor.advance()
        items = [self._group_item()]
        if self.cursor.take_symbol(".."):
            return (blocks.range_from(self, opened, items[0]),)
        while self.cursor.take_symbol(","):
            items.append(self._group_item())
        self.cursor.expect_symbol(")", opened)
        return tuple(items)

    def _group_item(self) -> Node:
        return self._unary_test() if self.cursor.at_symbol(*_COMPARISONS) else self.expression()

    def _single(self, opened: Token, items: tuple[Node, ...]) -> Node:
        if len(items) > 1:
            raise FeelError(
                "Trong ngoặc đơn chỉ được có một giá trị.",
                opened.position,
                "Danh sách viết trong ngoặc vuông: [a, b].",
            )
        return items[0]
