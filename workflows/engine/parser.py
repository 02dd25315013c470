"""Build SpiffWorkflow's specifications from diagrams that the checker has accepted."""

from lxml import etree
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.spiff.parser import event_parsers, task_spec
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.specs import defaults as spiff

from workflows.engine import specs
from workflows.engine.joins import ParallelGateway
from workflows.engine.problems import Problem


class _House:
    """Makes every kind of task use our multi-instance classes."""

    PARALLEL_MI_CLASS = specs.ParallelMultiInstance
    SEQUENTIAL_MI_CLASS = specs.SequentialMultiInstance


class _HouseEvents(_House):
    """Makes every kind of event use our clock and our messages."""

    def parse_timer_event(self, event):
        expression = event.find(full_tag("timeDate")).text
        return specs.TimerDate(self.node.get("id"), expression, description=self.get_event_description(event))

    def parse_message_event(self, message_event):
        message = super().parse_message_event(message_event)
        return specs.Message(message.name, expression=message.expression, message_var=message.message_var)


class _UserTaskParser(_House, task_spec.UserTaskParser):
    pass


class _SubProcessParser(_House, task_spec.SubWorkflowParser):
    pass


class _CallActivityParser(_House, task_spec.CallActivityParser):
    pass


class _ServiceTaskParser(_House, task_spec.SpiffTaskParser):
    def create_task(self):
        operator = self.parse_extensions()["serviceTaskOperator"]
        return specs.ServiceTask(
            self.spec,
            self.bpmn_id,
            operation=operator["name"],
            parameters={name: parameter["value"] for name, parameter in operator["parameters"].items()},
            result_variable=operator["resultVariable"],
            **self.bpmn_attributes,
        )


class _BusinessRuleTaskParser(_House, task_spec.BusinessRuleTaskParser):
    def create_task(self):
        decision_id = self.get_decision_ref(self.node)
        return specs.BusinessRuleTask(self.spec, self.bpmn_id, decision_id=decision_id, **self.bpmn_attributes)


class _CatchEventParser(_HouseEvents, event_parsers.SpiffIntermediateCatchEventParser):
    pass


class _ThrowEventParser(_HouseEvents, event_parsers.SpiffIntermediateThrowEventParser):
    pass


class _BoundaryEventParser(_HouseEvents, event_parsers.SpiffBoundaryEventParser):
    pass


class _EndEventParser(_HouseEvents, event_parsers.SpiffEndEventParser):
    pass


class _SendTaskParser(_HouseEvents, event_parsers.SpiffSendTaskParser):
    pass


class _ReceiveTaskParser(_HouseEvents, event_parsers.SpiffReceiveTaskParser):
    pass


class _ProcessParser(ProcessParser):
    def create_spec(self):
        return specs.ProcessSpec(name=self.bpmn_id, description=self.get_name(), filename=self.filename)


class _Parser(SpiffBpmnParser):
    PROCESS_PARSER_CLASS = _ProcessParser
    OVERRIDE_PARSER_CLASSES = SpiffBpmnParser.OVERRIDE_PARSER_CLASSES | {
        full_tag("userTask"): (_UserTaskParser, spiff.UserTask),
        full_tag("serviceTask"): (_ServiceTaskParser, specs.ServiceTask),
        full_tag("businessRuleTask"): (_BusinessRuleTaskParser, specs.BusinessRuleTask),
        full_tag("subProcess"): (_SubProcessParser, spiff.SubWorkflowTask),
        full_tag("callActivity"): (_CallActivityParser, spiff.CallActivity),
        full_tag("sendTask"): (_SendTaskParser, spiff.SendTask),
        full_tag("receiveTask"): (_ReceiveTaskParser, spiff.ReceiveTask),
        full_tag("intermediateCatchEvent"): (_CatchEventParser, defaults.IntermediateCatchEvent),
        full_tag("intermediateThrowEvent"): (_ThrowEventParser, defaults.IntermediateThrowEvent),
        full_tag("boundaryEvent"): (_BoundaryEventParser, defaults.BoundaryEvent),
        full_tag("endEvent"): (_EndEventParser, defaults.EndEvent),
        full_tag("exclusiveGateway"): (ConditionalGatewayParser, specs.ExclusiveGateway),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, specs.InclusiveGateway),
        full_tag("parallelGateway"): (GatewayParser, ParallelGateway),
    }


def parse(key: str, roots: dict[str, etree._Element]) -> tuple[BpmnProcessSpec, dict[str, BpmnProcessSpec]]:
    """Return the specification of process `key` and those of all that it contains and calls, by id.

    Not checked here: everything that `checks` refuses.
    """
    parser = _Parser()
    for file, root in roots.items():
        parser.add_bpmn_xml(root, filename=file)
    spec, parts = parser.get_spec(key), parser.get_subprocess_specs(key)
    for each in (spec, *parts.values()):
        _connect_children(each)
    return spec, parts


def try_all(roots: dict[str, etree._Element]) -> list[Problem]:
    """Build every process of some diagrams; return what the library refuses beyond what `checks` knows."""
    parser = _Parser()
    try:
        for file, root in roots.items():
            parser.add_bpmn_xml(root, filename=file)
        parser.find_all_specs()
    except ValidationException as refused:
        return [Problem(refused.file_name or "", refused.id or None, f"Sơ đồ không dựng được: {refused}")]
    return []


def _connect_children(spec: BpmnProcessSpec) -> None:
    """Tell multi-instance tasks of their children's ends, once; the library does it at the first start only."""
    for task in spec.task_specs.values():
        if isinstance(task, LoopTask):
            spec.task_specs[task.task_spec].completed_event.connect(task.merge_child)
