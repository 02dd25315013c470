"""Joins models: which element a reference means, what it is called there, and whether requirements run in a circle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.engine.decisions.model import (
    Decision,
    DecisionService,
    Element,
    ItemDefinition,
    Knowledge,
    Model,
)
from workflows.engine.problems import Problem

Ref = tuple[str, str]
"""The namespace of a model and the id of an element in it."""


@dataclass(frozen=True)
class Need:
    """An element that another one may read. `path` is its name there, with the name of the import in front."""

    ref: Ref
    path: tuple[str, ...]


class Links:
    """All models that are loaded together."""

    def __init__(self, models: Mapping[str, Model]):
        self.models = {model.namespace: model for model in models.values()}
        self.elements: dict[Ref, Element] = {
            (model.namespace, element.id): element for model in models.values() for element in model.elements
        }
        self.problems = [*_repeated(models), *self._missing_imports()]
        self._refuse_circles()

    def types_of(self, model: Model) -> dict[str, ItemDefinition]:
        """Return the types that a model may name: its own, and imported ones with the import's name in front."""
        found: dict[str, ItemDefinition] = {}
        for name, namespace in model.imports:
            imported = self.models.get(namespace)
            prefix = f"{name}." if name else ""
            found |= {f"{prefix}{item.name}": item for item in (imported.types if imported else ())}
        return found | {item.name: item for item in model.types}

    def needs(self, model: Model, element: Element) -> list[Need]:
        """Return what an element may read, in the order in which it asks; references that lead nowhere are left out."""
        found = []
        for href in _references(element):
            ref = self.ref(model, href)
            if ref in self.elements:
                found.append(Need(ref, (*self._import_path(model, ref[0]), self.elements[ref].variable.name)))
        return found

    def ref(self, model: Model, href: str) -> Ref:
        """Return what a reference in a model means."""
        namespace, _, element_id = href.rpartition("#")
        return (namespace or model.namespace, element_id)

    def _import_path(self, model: Model, namespace: str) -> tuple[str, ...]:
        if namespace == model.namespace:
            return ()
        return tuple(name for name, other in model.imports if other == namespace and name)[:1]

    def _missing_imports(self) -> Iterator[Problem]:
        for model in self.models.values():
            for name, namespace in model.imports:
                if namespace not in self.models:
                    yield Problem(model.file, None, f"Không có mô hình “{name}” ({namespace}) để nạp.")
            for element in model.elements:
                yield from self._lost(model, element)

    def _lost(self, model: Model, element: Element) -> Iterator[Problem]:
        for href in (*_references(element), *parameters(element)):
            found = self.elements.get(self.ref(model, href))
            if found is None:
                message = f"{_said(element)} cần “{href}” nhưng không có phần tử này."
                yield Problem(model.file, element.id, message)
            elif isinstance(found, Decision) and href in getattr(element, "knows", ()):
                yield Problem(model.file, element.id, f"{_said(element)}: {found.place.said} không phải là hàm.")

    def _refuse_circles(self) -> None:
        done: set[Ref] = set()
        for model in self.models.values():
            for element in model.elements:
                self._walk((model.namespace, element.id), [], done)

    def _walk(self, ref: Ref, way: list[Ref], done: set[Ref]) -> None:
        """Go down the requirements. Each element's own step is checked before the next, so depth is that of the graph."""
        stack = [(ref, iter(self._required(ref)))]
        way = [ref]
        while stack:
            current, rest = stack[-1]
            following = next((each for each in rest if each not in done), None)
            if following is None:
                done.add(current)
                stack.pop()
                way.pop()
            elif following in way:
                self._refuse_circle(way[way.index(following) :])
                done.add(following)
            else:
                stack.append((following, iter(self._required(following))))
                way.append(following)

    def _required(self, ref: Ref) -> list[Ref]:
        model, element = self.models.get(ref[0]), self.elements.get(ref)
        if model is None or element is None:
            return []
        found = [self.ref(model, href) for href in _references(element)]
        # A function may call itself: it ends when its limits do.
        return [each for each in found if not (isinstance(element, Knowledge) and each == ref)]

    def _refuse_circle(self, circle: list[Ref]) -> None:
        elements = [self.elements[ref] for ref in (*circle, circle[0])]
        way = " → ".join(element.name for element in elements)
        self.problems.append(Problem(elements[0].place.file, elements[0].id, f"Các yêu cầu tạo thành vòng: {way}."))


def _references(element: Element) -> tuple[str, ...]:
    match element:
        case Decision():
            return element.requires + element.knows
        case Knowledge():
            return element.knows
        case DecisionService():
            return element.outputs
    return ()


def parameters(element: Element) -> tuple[str, ...]:
    """Return the references to what a service takes, in the order of its parameters."""
    return element.input_data + element.input_decisions if isinstance(element, DecisionService) else ()


def _repeated(models: Mapping[str, Model]) -> Iterator[Problem]:
    spaces: set[str] = set()
    for model in models.values():
        if model.namespace in spaces:
            yield Problem(model.file, None, f"Không gian tên “{model.namespace}” đã có ở tệp khác.")
        spaces.add(model.namespace)
        yield from _repeated_in(model)


def _repeated_in(model: Model) -> Iterator[Problem]:
    ids: set[str] = set()
    names: set[str] = set()
    for element in model.elements:
        if element.id in ids:
            yield Problem(model.file, element.id, f"{_said(element)}: mã “{element.id}” đã có ở phần tử khác.")
        if element.name in names:
            yield Problem(model.file, element.id, f"{_said(element)}: tên này đã có ở phần tử khác.")
        ids.add(element.id)
        names.add(element.name)


def _said(element: Element) -> str:
    return element.place.said[:1].upper() + element.place.said[1:]
