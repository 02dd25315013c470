"""What the criteria ask of a nominee: figures, answers and documents are kept as they are typed, finished or not."""

from sqlalchemy.orm import Session

from forms import FormInvalid
from workflows import asking, assessing, editing
from workflows.commands import nominees
from workflows.commands.nominees import Change, SavedNominee
from workflows.errors import NotFound
from workflows.policy import Actor

GIVEN_ROWS = ("figures", "checks")
"""Lists whose rows depend on the group of the plan."""


def save(session: Session, actor: Actor, reference: str, nominee_id: int, made: Change) -> SavedNominee:
    """Keep the answers, valid or not; nothing typed for another group of the plan is lost.

    Raises Conflict when somebody else saved the nominee since, NotFound where its deployment asks no criteria,
    forms.FormInvalid for names that the form does not have, and what `editing.open_dossier` raises.
    """
    dossier, task = editing.open_dossier(session, actor, reference)
    nominee = nominees.load(session, dossier, nominee_id)
    form = asking.form_in(session, task.instance.definition.deployment)
    if form is None:
        raise NotFound
    raw = form.read(made.posted)
    nominees.demand_fresh(nominee, made.version)
    if not raw.get("targets") and not assessing.asked(session, dossier, nominee).targets:
        raw.pop("targets", None)  # the page had no such list, so nobody has emptied it
    context = asking.context_of(assessing.asked_by_any(session, dossier, nominee))
    errors: dict[str, list[str]] = {}
    try:
        answers = form.check(raw, context)
    except FormInvalid as invalid:
        answers, errors = raw, invalid.errors
    facts = _merged(nominee.facts, raw, asking.kept(form, answers))
    if facts != nominee.facts:
        nominee.facts = facts
        session.flush()  # the caller is told the new version
        nominees.note(session, actor, dossier, task, "criteria_answered", after=nominees.facts_of(nominee))
    return SavedNominee(nominee.id, nominee.version, errors)


def _merged(stored: dict, posted: dict, filled: dict) -> dict:
    """Return the new answers with what stands for questions that were not on the page, such as another group's."""
    merged = {key: value for key, value in stored.items() if key not in posted} | filled
    for key in GIVEN_ROWS:
        on_page = {row.get("row") for row in posted.get(key) or ()}
        others = [row for row in stored.get(key) or () if row.get("row") not in on_page]
        if others:
            merged[key] = [*(row for row in filled.get(key, []) if row.get("row") in on_page), *others]
    return merged
