"""How much a request may bring: refused by the length that it announces before a byte is read, else where it goes beyond."""

from collections.abc import Callable
from io import RawIOBase
from typing import IO, Any, TypeVar

from flask import Flask, abort, current_app, g, request
from werkzeug.exceptions import RequestEntityTooLarge

View = TypeVar("View", bound=Callable[..., Any])

FORM_BYTES = 1_000_000
"""Of forms and JSON; an address that takes more says so."""
_LIMIT = "largest_body"


def takes_files(view: View) -> View:
    """Let an address take what the installation allows to be sent at once."""
    return takes_up_to(0)(view)


def takes_up_to(size_bytes: int) -> Callable[[View], View]:
    """Let an address take bodies of so many bytes; 0: what the installation allows to be sent at once."""

    def mark(view: View) -> View:
        setattr(view, _LIMIT, size_bytes)
        return view

    return mark


def lower() -> None:
    """Take no files in this request: whoever sends it is not known."""
    request.max_content_length = min(_limit(), FORM_BYTES)


def register(app: Flask) -> None:
    """Bound what every request may bring, before anything reads it."""

    @app.before_request
    def refuse_unread() -> None:
        limit = request.max_content_length = _limit()
        if (request.content_length or 0) > limit:
            abort(413, _words(limit))
        if request.content_length is None:
            # werkzeug cuts what is read as a whole, and says nothing: what goes beyond must come into sight.
            request.environ["wsgi.input"] = _Bounded(request.environ["wsgi.input"], limit)
            request.max_content_length = limit + 1

    @app.teardown_request
    def close_files(_error: BaseException | None) -> None:
        # Of a form that was refused half read nobody else knows them.
        for each in g.pop("received_files", ()):
            each.close()


class _Bounded(RawIOBase):
    """A body whose length nobody has announced; to read beyond its limit raises RequestEntityTooLarge."""

    def __init__(self, body: IO[bytes], limit: int):
        self._body, self._left = body, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        read = self._body.read(min(len(buffer), self._left + 1))
        self._left -= len(read)
        if self._left < 0:
            raise RequestEntityTooLarge
        buffer[: len(read)] = read
        return len(read)


def _limit() -> int:
    largest: int = current_app.config["MAX_CONTENT_LENGTH"]
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, _LIMIT, min(largest, FORM_BYTES)) or largest


def _words(limit: int) -> str:
    size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1000} kB"
    if request.is_json:
        return f"Thân JSON dài quá {size}."
    return f"Địa chỉ này nhận nhiều nhất {size} mỗi lần gửi. Giảm dung lượng hoặc chia thành nhiều lần rồi gửi lại."
