"""SpiffWorkflow as it comes, saved by its own serializer: what our execution is compared with."""

import json
from collections import Counter
from datetime import UTC, datetime
from functools import cache

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.task_spec import ParallelGatewayConverter
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition

import feel
from workflows.engine.joins import ParallelGateway
from workflows.engine.plain import plain

START = datetime(2026, 11, 23, 1, tzinfo=UTC)
_DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="defs_{0}" name="stub" namespace="urn:stub">
  <decision id="{0}" name="{0}"><decisionTable id="table_{0}" hitPolicy="UNIQUE">
    <output id="output_{0}" name="eligibility" typeRef="string" />
    <rule id="rule_{0}"><outputEntry id="entry_{0}"><text>eligible</text></outputEntry></rule>
  </decisionTable></decision></definitions>"""


class FixedJoinConverter(ParallelGatewayConverter):
    """Saves our parallel gateway: the stock one is wrong in loops, so both sides use ours."""

    def __init__(self, target_class, registry):
        super().__init__(target_class, registry, "FixedParallelGateway")


class _Parser(SpiffBpmnParser):
    OVERRIDE_PARSER_CLASSES = SpiffBpmnParser.OVERRIDE_PARSER_CLASSES | {
        full_tag("parallelGateway"): (GatewayParser, ParallelGateway)
    }


class Answers:
    """A host whose answers depend only on the operation, the element and how often it was asked there."""

    def __init__(self, seed: int):
        self.seed, self.count, self.moment = seed, Counter(), START

    def now(self) -> datetime:
        return self.moment

    def decide(self, decision_id: str, variables: dict) -> dict:
        return {"eligibility": "eligible"}

    def call(self, operation: str, parameters: dict, step) -> object:
        return self.answer(operation, step.element_id, step.properties)

    def answer(self, operation: str, element_id: str, given: dict) -> object:
        """Return the answer to an operation."""
        self.count[element_id] += 1
        number = self.count[element_id] + self.seed
        if "outcomes" in given:
            words = given["outcomes"].split(",")
            return words[number % len(words)] if number % 2 else words[0]
        people = {f"p{n}": {"person_id": f"p{n}", "mode": "present"} for n in range(1 + self.seed % 3)}
        answers = {
            "council/check_quorum": number % 4 != 0,
            "council/open_vote": people,
            "consultation/open": {f"organ{n}": {"organ": f"organ{n}"} for n in range(self.seed % 3)},
            "report/open": {f"unit{n}": {"organ": f"unit{n}"} for n in range(1 + self.seed % 3)},
            "clock/due_at": "2026-12-10T01:00:00+00:00",
            "dossier/record_return": number,
        }
        return answers.get(operation, f"{operation}-{number}")


class _Engine(PythonScriptEngine):
    def __init__(self, answers: Answers):
        super().__init__()
        self._answers = answers

    def evaluate(self, task, expression, external_context=None):
        # The stub table holds a bare word so that it needs no Python.
        return "eligible" if expression == "eligible" else plain(feel.parse(expression).evaluate(task.data))

    def call_service(self, task, operation_name=None, operation_params=None):
        given = task.task_spec.extensions.get("properties", {})
        return json.dumps(self._answers.answer(operation_name, task.task_spec.bpmn_id, given))


@cache
def _specs(key: str, files: tuple[tuple[str, bytes], ...]):
    parser = _Parser()
    for file, content in files:
        root = etree.fromstring(content)
        parser.add_bpmn_xml(root, filename=file)
        for decision in root.iter("{http://spiffworkflow.org/bpmn/schema/1.0/core}calledDecisionId"):
            parser.add_dmn_str(_DMN.format(decision.text).encode())
    return parser.get_spec(key), parser.get_subprocess_specs(key)


class Stock:
    """One instance on the library alone; saved and restored whole at each wait."""

    def __init__(self, key: str, files: dict[str, bytes], variables: dict, answers: Answers):
        config = SPIFF_CONFIG | {ParallelGateway: FixedJoinConverter}
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(config))
        self._engine = _Engine(answers)
        self.workflow = BpmnWorkflow(*_specs(key, tuple(files.items())), script_engine=self._engine)
        self.workflow.task_tree.set_data(**json.loads(json.dumps(variables)))
        self._settle()

    def complete(self, task, variables: dict) -> None:
        task.set_data(**json.loads(json.dumps(variables)))
        task.run()
        self._settle()

    def send(self, name: str, payload: object) -> None:
        self.workflow.send_event(BpmnEvent(MessageEventDefinition(name), payload=payload))
        self._settle()

    def fire(self) -> None:
        self.workflow.refresh_timers()
        self._settle()

    def _settle(self) -> None:
        self.workflow.do_engine_steps()
        while any(not task.task_spec.manual for task in self.workflow.get_tasks(state=16)):
            self.workflow.do_engine_steps()
        text = self._serializer.serialize_json(self.workflow)
        self.workflow = self._serializer.deserialize_json(text)
        self.workflow.script_engine = self._engine
