"""What a form of an outline asks for becomes an edit, unless no diagram can hold it."""

import pytest
from werkzeug.datastructures import MultiDict

from service.routes.outline_forms import edit_of
from tests.unit.outlining.drawn import SIMPLE
from workflows import outlining
from workflows.errors import Invalid


@pytest.mark.parametrize(
    "given",
    [
        {"lam": "ten", "ten": "Ký\x01"},
        {"lam": "them", "loai": "user", "ten": "\x0b"},
        {"lam": "lan-moi", "ten": "a\ufffeb"},
        {"lam": "ghi", "documentation": "x\x00"},
    ],
)
def test_what_xml_cannot_hold_is_refused_in_words(given):
    with pytest.raises(Invalid, match="ký tự ẩn"):
        edit_of(MultiDict(given), "sign")


def test_what_no_page_asks_is_refused():
    with pytest.raises(Invalid, match="không rõ"):
        edit_of(MultiDict({"lam": "xoa-het"}), "sign")


def test_lines_tabs_and_letters_of_any_script_are_held():
    edit = edit_of(MultiDict({"lam": "ghi", "documentation": "Dòng một\n\tdòng hai 🎖"}), "sign")
    assert "dòng hai 🎖" in outlining.change(SIMPLE, edit).text
