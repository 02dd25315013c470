"""A small diagram with what other tools draw and ours does not run, and how to see that nothing of it is lost."""

from collections import Counter

from lxml import etree

from workflows.engine import Known, check_files

HEAD = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:tool="urn:another-tool" id="d" targetNamespace="urn:another-tool"'
)
NODES = (
    '<startEvent id="s"><outgoing>f1</outgoing><signalEventDefinition id="sd" signalRef="sig"/></startEvent>',
    '<scriptTask id="script" name="Tính" scriptFormat="js"><incoming>f1</incoming><script>return 1</script></scriptTask>',
    '<manualTask id="manual" name="Cất giấy" tool:colour="red"/>',
    '<complexGateway id="complex"/>',
    '<transaction id="trans"/>',
    '<adHocSubProcess id="adhoc"><completionCondition id="cc">done</completionCondition></adHocSubProcess>',
    '<subProcess id="sub" triggeredByEvent="true"/>',
    '<intermediateThrowEvent id="link"><linkEventDefinition id="ld" name="A"/></intermediateThrowEvent>',
    '<dataObjectReference id="dor" dataObjectRef="do"/>',
    '<dataObject id="do" name="Đơn"/>',
    '<dataStoreReference id="dsr" name="Sổ"/>',
)
ROOTS = '<signal id="sig" name="Báo"/><itemDefinition id="item" structureRef="string"/>'
SHAPES = ("s", "script", "manual", "complex", "trans", "adhoc", "sub", "link", "dor", "dsr")
DO_NOT_RUN = {"s", "script", "manual", "complex", "trans", "adhoc", "sub", "link", "dor", "dsr", "sig", "item"}
DIAGRAM = f"""<definitions {HEAD}>{ROOTS}<process id="p" name="Quy trình của công cụ khác" isExecutable="true">
<extensionElements><tool:secret level="3"><tool:part>giữ lại</tool:part></tool:secret></extensionElements>
{"".join(NODES)}<sequenceFlow id="f1" sourceRef="s" targetRef="script"/></process>
<bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="pl" bpmnElement="p">{
    "".join(
        f'<bpmndi:BPMNShape id="{each}_di" bpmnElement="{each}"><dc:Bounds x="{150 * at}" y="100" width="100" height="80"/>'
        "</bpmndi:BPMNShape>"
        for at, each in enumerate(SHAPES)
    )
}<bpmndi:BPMNEdge id="f1_di" bpmnElement="f1"><di:waypoint x="100" y="140"/><di:waypoint x="150" y="140"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"""


def facts(text: str) -> Counter[tuple[str, tuple[tuple[str, str], ...], str]]:
    """Return every element of the model with its attributes and text, without the drawing."""
    nodes = (each for each in etree.fromstring(text.encode()).iter(etree.Element) if "/DI" not in each.tag)
    return Counter(
        (node.tag, tuple(sorted(node.attrib.items())), " ".join((node.text or "").split()))
        for node in nodes
        if "/DD/" not in node.tag
    )


def named(text: str) -> set[str | None]:
    """Return the elements that the engine's own check names."""
    return {each.element_id for each in check_files({"foreign.bpmn": text.encode()}, Known())}
