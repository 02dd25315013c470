"""Messages that the diagrams send to people."""

from collections.abc import Mapping

from workflows.acts import record_act
from workflows.notices import refusals, tell_submitters
from workflows.operations.registry import operation
from workflows.work import Place, Work


@operation("notice/send")
def send(work: Work, place: Place, parameters: Mapping[str, object]) -> int:
    """Queue a notice to the officers and the head of the submitting unit. `notice`: key of NOTICES.

    Returns to how many people it goes.
    """
    notice = str(parameters["notice"])
    sent = tell_submitters(work, place.element_id, notice, reason=refusals(work.dossier))
    record_act(work, place.element_id, "notice_sent", after={"notice": notice, "people": sent})
    return sent
