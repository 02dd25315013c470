"""The parts of a dossier's page, each asked for by name; whoever asks must be allowed to see the dossier."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows import policy
from workflows.policy import Actor
from workflows.queries import dossier_history, dossier_page, dossier_record, nominee_criteria
from workflows.queries.dossier_page import Head


@dataclass(frozen=True)
class Wanted:
    """What the address asks for. `kind` and `page` choose among the acts of the history."""

    name: str
    """content, papers, nominees, opinions or history."""
    kind: str = "all"
    page: int = 1


def part(session: Session, actor: Actor, reference: str, wanted: Wanted) -> tuple[Head, dict[str, object]]:
    """Return the head of a dossier's page and what one of its parts shows. Raises NotFound."""
    dossier = policy.load_dossier(session, actor, reference)
    shown: dict[str, object] = {}
    if wanted.name == "papers":
        shown["papers"] = dossier_record.papers(session, dossier)
        shown["slips"] = dossier_record.slips(session, actor, dossier)
    elif wanted.name == "nominees":
        sent = dossier_record.papers(session, dossier)
        people = dossier_record.nominees(session, dossier, sent)
        shown["known"] = dossier_record.reads_verdicts(session, actor, dossier)
        shown["nominees"] = people if shown["known"] else dossier_record.without_verdicts(people)
        shown["criteria"] = nominee_criteria.by_nominee(session, actor, dossier)
        shown["decided"] = nominee_criteria.decided(session, dossier) if shown["known"] else {}
    elif wanted.name == "opinions":
        shown["opinions"] = dossier_record.opinions(session, actor, dossier)
    elif wanted.name == "history":
        shown["timeline"] = dossier_history.timeline(session, actor, dossier, wanted.kind, wanted.page)
    else:
        shown["content"] = dossier_record.content(session, dossier)
    return dossier_page.head(session, actor, dossier), shown
