"""The drawings are tidy enough to be read on a screen."""

import pytest
from lxml import etree

from tests.diagrams.files import files
from tests.diagrams.layout import Drawing


@pytest.mark.parametrize("name", files())
def test_a_drawing_is_tidy(name):
    assert list(Drawing(etree.fromstring(files()[name])).problems()) == []


def test_an_untidy_drawing_is_noticed():
    content = files()["hold_vote.bpmn"].replace(b'x="516" y="84" width="120"', b'x="416" y="84" width="120"')
    found = list(Drawing(etree.fromstring(content)).problems())
    assert "does not dock: split_vote_to_close_vote" in found
    assert "too close: split_vote close_vote" in found
