"""A process ready to run, parsed once and shared by all its instances and threads."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

import feel
from workflows.engine.checks import accepted
from workflows.engine.diagram import Container, Element
from workflows.engine.expressions import expressions
from workflows.engine.parser import parse
from workflows.engine.problems import Problem
from workflows.errors import DefinitionRejected

_LIMIT_CACHED = 128
_cache: OrderedDict[tuple[str, str], "Process"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, eq=False)
class Process:
    """One process with all that it contains and calls."""

    key: str
    name: str
    checksum: str
    files: Mapping[str, bytes]
    containers: Mapping[str, Container]
    expressions: Mapping[str, feel.Expression] = field(repr=False)
    spec: BpmnProcessSpec = field(repr=False)
    parts: Mapping[str, BpmnProcessSpec] = field(repr=False)

    @property
    def elements(self) -> tuple[Element, ...]:
        """All flow nodes of the process and of what it contains and calls, each part in path order."""
        return tuple(element for part in self.containers.values() for element in part.in_path_order())

    def element(self, process_id: str, element_id: str) -> Element:
        """Return one flow node; KeyError when there is none."""
        return self.containers[process_id].elements[element_id]

    def outline(self, process_id: str | None = None) -> tuple[Element, ...]:
        """Return the flow nodes of one process in path order, those of a sub-process right after it."""
        found: list[Element] = []
        for element in self.containers[process_id or self.key].in_path_order():
            found.append(element)
            if element.type == "subProcess":
                found.extend(self.outline(element.id))
        return tuple(found)


def load_process(key: str, files: Mapping[str, bytes], checksum: str) -> Process:
    """Return process `key` of a set of diagrams, from the cache where (key, checksum) is known.

    Raises DefinitionRejected with every problem of every file. Not checked: names outside the diagrams.
    """
    with _lock:
        if (key, checksum) in _cache:
            _cache.move_to_end((key, checksum))
            return _cache[key, checksum]
    process = _load(key, files, checksum)
    with _lock:
        _cache[key, checksum] = process
        while len(_cache) > _LIMIT_CACHED:
            _cache.popitem(last=False)
    return process


def _load(key: str, files: Mapping[str, bytes], checksum: str) -> Process:
    roots, found = accepted(files)
    if key not in found or found[key].parent_id is not None:
        raise DefinitionRejected([Problem("", key, f"Không có quy trình {key} trong các tệp đã nạp.")])
    spec, parts = parse(key, roots)
    used = {each: found[each] for each in (key, *parts)}
    texts = {text for part in used.values() for _, text in expressions(part)}
    return Process(
        key=key,
        name=found[key].name,
        checksum=checksum,
        files={part.file: files[part.file] for part in used.values()},
        containers=used,
        expressions={text: feel.parse(text) for text in texts},
        spec=spec,
        parts=parts,
    )


def main_processes(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the processes that no other calls, as key → name. Raises DefinitionRejected for unreadable files."""
    _, found = accepted(files)
    called = {element.opens for part in found.values() for element in part.elements.values()}
    return {part.id: part.name for part in found.values() if part.parent_id is None and part.id not in called}
