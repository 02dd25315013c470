"""The outline of a diagram of a draft, edited by plain forms: no drawing, no mouse, no script needed."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.comparison_codes import CODES
from service.routes.outline_fields import LABELS, Field, conditions, fields
from service.routes.outline_forms import FIELD_WORDS, edit_of, own_changes
from service.routes.processes import bp
from service.vocabulary_words import as_json, plain
from service.web import reading, transaction
from workflows import outlining
from workflows.commands import outline_editing
from workflows.commands.outline_editing import Sheet
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.queries import draft_outline, draft_vocabulary
from workflows.queries.draft_outline import Spot

Page = str | Response | tuple[str, int]
Errors = dict[str, list[str]]
STAY = {"duong", "bo-duong", "noi"}
"""After these one goes on with the same step; after others one finds oneself in the outline, at what was changed."""
TO_DESCRIBE = ("user", "service", "rule", "call", "timer", "wait_message", "wait_time")
"""New steps of these kinds say nothing yet."""
FRAME = ("lan-moi", "bo-lan", "ten")
DONE = {
    "ghi": "Đã ghi.",
    "them": "Đã thêm bước.",
    "noi": "Đã nối.",
    "duong": "Đã ghi đường đi.",
    "bo-duong": "Đã bỏ đường.",
    "doi-cho": "Đã dời bước.",
    "doi-lan": "Đã đổi làn.",
    "bo": "Đã bỏ bước.",
    "lan-moi": "Đã thêm làn.",
    "bo-lan": "Đã bỏ làn.",
    "ten": "Đã đổi tên.",
}


@bp.get("/ban-thao/<int:number>/so-do/<name>/buoc/<element>")
def edit_step(number: int, name: str, element: str) -> str:
    return _step_page(number, name, element, {})


@bp.get("/ban-thao/<int:number>/so-do/<name>/khung")
def edit_lanes(number: int, name: str) -> str:
    return _lanes_page(number, name, {})


@bp.post("/ban-thao/<int:number>/so-do/<name>/sua")
def change_outline(number: int, name: str) -> Page:
    """Make one edit of a diagram; `lam` says which, `buoc` of what."""
    what, step = request.form.get("lam", ""), request.form.get("buoc", "")
    try:
        with reading() as session:
            wanted = edit_of(_with_outcomes(session, number), step)
            changed = outline_editing.foreseen(session, current_actor(), _sheet(number, name), wanted)
        with transaction() as session:
            element = outline_editing.keep(session, current_actor(), _sheet(number, name), changed)
    except Invalid as invalid:
        if what in FRAME:
            return _lanes_page(number, name, invalid.errors), 422
        return _step_page(number, name, step, invalid.errors), 422
    except Conflict as conflict:
        return _conflict_page(number, name, str(conflict)), 409
    except NotAllowed as refused:
        raise NotFound from refused
    flash(DONE[what])
    return redirect(_after(number, name, what, element))


@bp.post("/ban-thao/<int:number>/so-do/<name>/hoan-tac")
def undo_change(number: int, name: str) -> Page:
    """Take the last change of a diagram back."""
    try:
        with transaction() as session:
            outline_editing.undo(session, current_actor(), _sheet(number, name))
        flash("Đã hoàn tác một thay đổi.")
    except Conflict as conflict:
        flash(str(conflict), "warn")
    except NotAllowed as refused:
        raise NotFound from refused
    return redirect(outline_address(number, name))


def outline_address(number: int, name: str, element: str = "") -> str:
    """Return where the outline of a diagram is, at one of its elements."""
    anchor = f"buoc-{element}" if element else "dan-y"
    return url_for("processes.edit_diagram", number=number, name=name, xem="dan-y", _anchor=anchor)


def _after(number: int, name: str, what: str, element: str) -> str:
    if what in FRAME:
        return url_for("processes.edit_lanes", number=number, name=name, _anchor=f"lan-{element}")
    operation = request.form.get("operation", "")
    is_new_operation = operation != request.form.get("operation-cu", "") and draft_outline.must_be_told(operation)
    describes = what == "them" and request.form.get("loai") in TO_DESCRIBE
    if what in STAY or describes or (what == "ghi" and is_new_operation):
        return url_for("processes.edit_step", number=number, name=name, element=element)
    return outline_address(number, name, element)


def _sheet(number: int, name: str) -> Sheet:
    return Sheet(number, name, request.form.get("revision", 0, type=int))


def _with_outcomes(session: Session, number: int) -> MultiDict[str, str]:
    """Return what was posted; a step that takes another form takes its outcomes too, but for those that were unticked."""
    given = MultiDict(request.form)
    key = given.get("formKey", "")
    if not key or key == given.get("formKey-cu") or "outcomes" not in given:
        return given
    offered = draft_outline.outcomes_of(session, current_actor(), number, key)
    wanted = [each.strip() for each in ",".join(given.getlist("outcomes")).split(",") if each.strip()]
    left_alone = set(wanted) == {each.strip() for each in given.get("outcomes-cu", "").split(",") if each.strip()}
    if offered:
        kept = () if left_alone else tuple(each for each in wanted if each in offered)
        given.setlist("outcomes", [",".join(kept or offered)])
    return given


def _step_page(number: int, name: str, element: str, errors: Errors) -> str:
    with reading() as session:
        actor = current_actor()
        found = draft_outline.draft_outline(session, actor, number, name)
        place = found.place(element)
        if place is None:
            raise NotFound
        values = draft_outline.values_of(session, actor, Spot(number, name, element))
        words = as_json(draft_vocabulary.vocabulary(session, actor, number, name))
    part, step = place
    given = request.form if errors and request.form.get("lam") else {}
    stands = values
    if given.get("lam") == "ghi":
        values = values | {key: ",".join(request.form.getlist(key)) for key in request.form}
    words["form"] = values.get("formKey", "")
    asked = fields(step.item.type, values, words, element)
    return render_template(
        "processes/step_edit.html",
        found=found,
        part=part,
        step=step,
        values=values,
        stands=stands,
        fields=asked,
        rare_said=any(values.get(each.key) for each in asked if each.is_rare),
        conditions={way.id: conditions(way.id, words) for way in step.item.ways},
        kinds=tuple(outlining.KINDS),
        given=given,
        errors=errors,
        plain=plain,
        back=outline_address(number, name, element),
    )


def _lanes_page(number: int, name: str, errors: Errors) -> str:
    with reading() as session:
        found = draft_outline.draft_outline(session, current_actor(), number, name)
    return render_template(
        "processes/lanes_edit.html", found=found, errors=errors, given=request.form, back=outline_address(number, name)
    )


def _conflict_page(number: int, name: str, why: str) -> str:
    """Say what the other did meanwhile, keep what was typed, and offer to do it all the same."""
    seen, step = request.form.get("revision", 0, type=int), request.form.get("buoc", "")
    with reading() as session:
        actor = current_actor()
        found = draft_outline.draft_outline(session, actor, number, name)
        who, differences = draft_outline.since(session, actor, number, (name, seen), CODES)
        sent = [(key, value) for key, value in request.form.items(multi=True) if key not in ("csrf_token", "revision")]
        asked: dict[str, Field] = {}
        if request.form.get("lam") == "ghi" and (place := found.place(step)) is not None:
            before = draft_outline.values_at(session, actor, Spot(number, name, step), seen)
            sent = own_changes(sent, before)
            words = as_json(draft_vocabulary.vocabulary(session, actor, number, name)) | {"form": ""}
            said = {key: value for key, value in sent if key in LABELS}
            now = draft_outline.values_of(session, actor, Spot(number, name, step)) | said
            asked = {each.key: each for each in fields(place[1].item.type, now, words, step)}
    typed = [
        (asked[key].label, asked[key].words(value)) if key in asked else (FIELD_WORDS[key], value)
        for key, value in sent
        if value and (key in asked or key in FIELD_WORDS)
    ]
    return render_template(
        "processes/outline_conflict.html",
        found=found,
        why=why,
        who=who,
        differences=differences,
        sent=sent,
        typed=typed,
        back=outline_address(number, name, step),
    )
