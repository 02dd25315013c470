"""A specialist concludes on a criterion against its table: with a reason, under the open appraisal, and takes it back."""

import pytest

from tests import product
from tests.integration.criteria_scene import at_step
from workflows import assessing, models, policy
from workflows.commands import overrides, tasks
from workflows.commands.overrides import Conclusion
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.queries import nominee_criteria

REASON = "Xác minh tại cơ sở ngày 05/12/2026, số liệu đúng"


ON_ONE = pytest.mark.parametrize("whole", ["sqlite"], indirect=True)
"""For refusals that are the same on every database."""


@pytest.fixture
def appraisal(whole, tmp_path):
    """A dossier whose appraisal is open, with the specialist who may do it."""
    return at_step(whole, tmp_path, "examine_dossier")


def conclude(appraisal, verdict="not_met", reason=REASON, criterion="KG-GEN-2", **other):
    with appraisal.sessions.begin() as session:
        made = Conclusion(other.get("nominee_id", appraisal.nominee_id), criterion, verdict, reason)
        overrides.conclude(session, other.get("actor", appraisal.worker), other.get("task_id", appraisal.task_id), made)


def line(appraisal, *, overridden=True):
    with appraisal.sessions() as session:
        nominee = session.get_one(models.Nominee, appraisal.nominee_id)
        found = assessing.assess(session, nominee.dossier, nominee, overridden=overridden)
        return next(each for each in found.lines if each.criterion == "KG-GEN-2"), found.verdict


def test_a_conclusion_counts_before_the_table_and_the_table_is_kept_beside_it(appraisal):
    conclude(appraisal)
    found, whole = line(appraisal)
    assert (found.verdict, found.computed, found.override.reason) == ("not_met", "met", REASON)
    assert whole == "not_met"
    assert line(appraisal, overridden=False)[0].verdict == "met"


@ON_ONE
def test_the_history_says_who_in_which_capacity_and_why(appraisal):
    conclude(appraisal)
    with appraisal.sessions() as session:
        entry = session.query(models.HistoryEntry).filter_by(verb="criterion_concluded").one()
        assert (entry.actor_id, entry.reason, entry.after["verdict"]) == (appraisal.worker.person_id, REASON, "not_met")
        assert entry.element_id == "examine_dossier"


def test_it_is_taken_back_and_every_step_stays_on_record(appraisal):
    conclude(appraisal)
    conclude(appraisal, "as_computed", "Đã nhận đủ văn bản chứng minh")
    assert line(appraisal)[0].verdict == "met"
    with appraisal.sessions() as session:
        assert session.query(models.CriterionOverride).count() == 2
    with pytest.raises(Conflict, match="đang theo kết quả của bảng"):
        conclude(appraisal, "as_computed", "Đã nhận đủ văn bản chứng minh")


@ON_ONE
@pytest.mark.parametrize(
    ("verdict", "reason", "field"),
    [("maybe", REASON, "verdict"), ("met", " ngắn ", "reason"), ("met", "a" * 1001, "reason")],
)
def test_without_verdict_or_reason_nothing_is_concluded(appraisal, verdict, reason, field):
    with pytest.raises(Invalid) as refused:
        conclude(appraisal, verdict, reason)
    assert list(refused.value.errors) == [field]


@ON_ONE
def test_a_criterion_or_nominee_that_is_not_there_is_not_found(appraisal):
    with pytest.raises(NotFound):
        conclude(appraisal, criterion="KG-NO")
    with pytest.raises(NotFound):
        conclude(appraisal, nominee_id=999_999)


@ON_ONE
def test_who_may_not_do_the_appraisal_may_not_conclude(appraisal):
    with pytest.raises((NotAllowed, NotFound)):
        conclude(appraisal, actor=appraisal.officer)


def test_while_a_colleague_holds_the_task_nobody_else_concludes(appraisal):
    with appraisal.sessions.begin() as session:
        tasks.claim(session, appraisal.worker, appraisal.task_id)
        task = session.get_one(models.UserTask, appraisal.task_id)
        position = session.query(models.Position).filter_by(person_id=appraisal.worker.person_id).first()
        person = models.Person(
            full_name="Người Đồng Nghiệp", search_key="nguoi dong nghiep", sort_key="nghiep nguoi dong"
        )
        session.add(person)
        session.flush()
        other = policy.Actor(
            person.id,
            0,
            person.full_name,
            False,
            (policy.Assignment(task.candidate_group, task.organ_id, "", "", ""),),
            (),
        )
        assert position is not None
    with pytest.raises(Conflict, match="đã nhận việc này"):
        conclude(appraisal, actor=other)


@ON_ONE
def test_a_step_that_is_no_appraisal_concludes_nothing(appraisal):
    task_id = product.advance(appraisal.sessions, appraisal.reference, "review_appraisal")
    with appraisal.sessions() as session:
        head = product.worker(session, task_id)
    with pytest.raises(NotAllowed, match="ở bước thẩm định"):
        conclude(appraisal, actor=head, task_id=task_id)
    with pytest.raises(Conflict):
        conclude(appraisal)


@ON_ONE
def test_the_unit_that_submitted_reads_the_tables_and_not_the_reviewers(appraisal):
    conclude(appraisal)
    with appraisal.sessions() as session:
        dossier = session.query(models.Dossier).filter_by(reference=appraisal.reference).one()
        own = nominee_criteria.by_nominee(session, appraisal.officer, dossier)[appraisal.nominee_id]
        theirs = nominee_criteria.by_nominee(session, appraisal.worker, dossier)[appraisal.nominee_id]
    assert REASON not in {each.reason for each in own.lines}
    assert REASON in {each.reason for each in theirs.lines}


def test_what_was_not_met_is_kept_with_the_decision(appraisal):
    conclude(appraisal)
    for _ in range(100):
        with appraisal.sessions.begin() as session:
            if session.query(models.Decision).count():
                break
            product.rehearsing.step(session, appraisal.reference)
    with appraisal.sessions() as session:
        item = session.query(models.DecisionItem).filter_by(nominee_id=appraisal.nominee_id).one()
        found = next(each for each in item.criteria["lines"] if each["code"] == "KG-GEN-2")
        assert (item.criteria["verdict"], found["verdict"], found["computed"]) == ("not_met", "not_met", "met")
        assert (found["reason"], found["concluded_by"]) == (REASON, appraisal.worker.name)
