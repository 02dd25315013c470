"""Log lines: one JSON object each, fields beside the event, the id of the request where there is one."""

import json
import logging

from flask import Flask

from service.logs import JsonLines, request_id


def line(**fields):
    record = logging.LogRecord("service.x", logging.INFO, "x.py", 1, "task_claimed", (), None)
    vars(record).update(fields)
    return json.loads(JsonLines().format(record))


def test_fields_stand_beside_the_event():
    found = line(task_id=7, person="ai")
    assert (found["event"], found["level"], found["task_id"], found["person"]) == ("task_claimed", "info", 7, "ai")
    assert "request_id" not in found


def test_a_trace_is_part_of_its_line():
    try:
        raise ValueError("hỏng")
    except ValueError as error:
        found = line(exc_info=(type(error), error, error.__traceback__))
    assert "ValueError: hỏng" in found["trace"]


def test_lines_of_one_request_share_its_id():
    with Flask("x").test_request_context():
        assert line()["request_id"] == line()["request_id"] == request_id()
