"""Put in words how a try-out went and how it stands: with the same questions as the pages of the office."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forms import FormInvalid
from workflows import catalogue, dates, duties, editing, history, standing
from workflows.clock import standing_at
from workflows.commands.rehearsing import sample_answers
from workflows.engine import Process, Visit
from workflows.errors import NotFound, OperationFailed, WorkflowError
from workflows.models import DueTimer, HistoryEntry, Notice, Person, Role, UserTask
from workflows.policy import Actor
from workflows.queries import deadline, dossier_history, dossier_map
from workflows.queries.dossier_map import Map, Path
from workflows.queries.dossier_record import outcome_label
from workflows.trying import people
from workflows.trying.acts import Complete
from workflows.trying.doers import doer_of
from workflows.trying.played import Desk, Done, Letter, Line, Passed, Played, Step, Stopped, Waiting
from workflows.trying.playing import Player


@dataclass(frozen=True)
class Look:
    """What is to be seen at the end: the open step of somebody with its form, and the diagram that a path leads to.

    `at` names the step as an act would, with who and which outcome; None: the first that is open.
    """

    at: Complete | None = None
    path: Path = ()


def played(player: Player, look: Look | None) -> Played:
    """Return how a try-out went and how it stands; with `look` the step and the diagram that are wanted."""
    if player.instance is None:
        return _not_begun(player)
    with standing_at(player.now):
        return _begun(player, look)


def _not_begun(player: Player) -> Played:
    return Played(
        process=player.start.process,
        reference="",
        done=(),
        stopped=player.stopped,
        now=player.now,
        status="",
        end_event="",
        end_name="",
        steps=(),
        variables={},
        waiting=(),
        messages=(),
    )


def _begun(player: Player, look: Look | None) -> Played:
    session, instance = player.session, player.case
    process = catalogue.process_of(session, instance.definition)
    runs = instance.status == "running"
    seen = standing.snapshot(session, instance) if runs else None
    end = process.containers[process.key].elements.get(instance.end_event or "")
    open_steps, desk, stopped = player.open_steps(), None, player.stopped
    if look and open_steps:
        try:
            desk = _desk(session, process, open_steps, look.at)
        except OperationFailed as nobody:
            stopped = stopped or Stopped(len(player.carried), str(nobody))
    return Played(
        process=process.name,
        reference=instance.dossier.reference if instance.dossier else duties.name_of(instance),
        done=tuple(_done(player, process)),
        stopped=stopped,
        now=player.now,
        status=player.carried[-1].status,
        end_event=instance.end_event or "",
        end_name=end.name if end else "",
        steps=tuple(_step(session, process, nth, task) for nth, task in open_steps),
        variables=dict(seen.variables) if seen else {},
        waiting=tuple(_waiting(player, process)),
        messages=seen.messages if seen else (),
        tasks=tuple((each.id, each.name) for each in process.elements if "formKey" in each.properties),
        desk=desk,
        map=_map(player, process, look.path) if look else None,
    )


def _done(player: Player, process: Process) -> Iterator[Done]:
    letters, lines = _letters(player.session), _lines(player)
    notice = entry = 0
    for number, each in enumerate(player.carried):
        yield Done(
            number=number,
            kind=each.kind,
            name=each.name,
            element_id=each.element_id,
            who=each.who,
            outcome=each.outcome,
            began_at=each.began_at,
            ended_at=each.ended_at,
            path=tuple(_passed(process, visit) for visit in each.visits),
            letters=tuple(letter for key, letter in letters if notice < key <= each.mark.notice),
            history=tuple(line for key, line in lines if entry < key <= each.mark.entry),
            standing=each.standing,
            status=each.status,
            by=each.by,
        )
        notice, entry = each.mark.notice, each.mark.entry


def _passed(process: Process, visit: Visit) -> Passed:
    container = process.containers[visit.process_id]
    element = container.elements[visit.element_id]
    flow = next((flow for flow in container.flows if flow.id == visit.flow_id), None)
    named = (flow.id, flow.name) if flow else ("", "")
    return Passed(visit.process_id, element.id, element.name, element.type, *named, visit.path)


def _letters(session: Session) -> list[tuple[int, Letter]]:
    rows = session.execute(
        select(Notice, Person.full_name)
        .join(Person, Person.id == Notice.person_id)
        .options(joinedload(Notice.letter))
        .order_by(Notice.id)
    )
    return [
        (
            notice.id,
            Letter(
                notice.created_at,
                name,
                notice.kind,
                notice.subject,
                notice.letter.body if notice.letter else notice.body,
                notice.mail,
            ),
        )
        for notice, name in rows
    ]


def _lines(player: Player) -> list[tuple[int, Line]]:
    """Return the history of what is tried out, each line with the id of its entry."""
    session, instance = player.session, player.case
    chain = history.chain_of(instance.dossier or duties.of_instance(instance))
    query = select(HistoryEntry).where(HistoryEntry.chain == chain).options(joinedload(HistoryEntry.actor))
    entries = session.scalars(query.order_by(HistoryEntry.sequence)).all()
    dossier = instance.dossier
    subjects = {each.sequence: each.subject for each in dossier_history.acts(session, dossier)} if dossier else {}
    return [(entry.id, _line(entry, subjects.get(entry.sequence))) for entry in entries]


def _line(entry: HistoryEntry, subject: str | None) -> Line:
    facts = entry.after or entry.before
    said = subject if subject is not None else facts.get("task") or facts.get("unit_name") or facts.get("title") or ""
    person = entry.actor.full_name if entry.actor else ""
    return Line(entry.at, entry.verb, said, person, entry.capacity, entry.reason or "")


def _step(session: Session, process: Process, nth: int, task: UserTask) -> Step:
    form = catalogue.form_of(session, task)
    calendar = dates.calendar_of(session, task.dossier.province_id if task.dossier else None, task.organ_id)
    role = session.get(Role, task.candidate_group)
    where = task.organ.name if task.organ else ""
    return Step(
        element_id=task.element_id,
        nth=nth,
        name=task.name,
        lane=task.lane or "",
        group=", ".join(part for part in (role.name if role else "", where) if part),
        due=dates.due_state(calendar, task.due_at, task.stopped_at),
        form_key=task.form_key,
        outcomes=tuple((key, outcome_label(form, key) or key) for key in task.outcomes),
        by=doer_of(process, task),
    )


def _waiting(player: Player, process: Process) -> Iterator[Waiting]:
    names = {element.id: element.name for element in process.elements}
    query = select(DueTimer).where(*player.waits()).options(joinedload(DueTimer.task)).order_by(DueTimer.due_at)
    for timer in player.session.scalars(query):
        element = timer.task.element_id if timer.task else timer.element_id or ""
        yield Waiting(timer.due_at, timer.kind, element, timer.task.name if timer.task else names.get(element, ""))


def _map(player: Player, process: Process, path: Path) -> Map:
    """Return the diagram that a path leads to, else the outermost, marked with the very way that was taken."""
    try:
        found = dossier_map.instance_map(player.session, player.case, path)
    except NotFound:
        path = ()
        found = dossier_map.instance_map(player.session, player.case, path)
    reached: set[str] = set()
    for visit in (visit for each in player.carried for visit in each.visits):
        place = dossier_map.place_in(process, path, (*visit.path, visit.element_id))
        if place is not None and len(place) == 1:
            reached |= {visit.element_id, visit.flow_id or visit.element_id}
    steps = tuple(
        replace(step, state="done") if step.state == "coming" and step.element_id in reached else step
        for step in found.steps
    )
    return replace(found, steps=steps, done=tuple(sorted(reached - {step.element_id for step in steps if step.count})))


def _desk(session: Session, process: Process, steps: Sequence[tuple[int, UserTask]], at: Complete | None) -> Desk:
    """Return the step that is wanted, or the first, before whoever is to do it."""
    wanted = (at.step, at.nth) if at else None
    nth, task = next((each for each in steps if (each[1].element_id, each[0]) == wanted), steps[0])
    actor = people.worker(session, task, at.who if at else "")
    outcome = (at.outcome if at else "") or (task.outcomes[0] if task.outcomes else None)
    is_content = task.form_key == editing.FORM_OF_CONTENT
    form = editing.form_of(session, task) if is_content else catalogue.form_of(session, task)
    context = editing.context(session, actor, task)
    kept = dict(task.dossier.content) if is_content and task.dossier else {}
    sampled, why_not = kept if is_content else None, ""
    if not is_content:
        try:
            raw = sample_answers(session, actor, task, outcome)
            sampled = form.check(raw, context, outcome=outcome)  # as it is drawn: days in their three parts
        except (FormInvalid, WorkflowError) as error:
            why_not = str(error)
    who, able = people.somebody(session, actor, task), people.candidates(session, task)
    names = {each.username for each in able}
    return Desk(
        step=_step(session, process, nth, task),
        who=who,
        able=able,
        others=tuple(each for each in people.earlier(session, task) if each.username not in names),
        form=form,
        context=context,
        answers=kept,
        sampled=sampled,
        why_not=why_not,
        deadline=_deadline(session, actor, task),
    )


def _deadline(session: Session, actor: Actor, task: UserTask) -> deadline.Deadline | None:
    with suppress(WorkflowError):
        return deadline.of_task(session, actor, task.id)
    return None
