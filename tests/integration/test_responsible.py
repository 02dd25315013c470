"""Who is told of a task: who has it in hand or may do it, the nearest head of its organ, the unit that submitted."""

from datetime import date

import pytest

from tests import factories as make
from workflows.clock import utcnow
from workflows.responsible import Directory, directing_roles, heading_roles

TODAY = date(2026, 12, 10)


@pytest.fixture
def place(sessions):
    with sessions.begin() as session:
        unit = make.unit(session)
        dossier = make.dossier(session, None, make.unit(session))
        yield session, unit, make.instance(session, dossier)


def people(session, unit, *roles: str) -> list[int]:
    return [make.officer(session, role, unit).id for role in roles]


def ask(session, task, *audience: str) -> list[int]:
    return Directory(session, [task], TODAY).told(task, audience)


def test_the_nearest_head_that_the_organ_has_is_told(place):
    session, unit, instance = place
    director, *heads = people(session, unit, "deciding_authority", "appraisal_head", "appraisal_head")
    for role, expected in (
        ("intake_officer", heads), ("appraisal_head", [director]), ("achievement_specialist", [director]),
        ("deciding_authority", []),
    ):  # fmt: skip
        task = make.task(session, instance, role, candidate_group=role, organ_id=unit.id)
        assert ask(session, task, "head") == expected, role


def test_units_that_submit_or_report_have_heads_of_their_own(place):
    session, unit, instance = place
    submitting, reporting, _ = people(session, unit, "submitting_head", "reporting_head", "appraisal_head")
    for role, expected in (("submitting_officer", [submitting]), ("reporting_officer", [reporting])):
        task = make.task(session, instance, role, candidate_group=role, organ_id=unit.id)
        assert ask(session, task, "head") == expected
    assert heading_roles("submitting_head") == ()
    assert directing_roles("submitting_head") == ("submitting_head",)


def test_a_councils_task_is_for_its_seats_and_its_units_head(place):
    session, unit, instance = place
    [head] = people(session, unit, "appraisal_head")
    council = make.council(session, unit)
    secretary, chair = (make.person(session) for _ in range(2))
    make.seat(session, council, secretary, function="secretary")
    make.seat(session, council, chair, function="chair")
    make.seat(session, council, function="secretary", valid_to=date(2026, 12, 9))
    minutes = make.task(session, instance, "minutes", candidate_group="council_secretary", council_id=council.id)
    assert ask(session, minutes, "assignee", "head") == [secretary.id, head]
    ballot = make.task(
        session,
        instance,
        "ballot",
        candidate_group="council_member",
        council_id=council.id,
        reserved_for_id=chair.id,
    )
    assert ask(session, ballot, "holders") == [chair.id]


def test_who_has_left_the_post_is_not_told_although_the_task_is_in_their_hands(place):
    session, unit, instance = place
    gone = make.officer(session, "intake_officer", unit, valid_to=date(2026, 12, 9))
    here, other = people(session, unit, "intake_officer", "intake_officer")
    task = make.task(session, instance, organ_id=unit.id, assignee_id=gone.id, claimed_at=utcnow())
    assert ask(session, task, "assignee") == [here, other]
    task.assignee_id = other
    assert ask(session, task, "assignee") == [other]
    assert ask(session, task, "assignee", "holders") == [other, here]


def test_the_submitting_unit_is_told_by_its_officers_and_its_head(place):
    session, unit, instance = place
    submitting = instance.dossier.submitting_unit
    officer, head, _ = people(session, submitting, "submitting_officer", "submitting_head", "intake_officer")
    task = make.task(session, instance, organ_id=unit.id)
    assert ask(session, task, "submitting_unit") == [officer, head]
