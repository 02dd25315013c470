"""What a page of a form shows: controls with their values and errors, ready for a template that only writes them down."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reveal:
    """Which control of the same page shows or hides this one; script applies it, without script all is shown."""

    name: str
    values: tuple[str, ...]
    shows: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One radio, box or entry of a select."""

    id: str
    value: str
    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One input of a date."""

    name: str
    label: str
    value: str
    width: str


@dataclass(frozen=True, slots=True)
class Control:
    """One question as it is drawn. `anchor` is where its error leads."""

    type: str
    name: str
    anchor: str
    label: str
    hint: str
    errors: tuple[str, ...]
    optional: bool
    value: str = ""
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    prefix: str = ""
    suffix: str = ""
    width: str = ""
    lines: int = 4
    numeric: bool = False
    inline: bool = False
    maximum_length: int | None = None
    reveal: Reveal | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Text for the reader."""

    texts: tuple[str, ...]
    type: str = "note"


@dataclass(frozen=True, slots=True)
class Section:
    """Controls under a heading."""

    label: str
    hint: str
    items: tuple["Item", ...]
    reveal: Reveal | None = None
    type: str = "section"


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a list. In a `compact` one all controls are short enough to stand side by side."""

    id: str
    label: str
    hint: str
    items: tuple["Item", ...]
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list: the same controls for each row. With `add_label` a row may be added, `removable` ones taken away."""

    name: str
    label: str
    hint: str
    errors: tuple[str, ...]
    rows: tuple[RowView, ...]
    add_label: str = ""
    removable: bool = False
    reveal: Reveal | None = None
    type: str = "rows"


Item = Control | Paragraphs | Section | Rows


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the error summary. `anchor` is "" for the form as a whole."""

    text: str
    page: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as it is drawn."""

    key: str
    title: str
    hint: str
    items: tuple[Item, ...]
    errors: tuple[ErrorLine, ...]
