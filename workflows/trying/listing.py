"""The try-outs of a draft as pages show them, and what is needed to begin one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import bundle_checks, organs, process_drafts, reading
from workflows.engine import main_processes
from workflows.engine.checks import accepted
from workflows.engine.diagram import Container
from workflows.errors import DefinitionRejected, NotFound
from workflows.models import DraftTrial, ProcessDraft
from workflows.policy import Actor
from workflows.trying import starting
from workflows.trying.acts import Act, Start, read_acts, read_start
from workflows.trying.starting import OfferRow

NOT_ALWAYS = frozenset({"achievement_organ", organs.CONSULTED})


@dataclass(frozen=True)
class TrialRow:
    """A try-out in the list."""

    id: int
    title: str
    process: str
    person: str
    acts: int
    changed_at: datetime
    is_own: bool


@dataclass(frozen=True)
class Trial:
    """A try-out as it is kept."""

    id: int
    draft_id: int
    draft_title: str
    title: str
    person: str
    is_own: bool
    start: Start
    acts: tuple[Act, ...]
    changed_at: datetime

    def as_json(self) -> dict[str, Any]:
        """Return what a scenario takes over: how it begins and what is done."""
        return {"start": self.start.as_json(), "acts": [each.as_json() for each in self.acts]}


@dataclass(frozen=True)
class Beginnings:
    """How a try-out of a draft may begin. `processes` are (key, name); without any the draft cannot be read."""

    draft_id: int
    draft_title: str
    processes: tuple[tuple[str, str], ...]
    offers: tuple[OfferRow, ...]
    campaigns: tuple[tuple[str, str], ...]
    trials: tuple[TrialRow, ...]
    organs: Mapping[str, frozenset[str]]
    """Which organs of a dossier a process names, by its key."""

    def missing(self, process: str, offer: OfferRow) -> tuple[str, ...]:
        """Return the organs that a process names and an award does not have; those that not every dossier has are let go."""
        return tuple(sorted(self.organs.get(process, frozenset()) - offer.organs - NOT_ALWAYS))


def beginnings(session: Session, actor: Actor, draft_id: int) -> Beginnings:
    """Return what may be tried out of a draft, and what was. Raises NotFound unless an administrator asks."""
    draft = _draft(session, actor, draft_id)
    files = process_drafts.files_of(session, draft)
    try:
        diagrams = bundle_checks.diagrams_of(files)
        processes, parts = main_processes(diagrams), accepted(diagrams)[1]
    except DefinitionRejected:
        processes, parts = {}, {}
    return Beginnings(
        draft_id,
        draft.title,
        tuple(sorted(processes.items(), key=lambda each: each[1])),
        tuple(starting.offers(session)),
        starting.reporting_campaigns(session),
        _rows(session, actor, draft, processes),
        {key: _organs(parts, key) for key in processes},
    )


def _organs(parts: Mapping[str, Container], key: str) -> frozenset[str]:
    """Return the organs that a process names itself and in its sub-processes."""
    own = {each.properties["organ"] for each in parts[key].elements.values() if "organ" in each.properties}
    inner = (_organs(parts, each.id) for each in parts.values() if each.parent_id == key)
    return frozenset(own).union(*inner)


def trial(session: Session, actor: Actor, draft_id: int, trial_id: int) -> Trial:
    """Return a try-out of a draft. Raises NotFound unless an administrator asks."""
    draft = _draft(session, actor, draft_id)
    found = session.get(DraftTrial, trial_id)
    if found is None or found.draft_id != draft.id:
        raise NotFound
    return Trial(
        id=found.id,
        draft_id=draft.id,
        draft_title=draft.title,
        title=found.title,
        person=found.person.full_name,
        is_own=found.person_id == actor.person_id,
        start=read_start(found.start),
        acts=read_acts(found.acts),
        changed_at=found.changed_at,
    )


def files(session: Session, actor: Actor, draft_id: int) -> dict[str, bytes]:
    """Return the files of a draft as they stand. Raises NotFound unless an administrator asks."""
    return process_drafts.files_of(session, _draft(session, actor, draft_id))


def _draft(session: Session, actor: Actor, draft_id: int) -> ProcessDraft:
    reading.demand_sight_of_processes(actor)
    draft = session.get(ProcessDraft, draft_id)
    if draft is None:
        raise NotFound
    return draft


def _rows(session: Session, actor: Actor, draft: ProcessDraft, processes: Mapping[str, str]) -> tuple[TrialRow, ...]:
    query = select(DraftTrial).where(DraftTrial.draft_id == draft.id).options(joinedload(DraftTrial.person))
    return tuple(
        TrialRow(
            id=each.id,
            title=each.title,
            process=processes.get(each.start["process"], each.start["process"]),
            person=each.person.full_name,
            acts=len(each.acts),
            changed_at=each.changed_at,
            is_own=each.person_id == actor.person_id,
        )
        for each in session.scalars(query.order_by(DraftTrial.changed_at.desc(), DraftTrial.id.desc()))
    )
