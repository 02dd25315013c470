"""Work on a file of a draft in an editor: begin a diagram, save as one types, note who has it open."""

import re
from dataclasses import dataclass
from datetime import timedelta
from xml.sax.saxutils import quoteattr

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workflows import history, process_drafts
from workflows.clock import utcnow
from workflows.commands import drafting
from workflows.errors import Conflict, Invalid, NotFound
from workflows.models import DraftEditing, DraftFile, DraftReview
from workflows.policy import Actor

RUN = timedelta(minutes=10)
"""Automatic savings of one person within this time are one saving."""
LONGEST_NAME = 120
_KEY = re.compile(r"[a-z][a-z0-9_]{2,59}")
_MINIMAL = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" \
xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions_{key}" targetNamespace="urn:trinhkhen:bpmn">
  <bpmn:process id="{key}" name={name} isExecutable="true">
    <bpmn:startEvent id="start_{key}" name="Bắt đầu">
      <bpmn:outgoing>start_to_end</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:endEvent id="end_{key}" name="Kết thúc">
      <bpmn:incoming>start_to_end</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="start_to_end" sourceRef="start_{key}" targetRef="end_{key}" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram_{key}">
    <bpmndi:BPMNPlane id="plane_{key}" bpmnElement="{key}">
      <bpmndi:BPMNShape id="start_{key}_di" bpmnElement="start_{key}">
        <dc:Bounds x="160" y="182" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="143" y="225" width="70" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="end_{key}_di" bpmnElement="end_{key}">
        <dc:Bounds x="420" y="182" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="403" y="225" width="70" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="start_to_end_di" bpmnElement="start_to_end">
        <di:waypoint x="196" y="200" />
        <di:waypoint x="420" y="200" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


@dataclass(frozen=True)
class Edited:
    """A file as an editor has it."""

    name: str
    content: bytes
    builds_on: int
    """The revision that the editor had opened; 0 for what is deployed."""
    on_purpose: bool = False
    """Whether the person asked for it: then it stays among the savings."""


def save_edited(session: Session, actor: Actor, draft_id: int, edited: Edited) -> int:
    """Save a file from an editor and return its revision.

    Whoever draws saves every few seconds. So that the savings stay few and each stays worth taking again, an automatic
    saving takes the place of the automatic one before it when that is by the same person, of the same ten minutes, and
    nobody has asked for a review since. Numbers are never used twice. A page that was left while it saved may not know
    that it has: what stands already is not in conflict with itself. Raises as `drafting.save`.
    """
    last = process_drafts.saved_files(session, drafting.hold(session, actor, draft_id)).get(edited.name)
    seen = {edited.name: last.revision if last and last.content == edited.content else edited.builds_on}
    revision = drafting.save(session, actor, draft_id, {edited.name: edited.content}, seen)[edited.name]
    row = session.get(DraftFile, (draft_id, edited.name, revision))
    if row is None:
        return revision
    if edited.on_purpose:
        row.autosaved_since = None
    elif revision > seen[edited.name]:
        _take_the_place(session, row)
    session.flush()
    return revision


def note_editing(session: Session, actor: Actor, draft_id: int, name: str) -> None:
    """Note that the actor has a file open. Raises as `drafting.hold_open`, NotFound for a file that is not there."""
    draft = drafting.hold_open(session, actor, draft_id)
    if name not in process_drafts.files_of(session, draft):
        raise NotFound
    row = session.get(DraftEditing, (draft_id, name, actor.person_id))
    if row is None:
        row = DraftEditing(draft_id=draft_id, name=name, person_id=actor.person_id)
        session.add(row)
    row.seen_at = utcnow()


def begin_diagram(session: Session, actor: Actor, draft_id: int, key: str, name: str) -> str:
    """Add a process of nothing but a start and an end to a draft, and return the name of its file.

    Raises as `drafting.save`, Invalid for a key or a name that cannot be, Conflict where the key is taken.
    """
    key, name = key.strip(), " ".join(name.split())
    wrong: dict[str, list[str]] = {}
    if not 3 <= len(name) <= LONGEST_NAME or not name.isprintable():
        wrong["name"] = [f"Đặt tên quy trình, từ 3 đến {LONGEST_NAME} ký tự."]
    if not _KEY.fullmatch(key):
        wrong["key"] = ["Mã gồm chữ thường không dấu, số và dấu _, bắt đầu bằng chữ, từ 3 đến 60 ký tự."]
    if wrong:
        raise Invalid(wrong)
    file = f"{key}.bpmn"
    if file in process_drafts.files_of(session, drafting.hold_open(session, actor, draft_id)):
        raise Conflict(f"Đã có tệp {file}. Chọn mã khác.")
    drafting.save(session, actor, draft_id, {file: _MINIMAL.format(key=key, name=quoteattr(name)).encode()})
    history.record(session, actor, "draft_diagram_begun", after={"draft": draft_id, "file": file, "name": name})
    return file


def _take_the_place(session: Session, row: DraftFile) -> None:
    """Put an automatic saving in the place of the one before it where both are of one run."""
    row.autosaved_since = row.saved_at
    earlier = session.get(DraftFile, (row.draft_id, row.name, row.revision - 1))
    if earlier is None or earlier.autosaved_since is None or earlier.saved_by != row.saved_by:
        return
    asked = exists().where(DraftReview.draft_id == row.draft_id, DraftReview.asked_at >= earlier.autosaved_since)
    if row.saved_at - earlier.autosaved_since < RUN and not session.scalar(select(asked)):
        row.autosaved_since = earlier.autosaved_since
        session.delete(earlier)
