"""Hostile or broken XML is refused before anything else looks at it."""

import time

import pytest

from tests.unit.engine.draw import END, START, diagram, path, user
from workflows.engine import Known, check_files
from workflows.engine.xml import LIMIT_BYTES

SOUND = diagram(START, user("a"), END, path("start", "a", "end"))


def refusal(content):
    """Return the messages for one file."""
    return [problem.message for problem in check_files({"p.bpmn": content}, Known())]


def with_doctype(inside):
    head, body = SOUND.decode().split("?>", 1)
    return f"{head}?><!DOCTYPE x [{inside}]>{body}".encode()


def test_a_byte_order_mark_is_no_problem():
    assert refusal(b"\xef\xbb\xbf" + SOUND) == []


def test_a_document_type_is_refused():
    assert refusal(with_doctype("")) == ["Tệp không được chứa DOCTYPE hoặc ENTITY."]


def test_a_file_of_the_server_cannot_be_read_through_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("TOPSECRET")
    found = refusal(with_doctype(f'<!ENTITY a SYSTEM "file://{secret}">').replace(b'id="a"', b'id="a" name="&a;"'))
    assert found == ["Tệp không được chứa DOCTYPE hoặc ENTITY."]


def test_an_entity_bomb_is_refused_at_once():
    entities = '<!ENTITY a0 "lollol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    begun = time.perf_counter()
    assert refusal(with_doctype(entities).replace(b'id="a"', b'id="a" name="&a9;"'))
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_another_encoding_cannot_hide_anything(encoding):
    text = with_doctype("").decode().replace("UTF-8", encoding)
    assert refusal(text.encode(encoding)) == ["Tệp phải dùng bảng mã UTF-8."]


def test_a_file_that_is_too_large_is_refused():
    assert refusal(SOUND + b" " * LIMIT_BYTES) == ["Tệp lớn hơn 1024 KB."]


def test_a_very_deep_file_is_refused():
    deep = b"<bpmn:documentation>" * 5000 + b"</bpmn:documentation>" * 5000
    assert "Không đọc được XML" in refusal(SOUND.replace(b"<bpmn:userTask", deep + b"<bpmn:userTask"))[0]


def test_broken_xml_is_refused_with_its_line():
    assert refusal(SOUND[:-5])[0].startswith("Không đọc được XML, dòng 1")


def test_another_vocabulary_is_refused():
    assert refusal(b"<html/>") == ["Tệp không phải là sơ đồ BPMN 2.0 (thiếu phần tử definitions)."]


def test_an_element_that_bpmn_does_not_know_is_refused_with_its_place():
    content = SOUND.replace(b"<bpmn:endEvent", b'<bpmn:magicTask id="m"/><bpmn:endEvent')
    found = [(problem.element_id, problem.message) for problem in check_files({"p.bpmn": content}, Known())]
    assert ("m", "Phần tử magicTask không được phép đứng ở đây.") in found


def test_an_attribute_that_bpmn_does_not_know_is_refused():
    found = refusal(SOUND.replace(b'<bpmn:userTask id="a"', b'<bpmn:userTask id="a" magic="1"'))
    assert found == ["Phần tử userTask không được có thuộc tính magic."]


def test_an_id_cannot_break_out_of_a_path():
    found = check_files({"p.bpmn": SOUND.replace(b'"a"', b"\"a' or 1=1 or '\"")}, Known())
    assert any("Mã định danh" in problem.message for problem in found)
