"""The editors' own code says nothing that is not translated, and offers nothing that the engine does not run."""

import json
import re
from pathlib import Path

import pytest

from workflows.engine import element_checks, event_checks

STUDIO = Path(__file__).parents[3] / "studio"
MODULES = STUDIO / "node_modules"
# What is put together from pieces is found while driving the editor; what stands in comments is never said.
SAID = re.compile(r"""(?<!')translate\(\s*(?:'((?:[^'\\]|\\.)+)'|"((?:[^"\\]|\\.)+)")\s*[,)]""")
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
LABELS = re.compile(r"""label: '([^']+)'""")


def words(name: str) -> dict[str, str]:
    return json.loads((STUDIO / "src/words" / name).read_text())


def slots(text: str) -> set[str]:
    return {each.strip() for each in re.findall(r"\{([^}]*)\}", text)}


def said_in(*folders: str) -> dict[str, str]:
    """Return each string that the code of a package gives to `translate`, with the file that says it."""
    if not MODULES.is_dir():
        pytest.skip("The front-end packages are not installed: make setup")
    found = {}
    for folder in folders:
        for path in (MODULES / folder).rglob("*.js"):
            for match in SAID.finditer(COMMENTS.sub("", path.read_text())):
                found[(match[1] or match[2]).replace("\\'", "'")] = path.name
    return found


def test_every_string_of_the_drawing_has_vietnamese_words():
    known = words("bpmn.json") | words("lint.json")
    packages = ("bpmn-js/lib", "diagram-js/lib", "diagram-js-minimap/lib", "diagram-js-direct-editing/lib")

    assert {text: where for text, where in said_in(*packages).items() if text not in known} == {}


def test_every_label_of_the_replace_menu_has_vietnamese_words():
    known = words("bpmn.json")
    entries = (MODULES / "bpmn-js/lib/features/popup-menu/PopupEntries.js").read_text()

    assert [label for label in LABELS.findall(entries) if label not in known] == []


@pytest.mark.parametrize("name", ["bpmn.json", "lint.json", "dmn.json", "feel.json"])
def test_words_are_vietnamese_and_keep_their_slots(name):
    for english, vietnamese in words(name).items():
        assert vietnamese.strip(), english
        assert slots(vietnamese) == slots(english), english


def test_what_can_be_drawn_is_what_the_engine_runs():
    supported = json.loads((STUDIO / "src/modeler/supported.json").read_text())

    assert set(supported["elements"]) == element_checks._SUPPORTED
    assert {name: set(kinds) for name, kinds in supported["events"].items()} == {
        name: set(kinds) for name, kinds in event_checks._ALLOWED.items()
    }
    assert set(supported["plain"]) == set(event_checks._PLAIN_MAY)


def test_what_is_offered_can_be_drawn():
    supported = json.loads((STUDIO / "src/modeler/supported.json").read_text())
    offered = (STUDIO / "src/modeler/elements.js").read_text()

    assert {each[0].lower() + each[1:] for each in re.findall(r'type: "bpmn:(\w+)"', offered)} <= {
        *supported["elements"],
        *supported["beside"],
    }
    for element, kind in re.findall(r'event\("(\w+)", "(\w+)"\)', offered):
        assert kind.lower() in supported["events"][element[0].lower() + element[1:]]
