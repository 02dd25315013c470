"""The first page after signing in."""

from flask import Blueprint, current_app, render_template

from service.auth import current_actor
from service.web import reading
from workflows.queries.home import home

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> str:
    with reading() as session:
        found = home(session, current_actor(), sends_mail=bool(current_app.extensions["settings"].smtp_host))
    return render_template("home/index.html", found=found)
