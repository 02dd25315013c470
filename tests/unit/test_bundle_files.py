"""Bundles of definitions: what goes out comes in again, anything odd is refused in words."""

import contextlib
import json
import random
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from workflows import bundle_files
from workflows.errors import UploadRejected

FILES = {"a.bpmn": b"<a/>", "b.dmn": b"<b/>", "c.form": "{“}".encode()}


def packed(entries: list[tuple[str, bytes]], kind: int = ZIP_DEFLATED) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", kind) as bundle:
        for name, text in entries:
            bundle.writestr(name, text)
    return content.getvalue()


def manifest(files: dict[str, str], **more: object) -> tuple[str, bytes]:
    return "manifest.json", json.dumps({"format": "trinhkhen-bundle", "version": 1, "files": files} | more).encode()


def test_what_is_packed_is_unpacked_and_packed_alike():
    once = bundle_files.pack(FILES, "Thử")

    assert bundle_files.unpack(once) == FILES
    assert bundle_files.pack(dict(reversed(FILES.items())), "Thử") == once


def test_the_checksum_tells_contents_names_and_borders_apart():
    sums = {
        bundle_files.checksum(each)
        for each in ({"a": b"bc"}, {"ab": b"c"}, {"a": b"b", "c": b""}, {"a": b"b", "b": b"c"}, {})
    }

    assert len(sums) == 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "không phải gói"),
        (b"PK\x03\x04", "không phải gói"),
        (packed([]), "danh sách"),
        (packed([("manifest.json", b"[]")]), "danh sách"),
        (packed([("manifest.json", b"[" * 100_000)]), "danh sách"),
        (packed([manifest({}, version=2)]), "danh sách"),
        (packed([manifest({}), ("a.bpmn", b"x")]), "không có trong danh sách"),
        (packed([manifest({"a.bpmn": "0" * 64})]), "không có trong gói"),
        (packed([manifest({"a.bpmn": "0" * 64}), ("a.bpmn", b"x")]), "không khớp mã kiểm tra"),
        (packed([manifest({}), ("../a.bpmn", b"x")]), "không được chứa"),
        (packed([manifest({}), ("x/a.bpmn", b"x")]), "không được chứa"),
        (packed([manifest({}), ("a.exe", b"x")]), "không được chứa"),
        (packed([manifest({}), ("a.bpmn", b"0" * 2_000_000)]), "1024 KB"),
        (packed([manifest({}), *((f"a{n}.bpmn", b"0" * 1_000_000) for n in range(40))]), "32 MB"),
        (packed([manifest({}), *((f"a{n}.bpmn", b"") for n in range(301))]), "300 tệp"),
    ],
)
def test_an_odd_bundle_is_refused_in_words(content, said):
    with pytest.raises(UploadRejected, match=said):
        bundle_files.unpack(content)


def test_an_entry_that_lies_about_its_size_is_not_believed():
    honest = packed([manifest({}), ("a.bpmn", b"0" * 3_000_000)])
    lying = honest.replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    with pytest.raises(UploadRejected):
        bundle_files.unpack(lying)


def test_a_damaged_or_locked_bundle_is_refused():
    sound = packed([manifest({}), ("a.bpmn", b"hello hello hello")], ZIP_STORED)
    damaged = sound.replace(b"hello hello", b"hallo hello")
    locked = bytearray(sound)
    for place in range(len(locked) - 4):
        if bytes(locked[place : place + 4]) == b"PK\x01\x02":
            locked[place + 8] |= 1
    for content in (damaged, bytes(locked)):
        with pytest.raises(UploadRejected):
            bundle_files.unpack(content)


@pytest.mark.parametrize("kind", [ZIP_DEFLATED, ZIP_STORED, ZIP_LZMA, ZIP_BZIP2])
def test_whatever_becomes_of_its_bytes_a_bundle_is_read_or_refused(kind):
    chance = random.Random(kind)
    sound = packed([manifest({}), ("a.bpmn", b"<a/>" * 50), ("b.form", b"{}")], kind)
    for _ in range(400):
        content = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        with contextlib.suppress(UploadRejected):
            bundle_files.unpack(bytes(content[: chance.randint(1, len(content))] if chance.random() < 0.2 else content))
