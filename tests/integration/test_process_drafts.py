"""Changes of processes on their way: saved, taken back, reviewed by another person, published on their day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from service import shipped
from tests import product
from workflows import bundle_files, models, process_drafts
from workflows.commands import deployments, drafting, publishing
from workflows.errors import Conflict, DefinitionRejected, Invalid, NotAllowed, NotFound
from workflows.models import Deployment, DraftFile, DraftReview, ProcessDraft

DECIDE = "decide.bpmn"
NOTE = "Thư ký trình thay cho Chánh Văn phòng"
TODAY = date(2026, 12, 10)


@pytest.fixture
def database_url(product_database_url):
    """The product with its processes."""
    return product_database_url


def administrators(session) -> tuple:
    """Return the administrator and a second one."""
    first = session.scalars(select(models.Account).where(models.Account.administrator)).one()
    second = session.scalars(
        select(models.Account).where(models.Account.administrator.is_(False)).order_by(models.Account.id)
    ).first()
    second.administrator = True
    session.flush()
    return product.actor(session, first.id), product.actor(session, second.id)


@pytest.fixture
def people(sessions):
    """Two administrators and somebody who is none."""
    with sessions.begin() as session:
        found = administrators(session)
        other = session.scalars(select(models.Account.id).where(models.Account.administrator.is_(False))).first()
        return (*found, product.actor(session, other))


@pytest.fixture
def draft_id(sessions, people) -> int:
    with sessions.begin() as session:
        return drafting.begin(session, people[0], "Đổi người trình quyết định").id


def edited(name: str = DECIDE, old: bytes = b"deciding_authority", new: bytes = b"council_secretary") -> bytes:
    content = shipped.definitions()[name]
    assert old in content
    return content.replace(old, new)


def save(sessions, actor, draft_id: int, content: bytes | None = None, name: str = DECIDE, seen: int | None = None):
    with sessions.begin() as session:
        return drafting.save(session, actor, draft_id, (name, content if content is not None else edited()), seen)


def ask(sessions, actor, draft_id: int, day: date = TODAY) -> int:
    with sessions.begin() as session:
        return publishing.ask(session, actor, draft_id, NOTE, day).id


def state(sessions, draft_id: int) -> str:
    with sessions() as session:
        return session.get_one(ProcessDraft, draft_id).state


def in_force(sessions) -> dict[str, bytes]:
    with sessions() as session:
        return process_drafts.deployed_files(session, process_drafts.newest_deployment(session).id)


def standing(sessions, draft_id: int) -> dict[str, bytes]:
    with sessions() as session:
        return process_drafts.files_of(session, session.get_one(ProcessDraft, draft_id))


def test_a_draft_begins_as_what_is_in_force(sessions, people, draft_id):
    assert standing(sessions, draft_id) == in_force(sessions)


def test_only_administrators_may_touch_drafts(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    review = ask(sessions, people[0], draft_id)
    other = people[2]
    for act in (
        lambda session: drafting.begin(session, other, "Bản của tôi"),
        lambda session: drafting.save(session, other, draft_id, (DECIDE, b"x")),
        lambda session: drafting.discard(session, other, draft_id),
        lambda session: publishing.ask(session, other, draft_id, NOTE, TODAY),
        lambda session: publishing.approve(session, other, review),
        lambda session: publishing.decline(session, other, review, NOTE),
        lambda session: publishing.withdraw(session, other, draft_id),
    ):
        with pytest.raises(NotAllowed), sessions.begin() as session:
            act(session)


def test_each_saving_is_kept_and_can_be_taken_again(sessions, people, draft_id):
    first, second = edited(), edited(new=b"drafting_officer")
    assert [save(sessions, people[0], draft_id, each) for each in (first, second, second)] == [1, 2, 2]

    with sessions.begin() as session:
        drafting.restore(session, people[0], draft_id, DECIDE, 1)
    assert standing(sessions, draft_id)[DECIDE] == first
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(DraftFile)) == 3
    with sessions.begin() as session:
        drafting.restore(session, people[0], draft_id, DECIDE, 0)
    assert standing(sessions, draft_id) == in_force(sessions)


def test_who_saves_over_a_saving_that_they_have_not_seen_is_told(sessions, people, draft_id):
    save(sessions, people[0], draft_id, seen=0)

    with pytest.raises(Conflict, match="vừa được người khác lưu"):
        save(sessions, people[1], draft_id, edited(new=b"drafting_officer"), seen=0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../x.bpmn", b"x"),
        ("x.py", b"x"),
        ("Quyết định.bpmn", b"x"),
        ("x.bpmn", b"\xff"),
        ("x.bpmn", b"a\0b"),
        ("x.bpmn", b" " * (bundle_files.LARGEST_FILE + 1)),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_changes(sessions, people, draft_id, name, content):
    with pytest.raises(Invalid):
        save(sessions, people[0], draft_id, content, name)

    with sessions() as session:
        assert session.scalars(select(DraftFile)).all() == []


def test_a_file_that_is_not_sound_is_kept_but_not_published(sessions, people, draft_id):
    save(sessions, people[0], draft_id, b"<a")

    with pytest.raises(DefinitionRejected):
        ask(sessions, people[0], draft_id)
    assert state(sessions, draft_id) == "open"


def test_a_bundle_replaces_everything_or_nothing(sessions, people, draft_id):
    files = {**in_force(sessions), DECIDE: edited()}
    del files["ballot.form"]
    with sessions.begin() as session:
        assert drafting.bring_in(session, people[0], draft_id, files) == ("ballot.form", DECIDE)
    assert standing(sessions, draft_id) == files
    with pytest.raises(Invalid), sessions.begin() as session:
        drafting.bring_in(session, people[0], draft_id, {"a.bpmn": b"x", "b.exe": b"x"})
    assert standing(sessions, draft_id) == files


def test_another_person_approves_and_it_is_in_force_at_once(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    review = ask(sessions, people[0], draft_id)
    with pytest.raises(NotAllowed), sessions.begin() as session:
        publishing.approve(session, people[0], review)
    with sessions.begin() as session:
        publishing.approve(session, people[1], review)

    assert state(sessions, draft_id) == "published"
    assert in_force(sessions)[DECIDE] == edited()
    with sessions() as session:
        verbs = session.scalars(select(models.HistoryEntry.verb).where(models.HistoryEntry.verb.like("draft%"))).all()
    assert verbs == ["draft_begun", "draft_asked", "draft_approved", "draft_published"]


def test_whoever_saved_anything_in_it_may_not_approve_it(sessions, people, draft_id):
    save(sessions, people[1], draft_id)
    review = ask(sessions, people[0], draft_id)

    with pytest.raises(NotAllowed, match="quản trị khác"), sessions.begin() as session:
        publishing.approve(session, people[1], review)


def test_four_eyes_stand_in_the_table_too(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    review = ask(sessions, people[0], draft_id)

    with sessions() as session:
        row = session.get_one(DraftReview, review)
        row.decided_by, row.decided_at, row.state = row.asked_by, row.asked_at, "approved"
        with pytest.raises(IntegrityError):
            session.flush()


def test_while_it_waits_it_cannot_be_changed_until_it_is_taken_back(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    ask(sessions, people[0], draft_id)
    with pytest.raises(Conflict, match="đang chờ duyệt"):
        save(sessions, people[0], draft_id, edited(new=b"drafting_officer"))
    with pytest.raises(Conflict):
        ask(sessions, people[0], draft_id)
    with sessions.begin() as session:
        publishing.withdraw(session, people[0], draft_id)

    assert save(sessions, people[0], draft_id, edited(new=b"drafting_officer")) == 2


def test_a_refusal_has_a_reason_opens_it_again_and_is_told(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    review = ask(sessions, people[0], draft_id)
    with pytest.raises(Invalid), sessions.begin() as session:
        publishing.decline(session, people[1], review, "không")
    with sessions.begin() as session:
        publishing.decline(session, people[1], review, "Thư ký không có thẩm quyền này")

    assert state(sessions, draft_id) == "open"
    with sessions() as session:
        told = session.scalars(select(models.Notice.subject).where(models.Notice.kind == "draft_declined")).all()
    assert told == ["Bản thảo “Đổi người trình quyết định” chưa được duyệt"]


def test_it_comes_into_force_on_its_day_once(sessions, people, draft_id, clock):
    save(sessions, people[0], draft_id)
    review = ask(sessions, people[0], draft_id, TODAY + timedelta(days=3))
    with sessions.begin() as session:
        publishing.approve(session, people[1], review)
        assert publishing.next_due(session) is None
    assert in_force(sessions)[DECIDE] != edited()

    clock.advance(days=3)
    for due in (draft_id, None):
        with sessions.begin() as session:
            assert publishing.next_due(session) == due
            if due:
                assert publishing.publish_due(session, due) is True
    assert in_force(sessions)[DECIDE] == edited()


@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_that_is_past_or_too_far_is_refused(sessions, people, draft_id, days):
    save(sessions, people[0], draft_id)
    with pytest.raises(Invalid):
        ask(sessions, people[0], draft_id, TODAY + timedelta(days=days))


def test_a_draft_that_changes_nothing_is_not_asked_for(sessions, people, draft_id):
    with pytest.raises(Conflict, match="không khác gì"):
        ask(sessions, people[0], draft_id)


def test_a_draft_is_laid_over_what_was_deployed_since(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    other = edited("dossier_appraisal.form", b'"minLength": 20', b'"minLength": 30')
    with sessions.begin() as session:
        deployments.deploy(session, None, {**shipped.definitions(), "dossier_appraisal.form": other})
    review = ask(sessions, people[0], draft_id)
    with sessions.begin() as session:
        publishing.approve(session, people[1], review)

    assert in_force(sessions)[DECIDE] == edited()
    assert in_force(sessions)["dossier_appraisal.form"] == other


def test_a_file_that_both_changed_stops_it_also_on_its_day(sessions, people, draft_id, clock):
    save(sessions, people[0], draft_id)
    review = ask(sessions, people[0], draft_id, TODAY + timedelta(days=1))
    with sessions.begin() as session:
        publishing.approve(session, people[1], review)
    with sessions.begin() as session:
        deployments.deploy(session, None, {**shipped.definitions(), DECIDE: edited(new=b"drafting_officer")})
    clock.advance(days=1)
    with sessions.begin() as session:
        assert publishing.publish_due(session, publishing.next_due(session)) is False

    assert state(sessions, draft_id) == "open"
    assert in_force(sessions)[DECIDE] == edited(new=b"drafting_officer")
    with sessions() as session:
        assert "cũng đã đổi: decide.bpmn" in session.get_one(DraftReview, review).reason
        assert session.scalar(select(func.count()).select_from(Deployment)) == 2
    with pytest.raises(Conflict):
        ask(sessions, people[0], draft_id, TODAY + timedelta(days=1))


def test_what_was_deployed_between_asking_and_approving_is_noticed(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    review = ask(sessions, people[0], draft_id)
    other = edited("dossier_appraisal.form", b'"minLength": 20', b'"minLength": 30')
    with sessions.begin() as session:
        deployments.deploy(session, None, {**shipped.definitions(), "dossier_appraisal.form": other})

    with pytest.raises(Conflict, match="Bản thảo đã đổi"), sessions.begin() as session:
        publishing.approve(session, people[1], review)


def test_a_draft_given_up_stays_readable_and_closed(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    with sessions.begin() as session:
        drafting.discard(session, people[0], draft_id)

    with pytest.raises(Conflict, match="đã bỏ"):
        save(sessions, people[0], draft_id)


def test_what_is_not_there_is_not_found(sessions, people, draft_id):
    for act in (
        lambda session: drafting.save(session, people[0], 99, (DECIDE, b"x")),
        lambda session: drafting.save(session, people[0], draft_id, ("x.bpmn", None)),
        lambda session: drafting.restore(session, people[0], draft_id, DECIDE, 5),
        lambda session: drafting.restore(session, people[0], draft_id, "x.bpmn", 0),
        lambda session: publishing.approve(session, people[0], 99),
    ):
        with pytest.raises(NotFound), sessions.begin() as session:
            act(session)
