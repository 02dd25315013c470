"""Incidents, running processes, and what administrators do to them."""

from service.api import operation_schemas as shapes
from service.api import schemas
from service.api.base import Operation, get, write
from workflows.commands import incidents as incident_commands
from workflows.commands import interventions, moves
from workflows.commands.moves import Move
from workflows.queries import incidents, instance_list, instances


@get("/incidents", Operation("Sự cố của các quy trình", shapes.Incident, many=True, query=shapes.IncidentQuery))
def list_incidents(session, actor, query):
    return incidents.listing(session, actor, incidents.Wanted(**query)).rows


@get("/incidents/<int:incident_id>", Operation("Một sự cố", shapes.IncidentFacts))
def read_incident(session, actor, _query, incident_id):
    return incidents.incident(session, actor, incident_id)


@write(
    "POST",
    "/incidents/<int:incident_id>/dismissal",
    Operation("Đóng sự cố không cần làm lại", shapes.IncidentFacts, body=schemas.Reason),
)
def dismiss_incident(session, actor, body, incident_id):
    incident_commands.dismiss(session, actor, incident_id, body["reason"])
    session.flush()
    return incidents.incident(session, actor, incident_id)


@get("/instances", Operation("Lượt chạy của các quy trình", shapes.InstanceRow, many=True, query=shapes.InstanceQuery))
def list_process_instances(session, actor, query):
    return instance_list.listing(session, actor, instance_list.Wanted(**query)).rows


@get("/instances/<int:instance_id>", Operation("Một lượt chạy và nơi đang dừng", shapes.InstanceFacts))
def read_instance(session, actor, _query, instance_id):
    return instances.instance(session, actor, instance_id)


@write(
    "POST",
    "/instances/<int:instance_id>/retry",
    Operation("Chạy lại mốc thời gian có sự cố", shapes.InstanceFacts, body=schemas.Reason),
)
def retry_instance(session, actor, body, instance_id):
    interventions.retry(session, actor, instance_id, body["reason"])
    return _as_it_stands(session, actor, instance_id)


@write("POST", "/instances/<int:instance_id>/suspend", Operation("Tạm dừng", shapes.InstanceFacts, body=schemas.Reason))
def suspend_instance(session, actor, body, instance_id):
    interventions.suspend(session, actor, instance_id, body["reason"])
    return _as_it_stands(session, actor, instance_id)


@write(
    "POST", "/instances/<int:instance_id>/resume", Operation("Cho chạy tiếp", shapes.InstanceFacts, body=schemas.Reason)
)
def resume_instance(session, actor, body, instance_id):
    interventions.resume(session, actor, instance_id, body["reason"])
    return _as_it_stands(session, actor, instance_id)


@write(
    "POST", "/instances/<int:instance_id>/cancel", Operation("Hủy quy trình", shapes.InstanceFacts, body=schemas.Reason)
)
def cancel_instance(session, actor, body, instance_id):
    interventions.cancel(session, actor, instance_id, body["reason"])
    return _as_it_stands(session, actor, instance_id)


@write(
    "POST",
    "/instances/<int:instance_id>/moves",
    Operation("Đề nghị chuyển bước", shapes.InstanceFacts, body=shapes.NewMove, status=201),
)
def ask_move(session, actor, body, instance_id):
    wanted = Move(body["token_id"], body["element_id"], body["revision"])
    moves.ask(session, actor, instance_id, wanted, body["reason"])
    return _as_it_stands(session, actor, instance_id)


@write("POST", "/moves/<int:move_id>/approval", Operation("Duyệt và chuyển bước", shapes.InstanceFacts))
def approve_move(session, actor, _body, move_id):
    return _as_it_stands(session, actor, moves.approve(session, actor, move_id).instance_id)


@write(
    "POST", "/moves/<int:move_id>/refusal", Operation("Từ chối chuyển bước", shapes.InstanceFacts, body=schemas.Reason)
)
def decline_move(session, actor, body, move_id):
    return _as_it_stands(session, actor, moves.decline(session, actor, move_id, body["reason"]).instance_id)


def _as_it_stands(session, actor, instance_id):
    session.flush()  # the answer reads what was just done
    return instances.instance(session, actor, instance_id)
