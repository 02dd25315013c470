"""Whatever is broken in a diagram, the checker answers; whatever it accepts, the engine can start."""

import random

import pytest
from lxml import etree

from tests.diagrams.files import files
from tests.unit.engine.hosts import Host
from workflows.engine import Execution, Known, StepFailed, check_files, load_process

SINGLE = ("hold_vote", "consult_organs", "collect_reports", "decide", "return_for_supplement", "publish_names")


def broken(content, rng):
    """Return the file with one to three random faults in its process part."""
    root = etree.fromstring(content)
    for _ in range(rng.randint(1, 3)):
        nodes = [node for node in root[1].iter(etree.Element) if node is not root[1]]
        node = rng.choice(nodes)
        fault = rng.choice(["remove", "unset", "point elsewhere", "twice", "rename", "empty"])
        if fault == "remove":
            node.getparent().remove(node)
        elif fault == "unset" and node.attrib:
            del node.attrib[rng.choice(list(node.attrib))]
        elif fault == "point elsewhere" and node.attrib:
            node.set(rng.choice(list(node.attrib)), rng.choice([each.get("id", "") for each in nodes]))
        elif fault == "twice":
            node.getparent().append(etree.fromstring(etree.tostring(node)))
        elif fault == "rename":
            node.tag = rng.choice(nodes).tag
        else:
            node.text = ""
    return etree.tostring(root)


@pytest.mark.parametrize("name", SINGLE)
def test_every_broken_diagram_is_answered(name):
    rng = random.Random(name)
    refused = 0
    for number in range(60):
        sources = {f"{name}.bpmn": broken(files()[f"{name}.bpmn"], rng)}
        problems = check_files(sources, Known())
        refused += bool(problems)
        if not problems:
            process = load_process(name, sources, f"broken {number}")
            host = Host(council__open_vote={"p": {}}, report__open={}, consultation__open={})
            host.answers["clock/due_at"] = "2027-01-01T00:00:00Z"
            try:
                Execution.start(process, {}, host).snapshot()
            except StepFailed as failed:
                # A fault that only the data can show, such as a loop over a variable that nothing has set.
                assert failed.element_id  # noqa: PT017
    assert refused > 30
