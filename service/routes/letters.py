"""Letters and what became of them, for administrators: the list, one letter, sending it once more."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.web import reading, transaction
from workflows.commands import mail
from workflows.queries import letters
from workflows.queries.letters import MAY_ARRIVE_TWICE, Wanted

bp = Blueprint("letters", __name__, url_prefix="/thu-di")

STATES = {
    "": "",
    "cho-gui": "queued",
    "dang-gui": "sending",
    "se-thu-lai": "failed",
    "chua-ro": "in_doubt",
    "khong-gui-duoc": "dead",
    "da-gui": "sent",
    "khong-can-gui": "dropped",
}
TWICE = {"twice": ["Xác nhận rằng bạn biết người nhận có thể nhận thư này hai lần."]}

Page = str | Response | tuple[str, int]


@bp.get("")
def index() -> Page:
    word = request.args.get("trang-thai", "")
    sends_mail = bool(current_app.extensions["settings"].smtp_host)
    wanted = Wanted(STATES.get(word, ""), request.args.get("trang", 1, type=int), sends_mail)
    with reading() as session:
        found = letters.listing(session, current_actor(), wanted)
    kept = {"trang-thai": word} if STATES.get(word) else {}
    return render_template("letters/index.html", found=found, wanted=wanted, states=STATES, kept=kept)


@bp.get("/<int:number>")
def show(number: int) -> Page:
    return _page(number, {})


@bp.post("/<int:number>")
def send_again(number: int) -> Page:
    with reading() as session:
        found = letters.letter(session, current_actor(), number)  # to others it does not exist
    seen = request.form.get("state", found.row.state)
    if seen in MAY_ARRIVE_TWICE and "twice" not in request.form:
        return _page(number, TWICE), 422
    with transaction() as session:
        mail.send_again(session, current_actor(), number, seen)
    flash(f"Thư số {number} đã vào hàng chờ gửi.")
    return redirect(url_for("letters.show", number=number), 303)


def _page(number: int, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        found = letters.letter(session, current_actor(), number)
    return render_template("letters/letter.html", found=found, errors=errors)
