"""One running process for administrators: what it waits for, what failed, and what they may do to it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.routes.drawings import drawing
from service.routes.processes import bp
from service.web import reading, transaction
from workflows.commands import interventions, moves
from workflows.commands.moves import Move
from workflows.errors import Invalid
from workflows.policy import Actor
from workflows.queries import instance_list, instances
from workflows.queries.dossier_map import Path
from workflows.queries.instance_list import Wanted

Page = str | Response | tuple[str, int]
STATUSES = {"dang-chay": "running", "tam-dung": "suspended", "da-ket-thuc": "ended"}
FAULTY = "co-su-co"


@dataclass(frozen=True)
class Act:
    """Something that is done to an instance with a reason: the words of its page, and what is said afterwards."""

    do: Callable[[Session, Actor, int, str], object]
    title: str
    text: str
    button: str
    done: str
    grave: bool = False


ACTS = {
    "chay-lai": Act(
        interventions.retry,
        "Chạy lại bước có sự cố",
        "Mốc thời gian đã lỗi được chạy lại trong ít giây. Nếu nguyên nhân chưa được sửa, sự cố trở lại sau ba lần thử.",
        "Chạy lại",
        "Mốc thời gian sẽ được chạy lại trong ít giây.",
    ),
    "tam-dung": Act(
        interventions.suspend,
        "Tạm dừng quy trình",
        "Không ai hoàn thành được việc nào, mốc thời gian không chạy. Người đang giữ việc thấy lý do; nội dung đã nhập vẫn "
        "còn.",
        "Tạm dừng",
        "Quy trình đã tạm dừng.",
    ),
    "tiep-tuc": Act(
        interventions.resume,
        "Cho quy trình chạy tiếp",
        "Các việc mở lại. Mốc thời gian đến hạn trong lúc tạm dừng chạy một lần.",
        "Cho chạy tiếp",
        "Quy trình đã chạy tiếp.",
    ),
    "huy": Act(
        interventions.cancel,
        "Hủy quy trình",
        "Mọi việc và mốc thời gian bị hủy, phiên họp chưa kết luận bị hoãn. Hồ sơ kết thúc ở trạng thái “Đã hủy”, không có "
        "kết quả khen thưởng; đơn vị trình nhận thông báo. Không hoàn lại được.",
        "Hủy quy trình",
        "Quy trình đã hủy.",
        grave=True,
    ),
}


@bp.get("/luot-chay")
def instance_index() -> str:
    given = request.args
    wanted = Wanted(
        process=given.get("quy-trinh", ""),
        version=given.get("ban", 0, type=int),
        status=STATUSES.get(given.get("trang-thai", ""), ""),
        faulty=given.get("trang-thai") == FAULTY,
        element=given.get("buoc", ""),
        page=given.get("trang", 1, type=int),
    )
    with reading() as session:
        found = instance_list.listing(session, current_actor(), wanted)
    kept = {name: given[name] for name in ("quy-trinh", "ban", "trang-thai", "buoc") if given.get(name)}
    return render_template("processes/instances.html", found=found, wanted=wanted, kept=kept, statuses=STATUSES)


@bp.get("/luot-chay/<int:number>")
def instance(number: int) -> str:
    """Return the instance with the diagram at ?tai=, the calls on the way down joined with dots."""
    path = tuple(each for each in request.args.get("tai", "").split(".") if each)
    with reading() as session:
        found = instances.instance(session, current_actor(), number, path)

    def to(there: Path) -> str:
        return url_for("processes.instance", number=number, tai=".".join(there) or None, _anchor="so-do-khung")

    failed = {each.element_id for each in found.incidents if each.resolved_at is None}
    shown = {"map": found.map, "here": path, "to": to, "drawing": drawing(found.map, to, failed)}
    return render_template("processes/instance.html", found=found, acts=_open_acts(found.status), **shown)


@bp.get("/luot-chay/<int:number>/<act>")
def ask(number: int, act: str) -> str:
    return _confirmation(number, act, "", {})


@bp.post("/luot-chay/<int:number>/<act>")
def intervene(number: int, act: str) -> Page:
    wanted, reason = _act(act), request.form.get("reason", "")
    try:
        with transaction() as session:
            wanted.do(session, current_actor(), number, reason)
    except Invalid as invalid:
        return _confirmation(number, act, reason, invalid.errors), 422
    flash(wanted.done)
    return redirect(url_for("processes.instance", number=number))


@bp.get("/luot-chay/<int:number>/chuyen-buoc/<token>")
def choose_move(number: int, token: str) -> str:
    return _move_page(number, token, {})


@bp.post("/luot-chay/<int:number>/chuyen-buoc/<token>")
def ask_move(number: int, token: str) -> Page:
    given = request.form
    wanted = Move(token, given.get("element", ""), given.get("revision", 0, type=int))
    try:
        with transaction() as session:
            moves.ask(session, current_actor(), number, wanted, given.get("reason", ""))
    except Invalid as invalid:
        return _move_page(number, token, invalid.errors), 422
    flash("Đã lập đề nghị chuyển bước. Một quản trị khác phải duyệt thì mới thực hiện.")
    return redirect(url_for("processes.instance", number=number, _anchor="can-thiep"))


@bp.get("/luot-chay/<int:number>/de-nghi/<int:request_id>")
def show_request(number: int, request_id: int) -> str:
    return _request_page(number, request_id, "", {})


@bp.post("/luot-chay/<int:number>/de-nghi/<int:request_id>/duyet")
def approve(number: int, request_id: int) -> Page:
    with transaction() as session:
        moves.approve(session, current_actor(), request_id)
    flash("Đã duyệt và chuyển bước.")
    return redirect(url_for("processes.instance", number=number))


@bp.post("/luot-chay/<int:number>/de-nghi/<int:request_id>/tu-choi")
def decline(number: int, request_id: int) -> Page:
    reason = request.form.get("reason", "")
    try:
        with transaction() as session:
            moves.decline(session, current_actor(), request_id, reason)
    except Invalid as invalid:
        return _request_page(number, request_id, reason, invalid.errors), 422
    flash("Đã từ chối đề nghị chuyển bước.")
    return redirect(url_for("processes.instance", number=number, _anchor="can-thiep"))


def _act(name: str) -> Act:
    if name not in ACTS:
        raise NotFound
    return ACTS[name]


def _open_acts(status: str) -> dict[str, Act]:
    names = {
        "running": ("tam-dung", "huy"),
        "incident": ("chay-lai", "tam-dung", "huy"),
        "suspended": ("tiep-tuc", "huy"),
        "ended": (),
    }
    return {name: ACTS[name] for name in names[status]}


def _confirmation(number: int, act: str, reason: str, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        found = instances.instance(session, current_actor(), number)
    return render_template("processes/act.html", found=found, name=act, act=_act(act), reason=reason, errors=errors)


def _move_page(number: int, token: str, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        actor = current_actor()
        found = instances.instance(session, actor, number)
        page = instances.move_page(session, actor, number, token)
    return render_template("processes/move.html", found=found, page=page, errors=errors, given=request.form)


def _request_page(number: int, request_id: int, reason: str, errors: dict[str, list[str]]) -> str:
    with reading() as session:
        found = instances.instance(session, current_actor(), number)
    asked = next((each for each in found.interventions if each.id == request_id and each.kind == "move"), None)
    if asked is None:
        raise NotFound
    return render_template("processes/request.html", found=found, asked=asked, reason=reason, errors=errors)
