"""The form of a nominee's criteria with what it asks of this nominee: groups to choose, figures, criteria in words."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from forms import Choice, Context, Form, Row
from forms.components import RowList
from workflows import catalogue
from workflows.assessing import Asked
from workflows.errors import NotFound
from workflows.models import Deployment

FORM = "nominee_criteria"


def form_in(session: Session, deployment: Deployment) -> Form | None:
    """Return the form; None in a deployment that is older than the criteria."""
    try:
        return catalogue.form(session, deployment, FORM)
    except NotFound:
        return None


def context_of(asked: Asked) -> Context:
    """Return what the form knows of a nominee besides the answers."""
    return Context(
        values={
            "asks_group": len(asked.groups) > 1,
            "asks_targets": asked.targets,
            "asks_figures": bool(asked.figures),
            "asks_checks": bool(asked.checks),
        },
        choices={"groups": tuple(Choice(code, name) for code, name in asked.groups)},
        rows={
            "figures": tuple(Row(figure.id, figure.label) for figure in asked.figures),
            "checks": tuple(
                Row(code, text, f"Minh chứng: {wanted}" if wanted else "") for code, text, wanted in asked.checks
            ),
        },
    )


def shown(form: Form, answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Return the answers without the rows that are not asked now, such as those of another group."""
    found = {}
    for key, value in answers.items():
        item = form.items[key].item if key in form.items else None
        if isinstance(item, RowList) and item.rows_from and isinstance(value, list):
            known = {row.id for row in context.rows.get(item.rows_from, ())}
            found[key] = [row for row in value if row.get("row") in known]
        elif item is not None:
            found[key] = value
    return found


def kept(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers without rows in which nothing stands."""
    return {
        key: [row for row in value if any(_is_filled(cell) for name, cell in row.items() if name != "row")]
        if isinstance(form.items[key].item, RowList) and isinstance(value, list)
        else value
        for key, value in answers.items()
        if _is_filled(value)
    }


def _is_filled(value: object) -> bool:
    return value is not None and value is not False and value not in ("", [])
