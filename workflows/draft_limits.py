"""The limits that a bundle of files brings: whether they fit this system, what they would change, and how they go out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import dates, limit_table
from workflows.clock import utcnow
from workflows.comparing import read_bundle
from workflows.engine import Problem, main_processes
from workflows.errors import Conflict, DefinitionRejected, Invalid
from workflows.models import Award, Campaign, ProcessDefinition, Unit
from workflows.rules import limit_changes, limit_files
from workflows.rules.deadlines import Limit
from workflows.rules.limit_changes import LimitRow
from workflows.rules.limit_files import NAME, scope_of

SCOPE_WORDS = {"award": "hình thức", "province": "tỉnh", "campaign": "phong trào", "process": "quy trình"}


def without(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are deployed; limits go into the table of limits instead."""
    return {name: content for name, content in files.items() if not name.endswith(".limits")}


def of_files(files: Mapping[str, bytes]) -> tuple[Limit, ...]:
    """Return the limits that sound files bring, without a first day; none where they bring no file of limits."""
    return limit_files.read(files[NAME])[0] if NAME in files else ()


def problems(session: Session, files: Mapping[str, bytes]) -> list[Problem]:
    """Return what keeps the limits among the files from being put in force, whatever the day."""
    found = [
        Problem(name, None, f"Tệp thời hạn phải tên là “{NAME}”.")
        for name in files
        if name.endswith(".limits") and name != NAME
    ]
    if NAME not in files:
        return found
    limits, told = limit_files.read(files[NAME])
    found += [Problem(NAME, None, text) for text in told]
    if not told:
        found += [Problem(NAME, None, text) for text in _misfits(session, files, limits)]
    return found


def changes(session: Session, files: Mapping[str, bytes], on: date) -> list[Limit]:
    """Return the limits that the files would put in force from a day on: those that differ from what holds then."""
    limits = of_files(files)
    now = _holding(limit_table.rows(session), on) if limits else {}
    return [
        replace(limit, valid_from=on)
        for limit in limits
        if (held := now.get((limit.rule, scope_of(limit)))) is None or not limit_files.same(held, limit)
    ]


def says_nothing_new(session: Session, files: Mapping[str, bytes]) -> bool:
    """Tell whether the files bring limits, sound ones, and all of them hold today as they say."""
    sound = NAME in files and not limit_files.read(files[NAME])[1]
    return sound and not changes(session, files, dates.local_date(utcnow()))


def demand_fit(session: Session, files: Mapping[str, bytes], on: date) -> list[Limit]:
    """Return `changes`. Raises Conflict where one of them cannot begin on that day."""
    found = changes(session, files, on)
    for limit in found:
        try:
            limit_changes.adding(limit_table.rows(session, limit.rule), limit)
        except Invalid as invalid:
            raise Conflict(f"Hạn “{limit.name}” chưa áp dụng được từ {on:%d/%m/%Y}: {invalid}") from invalid
    return found


def before(session: Session, files: Mapping[str, bytes], on: date) -> dict[str, bytes]:
    """Return, as the file that it would be, what holds on a day where the files bring a limit; nothing where they bring none."""
    limits = of_files(files)
    now = _holding(limit_table.rows(session), on) if limits else {}
    named = {(limit.rule, scope_of(limit)) for limit in limits}
    return {NAME: limit_files.written(limit for key, limit in now.items() if key in named)} if limits else {}


def outgoing(session: Session, files: Mapping[str, bytes], on: date) -> dict[str, bytes]:
    """Return the file of limits with which a bundle goes out: all that hold on a day of the rules that its diagrams name."""
    diagrams = {name: content for name, content in files.items() if name.endswith(".bpmn")}
    try:
        items = read_bundle(diagrams)
    except DefinitionRejected:
        return {}  # a draft may be taken home to be mended
    wanted = {item.facts.get("property:dueRule") for item in items}
    found = [limit for (rule, _), limit in _holding(limit_table.rows(session), on).items() if rule in wanted]
    return {NAME: limit_files.written(found)} if found else {}


def standing(session: Session, files: Mapping[str, bytes]) -> bytes:
    """Return all that the table says of the rules that the files bring: while it stays so, they do what was approved."""
    rules = {limit.rule for limit in of_files(files)}
    rows = [row for row in limit_table.rows(session) if row.limit.rule in rules]
    return repr(rows).encode() if rows else b""


def _holding(rows: Iterable[LimitRow], on: date) -> dict[tuple[str, str], Limit]:
    """Return what holds on a day by rule and scope, with the last day that a row has of itself, not by a later one."""
    found = {}
    for row in rows:
        limit = row.limit
        if (limit.valid_from or date.min) <= on <= (limit.valid_to or date.max):
            own_end = row.held_to if row.ended_by is not None else limit.valid_to
            found[limit.rule, scope_of(limit)] = replace(limit, valid_from=None, valid_to=own_end)
    return found


def _misfits(session: Session, files: Mapping[str, bytes], limits: Iterable[Limit]) -> Iterable[str]:
    known = _known(session, files)
    defaults = {row.limit.rule for row in limit_table.rows(session) if row.is_default}
    brought = {limit.rule for limit in limits if not scope_of(limit)}
    today = dates.local_date(utcnow())
    changed = {(limit.rule, scope_of(limit)) for limit in changes(session, files, today)}
    for limit in limits:
        for name, codes in known.items():
            code = getattr(limit, name)
            if code is not None and code not in codes:
                yield (
                    f"Hạn “{limit.name}”: hệ thống này không có {SCOPE_WORDS[name]} mã “{code}”. "
                    "Bỏ dòng đó khỏi tệp, hoặc ghi mã của hệ thống này."
                )
        if (limit.rule, scope_of(limit)) in changed:
            for text in limit_changes.faults(replace(limit, valid_from=date.min)).get("value", ()):
                yield f"Hạn “{limit.name}” ({limit.rule}): {text[0].lower()}{text[1:]}"
        if limit.rule not in defaults | brought:
            yield f"Hạn “{limit.name}” ({limit.rule}) là hạn mới: thêm một dòng mặc định, không ghi phạm vi."


def _known(session: Session, files: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    diagrams = {name: content for name, content in files.items() if name.endswith(".bpmn")}
    try:
        own = frozenset(main_processes(diagrams))
    except DefinitionRejected:
        own = frozenset()  # which ones cannot be read is told of the diagrams themselves
    return {
        "award": frozenset(session.scalars(select(Award.key))),
        "province": frozenset(session.scalars(select(Unit.code).where(Unit.kind == "province"))),
        "campaign": frozenset(session.scalars(select(Campaign.key))),
        "process": own | frozenset(session.scalars(select(ProcessDefinition.key))),
    }
