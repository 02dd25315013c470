"""A step of the submitting unit stays with it, wherever in a process it is called from."""

from service import shipped
from workflows.engine import load_process, main_processes

DIAGRAMS = {name: content for name, content in shipped.definitions().items() if name.endswith(".bpmn")}
OF_THE_UNIT = ("submitting_officer", "submitting_head")


def test_steps_of_the_submitting_unit_name_it_or_stand_in_its_part():
    stray = []
    for key in main_processes(DIAGRAMS):
        process = load_process(key, DIAGRAMS, "test")
        for part in process.containers.values():
            for element in part.elements.values():
                if element.properties.get("candidateGroup") in OF_THE_UNIT and part.id != "prepare_dossier":
                    stray += [element.id] if element.properties.get("organ") != "submitting_unit" else []
    assert stray == []
