"""Papers that the system writes from what it knows: slips of the intake, drafts of decisions, minutes of councils."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from workflows import council_sessions as councils
from workflows import dates
from workflows.errors import OperationFailed
from workflows.issuing import issue
from workflows.models import IssuedDocument, OfferPaper, TaskAnswers, UserTask
from workflows.nomination import KIND_LABELS, active_nominees, standing_nominees
from workflows.notices import tell_submitters
from workflows.operations.minutes import minutes_data
from workflows.operations.registry import operation
from workflows.participants import unit_of
from workflows.revocations import in_question
from workflows.work import Place, Work

SLIPS = {
    "receipt": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "supplement": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "rejection": "Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
}
LACKING = {"missing": "thiếu", "invalid": "không hợp lệ"}


@operation("document/issue_slip")
def issue_slip(work: Work, place: Place, parameters: Mapping[str, object]) -> int:
    """Issue a slip of the intake and tell the unit. `slip`: receipt, supplement or rejection. Returns its id."""
    slip = str(parameters["slip"])
    if slip not in SLIPS:
        raise OperationFailed(f"Không có loại phiếu “{slip}”.")
    dossier = work.dossier
    unit = unit_of(work.session, dossier, place.organ)
    answers = _last_answers(work)
    data = {
        "to": dossier.submitting_unit.name,
        "from_unit": unit.id,
        "reference": dossier.reference,
        "facts": [["Cơ quan", unit.name], *_dossier_facts(work), *_slip_facts(work, slip)],
        "tables": _slip_tables(work, slip, answers),
        "text": [dossier.return_reason] if slip != "receipt" and dossier.return_reason else [],
    }
    document = issue(work, place.element_id, slip, SLIPS[slip], data)
    tell_submitters(work, place.element_id, slip, reason=dossier.return_reason or "")
    return document.id


@operation("document/draft")
def draft(work: Work, place: Place, parameters: Mapping[str, object]) -> int:
    """Draft a paper. `template`: award_decision, revocation_decision or council_minutes. Returns its id.

    A draft made anew stands beside the older ones, which stay.
    """
    template = str(parameters["template"])
    if template not in DRAFTS:
        raise OperationFailed(f"Không có mẫu văn bản “{template}”.")
    return DRAFTS[template](work, place).id


def _draft_award(work: Work, place: Place) -> IssuedDocument:
    proposed = standing_nominees(work.session, work.dossier)
    award = work.dossier.offer.award
    return _draft_decision(work, place, "award_decision", f"Dự thảo Quyết định tặng {award.name}", proposed)


def _draft_revocation(work: Work, place: Place) -> IssuedDocument:
    awarded = in_question(work.session, work.instance)
    award = work.dossier.offer.award
    return _draft_decision(work, place, "revocation_decision", f"Dự thảo Quyết định hủy bỏ {award.name}", awarded)


def _draft_decision(work: Work, place: Place, kind: str, title: str, nominees: list) -> IssuedDocument:
    unit = unit_of(work.session, work.dossier, place.organ)
    rows = [[str(number), n.name, KIND_LABELS[n.kind]] for number, n in enumerate(nominees, start=1)]
    data = {
        "nominees": [nominee.id for nominee in nominees],
        "facts": [["Cơ quan ban hành", unit.name], *_dossier_facts(work)],
        "tables": [{"caption": "Danh sách kèm theo", "head": ["STT", "Đối tượng", "Loại"], "rows": rows}],
    }
    return issue(work, place.element_id, kind, title, data)


def _draft_minutes(work: Work, place: Place) -> IssuedDocument:
    council_session = councils.of_place(work, place)
    data = minutes_data(work.session, council_session)
    return issue(work, place.element_id, "council_minutes", f"Biên bản họp {council_session.council.name}", data)


DRAFTS: dict[str, Callable[[Work, Place], IssuedDocument]] = {
    "award_decision": _draft_award,
    "revocation_decision": _draft_revocation,
    "council_minutes": _draft_minutes,
}


def _dossier_facts(work: Work) -> list[list[str]]:
    dossier = work.dossier
    people = active_nominees(work.session, dossier)
    return [
        ["Mã hồ sơ", dossier.reference],
        ["Đề nghị", dossier.offer.title],
        ["Phong trào", dossier.campaign.name],
        ["Đơn vị trình", dossier.submitting_unit.name],
        ["Số đối tượng", str(len(people))],
    ]


def _slip_facts(work: Work, slip: str) -> list[list[str]]:
    dossier = work.dossier
    if slip == "receipt":
        facts = [["Tiếp nhận đủ lúc", dates.show(dossier.received_at or work.now)]]
        return facts + ([["Hẹn trả kết quả", dates.show_limit(dossier.due_at)]] if dossier.due_at else [])
    if slip == "supplement":
        until = dates.due_at(work.session, "supplement.submit", dossier, work.now)
        return [["Thời hạn bổ sung", dates.show_limit(until)]] if until else []
    return []


def _slip_tables(work: Work, slip: str, answers: dict) -> list[dict]:
    given = answers.get("papers") or []
    if not given:
        return []
    names = {
        str(paper.id): paper.name
        for paper in work.session.scalars(select(OfferPaper).where(OfferPaper.offer_id == work.dossier.offer_id))
    }
    if slip == "receipt":
        rows = [
            [names.get(each["row"], ""), each.get("note") or ""] for each in given if each.get("state") == "present"
        ]
        return [{"caption": "Giấy tờ đã nhận", "head": ["Giấy tờ", "Ghi chú"], "rows": rows}]
    rows = [
        [names.get(each["row"], ""), LACKING[each["state"]], each.get("note") or ""]
        for each in given
        if each.get("state") in LACKING
    ]
    return [{"caption": "Giấy tờ cần bổ sung, sửa", "head": ["Giấy tờ", "Tình trạng", "Yêu cầu"], "rows": rows}]


def _last_answers(work: Work) -> dict:
    """Return the answers with which the latest step of this instance was completed."""
    query = (
        select(TaskAnswers.answers)
        .join(UserTask, UserTask.id == TaskAnswers.task_id)
        .where(UserTask.instance_id == work.instance.id, UserTask.completed_at.is_not(None))
        .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
    )
    return work.session.scalar(query.limit(1)) or {}
