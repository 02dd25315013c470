"""One form of a draft, for its editor: what is wrong, where, and the pages as officers will see them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

import forms
from forms.catalogue import read_form
from forms.context import Context
from forms.samples import made_up, sample
from forms.views import PageView
from workflows import dates
from workflows.errors import NotFound
from workflows.policy import Actor
from workflows.queries import studio
from workflows.rules.calendar import VIETNAM

SUFFIX = ".form"
STATES = ("empty", "filled", "refused")
"""How the preview stands: as it is opened, filled in with made-up answers, or sent with nothing filled in."""


@dataclass(frozen=True)
class FormProblem:
    """Why a form cannot be published. `label` and `element` (its id) are of the component; "" for the whole form."""

    message: str
    label: str
    element: str


@dataclass(frozen=True)
class FormReview:
    """A form as it was sent or stands in the draft; without pages where it cannot be honoured."""

    name: str
    title: str
    problems: tuple[FormProblem, ...]
    pages: tuple[PageView, ...] = ()
    outcomes: tuple[forms.Outcome, ...] = ()
    submit_label: str = ""
    unfillable: str = ""
    """Why no made-up answers pass; "" where they do."""


@dataclass(frozen=True)
class Wanted:
    """Which form of a draft is to be drawn, at which moment and in which state; `content` stands in for its own."""

    name: str
    now: datetime
    state: str = STATES[0]
    content: bytes | None = None


def review(session: Session, actor: Actor, draft_id: int, wanted: Wanted) -> FormReview:
    """Return a form of a draft, drawn for a made-up case; nothing is saved.

    Raises NotFound unless an administrator asks for a form that the draft has.
    """
    _, files = studio.bundle(session, actor, draft_id)
    name = wanted.name
    if name not in files or not name.endswith(SUFFIX):
        raise NotFound
    content = files[name] if wanted.content is None else wanted.content
    try:
        form = read_form(content)
    except forms.FormRejected as rejected:
        return FormReview(name, name, tuple(_named(content, rejected.problems)))
    key = name.removesuffix(SUFFIX)
    wrong_key = f"Mã biểu mẫu “{form.key}” phải là “{key}”, như tên tệp."
    return _drawn(form, wanted, () if form.key == key else (FormProblem(wrong_key, "", ""),))


def _drawn(form: forms.Form, wanted: Wanted, problems: tuple[FormProblem, ...]) -> FormReview:
    context = made_up(form, wanted.now.astimezone(VIETNAM))
    answers, errors, unfillable = _answers(form, context, wanted)
    pages = form.pages_open(answers, context)
    return FormReview(
        name=wanted.name,
        title=form.title,
        problems=problems,
        pages=tuple(form.view(page.key, answers, context, errors=errors) for page in pages),
        outcomes=form.outcomes_open(answers, context),
        submit_label=form.submit_label,
        unfillable=unfillable,
    )


def _answers(form: forms.Form, context: Context, wanted: Wanted) -> tuple[dict[str, Any], Mapping[str, list[str]], str]:
    """Return the answers and errors of a state of the preview, and why it could not be filled in."""
    outcome = form.outcomes[0].key if form.outcomes else None
    try:
        if wanted.state == "filled":
            return sample(form, context, outcome=outcome, today=dates.local_date(wanted.now)), {}, ""
        if wanted.state == "refused":
            form.check({}, context, outcome=outcome)
    except forms.FormInvalid as invalid:
        if wanted.state == "refused":
            return {}, invalid.errors, ""
        return {}, {}, "; ".join(line.text for line in form.error_lines(invalid.errors, context))
    return {}, {}, ""


def _named(content: bytes, problems: tuple[forms.Problem, ...]) -> Iterator[FormProblem]:
    components = dict(_components(content))
    for problem in problems:
        element, label = components.get(problem.place) or components.get(problem.place.rpartition(" › ")[2], ("", ""))
        message = problem.message[:1].upper() + problem.message[1:]
        yield FormProblem(message if message.endswith((".", "!")) else f"{message}.", label or problem.place, element)


def _components(content: bytes) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (where it stands, (its id, what it is called)) of each component, as the compiler names places."""
    try:
        source = json.loads(content)
    except (ValueError, RecursionError):
        return
    waiting: list[tuple[str, Any]] = [("", source)]
    while waiting:
        place, parent = waiting.pop(0)
        below = parent.get("components") if isinstance(parent, dict) else None
        for number, each in enumerate(below if isinstance(below, list) else [], start=1):
            if not isinstance(each, dict):
                continue
            own = next((each[key] for key in ("key", "path", "id") if isinstance(each.get(key), str)), "")
            where = f"{place} › {own or f'thành phần {number}'}".removeprefix(" › ")
            called = next(
                (each[key] for key in ("label", "dateLabel", "timeLabel") if isinstance(each.get(key), str)), ""
            )
            yield where, (str(each.get("id") or ""), called)
            if own and where != own:
                yield own, (str(each.get("id") or ""), called)
            waiting.append((where, each))
