"""The moments that timers of the diagrams wait for."""

from collections.abc import Mapping

from workflows import dates
from workflows.errors import OperationFailed
from workflows.operations.registry import operation
from workflows.work import Place, Work


@operation("clock/due_at")
def due_at(work: Work, _place: Place, parameters: Mapping[str, object]) -> str:
    """Return when a limit that starts now ends, as a UTC instant. `rule`: key of the limit.

    Raises OperationFailed where no number is set: a timer must not wait for ever.
    """
    rule = str(parameters["rule"])
    instant = dates.due_at(work.session, rule, work.dossier, work.now)
    if instant is None:
        raise OperationFailed(
            f"Chưa đặt thời hạn “{rule}” nên không tính được ngày hết hạn. Quản trị nhập thời hạn này."
        )
    return instant.isoformat()
