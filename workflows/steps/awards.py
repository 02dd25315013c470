"""After the decision: copies, certificates, money, the ceremony, and telling who is not awarded."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import FormInvalid, Row
from workflows import dates, revocations
from workflows.acts import record_act
from workflows.errors import OperationFailed
from workflows.issuing import issue
from workflows.models import Dossier, IssuedDocument, Nominee, RegisterEntry, RewardItem, UserTask
from workflows.models.revocations import RECOVERED
from workflows.nomination import KIND_LABELS, active_nominees
from workflows.notices import tell_submitters
from workflows.policy import Actor
from workflows.rewards import reward_tables
from workflows.rules.reward import base_wage_on
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.steps.rows import by_row
from workflows.verdicts import entries_of, fund_of, newest_decision
from workflows.work import Work

FUND_OF_LEVEL = {"state": "province", "province": "province", "commune": "commune"}
BY_HAND = "Không có mức trong bảng tiền thưởng; kế toán nhập số thực chi"
MOST_DONG = 1_000_000_000
"""More than any reward; the column holds twice as much."""
TOO_MUCH = "Số tiền lớn hơn mọi mức thưởng. Kiểm tra lại số tiền."


@prepares("certificate_printing", "award_presentation", "reward_payment")
def prepare_awarded(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the lines of the register that came from this dossier, with golden-book number and amount due."""
    if task.dossier is None:
        return
    level = task.dossier.offer.award.level
    surroundings.values["fund_default"] = FUND_OF_LEVEL.get(level, "unit")
    surroundings.rows["awarded"] = tuple(_row(session, entry) for entry in entries_of(session, task.dossier.id))


@prepares("item_recovery", "money_recovery")
def prepare_recovery(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the line of the register that was revoked, with what was paid."""
    case = revocations.newest(session, task.dossier_id) if task.dossier_id else None
    surroundings.rows["awarded"] = (_row(session, case.entry),) if case else ()


@completes("item_recovery")
def recover_items(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Note what became of the certificate and badge."""
    case = revocations.newest(work.session, work.dossier.id)
    given = by_row(answers, "awarded").get(case.entry_id) if case else None
    if case is None or given is None:
        raise OperationFailed("Không tìm thấy dòng sổ khen thưởng đã bị hủy bỏ.")
    case.items_state = given["state"]
    if given["state"] == RECOVERED:
        case.items_recovered_on = date.fromisoformat(answers["recovered_on"])
    came_back = case.items_recovered_on.isoformat() if case.items_recovered_on else None
    after = {"entry": case.entry_id, "name": case.entry.name, "items": case.items_state, "recovered_on": came_back}
    record_act(work, task.element_id, "items_recovered", after=after, reason=given.get("note"))


@completes("money_recovery")
def recover_money(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Note what came back of the reward, never more than was paid; where nothing was there is nothing to mark."""
    given = by_row(answers, "awarded")
    paid = select(RewardItem).where(RewardItem.entry_id.in_(given), RewardItem.recover_since.is_not(None))
    items = work.session.scalars(paid).all()
    errors = {
        f"awarded-{item.entry_id}-amount": ["Không thu hồi nhiều hơn số đã chi. Kiểm tra lại số tiền."]
        for item in items
        if given[item.entry_id]["amount"] > item.amount_dong
    }
    if errors:
        raise FormInvalid(errors)
    for item in items:
        item.recovered_dong = int(given[item.entry_id]["amount"])
        item.recovered_on = date.fromisoformat(answers["recovered_on"])
    after = {
        "recovered_on": answers["recovered_on"],
        "voucher": answers.get("receipt_number"),
        "amounts": {str(key): int(answer["amount"]) for key, answer in given.items()},
    }
    record_act(work, task.element_id, "reward_recovered", after=after)


@completes("decision_copies")
def send_copies(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Tell the unit which decision there is."""
    decision = newest_decision(work.session, work.dossier.id)
    number = decision.document_number if decision else ""
    told = tell_submitters(work, task.element_id, "decision_sent", reason=f"Quyết định số {number}")
    record_act(work, task.element_id, "copies_sent", after={"people": told, "sent_on": answers.get("sent_on")})


@completes("certificate_printing", "award_presentation")
def note_certificates(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Note of each line what became of its certificate."""
    states = {str(key): answer.get("state") for key, answer in by_row(answers, "awarded").items()}
    verb = "certificates_printed" if task.form_key == "certificate_printing" else "award_presented"
    record_act(work, task.element_id, verb, after={"entries": states})


@completes("reward_payment")
def pay(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Note what was paid for each line; an amount that no rate gave stands as entered by the accountant."""
    paid_on = date.fromisoformat(answers["paid_on"]) if answers.get("paid_on") else dates.local_date(work.now)
    given = by_row(answers, "awarded")
    entries = entries_of(work.session, work.dossier.id)
    amounts = {entry: (given.get(entry.id) or {}).get("amount") for entry in entries}
    errors = {
        f"awarded-{entry.id}-amount": [TOO_MUCH if amount is not None else f"Nhập số tiền đã chi cho {entry.name}."]
        for entry, amount in amounts.items()
        if amount is None or amount > MOST_DONG
    }
    if errors:
        raise FormInvalid(errors)
    for entry in entries:
        item = _item(work.session, entry) or _entered_by_hand(work, entry)
        if item.amount_dong != int(given[entry.id]["amount"]):
            item.source = f"{item.source}; thực chi theo kế toán: {given[entry.id].get('note') or 'không ghi chú'}"
            item.amount_dong = int(given[entry.id]["amount"])
        item.paid_on = paid_on
    after = {
        "paid_on": paid_on.isoformat(),
        "voucher": answers.get("voucher_number"),
        "amounts": {str(key): int(answer["amount"]) for key, answer in given.items()},
    }
    record_act(work, task.element_id, "reward_paid", after=after)


@prepares("refusal_notice")
def prepare_refusal(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give who is not awarded and why, and whom the notice addresses."""
    if task.dossier is None:
        return
    surroundings.values["addressee_default"] = task.dossier.submitting_unit.name
    surroundings.rows["unawarded"] = tuple(
        Row(str(each.id), each.name, KIND_LABELS[each.kind], {"reason_default": each.result_reason})
        for each in _refused(session, task.dossier)
    )


@completes("refusal_notice")
def draft_refusal(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Issue the draft of the notice, each nominee with the reason as the notice words it."""
    given = by_row(answers, "unawarded")
    rows = [
        [each.name, (given.get(each.id) or {}).get("reason") or each.result_reason or ""]
        for each in _refused(work.session, work.dossier)
    ]
    data = {
        "to": answers.get("addressee") or work.dossier.submitting_unit.name,
        "facts": [["Mã hồ sơ", work.dossier.reference], ["Đề nghị", work.dossier.offer.title]],
        "tables": [{"caption": "Đối tượng không được khen thưởng", "head": ["Đối tượng", "Lý do"], "rows": rows}],
        "text": [answers.get("content") or ""],
    }
    issue(work, task.element_id, "refusal_notice", "Thông báo không khen thưởng", data)


@completes("refusal_signature")
def sign_refusal(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Put the number of the signed notice on it."""
    query = select(IssuedDocument).filter_by(dossier_id=work.dossier.id, kind="refusal_notice")
    document = work.session.scalar(query.order_by(IssuedDocument.id.desc()).limit(1))
    if outcome == "approve" and document is not None:
        document.document_number = answers.get("letter_number")
    verb = "refusal_signed" if outcome == "approve" else "refusal_returned"
    after = {"document": document.id if document else None, "letter_number": answers.get("letter_number")}
    record_act(work, task.element_id, verb, after=after, reason=answers.get("reason"))


def _refused(session: Session, dossier: Dossier) -> list[Nominee]:
    return [each for each in active_nominees(session, dossier) if each.result == "refused"]


def _row(session: Session, entry: RegisterEntry) -> Row:
    item = _item(session, entry)
    amount = item.amount_dong if item else None
    values = {"book_number_default": entry.book_number, "amount_due": amount, "amount_paid": amount}
    return Row(str(entry.id), entry.name, KIND_LABELS[entry.kind], values)


def _item(session: Session, entry: RegisterEntry) -> RewardItem | None:
    return session.scalar(select(RewardItem).where(RewardItem.entry_id == entry.id))


def _entered_by_hand(work: Work, entry: RegisterEntry) -> RewardItem:
    wage = base_wage_on(reward_tables(work.session).wages, entry.decided_on)
    item = RewardItem(
        entry_id=entry.id,
        amount_dong=0,
        base_wage_dong=wage.amount_vnd if wage else 0,
        coefficient="",
        fund=fund_of(work.dossier),
        source=BY_HAND,
        computed_at=work.now,
    )
    work.session.add(item)
    return item
