"""The scenario's diagram in the dialect of each engine: one shape, written four ways.

    start → submit → completeness → (complete?) → supplement → completeness …
                                         ↓ yes
      eligibility → (eligible?) → vote, one for each member → tally → appraisal → decision → (approved?) → publish

Every step of a person but the vote has a boundary timer. The vote has none because camunda-python cannot combine it
with several instances, and ours refuses it.
"""

from collections import defaultdict
from xml.sax.saxutils import escape

HOUSE, STOCK, CAMUNDA, SCRIPT = "house", "stock", "camunda", "script"
"""Ours (FEEL); SpiffWorkflow as it comes (Python); camunda-python (JUEL); bpmn-engine (JavaScript)."""
KEY = "award_dossier"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' id="definitions" targetNamespace="urn:bench">'
)
_STEPS = {
    "submit": False,
    "completeness": False,
    "supplement": True,
    "appraisal": False,
    "decision": False,
    "publish": False,
}
"""Steps with a timer, and whether it interrupts."""
_FLOWS = (
    *(("start", "submit"), ("submit", "completeness"), ("completeness", "is_complete"), ("supplement", "completeness")),
    *(("eligibility", "is_eligible"), ("vote", "tally"), ("tally", "appraisal"), ("appraisal", "decision")),
    *(("decision", "is_approved"), ("publish", "published")),
)
_CHOICES = {
    "is_complete": ("complete", "eligibility", "supplement"),
    "is_eligible": ("eligible", "vote", "ineligible"),
    "is_approved": ("approved", "publish", "rejected"),
}
"""Gateway: the variable that is true on its way forward, that way, and its default way."""
_ENDS = ("published", "ineligible", "rejected")
ELIGIBILITY_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="defs" name="DRD" namespace="urn:bench">
  <decision id="eligibility_rules" name="Eligibility"><decisionTable id="table" hitPolicy="UNIQUE">
    <input id="in"><inputExpression id="ie" typeRef="number"><text>amount</text></inputExpression></input>
    <output id="out" name="eligible" typeRef="boolean" />
    <rule id="r1"><inputEntry id="r1i"><text>&lt;= 100000</text></inputEntry><outputEntry id="r1o"><text>True</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="r2i"><text>&gt; 100000</text></inputEntry><outputEntry id="r2o"><text>False</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>"""


def diagram(dialect: str) -> bytes:
    """Return the diagram as a file in one of the four dialects."""
    return _Drawing(dialect).drawn().encode()


class _Drawing:
    def __init__(self, dialect: str):
        self._dialect = dialect
        self._flows: list[tuple[str, str, str]] = []
        self._nodes: list[tuple[str, str, str, str]] = []

    def drawn(self) -> str:
        self._node("startEvent", "start")
        for each in _ENDS:
            self._node("endEvent", each)
        for step, interrupts in _STEPS.items():
            self._node("userTask", step, self._person())
            self._timer(step, interrupts)
        self._node("userTask", "vote", self._person(), self._members())
        self._decide()
        self._automatic("tally", "yes_votes = len([v for v in votes if v == 'yes'])")
        for gateway, (variable, forward, otherwise) in _CHOICES.items():
            self._node("exclusiveGateway", gateway, attributes=f' default="{gateway}_{otherwise}"')
            self._flow(gateway, forward, self._condition(variable))
            self._flow(gateway, otherwise)
        # Ours refuses two flows into a task: they must meet in a gateway.
        into = "again" if self._dialect == HOUSE else "completeness"
        if self._dialect == HOUSE:
            self._node("exclusiveGateway", "again")
            self._flow("again", "completeness")
        for source, target in _FLOWS:
            self._flow(source, into if target == "completeness" else target)
        return f'{_HEAD}<bpmn:process id="{KEY}" name="Award" isExecutable="true">{self._body()}</bpmn:process></bpmn:definitions>'

    def _body(self) -> str:
        arriving, leaving = defaultdict(str), defaultdict(str)
        for source, target, _ in self._flows:
            leaving[source] += f"<bpmn:outgoing>{source}_{target}</bpmn:outgoing>"
            arriving[target] += f"<bpmn:incoming>{source}_{target}</bpmn:incoming>"
        members = '<bpmn:property id="members" name="members"/><bpmn:property id="votes" name="votes"/>'
        nodes = "".join(
            f"{opening}{extension}{arriving[own_id]}{leaving[own_id]}{inside}"
            for own_id, opening, extension, inside in self._nodes
        )
        flows = "".join(
            f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'
            for source, target, inside in self._flows
        )
        return (members if self._dialect == HOUSE else "") + nodes + flows

    def _node(self, tag: str, own_id: str, extension: str = "", inside: str = "", attributes: str = "") -> None:
        extensions = f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>" if extension else ""
        opening = f'<bpmn:{tag} id="{own_id}" name="{own_id}"{attributes}>'
        self._nodes.append((own_id, opening, extensions, f"{inside}</bpmn:{tag}>"))

    def _flow(self, source: str, target: str, inside: str = "") -> None:
        self._flows.append((source, target, inside))

    def _person(self) -> str:
        if self._dialect != HOUSE:
            return ""
        return _properties(formKey="form", candidateGroup="group")

    def _timer(self, step: str, interrupts: bool) -> None:
        late, attached = f"late_{step}", f' attachedToRef="{step}" cancelActivity="{str(interrupts).lower()}"'
        if self._dialect == HOUSE:
            when = "<bpmn:timeDate>until</bpmn:timeDate>"
        else:
            days = '"P20D"' if self._dialect == STOCK else "P20D"
            when = f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{days}</bpmn:timeDuration>'
        definition = f'<bpmn:timerEventDefinition id="timer_{step}">{when}</bpmn:timerEventDefinition>'
        self._node("boundaryEvent", f"due_{step}", inside=definition, attributes=attached)
        self._automatic(late, f"{late} = True")
        self._node("endEvent", f"end_{late}")
        self._flow(f"due_{step}", late)
        self._flow(late, f"end_{late}")

    def _automatic(self, own_id: str, python: str) -> None:
        """Something that runs by itself: a service in ours and in Camunda, a script elsewhere."""
        if self._dialect == HOUSE:
            operator = f'<spiffworkflow:serviceTaskOperator id="{own_id}/run" resultVariable="{own_id}_done">'
            self._node(
                "serviceTask", own_id, f"{operator}<spiffworkflow:parameters/></spiffworkflow:serviceTaskOperator>"
            )
        elif self._dialect == CAMUNDA:
            self._node("serviceTask", own_id, attributes=f' camunda:delegateExpression="${{{own_id}}}"')
        elif self._dialect == SCRIPT:
            self._node("scriptTask", own_id, inside=_script("next()"), attributes=' scriptFormat="javascript"')
        else:
            self._node("scriptTask", own_id, inside=_script(python))

    def _decide(self) -> None:
        if self._dialect in (HOUSE, STOCK):
            called = "<spiffworkflow:calledDecisionId>eligibility_rules</spiffworkflow:calledDecisionId>"
            self._node("businessRuleTask", "eligibility", called)
        elif self._dialect == CAMUNDA:
            self._automatic("eligibility", "")
        else:
            rule = "environment.variables.eligible = environment.variables.amount <= 100000; next()"
            self._node("scriptTask", "eligibility", inside=_script(rule), attributes=' scriptFormat="javascript"')

    def _members(self) -> str:
        tag = "bpmn:multiInstanceLoopCharacteristics"
        if self._dialect == CAMUNDA:
            return f'<{tag} isSequential="false" camunda:collection="members" camunda:elementVariable="member"/>'
        if self._dialect == SCRIPT:
            count = "${environment.variables.members.length}"
            kind = 'xsi:type="bpmn:tFormalExpression"'
            return f'<{tag} isSequential="false"><bpmn:loopCardinality {kind}>{count}</bpmn:loopCardinality></{tag}>'
        collections = "<bpmn:loopDataInputRef>members</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>votes</bpmn:loopDataOutputRef>"
        return f'<{tag}>{collections}<bpmn:inputDataItem id="member"/><bpmn:outputDataItem id="ballot"/></{tag}>'

    def _condition(self, variable: str) -> str:
        text = {
            HOUSE: f"{variable} = true",
            STOCK: f"{variable} == True",
            CAMUNDA: f"${{{variable} == true}}",
            SCRIPT: f"next(null, this.environment.variables.{variable} === true)",
        }[self._dialect]
        language = ' language="javascript"' if self._dialect == SCRIPT else ""
        kind = f'xsi:type="bpmn:tFormalExpression"{language}'
        return f"<bpmn:conditionExpression {kind}>{escape(text)}</bpmn:conditionExpression>"


def _script(text: str) -> str:
    return f"<bpmn:script>{escape(text)}</bpmn:script>"


def _properties(**given: str) -> str:
    inside = "".join(f'<spiffworkflow:property name="{name}" value="{value}"/>' for name, value in given.items())
    return f"<spiffworkflow:properties>{inside}</spiffworkflow:properties>"
