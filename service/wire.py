"""What may come in at all: numbers that a key can be, and texts that every database can keep."""

from flask import Flask, abort, request
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


def is_text(text: str) -> bool:
    """Whether a text can be kept: PostgreSQL takes no NUL, and half of a surrogate pair is not a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def register(app: Flask) -> None:
    """Give addresses the converter, and refuse every request whose address or form holds a text that cannot be kept."""
    app.url_map.converters["int"] = KeyInteger

    @app.before_request
    def refuse_broken_text() -> None:
        given = [request.path, *_texts(request.args), *_texts(request.form)]
        if not all(is_text(text) for text in given):
            abort(400, "Nội dung gửi lên có ký tự ẩn không lưu được. Xóa ký tự đó rồi gửi lại.")


def _texts(values) -> list[str]:
    return [text for name, texts in values.lists() for text in (name, *texts)]
