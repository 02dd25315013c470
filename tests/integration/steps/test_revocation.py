"""An award is taken back from a line of the register, by whoever may ask, with real roles to its end."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forms import FormInvalid
from service.rehearsal import PAPER
from tests.integration.steps.test_paths import DEPARTMENT
from tests.integration.walk import Walk, begin, worker
from workflows import dates, policy, progress, revocations
from workflows.clock import utcnow
from workflows.commands import interventions, revoking
from workflows.commands.revoking import Charge
from workflows.db import make_sessions
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound, UploadRejected
from workflows.history import faults
from workflows.models import (
    Account,
    Attachment,
    Decision,
    DossierOrgan,
    HistoryEntry,
    IssuedDocument,
    Position,
    RegisterEntry,
    Revocation,
    RewardItem,
    RoleAssignment,
)
from workflows.policy import Actor
from workflows.queries import dossier_history
from workflows.storage import Storage
from workflows.work import Work

CHARGE = Charge("Kết luận thanh tra số 12/KL-TTr ngày 02/12/2026", "Kê khai thành tích không đúng sự thật ở hai mục.")


@pytest.fixture(scope="module")
def awarded_file(installed_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The installed database with a dossier of two nominees, both awarded and paid; and its reference."""
    folder = tmp_path_factory.mktemp("awarded")
    shutil.copyfile(installed_file, folder / "awarded.db")
    paper = Storage(folder / "files", 1_000_000).keep("giay-to.pdf", BytesIO(PAPER))
    sessions = make_sessions(f"sqlite:///{folder / 'awarded.db'}")
    with sessions.begin() as session:
        found = begin(session, DEPARTMENT, paper)
        assert found.to_the_end() == "awarded"
    sessions.kw["bind"].dispose()
    plain = create_engine(f"sqlite:///{folder / 'awarded.db'}")
    with plain.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.dispose()
    return folder / "awarded.db", found.reference


@pytest.fixture
def installed(awarded_file: tuple[Path, str], tmp_path: Path) -> Iterator[Session]:
    """A session on a copy of it."""
    shutil.copyfile(awarded_file[0], tmp_path / "installed.db")
    sessions = make_sessions(f"sqlite:///{tmp_path / 'installed.db'}")
    with sessions() as session:
        yield session
    sessions.kw["bind"].dispose()


@pytest.fixture
def walk(installed: Session, awarded_file: tuple[Path, str]) -> Walk:
    """The awarded dossier, to be walked on."""
    return Walk(installed, awarded_file[1])


def entries(session: Session) -> list[RegisterEntry]:
    return list(session.scalars(select(RegisterEntry).order_by(RegisterEntry.id)))


def holder(walk: Walk, role: str, organ: str) -> Actor:
    """Return somebody who has a role in an organ of the dossier."""
    unit = walk.session.get_one(DossierOrgan, (walk.dossier.id, organ)).unit_id
    held = select(Account.id).join(Position, Position.person_id == Account.person_id).join(RoleAssignment)
    account = walk.session.scalars(held.where(RoleAssignment.role == role, RoleAssignment.organ_id == unit)).first()
    return policy.load_actor(walk.session, account, dates.local_date(utcnow()))


def start(walk: Walk, number: int = 0, **facts) -> Revocation:
    actor = facts.pop("actor", None) or holder(walk, "appraisal_specialist", "home_affairs")
    return revoking.start(walk.session, actor, entries(walk.session)[number].id, CHARGE, **facts)


def test_an_award_is_taken_back_and_the_other_of_the_dossier_stands(walk, installed, paper):
    case = start(walk, papers=[paper])
    assert walk.to_the_end() == "awarded"  # the second line stands
    first, second = entries(installed)
    decision = installed.query(Decision).order_by(Decision.id.desc()).first()
    assert (case.status, case.decision, case.items_state) == ("revoked", decision, "recovered")
    assert (first.revoked_by_id, second.revoked_at) == (decision.id, None)
    assert decision.document_number.startswith("02/QĐ-")
    assert [(item.nominee_id, item.result) for item in decision.items] == [(first.nominee_id, "refused")]
    paid, kept = installed.query(RewardItem).order_by(RewardItem.entry_id).all()
    assert (paid.recovered_dong, kept.recover_since) == (paid.amount_dong, None)
    assert paid.recovered_on
    assert [each.paper for each in installed.query(Attachment).filter_by(nominee_id=first.nominee_id)][
        -1
    ] == "revocation"
    issued = installed.query(IssuedDocument).order_by(IssuedDocument.id.desc()).first()
    assert [row[1] for row in issued.data["tables"][0]["rows"]] == [first.name]
    history = installed.query(HistoryEntry).filter_by(dossier_id=walk.dossier.id).order_by(HistoryEntry.sequence).all()
    assert faults(history) == []
    assert {each.verb for each in history} >= WORDS
    begun = next(each for each in dossier_history.acts(installed, walk.dossier) if each.verb == "revocation_started")
    assert (begun.subject, begun.reason) == (first.name, CHARGE.reason)
    assert [(each.code, each.after) for each in begun.changes] == [("source", CHARGE.source)]


WORDS = {"revocation_started", "award_revoked", "items_recovered", "reward_recovered"}


def test_a_line_is_taken_back_once_and_one_case_runs_at_a_time(walk, installed):
    start(walk)
    for number, why in ((0, "đang được xem xét"), (1, "một việc hủy bỏ khác")):
        with pytest.raises(Conflict, match=why):
            start(walk, number)
    walk.to_the_end()
    with pytest.raises(Conflict, match="đã bị hủy bỏ rồi"):
        start(walk)
    copied = {each.name: getattr(entries_case(installed), each.name) for each in Revocation.__table__.columns}
    with installed.begin_nested() as attempt:
        installed.add(Revocation(**copied | {"id": None}))
        with pytest.raises(IntegrityError):
            installed.flush()
        attempt.rollback()
    start(walk, 1)
    assert walk.to_the_end() == "revoked"  # no line of the dossier stands any longer


def entries_case(session: Session) -> Revocation:
    return session.scalars(select(Revocation).order_by(Revocation.id)).first()


def test_what_is_found_unfounded_leaves_the_line_and_says_so_and_may_be_asked_again(walk, installed):
    case = start(walk)
    walk.outcomes["verify_violation"] = ["dismiss"]
    assert walk.to_the_end() == "upheld"
    assert (case.status, case.decision_id) == ("upheld", None)
    assert [each.revoked_at for each in entries(installed)] == [None, None]
    assert start(walk).status == "running"


def test_the_decider_may_uphold_and_no_number_is_spent(walk, installed):
    case = start(walk)
    walk.outcomes["decide_award"] = ["refuse"]
    assert walk.to_the_end() == "upheld"
    assert case.status == "upheld"
    assert installed.query(Decision).count() == 1
    last = installed.query(HistoryEntry).order_by(HistoryEntry.sequence.desc()).limit(9)
    assert {"revocation_refused", "award_upheld"} <= {each.verb for each in last}


def test_only_the_proposing_organ_and_the_body_for_awards_may_ask(walk, installed):
    clerk = holder(walk, "records_clerk", "department")
    with pytest.raises(NotAllowed):
        start(walk, actor=clerk)
    stranger = installed.scalars(select(Account.id).order_by(Account.id)).all()
    outside = [policy.load_actor(installed, each, dates.local_date(utcnow())) for each in stranger]
    unseeing = next(
        each for each in outside if not _sees(installed, each, walk) and not each.has("appraisal_specialist")
    )
    with pytest.raises(NotFound):
        start(walk, actor=unseeing)
    with pytest.raises(NotFound):
        revoking.start(installed, clerk, 999_999, CHARGE)
    with pytest.raises(Invalid) as wrong:
        revoking.start(installed, holder(walk, "submitting_head", "submitting_unit"), 1, Charge(" ", "ngắn"))
    assert set(wrong.value.errors) == {"source", "reason"}
    assert (
        start(walk, actor=holder(walk, "submitting_head", "submitting_unit")).organ_id
        == walk.dossier.submitting_unit_id
    )


def _sees(session: Session, actor: Actor, walk: Walk) -> bool:
    try:
        policy.load_dossier(session, actor, walk.reference)
    except NotFound:
        return False
    return True


def test_an_explanation_that_does_not_come_lets_the_case_go_on_after_its_limit(walk, clock):
    start(walk)
    walk.until("give_explanation")
    verifier = holder(walk, "appraisal_specialist", "home_affairs")
    with pytest.raises(Conflict, match="quá hạn"):
        revoking.go_on_without_explanation(walk.session, verifier, walk.reference)
    clock.advance(days=20)
    head = holder(walk, "submitting_head", "submitting_unit")
    with pytest.raises(NotAllowed):
        revoking.go_on_without_explanation(walk.session, head, walk.reference)
    revoking.go_on_without_explanation(walk.session, verifier, walk.reference)
    assert [task.element_id for task in walk.open_tasks()] == ["plan_session"]


def test_a_deadline_that_moves_while_somebody_goes_on_is_minded(walk, clock, monkeypatch):
    start(walk)
    task = walk.until("give_explanation")
    clock.advance(days=20)
    held = progress.lock

    def moved_meanwhile(session, instance_id):
        task.due_at = utcnow() + timedelta(days=5)
        session.flush()
        return held(session, instance_id)

    monkeypatch.setattr(progress, "lock", moved_meanwhile)
    with pytest.raises(Conflict, match="hạn vừa được đổi"):
        revoking.go_on_without_explanation(
            walk.session, holder(walk, "appraisal_specialist", "home_affairs"), walk.reference
        )
    assert walk.open_tasks() == [task]


def test_a_case_takes_some_papers_and_the_same_twice_is_one(walk, installed, paper):
    with pytest.raises(UploadRejected, match="nhiều nhất 20"):
        start(walk, papers=[paper] * 21)
    start(walk, papers=[paper, paper])
    assert installed.query(Attachment).filter_by(paper=revoking.PAPER).count() == 1


def test_no_more_comes_back_than_was_paid_and_what_is_kept_back_has_no_day(walk, installed):
    case = start(walk)
    walk.given["recover_items"] = lambda drawn: _each(drawn, state="refused", note="Người giữ đang ở nước ngoài.")
    walk.given["recover_money"] = lambda drawn: _each(drawn, amount=9_999_999_999, note="Nhập nhầm.")
    walk.until("recover_money", "recover_items")
    items = next(task for task in walk.open_tasks() if task.element_id == "recover_items")
    walk.do(items, worker(installed, items), None)
    assert (case.items_state, case.items_recovered_on) == ("refused", None)
    (told,) = [each for each in dossier_history.acts(installed, walk.dossier) if each.verb == "items_recovered"]
    assert (told.subject, [(each.code, each.after) for each in told.changes]) == (
        case.entry.name,
        [("items", "refused")],
    )
    with pytest.raises(FormInvalid) as wrong:
        walk.to_the_end()
    assert wrong.value.errors == {f"awarded-{case.entry_id}-amount": [AT_MOST]}


AT_MOST = "Không thu hồi nhiều hơn số đã chi. Kiểm tra lại số tiền."


def _each(drawn: dict, **facts) -> dict:
    return drawn | {"awarded": [{**row, **facts} for row in drawn["awarded"]]}


def test_a_process_that_ends_without_a_word_has_left_the_award(walk, installed):
    case = start(walk)
    work = Work(installed, case.instance, None, utcnow())
    assert revocations.settle(work, walk.dossier, walk.dossier.status) == "awarded"
    assert (case.status, case.settled_at) == ("upheld", work.now)


def test_a_cancelled_case_leaves_the_award_alone(walk, installed):
    case = start(walk)
    actor = policy.load_actor(installed, administrator(installed), dates.local_date(utcnow()))
    interventions.cancel(installed, actor, case.instance_id, "Đơn phản ánh gửi nhầm hồ sơ, người gửi đã rút.")
    assert (case.status, walk.dossier.status) == ("cancelled", "awarded")


def administrator(session: Session) -> int:
    return next(
        each
        for each in session.scalars(select(Account.id).order_by(Account.id))
        if policy.load_actor(session, each, dates.local_date(utcnow())).administrator
    )
