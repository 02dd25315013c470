"""The limits of a draft for whoever works on it: those that its diagrams name, as they hold and as the draft wants them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from forms import office_form
from forms.views import PageView
from workflows import dates, draft_limits, process_drafts, reading
from workflows.clock import utcnow
from workflows.comparing import read_bundle
from workflows.errors import Conflict, DefinitionRejected, NotFound
from workflows.models import ProcessDraft
from workflows.policy import Actor
from workflows.queries import due_rule_proposals as proposals
from workflows.queries import limit_words
from workflows.queries.day_proposals import Typed
from workflows.rules import limit_files
from workflows.rules.deadlines import Limit, in_words
from workflows.rules.limit_files import NAME, scope_of

DAYS = ("valid_from", "valid_to")
"""What the form of a limit asks and a draft does not: it is in force from the day of publishing."""
Key = tuple[str, str]


@dataclass(frozen=True)
class LimitLine:
    """One row of a rule: what holds today, and what the draft would put in its place ("" where it says nothing)."""

    rule: str
    scope: str
    name: str
    whom: str
    steps: tuple[str, ...]
    now: str
    wanted: str
    differs: bool


@dataclass(frozen=True)
class LimitsPage:
    """The rows of a draft, the rules in order of their names, the default of each first."""

    draft_id: int
    title: str
    is_open: bool
    revision: int
    lines: tuple[LimitLine, ...]


def page(session: Session, actor: Actor, draft_id: int) -> LimitsPage:
    """Return the limits that concern a draft. Raises NotFound unless an administrator asks."""
    draft = _draft(session, actor, draft_id)
    files = process_drafts.files_of(session, draft)
    steps = _steps(files)
    now, wanted = _now(session, files), _wanted(files)
    whom = limit_words.scopes(session, [*now.values(), *wanted.values()])
    keys = sorted({*now, *wanted}, key=lambda key: ((wanted.get(key) or now[key]).name, *key))
    last = process_drafts.saved_files(session, draft).get(NAME)
    lines = tuple(_line(key, (now.get(key), wanted.get(key)), whom[key[1]], steps.get(key[0], ())) for key in keys)
    return LimitsPage(draft.id, draft.title, draft.state == "open", last.revision if last else 0, lines)


def line(session: Session, actor: Actor, draft_id: int, key: Key) -> LimitLine:
    """Return one row. Raises NotFound, also for one that is not there."""
    found = next((each for each in page(session, actor, draft_id).lines if (each.rule, each.scope) == key), None)
    if found is None:
        raise NotFound
    return found


def form(session: Session, actor: Actor, draft_id: int, key: Key, typed: Typed) -> PageView:
    """Return the form of another limit in place of a row. Raises NotFound."""
    asked = office_form(proposals.FORM, without=DAYS)
    return proposals.form_of(session, asked, _base(session, actor, draft_id, key), typed)


def with_another(session: Session, actor: Actor, draft_id: int, key: Key, posted: Mapping[str, list[str]]) -> bytes:
    """Return the file of limits that a draft has when the form was answered so.

    Raises forms.FormInvalid, NotFound, Conflict where the file that it has cannot be read whole.
    """
    clean = proposals.checked(session, office_form(proposals.FORM, without=DAYS), posted)
    limit = proposals.said(_base(session, actor, draft_id, key), clean)
    files = process_drafts.files_of(session, _draft(session, actor, draft_id))
    if NAME in files and limit_files.read(files[NAME])[1]:
        raise Conflict("Tệp thời hạn của bản thảo có lỗi. Bỏ tệp đó hoặc gửi tệp đúng, rồi đặt lại hạn.")
    wanted = _wanted(files) | {(limit.rule, scope_of(limit)): limit}
    return limit_files.written(wanted.values())


def without_one(session: Session, actor: Actor, draft_id: int, key: Key) -> bytes | None:
    """Return the file when the draft says nothing of a row any more; None where then nothing is left. Raises NotFound."""
    wanted = _wanted(process_drafts.files_of(session, _draft(session, actor, draft_id)))
    if key not in wanted:
        raise NotFound
    rest = [limit for other, limit in wanted.items() if other != key]
    return limit_files.written(rest) if rest else None


def _base(session: Session, actor: Actor, draft_id: int, key: Key) -> Limit:
    files = process_drafts.files_of(session, _draft(session, actor, draft_id))
    found = _wanted(files).get(key) or _now(session, files).get(key)
    if found is None:
        raise NotFound
    return replace(found, valid_from=None, valid_to=None if not scope_of(found) else found.valid_to)


def _draft(session: Session, actor: Actor, draft_id: int) -> ProcessDraft:
    reading.demand_sight_of_processes(actor)
    found = session.get(ProcessDraft, draft_id)
    if found is None:
        raise NotFound
    return found


def _now(session: Session, files: Mapping[str, bytes]) -> dict[Key, Limit]:
    """Return what holds today of the rules that the diagrams name."""
    written = draft_limits.outgoing(session, files, dates.local_date(utcnow())).get(NAME)
    return _by_key(limit_files.read(written)[0] if written else ())


def _wanted(files: Mapping[str, bytes]) -> dict[Key, Limit]:
    return _by_key(draft_limits.of_files(files))


def _by_key(limits: Iterable[Limit]) -> dict[Key, Limit]:
    return {(limit.rule, scope_of(limit)): limit for limit in limits}


def _steps(files: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    try:
        items = read_bundle({name: content for name, content in files.items() if name.endswith(".bpmn")})
    except DefinitionRejected:
        return {}
    found: dict[str, dict[str, None]] = {}
    for item in items:
        if rule := item.facts.get("property:dueRule"):
            found.setdefault(rule, {})[item.name or item.id] = None
    return {rule: tuple(names) for rule, names in found.items()}


def _line(key: Key, sides: tuple[Limit | None, Limit | None], whom: str, steps: tuple[str, ...]) -> LimitLine:
    now, wanted = sides
    differs = wanted is not None and (now is None or not limit_files.same(now, wanted))
    shown = wanted or now
    return LimitLine(
        *key,
        name=shown.name if shown else key[0],
        whom=whom,
        steps=steps,
        now=in_words(now) if now else "",
        wanted=in_words(wanted) if wanted and differs else "",
        differs=differs,
    )
