"""Writes expressions at random: sound ones out of the grammar, and ones that were damaged afterwards."""

from random import Random

import feel

ATOMS = [
    *("0", "1", "-2", "2.5", "1e6000", "1e-6000", "0.1", "null", "true", "false", '""', '"a"', '"Đạt"', '"2026-11-20"'),
    *("a", "b", "năm", "item", "partial", "?", "long", "deep", "numbers", "people", "missing", "[]", "{}", "[1, 2, 3]"),
    *('@"2026-11-20"', '@"08:30:00"', '@"P1D"', '@"P1Y"', '@"2026-11-20T08:30:00@Asia/Ho_Chi_Minh"', "[1..3]", "(< 5)"),
    *(
        '"(a+)+b"',
        '"[a-z]*?x|\\\\1"',
        "{a: 1, b: [{a: 2}]}",
        "function(x) x + 1",
        "function(a, b) a < b",
        "count",
        "abs",
    ),
    *("1..9", "a.b.c", "people.name", "people[1]", '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', "now()", "today()", "1e30"),
]

SHAPES = [
    *("{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / {1}", "{0} ** {1}", "-{0}", "({0})"),
    *("{0} = {1}", "{0} != {1}", "{0} < {1}", "{0} >= {1}", "{0} and {1}", "{0} or {1}", "not({0})"),
    *("{0} between {1} and {2}", "{0} in {1}", "{0} in ({1}, {2})", "{0} in (> {1})", "{0} in [{1}..{2})"),
    *("{0}[{1}]", "({0}).a", "{0}[item = {1}]", "{0}[a > {1}]", "[{0}, {1}, {2}]", "{{a: {0}, b c: {1}, d: a}}"),
    *("if {0} then {1} else {2}", "for x in {0} return {1}", "for x in {0}..{1} return x + {2}"),
    *(
        "for x in {0}, y in {1} return [x, y, partial]",
        "some x in {0} satisfies {1}",
        "every x in {0} satisfies x = {1}",
    ),
    *("(function(x, y: number) {0})({1}, {2})", "(function(f) f({0}))({1})", "{0} instance of number"),
    *(
        "{0} instance of list<Any>",
        "[{0}..{1}]",
        "({0}..{1}]",
        "sort({0}, function(x, y) {1})",
        "{{f: {0}, r: f({1})}}.r",
    ),
    *(
        "{{f: function(n) f(n + {0}), r: f({1})}}.r",
        "date and time({0}, {1})",
        "substring(string: {0}, start position: {1})",
    ),
    *("replace({0}, {1}, {2})", "matches({0}, {1})", "split({0}, {1})", "list replace({0}, {1}, {2})"),
]

PIECES = """
+ - * / ** = != < <= > >= ( ) [ ] { } , : . .. @ ? " ' \\ # ; // /* */ -> <> and or not if then else for in return
some every satisfies between instance of function null true false item partial 1 0 1e9 a b năm count( date( ́ 🐎
""".split()  # noqa: SIM905 - a list of seventy strings would hide the pieces


class Writer:
    """Writes one expression after the other; the same seed writes the same ones."""

    def __init__(self, seed: int):
        self._dice = Random(seed)
        self._functions = sorted(feel.functions.NAMES)

    def expression(self, depth: int = 3) -> str:
        """Return an expression that can be read, mostly."""
        dice = self._dice
        if depth == 0 or dice.random() < 0.2:
            return dice.choice(ATOMS)
        parts = [self.expression(depth - 1) for _ in range(3)]
        if dice.random() < 0.35:
            return f"{dice.choice(self._functions)}({', '.join(parts[: dice.randrange(4)])})"
        return dice.choice(SHAPES).format(*(part if dice.random() < 0.5 else f"({part})" for part in parts))

    def damaged(self, text: str) -> str:
        """Return the text with a few pieces added, dropped, doubled or moved."""
        dice = self._dice
        for _ in range(dice.randint(1, 4)):
            start = dice.randint(0, len(text))
            end = min(len(text), start + dice.randint(0, 6))
            there = dice.choice(["", dice.choice(PIECES), text[start:end] * 2, text[end : end + 4]])
            text = text[:start] + there + text[end:]
        return text
