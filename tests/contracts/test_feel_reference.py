"""The reference of the expression language names every function that there is."""

from pathlib import Path

import pytest

import feel

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "feel.md").read_text()


@pytest.mark.parametrize("name", sorted(feel.functions.NAMES))
def test_every_function_is_in_the_reference(name):
    assert f"`{name}`" in REFERENCE or f"`{name}(" in REFERENCE
