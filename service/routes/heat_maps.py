"""What went through each step of a process and how long it took, for administrators: map, outline, table, file, dossiers."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from service.auth import current_actor
from service.display import day, number, tidy
from service.routes import periods
from service.routes.processes import bp
from service.sheets import sheet
from service.web import reading
from workflows.queries import heat_map, processes
from workflows.queries.heat_map import Asked, Behind, StepHeat

BY_TIME, BY_COUNT = "thoi-gian", "so-luot"
MEASURES = {BY_TIME: "Thời gian", BY_COUNT: "Số lượt"}
WAITING = "dang-mo"
OF_MAP = ("tu", "den", "ban", "so-do", "mau")
DOWN, UP = "giam", "tang"
NOT_KNOWN = -1.0
SORTS: dict[str, tuple[str, Callable[[StepHeat], Any]]] = {
    "viec": ("Đã xong", lambda step: step.done),
    "ho-so": ("Số hồ sơ", lambda step: step.instances),
    "ngay-lam-viec": ("Ngày làm việc", lambda step: NOT_KNOWN if step.working_days is None else step.working_days),
    "ngay": ("Ngày lịch", lambda step: NOT_KNOWN if step.days is None else step.days),
    "mo": ("Đang mở", lambda step: step.open),
}
"""What the table can be sorted by: word in the address, head of the column, value."""
HEAD = (
    *("Sơ đồ", "Bước", "Loại", "Đã xong", "Số hồ sơ", "Trung vị, ngày làm việc", "Trung vị, ngày lịch"),
    *("Đang mở", "Mở lâu nhất từ"),
)


@bp.get("/<key>/van-hanh")
def heat(key: str) -> str | tuple[str, int]:
    asked_period, measure = periods.asked(), request.args.get("mau", BY_TIME)
    measure = measure if measure in MEASURES else BY_TIME
    asked = _asked(key, asked_period)
    with reading() as session:
        diagram = processes.diagram(session, current_actor(), key, version=asked.version, part=asked.part)
        found = heat_map.heat_map(session, current_actor(), asked)
    kept = _kept(*OF_MAP, "xep", "chieu")
    page = render_template(
        "processes/heat_map.html",
        diagram=diagram,
        found=found,
        steps={step.element_id: step for step in found.steps if step.is_drawn},
        rows=_sorted(found.steps),
        asked=asked,
        measure=measure,
        measures=MEASURES,
        sorts={word: head for word, (head, _) in SORTS.items()},
        sorted_by=_sorting(),
        legend=_legend(found.most, measure),
        drawing=_drawing(diagram, found.steps, measure, kept),
        presets=[(name, periods.in_address(period), period) for name, period in periods.presets()],
        errors=asked_period.errors,
        typed=asked_period.typed,
        kept=kept,
        to_dossiers=lambda step, kind: url_for("processes.heat_dossiers", key=key, **_behind(step, kind, asked)),
    )
    return (page, 422) if asked_period.errors else page


@bp.get("/<key>/van-hanh.csv")
def heat_table(key: str) -> Response:
    """Give the table for a spreadsheet."""
    asked = _asked(key, periods.asked())
    with reading() as session:
        diagram = processes.diagram(session, current_actor(), key, version=asked.version, part=asked.part)
        found = heat_map.heat_map(session, current_actor(), asked)
    rows = []
    for step in _sorted(found.steps):
        kind = "cụm bước" if step.is_block else "bước"
        since = day(step.open_since)
        medians = (_plain(step.working_days), _plain(step.days))
        facts = (diagram.part.name, step.name, kind, step.done, step.instances, *medians, step.open, since)
        rows.append(facts)
    first, last = asked.period.first, asked.period.last
    return sheet(f"van-hanh-{key.replace('_', '-')}-{first:%Y%m%d}-{last:%Y%m%d}.csv", HEAD, rows)


@bp.get("/<key>/van-hanh/ho-so")
def heat_dossiers(key: str) -> str:
    asked, given = _asked(key, periods.asked()), request.args
    process, _, element = given.get("buoc", "").partition(":")
    waiting = given.get("loai") == WAITING
    behind = Behind((process, element), waiting, given.get("trang", 1, type=int))
    with reading() as session:
        name, found = heat_map.dossiers(session, current_actor(), asked, behind)
    kept = _kept(*OF_MAP, "buoc", "loai")
    back = url_for("processes.heat", key=key, **_kept(*OF_MAP))
    shown = {"name": name, "waiting": waiting, "kept": kept, "back": back, "period": asked.period}
    return render_template("processes/heat_dossiers.html", found=found, **shown)


def _kept(*names: str) -> dict[str, Any]:
    """Return what the address says of some names; only these, since they go into other addresses."""
    return {name: request.args[name] for name in names if request.args.get(name)}


def _asked(key: str, given: periods.AskedPeriod) -> Asked:
    version = request.args.get("ban", 0, type=int)
    return Asked(key, given.period, version, request.args.get("so-do", ""))


def _behind(step: StepHeat, kind: str, asked: Asked) -> dict[str, Any]:
    place = {"buoc": f"{step.process}:{step.element_id}", "loai": kind} | periods.in_address(asked.period)
    return place | {word: value for word, value in (("ban", asked.version), ("so-do", asked.part)) if value}


def _sorting() -> tuple[str, str]:
    """Return by what the table is sorted and which way; ("", "") is in the order of the path."""
    word = request.args.get("xep", "")
    if word not in SORTS:
        return "", ""
    return word, UP if request.args.get("chieu") == UP else DOWN


def _sorted(steps: Sequence[StepHeat]) -> list[StepHeat]:
    word, way = _sorting()
    return sorted(steps, key=SORTS[word][1], reverse=way == DOWN) if word else list(steps)


def _level(step: StepHeat, measure: str) -> int:
    return step.time_level if measure == BY_TIME else step.count_level


def _legend(most: int, measure: str) -> list[tuple[int, str]]:
    """Return what each of the five levels means, in words."""
    if measure == BY_TIME:
        bounds = heat_map.BOUNDS
        between = [f"{first} đến dưới {last} ngày" for first, last in pairwise(bounds)]
        words = [f"dưới {bounds[0]} ngày làm việc", *between, f"từ {bounds[-1]} ngày"]
        return list(enumerate(words, start=1))
    tops = [most * level // heat_map.LEVELS for level in range(heat_map.LEVELS + 1)]
    spans = [(level, bottom + 1, top) for level, (bottom, top) in enumerate(pairwise(tops), start=1)]
    return [
        (level, number(top) if first == top else f"{number(first)} đến {number(top)} lượt")
        for level, first, top in spans
        if first <= top
    ]


def _drawing(
    diagram: processes.DiagramPage, steps: Sequence[StepHeat], measure: str, kept: dict[str, str]
) -> dict[str, object]:
    into = {name: value for name, value in kept.items() if name != "so-do"}
    address = f"{url_for('processes.heat', key=diagram.key)}?{urlencode(into | {'so-do': ''})}"
    drawn = diagram.drawing(address, "đang ở đây") | {"tokens": []}
    return drawn | {
        "heat": [
            {"element": step.element_id, "level": _level(step, measure), "text": _label(step)}
            for step in steps
            if step.is_drawn and step.done
        ]
    }


def _label(step: StepHeat) -> str:
    return f"{number(step.done)} lượt, {tidy(step.working_days or 0)} ngày"


def _plain(value: float | None) -> str:
    """Return a number for a sheet that reads Vietnamese: 2,5."""
    return "" if value is None else tidy(round(value, 1)).replace(".", "")
