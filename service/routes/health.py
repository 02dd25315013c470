"""For the machines that watch this one: is it alive, can it work?"""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from service.web import reading

bp = Blueprint("health", __name__, url_prefix="/suc-khoe")


@bp.get("")
def alive() -> Response:
    return jsonify(status="ok")


@bp.get("/san-sang")
def ready() -> Response:
    """Answer 503 (through the table of errors) while the database is away."""
    with reading() as session:
        session.execute(text("select 1 from account where 1 = 0"))
    return jsonify(status="ok")
