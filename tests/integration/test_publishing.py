"""Changes of processes on their way into force: reviewed by another person, published on their day."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from service import shipped
from tests.integration.draft_scene import DECIDE, TODAY, ask, edited, in_force, save, state
from workflows import models
from workflows.commands import deployments, publishing
from workflows.errors import Conflict, Invalid, NotAllowed
from workflows.models import Deployment, DraftReview

pytestmark = pytest.mark.parametrize("database_url", ["product"], indirect=True)


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


def test_other_administrators_are_told_of_a_request_and_its_author_of_the_outcome(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    review = ask(sessions, people[0], draft_id)
    with sessions.begin() as session:
        publishing.approve(session, people[1], review)
    with sessions() as session:
        kind = models.Notice.kind
        told = session.execute(select(kind, models.Notice.person_id).where(kind.like("draft%")).order_by(kind)).all()
    assert told == [("draft_asked", people[1].person_id), ("draft_published", people[0].person_id)]
