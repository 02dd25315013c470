"""What follows a decision: the register refuses doubles, rewards are exact, a revocation leaves its mark."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from forms import FormInvalid
from tests import factories as make
from tests.integration.scene import department_scene
from workflows.clock import utcnow
from workflows.errors import Conflict, OperationFailed
from workflows.models import Decision, DecisionItem, IssuedDocument, RegisterEntry, Revocation, RewardItem
from workflows.queries import dossier_history


@pytest.fixture
def scene(sessions: sessionmaker[Session]):
    with sessions() as session:
        make.regime(session, rounding_mode="up", rounding_step_dong=10_000)
        scene = department_scene(session, regime_key="R2026")
        scene.nominee("Phòng Mẫu Một", kind="collective")
        scene.nominee("Người Mẫu Hai")
        scene.nominee("Hộ Mẫu Ba", kind="household")
        yield scene


def _decide(scene, results=("awarded", "awarded", "awarded"), number="01/QĐ-SMH") -> Decision:
    row = Decision(
        dossier_id=scene.dossier.id,
        organ_id=scene.department.id,
        document_number=number,
        signed_on=date(2026, 12, 10),
        signer_title="GIÁM ĐỐC",
        capacity="",
        title="Về việc tặng Giấy khen",
        from_above=False,
        entered_at=utcnow(),
    )
    row.items = [
        DecisionItem(
            nominee_id=nominee.id,
            position=position,
            result=result,
            reason=None if result == "awarded" else "Chưa đạt.",
            award_key="giay_khen_so",
        )
        for position, (nominee, result) in enumerate(zip(scene.dossier.nominees, results, strict=True), start=1)
    ]
    for nominee, result in zip(scene.dossier.nominees, results, strict=True):
        nominee.result_reason = None if result == "awarded" else "Chưa đạt."
        nominee.result = result
    scene.session.add(row)
    scene.session.flush()
    return row


def test_the_awarded_stand_in_the_register_by_their_order_in_the_decision(scene):
    _decide(scene, ("awarded", "refused", "awarded"))
    assert scene.run("award/register") == 2
    entries = scene.session.query(RegisterEntry).order_by(RegisterEntry.book_number).all()
    assert [(entry.book_number, entry.name) for entry in entries] == [(1, "Phòng Mẫu Một"), (2, "Hộ Mẫu Ba")]
    assert {entry.unit_id for entry in entries} == {scene.submitting.id}


def test_a_second_entry_of_the_same_award_is_refused_and_the_first_stays(scene):
    _decide(scene)
    scene.run("award/register")
    with pytest.raises(Conflict, match="đã được ghi vào sổ"):
        scene.run("award/register")
    assert scene.session.query(RegisterEntry).count() == 3


def test_the_table_itself_refuses_a_second_entry(scene):
    _decide(scene)
    scene.run("award/register")
    first = scene.session.query(RegisterEntry).first()
    copied = {column.name: getattr(first, column.name) for column in RegisterEntry.__table__.columns}
    scene.session.add(RegisterEntry(**copied | {"id": None, "book_number": 9}))
    with pytest.raises(IntegrityError):
        scene.session.flush()


def test_nothing_is_registered_before_the_decision_has_a_number(scene):
    _decide(scene, number=None)
    with pytest.raises(OperationFailed, match="đã cấp số"):
        scene.run("award/register")


def test_rewards_are_exact_and_rounded_up(scene):
    make.base_wage(scene.session)
    make.reward_rate(scene.session)
    _decide(scene)
    scene.run("award/register")
    scene.run("award/compute_reward")
    amounts = [item.amount_dong for item in scene.session.query(RewardItem).order_by(RewardItem.id)]
    assert amounts == [1_520_000, 760_000, 1_140_000]


def test_where_the_rule_has_no_number_the_list_says_so_and_nothing_is_stored(scene):
    make.base_wage(scene.session)
    make.reward_rate(scene.session, household_factor=None)
    _decide(scene)
    scene.run("award/register")
    listed = scene.session.get(IssuedDocument, scene.run("award/compute_reward"))
    assert scene.session.query(RewardItem).count() == 2
    assert listed.data["without_rate"] == 1
    assert "Chưa có mức" in listed.data["tables"][0]["rows"][2][2]


def test_computing_again_changes_no_reward_twice(scene):
    make.base_wage(scene.session)
    make.reward_rate(scene.session)
    _decide(scene)
    scene.run("award/register")
    scene.run("award/compute_reward")
    scene.run("award/compute_reward")
    assert scene.session.query(RewardItem).count() == 3


def test_the_accountant_notes_what_was_paid_even_without_a_rate(scene):
    make.base_wage(scene.session)
    make.reward_rate(scene.session, household_factor=None)
    _decide(scene)
    scene.run("award/register")
    scene.run("award/compute_reward")
    rows = scene.surroundings("reward_payment").rows["awarded"]
    assert [row.values["amount_due"] for row in rows] == [1_520_000, 760_000, None]
    wrong = [{"row": row.id, "amount": amount} for row, amount in zip(rows, (None, 10**12, 1), strict=True)]
    with pytest.raises(FormInvalid) as refused:
        scene.finish("reward_payment", {"awarded": wrong, "paid_on": "2026-12-20", "voucher_number": "PC 12"})
    assert list(refused.value.errors) == [f"awarded-{row.id}-amount" for row in rows[:2]]
    paid = [{"row": row.id, "amount": 1_000_000, "note": "theo chứng từ"} for row in rows]
    scene.finish("reward_payment", {"awarded": paid, "paid_on": "2026-12-20", "voucher_number": "PC 12"})
    items = scene.session.query(RewardItem).order_by(RewardItem.entry_id).all()
    assert {item.paid_on for item in items} == {date(2026, 12, 20)}
    assert {item.amount_dong for item in items} == {1_000_000}


def test_the_history_says_whose_money_it_was(scene):
    """Money goes by lines of the register, whose numbers are those of other nominees."""
    make.base_wage(scene.session)
    make.reward_rate(scene.session)
    _decide(scene, ("refused", "awarded", "awarded"))
    scene.run("award/register")
    scene.run("award/compute_reward")
    rows = scene.surroundings("reward_payment").rows["awarded"]
    paid = [{"row": row.id, "amount": 500_000 + number} for number, row in enumerate(rows)]
    scene.finish("reward_payment", {"awarded": paid, "paid_on": "2026-12-20", "voucher_number": "PC 12"})
    (told,) = [each for each in dossier_history.acts(scene.session, scene.dossier) if each.verb == "reward_paid"]
    said = {each.name: each.after for each in told.changes if each.kind == "money"}
    holders = [each.name for each in scene.dossier.nominees[1:]]
    assert said == {name: 500_000 + number for number, name in enumerate(holders)}


def test_a_revocation_marks_the_register_and_frees_nobody_else(scene):
    _decide(scene)
    scene.run("award/register")
    revocation = _decide(scene, ("awarded", "refused", "awarded"), number="02/QĐ-SMH")
    assert scene.run("award/revoke") == 1
    revoked = scene.session.query(RegisterEntry).filter(RegisterEntry.revoked_at.is_not(None)).one()
    assert (revoked.name, revoked.revoked_by_id) == ("Người Mẫu Hai", revocation.id)
    assert scene.dossier.nominees[1].result == "refused"


def test_the_case_about_a_line_is_settled_once_and_what_was_paid_is_to_come_back(scene):
    _decide(scene)
    scene.run("award/register")
    session, entry = scene.session, scene.session.query(RegisterEntry).order_by(RegisterEntry.id).first()
    paid = {"entry_id": entry.id, "amount_dong": 1_520_000, "base_wage_dong": 2_530_000, "coefficient": "0.6"}
    session.add(RewardItem(**paid, fund="", source="", computed_at=utcnow(), paid_on=date(2026, 12, 20)))
    about = {
        "entry": entry,
        "dossier": scene.dossier,
        "organ_id": scene.department.id,
        "source": "KL 1",
        "reason": "Sai",
    }
    case = Revocation(**about, started_at=utcnow(), status="running")
    session.add(case)
    session.flush()
    with session.begin_nested() as attempt:
        session.add(Revocation(**about, started_at=utcnow(), status="running"))
        with pytest.raises(IntegrityError):
            session.flush()
        attempt.rollback()
    scene.instance.definition.key = "revoke_award"
    with pytest.raises(OperationFailed, match="Quyết định hủy bỏ"):  # the newest decision is that which awarded
        scene.run("award/revoke")
    revocation = _decide(scene, ("refused", "awarded", "awarded"), number="02/QĐ-SMH")
    scene.run("award/revoke")
    assert (case.status, case.decision_id, entry.revoked_by_id) == ("revoked", revocation.id, revocation.id)
    assert session.query(RewardItem).one().recover_since
