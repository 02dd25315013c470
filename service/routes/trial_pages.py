"""The page of a try-out: where it stands, the step that somebody has before them, and what would have followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request, url_for

from service.routes import trial_words
from service.routes.drawings import drawing
from workflows.clock import standing_at
from workflows.queries.dossier_map import Path
from workflows.trying.listing import Trial
from workflows.trying.played import Desk, Played, Stopped


@dataclass(frozen=True)
class Typed:
    """What was typed into the form of a step, what is wrong with it, and why the step could not be done."""

    answers: Mapping[str, Any]
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    stopped: Stopped | None = None


def show(
    trial: Trial,
    played: Played,
    count: int,
    typed: Typed | None = None,
    *,
    refused: Mapping[str, list[str]] | None = None,
) -> str:
    """Return the page of a try-out after `count` of its acts; `refused` says what could not be done beside a form.

    Words such as "hôm nay" are those of the clock of the try-out.
    """

    def to(path: Path) -> str:
        words: dict[str, Any] = {**request.args, "duong": "/".join(path) or None}
        return url_for("processes.trial", number=trial.draft_id, trial_id=trial.id, **words, _anchor="so-do-ten")

    with standing_at(played.now):
        return render_template(
            "processes/trial.html",
            trial=trial,
            played=played,
            count=count,
            is_past=count < len(trial.acts),
            typed=typed,
            refused=refused or {},
            map=played.map,
            said=trial_words.variables(played.variables),
            here=tuple(part for part in request.args.get("duong", "").split("/") if part),
            to=to,
            drawing=drawing(played.map, to) if played.map else {},
            **(_drawn(played.desk, typed) if played.desk else {}),
        )


def _drawn(desk: Desk, typed: Typed | None) -> dict[str, Any]:
    """Return the form of a step as it is drawn, with what was typed, else with samples where they are asked for."""
    wants_sample = "mau" in request.args and desk.sampled is not None
    answers = dict(typed.answers if typed else desk.sampled or {} if wants_sample else desk.answers)
    errors = dict(typed.errors) if typed else {}
    pages = desk.form.pages_open(answers, desk.context)
    known = {key for key, _ in desk.step.outcomes}
    return {
        "pages": [desk.form.view(each.key, answers, desk.context, errors=errors) for each in pages],
        "outcomes": [each for each in desk.form.outcomes_open(answers, desk.context) if each.key in known],
        "lines": desk.form.error_lines(errors, desk.context),
    }
