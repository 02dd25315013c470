"""Whose work a step is by its diagram: what must stay so where a step is to go to the same people."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.engine import Process
from workflows.engine.diagram import Element
from workflows.models import UserTask
from workflows.policy import SEATS_OF_GROUP

COUNCIL = "council:"


@dataclass(frozen=True)
class Doer:
    """Who is to do a step.

    `role`: key of the role or seat; `organ`: which organ of the dossier it is ("home_affairs"), or "council:" and the
    kind of a council, or the expression that names the unit. `person`: the expression that names one person.
    """

    role: str
    organ: str = ""
    lane: str = ""
    person: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as a scenario keeps it; what is empty is left out."""
        given = {"role": self.role, "organ": self.organ, "lane": self.lane, "person": self.person}
        return {name: value for name, value in given.items() if value}


def doer_of(process: Process, task: UserTask) -> Doer:
    """Return who is to do an open step of a process that runs."""
    element = process.element(task.process_key, task.element_id)
    near = (element, *reversed(_around(process, task)))
    organ = _nearest("council", near) if task.candidate_group in SEATS_OF_GROUP else ""
    return Doer(
        role=task.candidate_group,
        organ=f"{COUNCIL}{organ}" if organ else _organ(near),
        lane=task.lane or "",
        person=element.properties.get("assigneeExpression", ""),
    )


def read_doer(given: Mapping[str, str]) -> Doer:
    """Return who is to do a step as a scenario says it."""
    return Doer(given.get("role", ""), given.get("organ", ""), given.get("lane", ""), given.get("person", ""))


def _around(process: Process, task: UserTask) -> list[Element]:
    """Return the calls and sub-processes around a task, from the outside."""
    found, here = [], process.key
    for element_id in task.path:
        element = process.element(here, element_id)
        found.append(element)
        here = element.opens or here
    return found


def _organ(near: tuple[Element, ...]) -> str:
    for each in near:
        if found := each.properties.get("organExpression") or each.properties.get("organ"):
            return found
    return ""


def _nearest(name: str, near: tuple[Element, ...]) -> str:
    return next((each.properties[name] for each in near if name in each.properties), "")
