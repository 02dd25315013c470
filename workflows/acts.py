"""Records what one step of a process did, naming the step and the process, so that no caller forgets either."""

from workflows import history
from workflows.work import Work


def record_act(work: Work, element_id: str, verb: str, **facts) -> history.Link:
    """Add an act of this step to the history of its dossier or duty, or of the system where there is neither.

    `facts`: before, after (plain JSON), reason.
    """
    definition = work.instance.definition
    return history.record(
        work.session,
        work.actor,
        verb,
        **history.of(work.instance),
        element_id=element_id,
        definition=f"{definition.key}@{definition.version}",
        capacity=work.capacity,
        **facts,
    )
