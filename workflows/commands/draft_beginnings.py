"""Add a table or a form to a draft: a small file that is sound as it stands, to be changed in its editor."""

import json
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from sqlalchemy.orm import Session

from workflows import process_drafts
from workflows.commands import drafting
from workflows.engine.decisions import check_decisions
from workflows.errors import Invalid
from workflows.outlining.naming import slug, unused
from workflows.policy import Actor

LONGEST_NAME = 80
SCHEMA_VERSION = 19
_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" \
xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" \
id="definitions_{key}" name={name} namespace="urn:trinhkhen:definitions_{key}">
  <inputData id="{key}_award" name="award">
    <variable id="{key}_award_variable" name="award" typeRef="string" />
  </inputData>
  <decision id="{key}" name={name}>
    <variable id="{key}_variable" name="{key}" typeRef="string" />
    <informationRequirement id="{key}_needs_award">
      <requiredInput href="#{key}_award" />
    </informationRequirement>
    <decisionTable id="{key}_table" hitPolicy="FIRST">
      <input id="{key}_input_1" label="Hình thức khen">
        <inputExpression id="{key}_input_1_expression" typeRef="string">
          <text>award</text>
        </inputExpression>
      </input>
      <output id="{key}_output_1" label="Kết quả" name="{key}" typeRef="string" />
      <annotation name="Căn cứ" />
      <rule id="{key}_rule_1">
        <inputEntry id="{key}_rule_1_in_1">
          <text>-</text>
        </inputEntry>
        <outputEntry id="{key}_rule_1_out_1">
          <text>null</text>
        </outputEntry>
        <annotationEntry>
          <text>Các trường hợp còn lại</text>
        </annotationEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagram_{key}">
      <dmndi:DMNShape id="{key}_award_di" dmnElementRef="{key}_award">
        <dc:Bounds height="80" width="180" x="160" y="80" />
      </dmndi:DMNShape>
      <dmndi:DMNShape id="{key}_di" dmnElementRef="{key}">
        <dc:Bounds height="80" width="180" x="420" y="80" />
      </dmndi:DMNShape>
      <dmndi:DMNEdge id="{key}_needs_award_di" dmnElementRef="{key}_needs_award">
        <di:waypoint x="340" y="120" />
        <di:waypoint x="420" y="120" />
      </dmndi:DMNEdge>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""


def add_table(session: Session, actor: Actor, draft_id: int, name: str) -> str:
    """Add a file with one table of that name to a draft and return the file's name. Raises as `drafting.save`, Invalid."""
    return _add(session, actor, draft_id, name, ("bang", ".dmn", _table))


def add_form(session: Session, actor: Actor, draft_id: int, name: str) -> str:
    """Add a form of that title to a draft and return the file's name. Raises as `drafting.save`, Invalid."""
    return _add(session, actor, draft_id, name, ("bieu_mau", ".form", _form))


def _add(
    session: Session, actor: Actor, draft_id: int, name: str, kind: tuple[str, str, Callable[[str, str], str]]
) -> str:
    draft = drafting.hold_open(session, actor, draft_id)
    otherwise, suffix, written = kind
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid({f"{otherwise}-ten": [f"Đặt tên, nhiều nhất {LONGEST_NAME} ký tự."]})
    files = process_drafts.files_of(session, draft)
    tables = {each: content for each, content in files.items() if each.endswith(".dmn")}
    # A business rule task names a decision by its id alone, whatever the file.
    taken = {each.rpartition(".")[0] for each in files} | set(check_decisions(tables)[1])
    key = unused(slug(name, otherwise), taken)
    drafting.save(session, actor, draft_id, {f"{key}{suffix}": written(key, name).encode()})
    return f"{key}{suffix}"


def _table(key: str, name: str) -> str:
    return _TABLE.format(key=key, name=quoteattr(name))


def _form(key: str, name: str) -> str:
    note = {"type": "textarea", "id": "note", "key": "note", "label": "Ghi chú", "validate": {"maxLength": 2000}}
    finish = {
        "type": "button",
        "id": "finish",
        "label": "Hoàn thành",
        "action": "submit",
        "properties": {"outcome": "finish"},
    }
    form = {
        "type": "default",
        "id": key,
        "schemaVersion": SCHEMA_VERSION,
        "properties": {"title": name},
        "components": [note, finish],
    }
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"
