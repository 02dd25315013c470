"""Log lines as JSON, one event a line, each with the id of its request."""

import logging
import secrets
import time
from datetime import UTC, datetime
from typing import Any

import orjson
from flask import Flask, Response, g, has_request_context, request

# What a LogRecord carries by itself; everything else was given as a field.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
logger = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, event, logger, request, then the fields of the call."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
        }
        if has_request_context():
            line["request_id"] = request_id()
        line |= {name: value for name, value in vars(record).items() if name not in STANDARD}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def configure(level: str) -> None:
    """Send every log line to standard error as JSON. Safe to call again."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    for old in [kept for kept in root.handlers if isinstance(kept.formatter, JsonLines)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    # SpiffWorkflow logs a line per task and per state; at INFO that is the larger part of the time of a step.
    logging.getLogger("spiff").setLevel(logging.WARNING)


def request_id() -> str:
    """Return the id of the present request, short enough to be read out over the telephone: "7F3A-91C2"."""
    if "request_id" not in g:
        digits = secrets.token_hex(4).upper()
        g.request_id = f"{digits[:4]}-{digits[4:]}"
    return str(g.request_id)


def register(app: Flask) -> None:
    """Log each request once it is answered. No query and no address: they may hold names of people."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def log(response: Response) -> Response:
        response.headers["X-Request-Id"] = request_id()
        if request.endpoint != "static":
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "endpoint": request.endpoint,
                    "status": response.status_code,
                    "milliseconds": round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None,
                    "account_id": getattr(g.get("actor"), "account_id", None),
                },
            )
        return response
