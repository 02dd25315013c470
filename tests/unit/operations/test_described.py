"""Each operation that a diagram may call is told in plain words, with all that it must be told."""

import re
from pathlib import Path

import pytest

from workflows import operations
from workflows.notices import NOTICES
from workflows.operations import described
from workflows.operations.described import DESCRIBED
from workflows.operations.document import DRAFTS

FOLDER = Path(operations.__file__).parent
# Not `operations.names()`: other tests register operations of their own.
NAMES = sorted(
    name
    for path in FOLDER.glob("*.py")
    for name in re.findall(r'^@operation\("([^"]+)"\)', path.read_text(), re.MULTILINE)
)


def test_every_registered_operation_is_described_and_no_other():
    assert set(NAMES) <= operations.names()
    assert sorted(DESCRIBED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_parameters_are_those_that_the_code_reads(name):
    source = (FOLDER / f"{name.partition('/')[0]}.py").read_text()
    own = source.partition(f'@operation("{name}")')[2].partition("@operation(")[0].partition("\ndef _")[0]

    assert {each.name for each in DESCRIBED[name].parameters} == set(re.findall(r'parameters\["(\w+)"\]', own))


@pytest.mark.parametrize("name", NAMES)
def test_words_are_vietnamese_sentences(name):
    each = DESCRIBED[name]

    assert each.description.endswith(".")
    assert not each.label.endswith(".")
    assert len({one.label for one in DESCRIBED.values()}) == len(DESCRIBED)


def test_each_draft_and_each_notice_has_its_own_name():
    assert set(described.DRAFT_NAMES) == set(DRAFTS)
    assert set(described.NOTICE_NAMES) == set(NOTICES)
