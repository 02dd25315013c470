"""Reports of a campaign's duty: which units owe one, and that one has come in."""

from collections.abc import Mapping

from workflows.acts import record_act
from workflows.errors import OperationFailed
from workflows.models import Unit
from workflows.operations.registry import operation
from workflows.work import Place, Work


@operation("report/open")
def open_reporting(work: Work, place: Place, _parameters: Mapping[str, object]) -> dict:
    """Return the units that must report: {unit id: {"organ": unit id}}. Raises OperationFailed where nobody must."""
    units = sorted((each.unit for each in work.duty.units), key=lambda unit: unit.name)
    if not units:
        raise OperationFailed(f"Phong trào “{work.duty.campaign.name}” chưa có đơn vị nào phải báo cáo.")
    record_act(work, place.element_id, "reporting_opened", after={"organs": [unit.name for unit in units]})
    return {str(unit.id): {"organ": str(unit.id)} for unit in units}


@operation("report/receive")
def receive_report(work: Work, place: Place, _parameters: Mapping[str, object]) -> str:
    """Note that the signed report of a unit has come in."""
    reporter = place.variables.get("reporter")
    organ = reporter["organ"] if isinstance(reporter, dict) else None
    unit = work.session.get(Unit, int(organ)) if organ else None
    record_act(work, place.element_id, "report_received", after={"unit_name": unit.name if unit else None})
    return "received"
