"""The inbox: which work waits, narrowed and sorted by the address."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request, url_for

from service.auth import current_actor
from service.web import reading
from workflows import editing
from workflows.queries import inbox, inbox_views
from workflows.queries.inbox import Filter, Inbox, TaskRow

bp = Blueprint("inbox", __name__, url_prefix="/viec")


@dataclass(frozen=True)
class View:
    """A view of the inbox: its code, its word in the address, its name, and what is said when it is empty."""

    code: str
    word: str
    name: str
    empty: str
    own: bool = True


VIEWS = (
    View("mine", "cho-toi", "Chờ tôi", "Không có việc nào đang chờ bạn. Việc mới đến sẽ hiện ở đây."),
    View("soon", "sap-den-han", "Sắp đến hạn", "Không có việc nào đến hạn trong 3 ngày làm việc tới."),
    View("overdue", "qua-han", "Quá hạn", "Không có việc nào quá hạn."),
    View("still", "dang-dung", "Đang dừng", "Không có việc nào đang dừng tính hạn hay tạm dừng quy trình."),
    View("done", "da-xu-ly", "Tôi đã xử lý", "Bạn chưa xử lý việc nào. Việc bạn làm xong được liệt kê ở đây."),
    View("free", "chua-nhan", "Chưa ai nhận", "Mọi việc của nhóm đều đã có người nhận.", own=False),
    View("group", "ca-nhom", "Cả nhóm", "Nhóm của bạn không có việc nào đang mở.", own=False),
    View("office", "ca-co-quan", "Cả cơ quan", "Cơ quan bạn phụ trách không có việc nào đang mở.", own=False),
)
DUE = {
    "qua-han": "over",
    "hom-nay": "today",
    "sap-den-han": "soon",
    "con-xa": "later",
    "dang-dung": "stopped",
    "khong-han": "none",
}
DUE_NAMES = {
    "over": "Đã quá hạn",
    "today": "Hạn hôm nay",
    "soon": "Còn từ 3 ngày làm việc trở xuống",
    "later": "Còn trên 3 ngày làm việc",
    "stopped": "Đang dừng tính hạn",
    "none": "Không đặt hạn",
}
"""States of a limit, by their word in the address, and what they are called."""
SORTS = {"moi-nhat": "newest"}
FILTERED = {"phong-trao": "campaign", "hinh-thuc": "award", "buoc": "step"}


@bp.get("")
def index() -> str:
    return render_template("inbox/index.html", **panes())


def panes() -> dict[str, object]:
    """Return what the views and the list beside a task need."""
    actor = current_actor()
    with reading() as session:
        found = inbox.inbox(session, actor, wanted())
    return {
        "inbox": found,
        "most_listed": inbox.MOST_COUNTED,
        "views": [view for view in VIEWS if view.code in found.counts],
        "view": next(view for view in VIEWS if view.code == found.filter.view),
        "to_view": lambda view: url_for("inbox.index", **arguments(Filter(view=view))),
        "to_list": _to_list(found),
        "to_task": lambda row: address_of(row, found.filter),
        "chosen": _chosen(found),
        "due_names": {word: DUE_NAMES[code] for word, code in DUE.items()},
        "kept": arguments(Filter(view=found.filter.view, sort=found.filter.sort)),
        "words": arguments(found.filter),
    }


def wanted() -> Filter:
    """Return the filter that the address says."""
    args = request.args
    return Filter(
        view=next((view.code for view in VIEWS if view.word == args.get("khung")), "mine"),
        due=DUE.get(args.get("han", ""), ""),
        sort=SORTS.get(args.get("xep", ""), "due"),
        page=args.get("trang", 1, type=int),
        **{field: args.get(word, "") for word, field in FILTERED.items()},
    )


def arguments(said: Filter) -> dict[str, Any]:
    """Return the filter as the words of an address; what is usual is left out."""
    words = {
        "khung": next(view.word for view in VIEWS if view.code == said.view) if said.view != "mine" else "",
        **{word: getattr(said, field) for word, field in FILTERED.items()},
        "han": next((word for word, code in DUE.items() if code == said.due), ""),
        "xep": next((word for word, code in SORTS.items() if code == said.sort), ""),
        "trang": str(said.page) if said.page > 1 else "",
    }
    return {word: value for word, value in words.items() if value}


def address_of(row: TaskRow, said: Filter) -> str:
    """Return where a task is worked: a dossier is prepared on its own pages, everything else beside the list.

    From the view of heads all work is opened beside the list, where it is given to others.
    """
    if said.view != inbox_views.OFFICE and row.form_key in editing.FORMS and row.completed_at is None:
        return f"/ho-so/{row.reference}/soan"
    return url_for("inbox.task", task_id=row.id, **arguments(said))


def _to_list(found: Inbox) -> Callable[..., str]:
    def address(**changes) -> str:
        changes.setdefault("page", 1)
        return url_for("inbox.index", **arguments(replace(found.filter, **changes)))

    return address


def _chosen(found: Inbox) -> list[tuple[str, str]]:
    """Return the filters in force, as (name, address of the list without it)."""
    link, said = _to_list(found), found.filter
    named = [
        ("campaign", dict(found.campaigns).get(said.campaign, said.campaign)),
        ("award", dict(found.awards).get(said.award, said.award)),
        ("step", dict(found.steps).get(said.step, said.step)),
        ("due", DUE_NAMES.get(said.due, "")),
    ]
    return [(name, link(**{field: ""})) for field, name in named if name]
