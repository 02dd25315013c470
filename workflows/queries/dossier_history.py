"""The history of a dossier as people read it: who did what in which capacity, what changed, whether the chain is whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, dates, history, reading
from workflows.models import (
    Decision,
    Dossier,
    HistoryEntry,
    LegalRegime,
    OfferPaper,
    RegisterEntry,
    SessionMember,
    Unit,
    UserTask,
)
from workflows.policy import Actor
from workflows.queries import dossier_record, paging
from workflows.queries.history_facts import FACTS, FACTS_OF_MANY, INTERNAL, PREPARING

PAGE_SIZE = 60
KINDS = ("all", "handling", "preparing")


@dataclass(frozen=True)
class Change:
    """One fact before and after. `code` names it, or `name` does where it is about somebody; `kind` says how to read the values."""

    code: str
    name: str
    before: Any
    after: Any
    kind: str


@dataclass(frozen=True)
class Event:
    """One act. `subject`: what was done to what, beyond the verb."""

    sequence: int
    at: datetime
    verb: str
    subject: str
    person: str | None
    capacity: str
    changes: tuple[Change, ...]
    reason: str | None


@dataclass(frozen=True)
class Timeline:
    """A page of the history, the newest first, and what checking the whole chain found."""

    events: tuple[Event, ...]
    counts: Mapping[str, int]
    kind: str
    page: int
    pages: int
    faults: tuple[str, ...]


def timeline(session: Session, actor: Actor, dossier: Dossier, kind: str, page: int) -> Timeline:
    """Return one page of a dossier's history as the actor may read it. That they may see the dossier is not checked."""
    kind = kind if kind in KINDS else "all"
    query = select(HistoryEntry).where(HistoryEntry.dossier_id == dossier.id).order_by(HistoryEntry.sequence)
    entries = session.scalars(query).all()
    groups = {
        "all": entries,
        "handling": [entry for entry in entries if entry.verb not in PREPARING],
        "preparing": [entry for entry in entries if entry.verb in PREPARING],
    }
    shown = groups[kind][::-1]
    page, pages = paging.cut(len(shown), page, PAGE_SIZE)
    names = _Names(session, dossier, _readable(session, actor, dossier))
    return Timeline(
        events=tuple(_event(names, entry) for entry in shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        counts={key: len(found) for key, found in groups.items()},
        kind=kind,
        page=page,
        pages=pages,
        faults=tuple(history.faults(entries)),
    )


def acts(session: Session, dossier: Dossier) -> tuple[Event, ...]:
    """Return the whole history of a dossier, the first first, as whoever handles it may read it."""
    query = select(HistoryEntry).where(HistoryEntry.dossier_id == dossier.id).order_by(HistoryEntry.sequence)
    names = _Names(session, dossier, None)
    return tuple(_event(names, entry) for entry in session.scalars(query))


def _readable(session: Session, actor: Actor, dossier: Dossier) -> frozenset[str] | None:
    """Return the steps whose answers the actor may read; None: of every step."""
    if session.scalar(select(Dossier.id).where(Dossier.id == dossier.id, reading.handled_dossiers(actor))):
        return None
    own = select(UserTask.element_id).where(UserTask.dossier_id == dossier.id, reading.readable_answers(actor))
    return frozenset(session.scalars(own))


def _event(names: "_Names", entry: HistoryEntry) -> Event:
    said = not names.hides(entry)
    return Event(
        sequence=entry.sequence,
        at=entry.at,
        verb=entry.verb,
        subject=names.subject(entry),
        person=entry.actor.full_name if entry.actor else None,
        capacity=entry.capacity,
        changes=tuple(_changes(names, entry)) if said else (),
        reason=entry.reason if said else None,
    )


def _changes(names: "_Names", entry: HistoryEntry) -> Iterator[Change]:
    before, after = entry.before, entry.after
    if entry.verb == "appraised":
        for key in after:
            if before.get(key) != after[key]:
                yield Change("", names.nominees.get(key, key), before.get(key), after[key], "appraisal")
        return
    for key, kind in FACTS.items():
        old, new = names.word(key, before.get(key)), names.word(key, after.get(key))
        if old != new and new != names.subject(entry):
            yield Change(key, "", _read(old, kind), _read(new, kind), "day" if kind == "limit" else kind)
    for key, kind in FACTS_OF_MANY.items():
        if isinstance(after.get(key), dict):
            for one, value in after[key].items():
                yield names.of_one(key, one, value, "conclusion" if entry.verb == "tie_broken" else kind)


def _read(value: Any, kind: str) -> Any:
    """Return a stored text as what it is: an instant, a day; a limit as its last day, which its instant ends."""
    if not isinstance(value, str) or kind not in ("instant", "limit", "day"):
        return value
    at = datetime.fromisoformat(value)
    if kind == "limit":
        return dates.local_date(at - timedelta(microseconds=1))
    return at if kind == "instant" else at.date()


class _Names:
    """What ids and codes of one dossier's history are called; read once for all entries."""

    def __init__(self, session: Session, dossier: Dossier, readable: frozenset[str] | None):
        self._session, self._dossier, self._readable = session, dossier, readable
        self.nominees = {str(each.id): each.name for each in dossier.nominees}
        papers = select(OfferPaper.paper, OfferPaper.name).where(OfferPaper.offer_id == dossier.offer_id)
        self._words: dict[str, dict[Any, str]] = {
            "paper": {**dossier_record.OF_REVOCATION, **{key: name for key, name in session.execute(papers)}},
            "regime": {row.key: row.name for row in session.scalars(select(LegalRegime))},
        }
        self._members: dict[str, str] | None = None
        self._holders: dict[str, str] | None = None
        self._outcomes: dict[tuple[str, str], str] = {}
        self._pages: dict[str, str] | None = None

    def hides(self, entry: HistoryEntry) -> bool:
        """Whether the reader learns only that this was done, not what was said."""
        return self._readable is not None and entry.verb in INTERNAL and entry.element_id not in self._readable

    def subject(self, entry: HistoryEntry) -> str:
        """Return what the act was about, in words; empty where the verb says it all."""
        facts = entry.after or entry.before
        if entry.verb == "completed":
            task = facts.get("task", "")
            outcome = "" if self.hides(entry) else self._outcome(entry.element_id or "", facts.get("outcome"))
            return task if outcome in ("", task) else f"{task}: {outcome}"
        if entry.verb == "saved":
            return self._page(facts.get("page", ""))
        if entry.verb in ("attached", "attachment_replaced", "attachment_removed"):
            return self._words["paper"].get(facts.get("paper"), dossier_record.OTHER_PAPER)
        return str(facts.get("task") or facts.get("title") or facts.get("name") or "")

    def word(self, key: str, value: Any) -> Any:
        """Return a value with its code or id put in words."""
        if key == "organs" and isinstance(value, list):
            names = self._session.scalars(select(Unit.name).where(Unit.id.in_([int(each) for each in value])))
            return ", ".join(names)
        return self._words[key].get(value, value) if key in self._words else value

    def of_one(self, key: str, one: str, value: Any, kind: str) -> Change:
        """Return a fact about one nominee or member."""
        if isinstance(value, dict):  # the count of a nominee
            count = f"{value.get('agree')}/{value.get('total')} phiếu đồng ý"
            return Change("", self.nominees.get(one, one), None, count, "text")
        called = {"members": self._member, "amounts": self._holder}.get(key, lambda one: self.nominees.get(one, one))
        return Change("", called(one), None, value, kind)

    def _page(self, key: str) -> str:
        if self._pages is None:
            deployment = dossier_record.deployment_of(self._session, self._dossier)
            form = catalogue.form(self._session, deployment, "dossier") if deployment else None
            self._pages = {page.key: page.title for page in form.pages} if form else {}
        return self._pages.get(key, "")

    def _holder(self, entry_id: str) -> str:
        """Return whose line of the register it is: money goes by lines, not by nominees."""
        if self._holders is None:
            lines = select(RegisterEntry.id, RegisterEntry.name).join(
                Decision, Decision.id == RegisterEntry.decision_id
            )
            found = self._session.execute(lines.where(Decision.dossier_id == self._dossier.id))
            self._holders = {str(number): name for number, name in found}
        return self._holders.get(entry_id, entry_id)

    def _member(self, person_id: str) -> str:
        if self._members is None:
            seen = (
                select(SessionMember)
                .join(SessionMember.session)
                .where(SessionMember.session.has(dossier_id=self._dossier.id))
            )
            self._members = {str(row.person_id): row.person.full_name for row in self._session.scalars(seen)}
        return self._members.get(person_id, person_id)

    def _outcome(self, element_id: str, outcome: str | None) -> str:
        if not outcome:
            return ""
        key = element_id, outcome
        if key not in self._outcomes:
            task = self._session.scalars(
                select(UserTask)
                .where(UserTask.dossier_id == self._dossier.id, UserTask.element_id == element_id)
                .limit(1)
            ).first()
            label = dossier_record.outcome_label(catalogue.form_of(self._session, task), outcome) if task else None
            self._outcomes[key] = label or ""
        return self._outcomes[key]
