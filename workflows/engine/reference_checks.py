"""Check what the diagrams name: each other, variables and FEEL, and the names that exist outside."""

from collections import Counter
from collections.abc import Iterator, Mapping

import feel
from workflows.engine.diagram import Container, Element, text_of
from workflows.engine.expressions import expressions, written
from workflows.engine.kinds import kinds_of, unsound
from workflows.engine.problems import Known, Problem
from workflows.engine.xml import BPMN, SPIFF

STATUS = "Hồ sơ không kết thúc được ở trạng thái {} trong quy trình này."
_PEOPLE = ("userTask", "receiveTask")


def check_references(parts: list[Container], known: Known) -> Iterator[Problem]:
    """Yield every name in a set of diagrams that leads nowhere."""
    yield from _check_ids(parts)
    yield from _check_calls(parts)
    yield from _check_steps(parts)
    yield from _check_messages(parts)
    yield from _check_expressions(parts, known)
    yield from _check_decisions(parts, known)
    for part in parts:
        for element in part.elements.values():
            yield from _check_known(element, known)


def _check_ids(parts: list[Container]) -> Iterator[Problem]:
    counted = Counter(part.id for part in parts)
    for part in parts:
        if counted[part.id] > 1:
            yield Problem(part.file, part.id, "Mã quy trình (hoặc quy trình con) này có ở nhiều nơi.")
    steps = Counter(element.id for element in _people(parts))
    for element in _people(parts):
        if steps[element.id] > 1:
            yield Problem(
                element.file, element.id, "Mã việc này có ở nhiều sơ đồ; notPerformedBy sẽ không phân biệt được."
            )


def _people(parts: list[Container]) -> list[Element]:
    return [element for part in parts for element in part.elements.values() if element.type in _PEOPLE]


def _check_calls(parts: list[Container]) -> Iterator[Problem]:
    processes = {part.id for part in parts if part.parent_id is None}
    inside: dict[str, set[str]] = {part.id: set() for part in parts}
    calls = [element for part in parts for element in part.elements.values() if element.opens]
    for element in calls:
        inside[element.process_id].add(element.opens or "")
    for element in calls:
        if element.type == "callActivity" and element.opens not in processes:
            yield Problem(element.file, element.id, f"Không có quy trình {element.opens} để gọi.")
        elif element.process_id in _reachable(inside, element.opens or ""):
            yield Problem(
                element.file, element.id, f"Gọi {element.opens} tạo thành vòng: quy trình sẽ gọi lại chính nó."
            )


def _reachable(inside: Mapping[str, set[str]], start: str) -> set[str]:
    found, queue = {start}, [start]
    while queue:
        for target in inside.get(queue.pop(), set()) - found:
            found.add(target)
            queue.append(target)
    return found


def _check_steps(parts: list[Container]) -> Iterator[Problem]:
    steps = {element.id for element in _people(parts)}
    for element in _people(parts):
        for name in element.properties.get("notPerformedBy", "").split(","):
            if name.strip() and name.strip() not in steps:
                yield Problem(
                    element.file, element.id, f"notPerformedBy nêu việc {name.strip()} không có trong sơ đồ nào."
                )


def _check_messages(parts: list[Container]) -> Iterator[Problem]:
    for part in parts:
        root = part.node.getroottree().getroot()
        for tag, attribute in (("message", "messageRef"), ("error", "errorRef"), ("escalation", "escalationRef")):
            named = {each.get("id") for each in root.iterfind(f"{BPMN}{tag}") if each.get("name")}
            for element in part.elements.values():
                for node in (element.node, *element.node.iterfind(f"{BPMN}{tag}EventDefinition")):
                    reference = node.get(attribute)
                    if reference and reference not in named:
                        yield Problem(
                            part.file, element.id, f"{attribute} trỏ đến {reference} không có hoặc không có tên."
                        )


def _check_expressions(parts: list[Container], known: Known) -> Iterator[Problem]:
    names = None if known.variables is None else known.variables | {name for part in parts for name in written(part)}
    kinds = kinds_of(parts, known)
    for part in parts:
        parsed: list[tuple[str, feel.Expression]] = []
        for element_id, text in expressions(part):
            try:
                expression = feel.parse(text)
            except feel.FeelError as error:
                hint = f" {error.hint}" if error.hint else ""
                message = f"Biểu thức “{text}” sai ở ký tự {error.position + 1}: {error.message}{hint}"
                yield Problem(part.file, element_id, message)
                continue
            parsed.append((element_id, expression))
            for unknown in [] if names is None else expression.unknown_names(names):
                yield Problem(part.file, element_id, f"Biểu thức “{text}”: {unknown.message} {unknown.hint}".rstrip())
        # Diagrams that run already were judged when they were published.
        yield from unsound(part, parsed, kinds) if names is not None else ()


def _check_decisions(parts: list[Container], known: Known) -> Iterator[Problem]:
    names = None if known.variables is None else known.variables | {name for part in parts for name in written(part)}
    for part in parts:
        for element in part.elements.values():
            decision_id = text_of(element.node, f"{BPMN}extensionElements/{SPIFF}calledDecisionId")
            reads = (known.decisions or {}).get(decision_id or "", frozenset())
            for name in sorted(reads - names - known.facts if names is not None else ()):
                message = f"Bảng quyết định {decision_id} cần “{name}” nhưng không bước nào ghi biến này."
                yield Problem(part.file, element.id, message)


def _check_known(element: Element, known: Known) -> Iterator[Problem]:
    extension = f"{BPMN}extensionElements/{SPIFF}"
    operator = element.node.find(f"{extension}serviceTaskOperator")
    named = (
        (known.forms, element.properties.get("formKey"), "Không có biểu mẫu {}."),
        (known.groups, element.properties.get("candidateGroup"), "Không có nhóm {}."),
        (known.due_rules, element.properties.get("dueRule"), "Không có quy tắc thời hạn {}."),
        (_statuses(element, known), element.properties.get("dossierStatus"), STATUS),
        (known.stages, element.properties.get("stage"), "Không có chặng {}."),
        (known.operations, None if operator is None else operator.get("id"), "Không có nghiệp vụ {}."),
        (known.decisions, text_of(element.node, f"{extension}calledDecisionId"), "Không có bảng quyết định {}."),
    )
    for pair in filter(None, element.properties.get("startGroups", "").split(",")):
        organ, colon, role = pair.strip().partition(":")
        if not organ or not colon or (known.groups is not None and role not in known.groups):
            yield Problem(
                element.file,
                element.id,
                f"Người được bắt đầu (startGroups) cần có dạng “cơ quan:vai trò”, đang ghi “{pair.strip()}”.",
            )
    for pair in filter(None, element.properties.get("forms", "").split(",")):
        own, _, other = (part.strip() for part in pair.partition(":"))
        if known.forms is not None and not {own, other} <= known.forms:
            yield Problem(
                element.file,
                element.id,
                f"Biểu mẫu dùng thay (forms) cần có dạng “biểu mẫu:biểu mẫu thay”, đang ghi “{pair.strip()}”.",
            )
    for names, name, message in named:
        if names is not None and name and name not in names:
            yield Problem(element.file, element.id, message.format(name))


def _statuses(element: Element, known: Known) -> frozenset[str] | None:
    if known.statuses is None or element.process_id in known.statuses_of:
        return known.statuses_of.get(element.process_id)
    return known.statuses.difference(*known.statuses_of.values())
