"""How a try-out of a draft begins: the process, what for, by whom, from which day; what cannot begin is refused here."""

from datetime import date, datetime, time

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.labels import label
from service.routes.processes import bp
from service.web import reading, transaction
from workflows import duties
from workflows.clock import utcnow
from workflows.errors import Conflict, DefinitionRejected, Invalid
from workflows.rules.calendar import VIETNAM
from workflows.trying import keeping, listing
from workflows.trying.acts import YEARS, Start
from workflows.trying.listing import Beginnings
from workflows.trying.staging import stage

Page = str | Response | tuple[str, int]
Errors = dict[str, list[str]]
MORNING = time(8)
REPORTING = duties.PROCESS
FOR_REPORT, FOR_OFFER = "bao-cao:", "khen:"


@bp.get("/ban-thao/<int:number>/thu")
def trials(number: int) -> str:
    return _beginnings(number, {})


@bp.post("/ban-thao/<int:number>/thu")
def begin_trial(number: int) -> Page:
    given = request.form
    errors: Errors = {}
    found = _found(number)
    start = _start(found, errors)
    if start is None or not _can_begin(number, start, errors):
        return _beginnings(number, errors, found), 422
    try:
        with transaction() as session:
            begun = keeping.begin(session, current_actor(), number, given.get("title", ""), start)
            trial_id = begun.id
    except Invalid as invalid:
        return _beginnings(number, invalid.errors, found), 422
    except Conflict as conflict:
        return _beginnings(number, {"title": [str(conflict)]}, found), 409
    return redirect(url_for("processes.trial", number=number, trial_id=trial_id, _anchor="noi-dung"))


def _beginnings(number: int, errors: Errors, found: Beginnings | None = None) -> str:
    found = found or _found(number)
    given = request.values
    process = given.get("quy-trinh", "") or (found.processes[0][0] if found.processes else "")
    usual = [offer for offer in found.offers if offer.process == process]
    chosen = next((offer for offer in found.offers if f"{FOR_OFFER}{offer.key}" == given.get("cho")), None)
    if misfit := _misfit(found, process, given.get("cho", "")):
        errors = {**errors, "cho": [misfit]}
    return render_template(
        "processes/trials.html",
        found=found,
        errors=errors,
        given=given,
        process=process,
        usual=usual,
        others=[offer for offer in found.offers if offer.process != process],
        chosen=None if misfit else chosen,
        report=not misfit and given.get("cho", "").startswith(FOR_REPORT),
        today=utcnow().astimezone(VIETNAM).date(),
    )


def _start(found: Beginnings, errors: Errors) -> Start | None:
    """Return how the posted form wants to begin, or None with what is missing."""
    given = request.form
    process, what = given.get("quy-trinh", ""), given.get("cho", "")
    if process not in dict(found.processes):
        errors["quy-trinh"] = ["Chọn một quy trình của bản thảo."]
    offer = next((each for each in found.offers if f"{FOR_OFFER}{each.key}" == what), None)
    campaign = what.removeprefix(FOR_REPORT) if what.startswith(FOR_REPORT) else ""
    if offer is None and campaign not in dict(found.campaigns):
        errors["cho"] = ["Chọn thử cho hình thức khen thưởng hoặc kế hoạch nào."]
    elif misfit := _misfit(found, process, what):
        errors["cho"] = [misfit]
    try:
        day = day_of(given.get("tu-ngay", ""))
    except ValueError:
        errors["tu-ngay"] = ["Nhập ngày bắt đầu, ví dụ 10/12/2026."]
    if errors:
        return None
    at = datetime.combine(day, MORNING, VIETNAM)
    if offer is None:
        return Start(process, at, campaign=campaign)
    kinds = tuple(kind for kind in given.getlist("doi-tuong") if kind in offer.kinds)
    return Start(process, at, offer=offer.key, unit=given.get("don-vi", ""), nominees=kinds)


def _can_begin(number: int, start: Start, errors: Errors) -> bool:
    """Tell whether the draft gets as far as its first step with this; note why not. What is played here is remembered."""
    with reading() as session:
        actor = current_actor()
        try:
            ready = stage(session, actor, listing.files(session, actor, number))
        except DefinitionRejected:
            errors["quy-trinh"] = ["Bản thảo còn lỗi nên chưa chạy thử được. Sửa các lỗi của bản thảo trước."]
            return False
    stopped = ready.play(start, ()).stopped
    if stopped is not None:
        where = stopped.element_name or stopped.element_id
        errors["cho"] = [
            f"Không bắt đầu được với lựa chọn này{f', ở bước “{where}”' if where else ''}: {stopped.message}"
        ]
    return stopped is None


def _misfit(found: Beginnings, process: str, what: str) -> str:
    """Return why a process cannot be tried out for an award or a report; "" where nothing speaks against it."""
    if what.startswith(FOR_REPORT) and process != REPORTING:
        return "Kỳ báo cáo của kế hoạch chỉ chạy quy trình báo cáo. Chọn một hình thức khen thưởng, hoặc đổi quy trình."
    if what.startswith(FOR_OFFER) and process == REPORTING:
        return "Quy trình này chạy cho kỳ báo cáo của kế hoạch. Chọn một kỳ báo cáo ở cuối danh sách."
    offer = next((each for each in found.offers if f"{FOR_OFFER}{each.key}" == what), None)
    missing = found.missing(process, offer) if offer else ()
    if missing:
        names = ", ".join(label(each, "organ") for each in missing)
        return f"Hình thức này không có cơ quan mà quy trình cần: {names}. Chọn hình thức khác, hoặc đổi quy trình."
    return ""


def _found(number: int) -> Beginnings:
    with reading() as session:
        return listing.beginnings(session, current_actor(), number)


def day_of(text: str) -> date:
    """Return a day that is written as people here do. Raises ValueError, also for one too far away."""
    day, month, year = (int(part) for part in text.strip().split("/"))
    if year not in YEARS:
        raise ValueError(text)
    return date(year, month, day)
