"""What follows a decision: the register of awards, the rewards, and taking an award back."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from workflows import revocations
from workflows.acts import record_act
from workflows.errors import Conflict, OperationFailed
from workflows.issuing import issue
from workflows.models import Decision, DecisionItem, RegisterEntry, RewardItem
from workflows.operations.registry import operation
from workflows.rewards import reward_tables
from workflows.rules import confidence, reward
from workflows.verdicts import entries_of, fund_of, newest_decision
from workflows.work import Place, Work

NO_RATE = "Chưa có mức trong bảng tiền thưởng; kế toán xác định theo quy định"


@operation("award/register")
def register(work: Work, place: Place, _parameters: Mapping[str, object]) -> int:
    """Enter each awarded nominee into the register, numbered by the order in the decision; return how many.

    Raises Conflict where one of them already stands there with this award: the table itself refuses a second line.
    """
    decision = _decision(work)
    awarded = [item for item in decision.items if item.result == "awarded"]
    try:
        with work.session.begin_nested():
            work.session.add_all(_entry(work, decision, item, number) for number, item in enumerate(awarded, start=1))
    except IntegrityError as error:
        raise Conflict("Có đối tượng đã được ghi vào sổ khen thưởng với hình thức này.") from error
    after = {"decision": decision.id, "document_number": decision.document_number, "entries": len(awarded)}
    record_act(work, place.element_id, "award_registered", after=after)
    return len(awarded)


@operation("award/compute_reward")
def compute_reward(work: Work, place: Place, _parameters: Mapping[str, object]) -> int:
    """Compute the reward of each line of the register and issue the payment list; return its id.

    Where the tables have no number the list says so; nothing is guessed and no amount is stored.
    """
    tables, rows, total = reward_tables(work.session), [], 0
    entries = entries_of(work.session, work.dossier.id)
    for entry in entries:
        due = reward.reward(
            tables,
            entry.award.reward,
            entry.kind,
            decided_on=entry.decided_on,
            regime=work.dossier.regime_key or "",
        )
        if due is not None:
            total += due.amount_vnd
            _keep(work, entry, due)
        rows.append([str(entry.book_number), entry.name, reward.in_words(due) if due else NO_RATE])
    missing = sum(row[2] == NO_RATE for row in rows)
    data = {
        "total_dong": total,
        "without_rate": missing,
        "facts": [["Tổng số tiền đã tính", f"{total:,} đ".replace(",", ".")], ["Nguồn", fund_of(work.dossier)]],
        "tables": [{"caption": "Tiền thưởng", "head": ["STT", "Đối tượng", "Mức thưởng"], "rows": rows}],
        "text": [f"{missing} đối tượng chưa tính được mức thưởng."] if missing else [],
    }
    return issue(
        work, place.element_id, "payment_list", f"Danh sách chi thưởng, hồ sơ {work.dossier.reference}", data
    ).id


@operation("award/revoke")
def revoke(work: Work, place: Place, _parameters: Mapping[str, object]) -> int:
    """Mark the lines of whoever the latest decision takes the award from, and what was paid for them as to be recovered.

    Returns how many lines (Luật TĐKT Đ93). Raises OperationFailed where that decision takes nothing away: it is the award's.
    """
    decision = _decision(work)
    reasons = {item.nominee_id: item.reason for item in decision.items if item.result == "refused"}
    revoked = [entry for entry in entries_of(work.session, work.dossier.id) if entry.nominee_id in reasons]
    if not revoked:
        raise OperationFailed("Chưa có Quyết định hủy bỏ khen thưởng nào của hồ sơ này.")
    for entry in revoked:
        entry.revoked_at, entry.revoked_by_id = work.now, decision.id
        entry.nominee.result_reason = reasons[entry.nominee_id]
        entry.nominee.result = "refused"
    paid = select(RewardItem).where(RewardItem.entry_id.in_([entry.id for entry in revoked]))
    for item in work.session.scalars(paid.where(RewardItem.paid_on.is_not(None))):
        item.recover_since = work.now
    revocations.revoke(work, decision)
    after = {"decision": decision.id, "entries": [entry.id for entry in revoked]}
    record_act(work, place.element_id, "award_revoked", after=after)
    return len(revoked)


def _decision(work: Work) -> Decision:
    decision = newest_decision(work.session, work.dossier.id)
    if decision is None or not decision.document_number:
        raise OperationFailed("Chưa có Quyết định đã cấp số cho hồ sơ này.")
    return decision


def _entry(work: Work, decision: Decision, item: DecisionItem, number: int) -> RegisterEntry:
    nominee, dossier = item.nominee, work.dossier
    return RegisterEntry(
        decision_id=decision.id,
        nominee_id=nominee.id,
        book_number=number,
        award_key=item.award_key,
        campaign_id=dossier.campaign_id,
        unit_id=dossier.submitting_unit_id,
        kind=nominee.kind,
        name=nominee.name,
        search_key=nominee.search_key,
        sort_key=nominee.sort_key,
        decided_on=decision.signed_on,
        registered_at=work.now,
    )


def _keep(work: Work, entry: RegisterEntry, due: reward.Reward) -> None:
    item = work.session.scalar(select(RewardItem).where(RewardItem.entry_id == entry.id))
    if item is not None and item.paid_on is not None:
        return
    if item is None:
        item = RewardItem(entry_id=entry.id)
        work.session.add(item)
    item.amount_dong, item.base_wage_dong = due.amount_vnd, due.base_wage_vnd
    item.coefficient, item.fund = f"{due.coefficient.normalize():f}", fund_of(work.dossier)
    item.source, item.computed_at = f"{reward.in_words(due)}; {confidence.label(due.confidence)}", work.now
