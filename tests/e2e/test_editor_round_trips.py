"""The editors of tables and forms give back every shipped file as it was: opening and saving changes nothing."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from service import shipped
from workflows.comparing import compare, read_bundle
from workflows.engine.decisions import outline

pytestmark = pytest.mark.e2e

STUDIO = Path(__file__).parents[2] / "studio"
FILES = shipped.definitions()
ITEM = "https://www.omg.org/spec/DMN/20191111/MODEL/"


@pytest.fixture(scope="module")
def packed() -> str:
    """The editors as one script, without words and styles."""
    command = [STUDIO / "node_modules/.bin/esbuild", Path(__file__).with_name("round_trips.js"), "--bundle"]
    surroundings = {**os.environ, "NODE_PATH": str(STUDIO / "node_modules")}
    done = subprocess.run([*map(str, command), "--log-level=error"], env=surroundings, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def editors(page, packed):
    """A page with nothing but the editors."""
    page.add_script_tag(content=packed)
    return page


def files_of(suffix: str) -> dict[str, str]:
    return {name: content.decode() for name, content in FILES.items() if name.endswith(suffix)}


def test_every_form_comes_back_letter_for_letter(editors):
    forms = files_of(".form")
    again = editors.evaluate("formsAgain", forms)
    assert [name for name, text in forms.items() if json.loads(again[name]) != json.loads(text)] == []
    assert [name for name, text in forms.items() if again[name].strip() != text.strip()] == []


def test_every_file_of_tables_comes_back_saying_the_same(editors):
    tables = files_of(".dmn")
    again = editors.evaluate("tablesAgain", tables)
    assert {name: each["warnings"] for name, each in again.items() if each["warnings"]} == {}
    assert [name for name, each in again.items() if not each["same"]] == []
    after = {name: each["xml"].encode() for name, each in again.items()}
    before = {name: text.encode() for name, text in tables.items()}
    assert compare(read_bundle(before), read_bundle(after)) == ()
    for name, each in again.items():
        called = [view.partition(" ")[2] for view in each["views"] if view.startswith("decisionTable ")]
        assert called == [table for table, _ in outline(name, before[name]).tables]


def test_what_an_editor_would_lose_is_noticed(editors):
    one = f'<definitions xmlns="{ITEM}" id="d"><decision id="a" name="A"><description>x</description></decision></definitions>'
    for other in (one.replace("x", "y"), one.replace(' name="A"', ""), one.replace("<description>x</description>", "")):
        assert editors.evaluate("([a, b]) => sayTheSame(a, b)", [one, other]) is False
    assert editors.evaluate("([a, b]) => sayTheSame(a, b)", [one, one.replace("><", "> <!-- c --> <")]) is True
