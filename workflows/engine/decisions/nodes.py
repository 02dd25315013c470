"""Looks at one element of a decision model's XML, whatever version of the namespace it is in."""

from collections.abc import Iterator
from unicodedata import normalize

from lxml import etree

from workflows.engine.decisions.model import Place, Text, Variable
from workflows.engine.problems import Problem


class Node:
    """An element with its file; what is wrong with it is added to the problems of the file."""

    def __init__(self, element: etree._Element, file: str, problems: list[Problem]):
        self._element = element
        self._file = file
        self._problems = problems

    @property
    def tag(self) -> str:
        """The name of the element, without its namespace."""
        return str(etree.QName(self._element).localname)

    @property
    def name(self) -> str:
        """The name that people gave it, with single spaces."""
        return " ".join((self.get("name") or "").split())

    def get(self, attribute: str) -> str | None:
        """Return an attribute, normalised (NFC)."""
        value = self._element.get(attribute)
        return None if value is None else normalize("NFC", value)

    def children(self, *tags: str) -> Iterator["Node"]:
        """Yield the children with one of these names, in the order of the file."""
        namespace = etree.QName(self._element).namespace
        for child in self._element.iterchildren(*(f"{{{namespace}}}{tag}" for tag in tags)):
            yield Node(child, self._file, self._problems)

    def child(self, *tags: str) -> "Node | None":
        """Return the first child with one of these names."""
        return next(self.children(*tags), None)

    def text_of(self, tag: str) -> str | None:
        """Return the text inside a child; None when there is none or it is blank."""
        child = self.child(tag)
        text = "" if child is None else normalize("NFC", "".join(child._element.itertext())).strip()
        return text or None

    def feel(self, tag: str, place: Place) -> Text | None:
        """Return the FEEL text that a child holds in its `text`; None when it is blank."""
        child = self.child(tag)
        text = None if child is None else child.text_of("text")
        if child is None or text is None:
            return None
        child.refuse_other_language(place)
        return Text(text, place)

    def variable(self) -> Variable:
        """Return the name and type that this element declares."""
        return Variable(self.name, self.get("typeRef"))

    def place(self, said: str) -> Place:
        """Return where this element stands."""
        return Place(self._file, self.get("id"), said)

    def refuse(self, place: Place, message: str) -> None:
        """Note a problem."""
        said = place.said[:1].upper() + place.said[1:]
        self._problems.append(Problem(self._file, place.element_id, f"{said}: {message}"))

    def refuse_other_language(self, place: Place) -> None:
        """Note an expression that is written in a language other than FEEL."""
        language = (self.get("expressionLanguage") or "feel").lower()
        if "feel" not in language:
            self.refuse(place, f"Chỉ nhận ngôn ngữ FEEL, không nhận “{language}”.")
