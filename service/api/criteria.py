"""What the criteria ask of nominees, how nominees stand, conclusions against the tables, and a council's figures."""

from service.api import criteria_schemas as shapes
from service.api import schemas
from service.api.base import Operation, get, posted, write
from workflows.commands import nominee_criteria as answers
from workflows.commands import overrides, plan_figures
from workflows.commands.nominees import Change
from workflows.commands.overrides import Conclusion
from workflows.queries import nominee_criteria as queries
from workflows.queries import plan_figures as figures

OF_NOMINEE = "/dossiers/<reference>/nominees/<int:nominee_id>/criteria"
FIGURES = "/campaigns/<key>/figures/<name>"


@get(OF_NOMINEE, Operation("Đối tượng so với tiêu chí: đạt, không đạt, chưa đủ dữ liệu", shapes.Criteria))
def read_criteria(session, actor, _query, reference, nominee_id):
    return queries.as_facts(session, actor, reference, nominee_id)


@write("PUT", OF_NOMINEE, Operation("Lưu số liệu, câu trả lời", schemas.SavedNominee, body=schemas.ChangedNominee))
def save_criteria(session, actor, body, reference, nominee_id):
    made = Change(posted(body["answers"]), body["version"])
    return answers.save(session, actor, reference, nominee_id, made)


@write(
    "POST",
    "/tasks/<int:task_id>/nominees/<int:nominee_id>/conclusions",
    Operation("Kết luận khác bảng tiêu chí, hoặc bỏ kết luận", shapes.Criteria, body=shapes.Conclusion, status=201),
)
def conclude_criterion(session, actor, body, task_id, nominee_id):
    made = Conclusion(nominee_id, body["criterion"], body["verdict"], body["reason"])
    row = overrides.conclude(session, actor, task_id, made)
    session.flush()  # the answer reads what was just concluded
    return queries.as_facts(session, actor, row.nominee.dossier.reference, nominee_id)


@get(FIGURES, Operation("Định mức do Hội đồng quy định", shapes.PlanFigure, many=True))
def list_plan_figures(session, actor, _query, key, name):
    return figures.page(session, actor, key, name).figures


@write("POST", FIGURES, Operation("Ghi định mức", shapes.PlanFigure, many=True, body=shapes.NewPlanFigure, status=201))
def enter_plan_figure(session, actor, body, key, name):
    plan_figures.enter(session, actor, key, name, posted(body["answers"]))
    session.flush()  # the answer lists it
    return figures.page(session, actor, key, name).figures


@write(
    "DELETE",
    "/campaigns/<key>/figures/<int:figure_id>",
    Operation("Bỏ định mức ghi sai", None, body=schemas.Reason),
)
def remove_plan_figure(session, actor, body, key, figure_id):
    plan_figures.remove(session, actor, key, figure_id, body["reason"])
