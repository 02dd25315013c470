"""What a reviewer of a draft must see first: files that cannot be read, steps whose authority moves, and who may do what."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

import forms
from workflows import bundle_checks, process_drafts
from workflows.comparing import read_bundle
from workflows.engine import Problem
from workflows.engine.mending import parted
from workflows.errors import DefinitionRejected
from workflows.models import Account, DraftFile, DraftReview, Person, ProcessDraft
from workflows.policy import Actor
from workflows.queries.comparison_words import Difference


def worded(problem: Problem | forms.Problem, called: Mapping[str, str] = MappingProxyType({})) -> tuple[str, str]:
    """Return where a problem is, and what it says with how it is mended. `called`: what elements are called, by id."""
    if isinstance(problem, Problem):
        element = called.get(problem.element_id or "", problem.element_id)
        place = f"{problem.file}, {element}" if element else problem.file
        return place, " ".join(filter(None, parted(problem.message, problem.file)))
    return problem.place, problem.message


def of_unreadable(files: Mapping[str, bytes], problems: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return those problems that are of a file which cannot be read at all: others may only follow from them."""
    try:
        read_bundle(files)
    except DefinitionRejected as rejected:
        broken = {worded(problem)[0].partition(",")[0] for problem in rejected.problems}
        return tuple(each for each in problems if each[0].partition(",")[0] in broken)
    return ()


def problem_count(session: Session, draft_id: int) -> int:
    """Return how many problems the page of a draft shows first. That the actor may see it is not checked."""
    files = process_drafts.files_of(session, session.get_one(ProcessDraft, draft_id))
    problems = [worded(each) for each in bundle_checks.problems(session, files)]
    return len(of_unreadable(files, problems) or problems)


def authority(differences: Iterable[tuple[str, Iterable[Difference]]]) -> tuple[str, ...]:
    """Return in a sentence each step at which another may act: its role, organ, council, or who may not have done it."""
    return tuple(each.sentence for matter, group in differences if matter == "permission" for each in group)


def may_decide(session: Session, actor: Actor, draft: ProcessDraft) -> bool:
    """Whether the actor may approve or decline the request that waits: neither asked for it nor saved anything in it."""
    return draft.state == "waiting" and actor.person_id not in {*_savers(session, draft), *_askers(session, draft)}


def could_decide(session: Session, actor: Actor, draft: ProcessDraft) -> tuple[str, ...]:
    """Return the names of those who could approve if the actor asked for it now: administrators who saved nothing in it."""
    concerned = {actor.person_id, *_savers(session, draft)}
    query = select(Person.full_name).join(Account, Account.person_id == Person.id)
    active = query.where(Account.administrator, Account.disabled_at.is_(None), Person.id.not_in(concerned))
    return tuple(session.scalars(active.distinct().order_by(Person.full_name)))


def may_withdraw(session: Session, actor: Actor, draft: ProcessDraft) -> bool:
    """Whether the way to take it back is shown: to its owner, and to who asked for it or saved anything in it."""
    concerned = {draft.owner_id, *_savers(session, draft), *_askers(session, draft)}
    return draft.state in ("waiting", "approved") and actor.person_id in concerned


def _savers(session: Session, draft: ProcessDraft) -> Iterable[int]:
    return session.scalars(select(DraftFile.saved_by).where(DraftFile.draft_id == draft.id).distinct())


def _askers(session: Session, draft: ProcessDraft) -> Iterable[int]:
    query = select(DraftReview.asked_by).where(DraftReview.draft_id == draft.id)
    return session.scalars(query.where(DraftReview.state.in_(("pending", "approved"))))
