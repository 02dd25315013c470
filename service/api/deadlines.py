"""How a due date was counted, and a hold of the law that lets the limits of a dossier stand still."""

from marshmallow import Schema, fields

from service.api.base import Operation, get, write
from service.api.schemas import Reason
from workflows.commands import holds
from workflows.queries import deadline as queries

OF_TASK = "/tasks/<int:task_id>/deadline"
OF_DOSSIER = "/dossiers/<reference>/deadline"
HOLD = "/dossiers/<reference>/hold"


class DeadlineRule(Schema):
    """The limit: how long, from what, by which clause, what stops it."""

    name = fields.String()
    words = fields.String()
    start = fields.String()
    on_return = fields.String()
    stopped_by = fields.List(fields.String())
    clause = fields.String(allow_none=True)
    confidence = fields.String()
    note = fields.String(allow_none=True)


class DeadlineDay(Schema):
    """One day of the count."""

    day = fields.Date()
    weight = fields.Float(metadata={"description": "1, 0.5 hoặc 0 ngày"})
    kind = fields.String(metadata={"description": "event, counted, half, weekend, off, stopped, moved hoặc extended"})
    words = fields.String()


class DeadlineStop(Schema):
    """A time for which the clock stood still; without an end it still does."""

    words = fields.String()
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    note = fields.String(allow_none=True)
    concerns = fields.Boolean(metadata={"description": "Có làm dừng hạn này hay không"})


class DeadlineExtension(Schema):
    """A later day that somebody gave."""

    until = fields.Date()
    extended_at = fields.AwareDateTime()
    extender = fields.String()
    reason = fields.String()


class Deadline(Schema):
    """A due date and every day that it was counted from."""

    reference = fields.String()
    task_id = fields.Integer(allow_none=True)
    name = fields.String()
    state = fields.String(attribute="due.kind", metadata={"description": "none, left, today, overdue hoặc stopped"})
    working_days = fields.Integer(attribute="due.working_days")
    is_provisional = fields.Boolean(attribute="due.is_provisional")
    due_day = fields.Date(allow_none=True)
    counted_day = fields.Date(allow_none=True, metadata={"description": "Theo lịch và bảng thời hạn hiện nay"})
    started_at = fields.AwareDateTime(allow_none=True)
    rule = fields.Nested(DeadlineRule, allow_none=True)
    days = fields.List(fields.Nested(DeadlineDay))
    stops = fields.List(fields.Nested(DeadlineStop))
    extensions = fields.List(fields.Nested(DeadlineExtension))


@get(OF_TASK, Operation("Hạn của một việc: từng ngày được tính thế nào", Deadline))
def read_task_deadline(session, actor, _query, task_id):
    return queries.of_task(session, actor, task_id)


@get(OF_DOSSIER, Operation("Hạn trả kết quả của một hồ sơ: từng ngày được tính thế nào", Deadline))
def read_deadline(session, actor, _query, reference):
    return queries.of_dossier(session, actor, reference)


@write("POST", HOLD, Operation("Tạm dừng thời hạn theo pháp luật", Deadline, body=Reason, status=201))
def place_hold(session, actor, body, reference):
    holds.place(session, actor, reference, body["reason"])
    session.flush()  # the answer reads what was just written
    return queries.of_dossier(session, actor, reference)


@write("DELETE", HOLD, Operation("Cho thời hạn chạy tiếp", Deadline, body=Reason))
def lift_hold(session, actor, body, reference):
    holds.lift(session, actor, reference, body["reason"])
    session.flush()  # the answer reads what was just written
    return queries.of_dossier(session, actor, reference)
