"""The simplified procedure: what may be proposed by it, when, by whom, and the way of a dossier to the register."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from forms import FormInvalid
from tests import product
from workflows import assessing, dates
from workflows.clock import utcnow
from workflows.commands import dossiers, rehearsing
from workflows.errors import Conflict, NotAllowed
from workflows.models import Dossier, Nominee, Notice, Offer, RegisterEntry, UserTask
from workflows.organs import submitting_units
from workflows.queries import offers
from workflows.rules.calendar import end_of_day
from workflows.steps import completeness

CERTIFICATE, DIPLOMA, STATE = "KG-DG-giay_khen_so", "KG-DG-bk_tinh", "KG-DG-bk_ttg"
WAY = (
    *("compile_dossier", "sign_submission", "check_completeness", "examine_dossier", "review_appraisal"),
    *("give_standing_opinion", "finalize_decision_draft", "decide_award", "release_decision"),
    *("send_decision_copies", "print_certificates", "pay_reward", "present_award"),
)
WITHIN_A_DAY = ("examine_dossier", "review_appraisal", "give_standing_opinion", "decide_award")
"""Steps that have one working day by the rules of this procedure alone."""


@pytest.fixture
def database_url(product_database_url):
    """The product with its plans, processes and people."""
    return product_database_url


def offer_of(session, code):
    return session.scalars(select(Offer).where(Offer.code == code)).one()


def officer_of(session, code):
    """Return who starts dossiers for an offer, and the unit."""
    unit = submitting_units(offer_of(session, code), dates.local_date(utcnow()))[0]
    return product.holder(session, "submitting_officer", unit.id), unit.id


def choice_of(session, actor, code):
    found = [each for plan in offers.startable(session, actor) for each in plan.offers]
    return next(each for each in found if each.id == offer_of(session, code).id)


def prepared(sessions, folder, code):
    kept = product.paper(folder)
    with sessions.begin() as session:
        return rehearsing.prepare(session, offer_of(session, code).id, kept, kinds=("individual",))


def test_an_award_of_the_province_goes_the_short_way_to_the_register(whole, tmp_path):
    reference = prepared(whole, tmp_path, DIPLOMA)
    done = []
    while True:
        with whole.begin() as session:
            step = rehearsing.step(session, reference)
        if step is None:
            break
        done.append(step)
    assert tuple(step.element_id for step in done) == WAY
    who = {step.element_id: step.who for step in done}
    assert len({who[step] for step in ("compile_dossier", "sign_submission", "examine_dossier", "decide_award")}) == 4
    with whole() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.reference == reference)).one()
        (entry,) = session.scalars(select(RegisterEntry).join(Nominee).where(Nominee.dossier_id == dossier.id))
        assert (dossier.status, entry.campaign_id) == ("awarded", dossier.campaign_id)
        assert dossier.due_at == end_of_day(date(2026, 12, 17))  # five working days from 10/12/2026
        due = select(UserTask.due_at).where(UserTask.dossier_id == dossier.id, UserTask.element_id.in_(WITHIN_A_DAY))
        assert set(session.scalars(due)) == {end_of_day(date(2026, 12, 11))}
        told = set(session.scalars(select(Notice.kind).where(Notice.dossier_id == dossier.id)))
        assert told == {"submission_confirmed", "receipt", "decision_sent"}


def test_the_dossier_holds_the_short_list_of_papers_and_is_judged_by_the_law_alone(sessions, tmp_path):
    reference = prepared(sessions, tmp_path, CERTIFICATE)
    with sessions() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.reference == reference)).one()
        assert {paper.paper for paper in dossier.offer.papers if paper.required} == {
            *("to_trinh", "danh_sach", "bao_cao_tom_tat")
        }
        assert all(gap.soft for gap in completeness.missing(session, dossier))
        assert dossier.content["occasion"] == "sudden-2026"
        (nominee,) = dossier.nominees
        assert {line.measure for line in assessing.assess(session, dossier, nominee).lines} == {"law"}


def test_a_dossier_without_its_ground_is_not_signed(sessions, tmp_path):
    reference = prepared(sessions, tmp_path, CERTIFICATE)
    with sessions() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.reference == reference)).one()
        assert dossier.content["simplified_ground"] == "political_task"
        dossier.content = {key: value for key, value in dossier.content.items() if key != "simplified_ground"}
        with pytest.raises(FormInvalid, match="Lý do dùng thủ tục đơn giản"):
            completeness.refuse_incomplete(session, dossier)


def test_an_award_that_the_procedure_is_not_for_is_refused_with_the_reason(sessions):
    with sessions.begin() as session:
        officer, unit = officer_of(session, STATE)
        choice = choice_of(session, officer, STATE)
        assert choice.closed.startswith("Hồ sơ trình Trung ương phải có biên bản xét khen thưởng")
        with pytest.raises(Conflict, match="mục XIV"):
            dossiers.start(session, officer, choice.id, unit)


@pytest.mark.parametrize(
    ("days", "words"),
    [({"valid_from": 1}, "từ ngày 11/12/2026"), ({"valid_to": -1}, "đến hết ngày 09/12/2026")],
)
def test_the_procedure_is_offered_on_its_days_alone(sessions, days, words):
    today = dates.local_date(utcnow())
    with sessions.begin() as session:
        officer, unit = officer_of(session, CERTIFICATE)
        offer = offer_of(session, CERTIFICATE)
        moved = {key: (today + timedelta(days=number)).isoformat() for key, number in days.items()}
        offer.details = offer.details | {"simplified": offer.details["simplified"] | moved}
        assert words in choice_of(session, officer, CERTIFICATE).closed
        with pytest.raises(Conflict, match=words):
            dossiers.start(session, officer, offer.id, unit)
        offer.details = offer.details | {
            "simplified": offer.details["simplified"] | dict.fromkeys(days, today.isoformat())
        }
        assert dossiers.start(session, officer, offer.id, unit).status == "draft"  # the first and the last day count


def test_only_an_officer_of_the_unit_starts_it(sessions):
    with sessions.begin() as session:
        officer, unit = officer_of(session, CERTIFICATE)
        offer = offer_of(session, CERTIFICATE)
        stranger, _ = officer_of(session, "NB-DG-giay_khen_xa")
        for other in (product.holder(session, "submitting_head", unit), stranger):
            with pytest.raises(NotAllowed):
                dossiers.start(session, other, offer.id, unit)
        assert "Điều 85 khoản 1" in choice_of(session, officer, CERTIFICATE).simplified
        assert session.scalars(select(UserTask)).all() == []
