"""The register of awards: searched, filtered, and one line of it."""

from flask import Blueprint, render_template, request

from service.auth import current_actor
from service.web import reading
from workflows.queries import register
from workflows.queries.register import Filters

bp = Blueprint("register", __name__, url_prefix="/so-khen")


@bp.get("")
def index() -> str:
    given = request.args
    filters = Filters(
        award=given.get("hinh-thuc", ""),
        campaign=given.get("phong-trao", ""),
        year=given.get("nam", 0, type=int),
        unit=given.get("don-vi", 0, type=int),
    )
    with reading() as session:
        found = register.entries(
            session, current_actor(), given.get("q", ""), page=given.get("trang", 1, type=int), filters=filters
        )
        choices = register.choices(session)
    asked = {
        "q": found.words,
        "hinh-thuc": filters.award,
        "phong-trao": filters.campaign,
        "nam": filters.year,
        "don-vi": filters.unit,
    }
    kept = {name: value for name, value in asked.items() if value}
    return render_template("register/index.html", found=found, choices=choices, filters=filters, kept=kept)


@bp.get("/<int:number>")
def show(number: int) -> str:
    with reading() as session:
        found = register.entry(session, current_actor(), number)
    return render_template("register/entry.html", found=found)
