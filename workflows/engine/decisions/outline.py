"""What people read of a decision model that is still being written: its expressions by what they belong to."""

from dataclasses import dataclass

from workflows.engine.decisions.model import Literal, Table, called, parts
from workflows.engine.decisions.reading import read


@dataclass(frozen=True)
class Expression:
    """An expression outside of tables. `where` is Vietnamese, such as “Kết luận, mục “found””."""

    where: str
    element_id: str | None
    text: str


@dataclass(frozen=True)
class Outline:
    """The name of a model, its tables in the order of the file, and its other expressions."""

    name: str
    tables: tuple[tuple[str, Table], ...]
    """(name of what is around it, table)"""
    expressions: tuple[Expression, ...]


def outline(file: str, content: bytes) -> Outline:
    """Return what can be read of a model, sound or not; nothing where it is no model at all."""
    model, _ = read(file, content)
    if model is None:
        return Outline("", (), ())
    tables: list[tuple[str, Table]] = []
    expressions: list[Expression] = []
    for element in model.elements:
        for part in parts(element):
            if isinstance(part, Table):
                tables.append((called(element, part), part))
            elif isinstance(part, Literal):
                where = part.text.place.said.removesuffix(", biểu thức")
                expressions.append(
                    Expression(where[:1].upper() + where[1:], part.text.place.element_id, part.text.text)
                )
    return Outline(model.name or file, tuple(tables), tuple(expressions))
