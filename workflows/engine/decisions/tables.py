"""Evaluates a decision table: which rules match, and what its hit policy makes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from feel import values
from feel.runtime import Run, Scope
from workflows.engine.decisions import aggregation, evaluation, telling
from workflows.engine.decisions.evaluation import Closure
from workflows.engine.decisions.model import Rule, Table
from workflows.engine.decisions.shown_values import listed
from workflows.engine.decisions.trace import TableTrace

Test = Callable[[Any, Run | Scope], bool | None]
"""A compiled cell: takes the value of its column."""


@dataclass(frozen=True)
class CompiledTable:
    """A table whose texts are closures. A test that is None passes always (“-”)."""

    table: Table
    inputs: tuple[Closure, ...]
    allowed: tuple[Test | None, ...]
    tests: tuple[tuple[Test | None, ...], ...]
    outputs: tuple[tuple[Closure, ...], ...]
    defaults: tuple[Closure | None, ...]
    priorities: tuple[Closure | None, ...]
    """For each output the values that it may have, the one of highest priority first."""

    def evaluate(self, scope: Run | Scope) -> Any:
        """Return what the table answers; null with an error where its hit policy is broken."""
        run = evaluation.of(scope)
        run.spend(1 + len(self.table.rules) * len(self.inputs) // 4)
        given = [column(scope) for column in self.inputs]
        refused = self._refused(given, scope)
        if refused:
            run.fail(refused)
            return None
        hits = self._hits(given, scope)
        answers = [self._answer(index, scope) for index in hits]
        if run.tables is not None:
            run.tables.append(self._told(given, hits, answers, scope))
        return self._settled(hits, answers, scope)

    def _refused(self, given: list[Any], scope: Run | Scope) -> str:
        for column, value, allows in zip(self.table.inputs, given, self.allowed, strict=True):
            if allows is not None and value is not None and allows(value, scope) is not True:
                # Without the value: the sentence becomes the cause of an incident, and the value may be a person's.
                return f"Giá trị của “{column.label}” không nằm trong các giá trị được phép."
        return ""

    def _hits(self, given: list[Any], scope: Run | Scope) -> list[int]:
        only_first = self.table.hit_policy == "F"
        found = []
        for index, tests in enumerate(self.tests):
            if all(test is None or test(value, scope) is True for test, value in zip(tests, given, strict=False)):
                found.append(index)
                if only_first:
                    break
        return found

    def _answer(self, index: int, scope: Run | Scope) -> tuple[Any, ...]:
        return tuple(output(scope) for output in self.outputs[index])

    def _settled(self, hits: list[int], answers: list[tuple[Any, ...]], scope: Run | Scope) -> Any:
        policy = self.table.hit_policy
        if not hits:
            return self._default(scope)
        if policy == "U" and len(hits) > 1:
            return self._broken(hits, scope, "Bảng chỉ cho phép một dòng khớp (UNIQUE) nhưng {} cùng khớp.")
        if policy == "A" and any(not values.same(scope.run, list(answers[0]), list(other)) for other in answers[1:]):
            return self._broken(
                hits, scope, "Bảng đòi các dòng khớp cho cùng kết quả (ANY) nhưng {} cho kết quả khác nhau."
            )
        if policy in ("P", "O"):
            answers = self._by_priority(answers, scope)
        if policy in ("U", "A", "F", "P"):
            return self._boxed(answers[0])
        if policy in ("R", "O", "C"):
            return [self._boxed(answer) for answer in answers]
        return aggregation.of(policy[1], [self._boxed(answer) for answer in answers], scope.run)

    def _broken(self, hits: list[int], scope: Run | Scope, sentence: str) -> None:
        numbers = listed([f"dòng {self.table.rules[index].number}" for index in hits])
        evaluation.of(scope).fail(sentence.format(numbers))

    def _default(self, scope: Run | Scope) -> Any:
        if any(self.defaults):
            return self._boxed(tuple(None if default is None else default(scope) for default in self.defaults))
        if self.table.hit_policy == "C":
            return []
        if self.table.hit_policy == "C#":
            return Decimal(0)
        scope.run.warn("Không dòng nào của bảng khớp.", 0)
        return None

    def _boxed(self, answer: tuple[Any, ...]) -> Any:
        if len(answer) == 1:
            return answer[0]
        return {column.name: value for column, value in zip(self.table.outputs, answer, strict=False)}

    def _by_priority(self, answers: list[tuple[Any, ...]], scope: Run | Scope) -> list[tuple[Any, ...]]:
        ranked = [None if allowed is None else allowed(scope) for allowed in self.priorities]

        def rank(answer: tuple[Any, ...]) -> tuple[int, ...]:
            return tuple(
                _place(value, order, scope.run)
                for value, order in zip(answer, ranked, strict=False)
                if order is not None
            )

        return sorted(answers, key=rank)

    def _told(
        self, given: list[Any], hits: list[int], answers: list[tuple[Any, ...]], scope: Run | Scope
    ) -> TableTrace:
        tried = self.table.rules
        if self.table.hit_policy == "F" and hits:
            tried = tried[: hits[-1] + 1]
        found = dict(zip(hits, answers, strict=True))
        return telling.table(
            self.table,
            given,
            [
                telling.rule(self.table, rule, given, self._marks(rule, given, scope), found.get(index))
                for index, rule in enumerate(tried)
            ],
        )

    def _marks(self, rule: Rule, given: list[Any], scope: Run | Scope) -> list[bool | None]:
        tests = self.tests[rule.number - 1]
        return [True if test is None else test(value, scope) for test, value in zip(tests, given, strict=False)]


def _place(value: Any, order: list[Any], run: Run) -> int:
    for index, allowed in enumerate(order):
        if values.same(run, value, allowed) or (type(allowed) is values.Range and _within(value, allowed)):
            return index
    return len(order)


def _within(value: Any, span: values.Range) -> bool:
    try:
        return values.is_within(value, span)
    except values.NoValue:
        return False
