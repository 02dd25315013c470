"""What the minutes of a council's session say, from the roster and the count (Nghị định 30/2020/NĐ-CP, Mẫu 1.9)."""

from sqlalchemy.orm import Session

from workflows import council_sessions as councils
from workflows import dates
from workflows.models import CouncilSession, SessionMember
from workflows.operations.council import vote_in_words
from workflows.rules import voting

MODES = {
    "meeting": "họp trực tiếp",
    "written": "lấy ý kiến bằng văn bản",
    "mixed": "họp, người vắng gửi ý kiến bằng văn bản",
}
PRESENCE = {
    "present": "Có mặt",
    "written": "Ý kiến bằng văn bản",
    "absent": "Vắng mặt",
    "recused": "Không tham gia bỏ phiếu",
    "unknown": "Chưa điểm danh",
}
CONCLUSIONS = {"pass": "Đề nghị khen thưởng", "fail": "Không đề nghị", "tied": "Ngang phiếu"}
TAKING_BACK = {"pass": "Đề nghị hủy bỏ", "fail": "Đề nghị giữ nguyên", "tied": "Ngang phiếu"}
"""Of somebody who holds the award: the council sits on taking it back."""
HEAD = [
    "Đối tượng",
    "Đồng ý",
    "Không đồng ý",
    "Mức thấp hơn",
    "Không tham gia",
    "Không bỏ phiếu",
    "Kết quả",
    "Kết luận",
]


def minutes_data(session: Session, council_session: CouncilSession) -> dict:
    """Return the data of the minutes; a secret vote appears as numbers only."""
    roster = councils.members(session, council_session)
    voting_members = [member for member in roster if member.votes]
    return {
        "session": council_session.id,
        "round": council_session.round,
        "facts": [
            ["Hội đồng", council_session.council.name],
            ["Phiên", f"lần {council_session.round}, {MODES[council_session.mode]}"],
            ["Bắt đầu", dates.show(council_session.opened_at or council_session.meets_at)],
            ["Địa điểm", council_session.place or ""],
            ["Chủ tọa", _names(roster, ("chair",)) or _names(roster, ("vice_chair",))],
            ["Thư ký", _names(roster, ("secretary",))],
            ["Tổng số thành viên biểu quyết", str(len(voting_members))],
            ["Có mặt", str(_count(voting_members, "present"))],
            ["Ý kiến bằng văn bản", str(_count(voting_members, "written"))],
            ["Hình thức bỏ phiếu", "phiếu kín" if council_session.secret else "công khai"],
            ["Ngưỡng", voting.threshold_in_words(council_session.threshold_percent)],
            ["Căn cứ", council_session.rule_source],
        ],
        "tables": [_attendance(roster), _votes(council_session)],
        "text": [council_session.agenda or ""],
    }


def _attendance(roster: list[SessionMember]) -> dict:
    rows = [[member.person.full_name, PRESENCE[member.attendance], member.reason or ""] for member in roster]
    return {"caption": "Thành phần", "head": ["Thành viên", "Tham dự", "Lý do"], "rows": rows}


def _votes(council_session: CouncilSession) -> dict:
    rows = [
        [
            row.nominee.name,
            *(str(part) for part in (row.agree, row.disagree, row.lower, row.recused, row.not_cast)),
            vote_in_words(council_session, row),
            (TAKING_BACK if row.nominee.result == "awarded" else CONCLUSIONS).get(row.conclusion or "", ""),
        ]
        for row in sorted(council_session.nominees, key=lambda row: row.nominee.number)
    ]
    return {"caption": "Kết quả bỏ phiếu", "head": HEAD, "rows": rows}


def _names(roster: list[SessionMember], functions: tuple[str, ...]) -> str:
    found = [member for member in roster if member.function in functions and member.attendance != "absent"]
    return ", ".join(member.person.full_name for member in found)


def _count(members: list[SessionMember], attendance: str) -> int:
    return sum(member.attendance == attendance for member in members)
