"""The register of awards: searched, filtered, one line of it, and asking that an award be taken back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import files
from service.auth import current_actor
from service.bodies import takes_files
from service.web import reading, transaction
from workflows import file_kinds
from workflows.commands import revoking
from workflows.commands.revoking import Charge
from workflows.errors import Invalid, UploadRejected
from workflows.queries import register, revocations
from workflows.queries.register import Filters

Page = str | Response | tuple[str, int]

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


@bp.get("/<int:number>/huy-bo")
def ask_revocation(number: int) -> str:
    return _asking(number, Charge("", ""), {})


@bp.post("/<int:number>/huy-bo")
@takes_files
def revoke(number: int) -> Page:
    actor = current_actor()
    charge = Charge(request.form.get("source", ""), request.form.get("reason", ""))
    with reading() as session:
        revocations.asked(session, actor, number)  # who may not asks in vain before anything is kept
    try:
        papers = [files.storage().keep(each.filename or "", each.stream) for each in _chosen()]
        with transaction() as session:
            case = revoking.start(session, actor, number, charge, papers)
            reference, name = case.dossier.reference, case.entry.name
    except UploadRejected as rejected:
        return _asking(number, charge, {"tep": [str(rejected)]}), 422
    except Invalid as invalid:
        return _asking(number, charge, invalid.errors), 422
    flash(f"Đã mở việc xem xét hủy bỏ khen thưởng của {name}. Bước tiếp theo: xác minh.")
    return redirect(url_for("dossiers.page", reference=reference))


def _chosen() -> list:
    return [each for each in request.files.getlist("tep") if each.filename]


def _asking(number: int, charge: Charge, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        found = revocations.asked(session, current_actor(), number)
    kinds = file_kinds.words(file_kinds.KINDS)
    shown = {
        "kinds": kinds,
        "endings": [ending for kind in file_kinds.KINDS for ending in kind.endings],
        "limit": files.storage().limit_bytes,
        "most": revoking.MOST_PAPERS,
    }
    return render_template("register/revoke.html", found=found, charge=charge, errors=errors, **shown)
