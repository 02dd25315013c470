"""Check the flows of a process: what leads where, on which condition, and whether all of it can be reached."""

from collections import Counter
from collections.abc import Iterator

from workflows.engine.diagram import Container, Element, Flow
from workflows.engine.problems import Problem

GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway")
_CHOICES = ("exclusiveGateway", "inclusiveGateway")


def check_graph(container: Container) -> Iterator[Problem]:
    """Yield the problems of the flows of one process or sub-process."""
    graph = _Graph(container)
    yield from graph.check_ends()
    for element in container.elements.values():
        yield from graph.check_inputs(element)
        yield from graph.check_outputs(element)
        if element.type in _CHOICES:
            yield from graph.check_choice(element)
        if element.type == "eventBasedGateway":
            yield from graph.check_event_gateway(element)
    yield from graph.check_flows()
    yield from graph.check_reach()


class _Graph:
    def __init__(self, container: Container):
        self._container = container
        self._elements = container.elements
        self._flows = [flow for flow in container.flows if {flow.source, flow.target} <= set(container.elements)]
        self._in: dict[str, list[Flow]] = {name: [] for name in container.elements}
        self._out: dict[str, list[Flow]] = {name: [] for name in container.elements}
        for flow in self._flows:
            self._out[flow.source].append(flow)
            self._in[flow.target].append(flow)

    def _problem(self, element_id: str, message: str) -> Problem:
        return Problem(self._container.file, element_id, message)

    def check_ends(self) -> Iterator[Problem]:
        kinds = Counter(element.type for element in self._elements.values())
        if kinds["startEvent"] != 1:
            yield self._problem(self._container.id, f"Phải có đúng một sự kiện bắt đầu, đang có {kinds['startEvent']}.")
        if not kinds["endEvent"]:
            yield self._problem(self._container.id, "Thiếu sự kiện kết thúc.")

    def check_inputs(self, element: Element) -> Iterator[Problem]:
        count = len(self._in[element.id])
        if count and element.type in ("startEvent", "boundaryEvent"):
            yield self._problem(element.id, "Sự kiện này không được có luồng vào.")
        elif count > 1 and element.type not in GATEWAYS:
            yield self._problem(element.id, f"Có {count} luồng vào; hãy gộp chúng bằng một cổng đứng trước.")

    def check_outputs(self, element: Element) -> Iterator[Problem]:
        count = len(self._out[element.id])
        if element.type == "endEvent":
            if count:
                yield self._problem(element.id, "Sự kiện kết thúc không được có luồng ra.")
        elif not count:
            yield self._problem(element.id, "Không có luồng ra; quy trình sẽ dừng lặng lẽ ở đây.")
        elif count > 1 and element.type not in GATEWAYS:
            yield self._problem(element.id, f"Có {count} luồng ra; hãy tách chúng bằng một cổng đứng sau.")

    def check_choice(self, element: Element) -> Iterator[Problem]:
        outputs, default = self._out[element.id], element.node.get("default")
        if default and default not in {flow.id for flow in outputs}:
            yield self._problem(element.id, f"Luồng mặc định {default} không đi ra từ cổng này.")
        elif len(outputs) > 1 and not default:
            yield self._problem(element.id, "Cổng rẽ nhánh thiếu luồng mặc định.")
        for flow in outputs:
            if flow.condition and (flow.id == default or len(outputs) == 1):
                yield self._problem(flow.id, "Luồng mặc định hoặc luồng ra duy nhất không được có điều kiện.")
            if len(outputs) > 1 and flow.id != default and not flow.condition:
                yield self._problem(flow.id, "Luồng ra khỏi cổng rẽ nhánh thiếu điều kiện.")

    def check_event_gateway(self, element: Element) -> Iterator[Problem]:
        targets = [self._elements[flow.target] for flow in self._out[element.id]]
        if len(targets) < 2:
            yield self._problem(element.id, "Cổng chờ sự kiện cần ít nhất hai sự kiện phía sau.")
        for target in targets:
            if target.type != "intermediateCatchEvent" or len(self._in[target.id]) > 1:
                yield self._problem(target.id, "Sau cổng chờ sự kiện chỉ được đứng sự kiện chờ riêng của cổng đó.")
        timers = sum(target.node.find("{*}timerEventDefinition") is not None for target in targets)
        if timers > 1:
            # The library keeps one moment for the whole gateway.
            yield self._problem(element.id, "Cổng chờ sự kiện chỉ được có một mốc thời gian.")

    def check_flows(self) -> Iterator[Problem]:
        pairs = Counter((flow.source, flow.target) for flow in self._flows)
        for flow in self._container.flows:
            if flow not in self._flows:
                yield self._problem(flow.id, "Luồng nối với phần tử không có trong quy trình (hoặc quy trình con) này.")
                continue
            source = self._elements[flow.source]
            if flow.condition and source.type not in _CHOICES:
                yield self._problem(flow.id, "Điều kiện chỉ được đặt trên luồng đi ra từ cổng rẽ nhánh.")
            if pairs[flow.source, flow.target] > 1:
                yield self._problem(flow.id, f"Có nhiều luồng từ {flow.source} đến {flow.target}.")

    def check_reach(self) -> Iterator[Problem]:
        forward = {name: [flow.target for flow in flows] for name, flows in self._out.items()}
        for element in self._elements.values():
            if element.type == "boundaryEvent" and element.node.get("attachedToRef") in forward:
                forward[element.node.get("attachedToRef", "")].append(element.id)
        starts = [element.id for element in self._elements.values() if element.type == "startEvent"]
        reached = _reachable(forward, starts)
        for name in self._elements:
            if starts and name not in reached:
                yield self._problem(name, "Không có đường nào từ sự kiện bắt đầu đến phần tử này.")
            yield from self._check_onward(name, _reachable(forward, forward[name]))
            yield from self._check_join(name, forward, starts)

    def _check_onward(self, name: str, onward: set[str]) -> Iterator[Problem]:
        kind = self._elements[name].type
        ends = {element.id for element in self._elements.values() if element.type == "endEvent"}
        if kind != "endEvent" and self._out[name] and ends and not onward & ends:
            yield self._problem(name, "Từ phần tử này không có đường nào đến sự kiện kết thúc.")
        if kind == "inclusiveGateway" and len(self._in[name]) > 1 and name in onward:
            yield self._problem(name, "Cổng gộp bao hàm (inclusive) không được nằm trong vòng lặp; dùng cổng khác.")

    def _check_join(self, name: str, forward: dict[str, list[str]], starts: list[str]) -> Iterator[Problem]:
        if self._elements[name].type != "parallelGateway" or len(self._in[name]) < 2:
            return
        before = _reachable({**forward, name: []}, starts)
        for flow in self._in[name]:
            if flow.source not in before:
                yield self._problem(
                    flow.id, f"Cổng song song {name} chờ luồng này, mà luồng chỉ có sau khi qua chính cổng đó."
                )


def _reachable(forward: dict[str, list[str]], starts: list[str]) -> set[str]:
    found, queue = set(starts), list(starts)
    while queue:
        for target in forward.get(queue.pop(), ()):
            if target not in found:
                found.add(target)
                queue.append(target)
    return found
