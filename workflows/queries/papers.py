"""One paper of a dossier in preparation: what it is, by which law, and the files that were sent for it."""

from dataclasses import dataclass

from workflows import file_kinds
from workflows.errors import NotFound
from workflows.models import OfferPaper
from workflows.nomination import KIND_LABELS
from workflows.queries import drafts
from workflows.queries.attachments import SentFile
from workflows.queries.drafts import Head
from workflows.queries.sections import Draft
from workflows.steps import completeness

FREE = "other"
FREE_NAME = "Ảnh và tài liệu khác"


@dataclass(frozen=True)
class Place:
    """Where files are sent: the dossier itself (no nominee), or one nominee."""

    nominee_id: int | None
    name: str
    kind: str
    files: tuple[SentFile, ...]


@dataclass(frozen=True)
class Paper:
    """A paper with the places at which files are sent."""

    head: Head
    key: str
    name: str
    basis: str
    is_required: bool
    is_per_nominee: bool
    written_by_system: bool
    """The system makes it from what was entered; a file may still be added."""
    places: tuple[Place, ...]
    endings: tuple[str, ...]
    kinds: str


def paper(draft: Draft, key: str) -> Paper:
    """Return a paper of the dossier. Raises NotFound for one that is not asked."""
    asked = [each for each in draft.papers if each.paper == key]
    if not asked and key != FREE:
        raise NotFound
    kinds = file_kinds.kinds_of(key)
    return Paper(
        head=drafts.head_of(draft),
        key=key,
        name=asked[0].name if asked else FREE_NAME,
        basis=(asked[0].basis or "") if asked else "",
        is_required=any(each.required for each in asked),
        is_per_nominee=bool(asked) and asked[0].per == "nominee",
        written_by_system=key in completeness.GENERATED,
        places=_places(draft, key, asked),
        endings=tuple(ending for kind in kinds for ending in kind.endings),
        kinds=file_kinds.words(kinds),
    )


def _places(draft: Draft, key: str, asked: list[OfferPaper]) -> tuple[Place, ...]:
    files = [file for file in draft.files if file.paper == key]
    if not asked or asked[0].per == "dossier":
        return (Place(None, "", "", tuple(files)),)
    concerned = [
        each.nominee
        for each in draft.nominees
        if any(paper.applies_to in ("all", each.nominee.kind) for paper in asked)
    ]
    return tuple(
        Place(
            nominee.id, nominee.name, KIND_LABELS[nominee.kind], tuple(f for f in files if f.nominee_id == nominee.id)
        )
        for nominee in concerned
    )
