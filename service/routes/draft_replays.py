"""Finished dossiers played again by a draft, asked for on its page."""

from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound as NotHere
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.routes.processes import bp
from service.web import transaction
from workflows.commands import replays


@bp.post("/ban-thao/<int:number>/phat-lai")
def replay_draft(number: int) -> Response:
    """Have finished dossiers played again; what is quick is done before the answer, the worker does the rest."""
    if not current_actor().administrator:
        raise NotHere
    with transaction() as session:
        replays.ask(session, current_actor(), number, request.form.get("so-ho-so", replays.USUAL, type=int))
    with transaction() as session:
        replays.work(session)
    return redirect(url_for("processes.draft", number=number, _anchor="phat-lai"))
