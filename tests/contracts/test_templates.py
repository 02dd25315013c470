"""What the security policy would refuse, or a reader would miss, is found in the templates before a browser sees it."""

import ast
import re
from pathlib import Path

import pytest

SERVICE = Path(__file__).parents[2] / "service"
TEMPLATES = sorted((SERVICE / "templates").rglob("*.html"))
FORBIDDEN = {
    "an inline style": r"<[^>]*\sstyle\s*=",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "a script in the page": r"<script(?![^>]*\b(?:src|type=\"application/json\"))",
    "an htmx attribute that runs code": r"\bhx-on|=\"js:",
    "a foreign address": r"(?:src|href)=\"(?:https?:)?//(?!www\.w3\.org)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    found = [
        f"{path.relative_to(SERVICE)}: {match[0][:80]}"
        for path in TEMPLATES
        for match in re.finditer(FORBIDDEN[what], path.read_text())
    ]

    assert found == []


def test_every_icon_that_a_template_names_is_there() -> None:
    wanted = {name for path in TEMPLATES for name in re.findall(r"\bicon\([\"']([a-z0-9-]+)[\"']", path.read_text())}
    there = {path.stem for path in (SERVICE / "icons").glob("*.svg")}

    assert wanted - there == set()


def test_no_page_hides_a_name_of_the_frame() -> None:
    """What every page is told, such as the count at the bell, no page may say otherwise for itself."""
    calls = [
        (path, node)
        for path in SERVICE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template"
    ]
    told = {"actor", "unread", "places", "has_page", "demo", "icon", "csrf_token", "asset"}
    found = [f"{path.name}:{node.lineno}" for path, node in calls for each in node.keywords if each.arg in told]

    assert len(calls) > 50
    assert found == []
