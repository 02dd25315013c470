"""Numbering a decision when it is signed."""

from collections.abc import Mapping

from workflows import numbers
from workflows.acts import record_act
from workflows.errors import OperationFailed
from workflows.issuing import issue
from workflows.models import Decision, Unit
from workflows.operations.registry import operation
from workflows.rules.numbering import number_text
from workflows.verdicts import is_revocation, newest_decision
from workflows.work import Place, Work

GRANTED = ("awarded", "Danh sách được tặng")


@operation("decision/assign_number")
def assign_number(work: Work, place: Place, _parameters: Mapping[str, object]) -> str:
    """Number the decision in its organ's series of the year, without gaps, and return number and symbol.

    The number is taken in this transaction with the series locked, so what is rolled back leaves no gap (Nghị định
    30/2020/NĐ-CP, Điều 15).
    """
    decision = newest_decision(work.session, work.dossier.id)
    if decision is None or decision.organ_id is None:
        raise OperationFailed("Chưa có Quyết định nào được ký để cấp số.")
    if decision.document_number:
        return decision.document_number
    organ = work.session.get_one(Unit, decision.organ_id)
    if not organ.symbol:
        raise OperationFailed(f"{organ.name} chưa có chữ viết tắt để ghi số, ký hiệu văn bản.")
    series = numbers.take(work.session, organ.code, "decision", decision.signed_on.year)
    work.session.flush()  # the decision refers to the series
    decision.series_id, decision.number = series.id, series.last_number
    decision.document_number = number_text(series.last_number, "decision", organ.symbol)
    after = {"decision": decision.id, "document_number": decision.document_number}
    record_act(work, place.element_id, "decision_numbered", after=after)
    _issue_decision(work, place, decision)
    return decision.document_number


def _issue_decision(work: Work, place: Place, decision: Decision) -> None:
    result, caption = ("refused", "Danh sách bị hủy bỏ") if is_revocation(work.instance) else GRANTED
    named = [item for item in decision.items if item.result == result]
    rows = [[str(number), item.nominee.name] for number, item in enumerate(named, start=1)]
    data = {
        "decision": decision.id,
        "facts": [
            ["Số", decision.document_number],
            ["Ngày ký", decision.signed_on.strftime("%d/%m/%Y")],
            ["Người ký", " ".join(filter(None, (decision.capacity, decision.signer_title)))],
            ["Về việc", decision.title],
        ],
        "tables": [{"caption": caption, "head": ["STT", "Đối tượng"], "rows": rows}],
    }
    document = issue(work, place.element_id, "decision", f"Quyết định số {decision.document_number}", data)
    document.document_number = decision.document_number
