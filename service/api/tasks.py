"""Tasks: list, read, claim, release, complete."""

from service.api import schemas
from service.api.base import Operation, get, write
from workflows.commands import tasks
from workflows.queries import facts
from workflows.queries.inbox import Filter, inbox


@get("/tasks", Operation("Việc đang chờ người gọi và nhóm", schemas.TaskRow, many=True, query=schemas.TaskQuery))
def list_tasks(session, actor, query):
    return inbox(session, actor, Filter(**query)).rows


@get("/tasks/<int:task_id>", Operation("Một việc và biểu mẫu của nó", schemas.Task))
def read_task(session, actor, _query, task_id):
    return facts.task(session, actor, task_id)


@write("POST", "/tasks/<int:task_id>/claim", Operation("Nhận việc", schemas.Task))
def claim_task(session, actor, _body, task_id):
    tasks.claim(session, actor, task_id)
    return facts.task(session, actor, task_id)


@write("POST", "/tasks/<int:task_id>/release", Operation("Trả việc về nhóm", schemas.Task))
def release_task(session, actor, _body, task_id):
    tasks.release(session, actor, task_id)
    return facts.task(session, actor, task_id)


@write("POST", "/tasks/<int:task_id>/complete", Operation("Hoàn thành việc", schemas.Task, body=schemas.Completion))
def complete_task(session, actor, body, task_id):
    tasks.complete(session, actor, task_id, body["outcome"], body["answers"])
    return facts.task(session, actor, task_id)
