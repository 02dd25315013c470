"""What may come in at all: numbers that a key can be, and texts that every database can keep."""

from collections.abc import Callable
from typing import IO, Any

from flask import Flask, Request, abort, g, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter

LARGEST_KEY = 2**63 - 1
"""Keys have 64 bits; a larger number names nothing, and the databases answer it with an error of their own."""


class KeyInteger(IntegerConverter):
    """`<int:…>` of an address. What cannot be a key becomes 0, which names no row.

    Refusing it here would answer 405 wherever another method has the same address.
    """

    def to_python(self, value: str) -> int:
        """Return the number, or 0 for one that is too large."""
        digits = value.lstrip("0")
        return int(digits) if 0 < len(digits) <= 19 and int(digits) <= LARGEST_KEY else 0


LARGEST_NUMBER = 2**53
"""What a page is asked with is below: a page of a list, times the rows on a page, must still be a number of 64 bits."""


class Parameters(ImmutableMultiDict):
    """What stands behind the ? of an address, or in a form; a number that no table can hold names nothing (404)."""

    def get(self, key: str, default: Any = None, type: Callable | None = None) -> Any:  # type: ignore[override]  # noqa: A002
        """Return a value as werkzeug does: `default` where there is none, or none of that type."""
        if type is int and _is_out_of_reach(super().get(key, "")):
            abort(404, "Địa chỉ có một số lớn hơn mọi số mà hệ thống dùng. Kiểm tra lại địa chỉ.")
        return super().get(key, default, type)  # type: ignore[arg-type]


class BoundedRequest(Request):
    """A request whose numbers are within reach."""

    parameter_storage_class = Parameters

    def _get_file_stream(self, *facts: Any, **more: Any) -> IO[bytes]:
        g.setdefault("received_files", []).append(file := super()._get_file_stream(*facts, **more))
        return file


def _is_out_of_reach(text: str) -> bool:
    digits = text.strip().lstrip("+-").replace("_", "")
    return digits.isdecimal() and (len(digits.lstrip("0")) > 16 or int(digits) > LARGEST_NUMBER)


def is_text(text: str) -> bool:
    """Whether a text can be kept: PostgreSQL takes no NUL, and half of a surrogate pair is not a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def register(app: Flask) -> None:
    """Bound the numbers of addresses and forms, and refuse every request that holds a text which cannot be kept."""
    app.url_map.converters["int"] = KeyInteger
    app.request_class = BoundedRequest

    @app.before_request
    def refuse_broken_text() -> None:
        given = [request.path, *_texts(request.args), *_texts(request.form)]
        if not all(is_text(text) for text in given):
            abort(400, "Nội dung gửi lên có ký tự ẩn không lưu được. Xóa ký tự đó rồi gửi lại.")


def _texts(values) -> list[str]:
    return [text for name, texts in values.lists() for text in (name, *texts)]
