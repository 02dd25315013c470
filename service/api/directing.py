"""What a head does about a task of the organ: who else may do it, another person for it, a later date."""

from marshmallow import Schema, fields

from service.api.base import Operation, get, write
from service.api.schemas import Body, Reason, Task, key, needed
from workflows.commands import directing
from workflows.queries import directing as queries
from workflows.queries import facts


class Candidate(Schema):
    """Somebody who may do a task. `held`: how many open tasks are in their hands."""

    person_id = fields.Integer()
    name = fields.String()
    held = fields.Integer()


class NewAssignment(Body):
    """To whom a task is given; null: back to the group."""

    person_id = key(allow_none=True)


class NewExtension(Reason):
    """The new last day, and why."""

    new_day = needed(fields.Date)


@get("/tasks/<int:task_id>/candidates", Operation("Người có thể được giao việc", Candidate, many=True))
def list_candidates(session, actor, _query, task_id):
    return queries.candidates(session, actor, task_id)


@write("POST", "/tasks/<int:task_id>/assignment", Operation("Giao lại việc", Task, body=NewAssignment))
def assign_task(session, actor, body, task_id):
    directing.assign(session, actor, task_id, body["person_id"])
    return facts.task(session, actor, task_id)


@write(
    "POST",
    "/tasks/<int:task_id>/extension",
    Operation("Gia hạn, lập phiếu xin lỗi và gia hạn", Task, body=NewExtension),
)
def extend_task(session, actor, body, task_id):
    directing.extend(session, actor, task_id, body["new_day"], body["reason"])
    return facts.task(session, actor, task_id)
