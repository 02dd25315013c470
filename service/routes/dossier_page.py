"""The page of a dossier for whoever may see it, and the papers that the system made for it."""

from flask import render_template, request

from service.auth import current_actor
from service.routes.dossiers import bp
from service.security import relax
from service.web import reading
from workflows.queries import dossier_page as queries


@bp.get("/<reference>/phieu/<int:number>")
def slip(reference: str, number: int) -> str:
    """Return a paper of the system to be read and printed; with ?xem=1 alone, for the frame beside a form."""
    with reading() as session:
        found = queries.slip(session, current_actor(), reference, number)
    if "xem" in request.args:
        relax("frame-ancestors", "'self'")
        return render_template("dossier/slip_alone.html", slip=found)
    return render_template("dossier/slip.html", slip=found)
