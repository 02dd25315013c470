"""Of what kind the variables of a set of diagrams are, and what their expressions get wrong about that."""

from collections.abc import Iterator, Mapping

import feel
from feel import checking
from feel.types import ANY, Type
from workflows.engine.diagram import Container, Element
from workflows.engine.expressions import conditions, written_by
from workflows.engine.problems import Known, Problem


def kind_errors(part: Container, element_id: str, expression: feel.Expression, kinds: Mapping[str, Type]) -> list[str]:
    """Return what is wrong with an expression of a process: kinds, words that never occur, conditions that never change."""
    decides = (element_id, expression.text) in set(conditions(part))
    found = (checking.condition_errors if decides else checking.type_errors)(expression, kinds)
    return [f"ở ký tự {each.position + 1}: {each.message} {each.hint}".rstrip() for each in found]


def kinds_of(parts: list[Container], known: Known) -> dict[str, Type]:
    """Return the kind of each variable as far as it can be told.

    A variable that only people's steps write holds one of their outcomes, whichever of the diagrams they stand in: a
    called process gives its variables to whoever calls it.
    """
    outcomes: dict[str, set[str]] = {}
    others: set[str] = set()
    for part in parts:
        for element in part.elements.values():
            if words := _words(element):
                outcomes.setdefault(_variable(element), set()).update(words)
            others |= {name for name in written_by(element) if not (words and name == _variable(element))}
    kinds = {name: checking.words(*words) for name, words in outcomes.items() if name not in others}
    return {**dict.fromkeys(others, ANY), **kinds, **known.kinds}


def unsound(part: Container, parsed: list[tuple[str, feel.Expression]], kinds: Mapping[str, Type]) -> Iterator[Problem]:
    """Yield a problem for each error in the expressions of a process."""
    near = {flow.id: kinds_behind(part, flow.source) for flow in part.flows}
    for element_id, expression in parsed:
        known = {**kinds, **near.get(element_id, {})}
        for message in kind_errors(part, element_id, expression, known):
            yield Problem(part.file, element_id, f"Biểu thức “{expression.text}” {message}")


def kinds_behind(part: Container, source: str) -> dict[str, Type]:
    """Return what holds behind a gateway that is only reached from steps with outcomes: one of just these."""
    before = [part.elements.get(flow.source) for flow in part.flows if flow.target == source]
    variables = {_variable(each) if each is not None and _words(each) else None for each in before}
    name = variables.pop() if len(variables) == 1 else None
    if name is None:
        return {}
    return {name: checking.words(*(word for each in before if each is not None for word in _words(each)))}


def _variable(element: Element) -> str:
    return element.properties.get("outcomeVariable", "outcome")


def _words(element: Element) -> tuple[str, ...]:
    return tuple(word.strip() for word in element.properties.get("outcomes", "").split(",") if word.strip())
