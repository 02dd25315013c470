"""One change of a diagram, from text to text: what it does not touch stays as it was, the drawing stays in order."""

from collections.abc import Callable
from dataclasses import dataclass

from workflows.outlining.document import Document
from workflows.outlining.laying_out import draw_anew, is_drawn
from workflows.outlining.tidying import mend, standing


@dataclass(frozen=True)
class Changed:
    """The text after a change, and the id of what was added or changed (of what stands in its place when it is gone)."""

    text: str
    element: str


def change(text: str, edit: Callable[[Document], str], taken: frozenset[str] = frozenset()) -> Changed:
    """Return a diagram after an edit; one without a whole drawing is drawn anew. New ids differ from all that are `taken`.

    Raises Invalid, with a Vietnamese sentence, when the text cannot be read or the edit cannot be made.
    """
    document = Document(text, taken)
    if not is_drawn(document):
        draw_anew(document)
    before = [standing(canvas) for canvas in document.canvases]
    element = edit(document)
    for canvas, faults in zip(document.canvases, before, strict=False):
        mend(canvas, faults)
    return Changed(document.text(), element)
