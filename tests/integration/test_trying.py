"""A draft is tried out on the real engine, from the first line to the end, and nothing of it is left anywhere."""

from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select

from service import shipped
from tests import product
from tests.integration.draft_scene import administrators
from workflows import limit_table, models, process_drafts
from workflows.commands import drafting
from workflows.db import Base, make_sessions
from workflows.errors import Conflict, DefinitionRejected, Invalid, NotAllowed, NotFound
from workflows.rules import limit_files
from workflows.rules.limit_files import NAME
from workflows.trying import checkpoints, keeping, listing, staging, starting
from workflows.trying.acts import Complete, Message, PassTime, Start, as_json, read_acts
from workflows.trying.looking import Look

AT = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
DEPARTMENT, PROVINCE = "department_certificate", "provincial_award"


@pytest.fixture(autouse=True)
def no_checkpoints(monkeypatch):
    """Each test plays from the beginning."""
    monkeypatch.setattr(checkpoints, "_kept", OrderedDict())


@pytest.fixture
def office(product_database_url):
    """The whole product, where it does not matter in which database: what is played never is in it."""
    factory = make_sessions(product_database_url)
    yield factory
    factory.kw["bind"].dispose()


def rows_of(sessions) -> dict[str, int]:
    """Return how many rows each table has."""
    with sessions() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
        }


def offer_of(session, process: str) -> str:
    offer = session.scalars(select(models.Offer).where(models.Offer.process_key == process)).first()
    return f"{offer.campaign.key}/{offer.code}"


def administrator(session):
    account = select(models.Account.id).where(models.Account.administrator)
    return product.actor(session, session.scalars(account).one())


def opened(sessions, process: str = DEPARTMENT, changed: dict[str, bytes] | None = None):
    """Return a stage of the shipped files, with some changed, and the beginning of a dossier of a process."""
    with sessions() as session:
        actor, key = administrator(session), offer_of(session, process)
        files = {**shipped.definitions(), **(changed or {})}
        return staging.stage(session, actor, files), Start(process, AT, offer=key)


def test_a_provincial_award_is_walked_to_the_end_and_no_row_is_left(whole):
    before = rows_of(whole)
    stage, start = opened(whole, PROVINCE)
    added, played = stage.go_on(start, [])
    assert played.stopped is None
    assert (played.end_event, played.status, played.steps) == ("end_awarded", "awarded", ())
    assert {"cast_ballot", "sign_minutes"} <= {done.element_id for done in played.done}
    assert any(letter.subject.startswith("Đã nộp hồ sơ") for done in played.done for letter in done.letters)
    assert ("provincial_award", "prepare_submission_to_route_preparation") in played.flows
    assert len(added) == len(played.done) - 1
    assert rows_of(whole) == before


def test_the_database_is_only_read(whole):
    written = []
    engine = whole.kw["bind"]

    def note(_connection, _cursor, statement, *_):
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            written.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        with whole() as session:
            session.connection(execution_options={"read_only": True, "postgresql_readonly": True})
            key = offer_of(session, DEPARTMENT)
            stage = staging.stage(session, administrator(session), shipped.definitions())
        stage.play(Start(DEPARTMENT, AT, offer=key), [Complete("compile_dossier")])
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert written == []


def test_real_work_and_another_try_out_go_on_beside_it(whole, tmp_path):
    other, other_start = opened(whole, PROVINCE)
    with whole() as session:
        session.connection(execution_options={"read_only": True, "postgresql_readonly": True})
        mine = staging.stage(session, administrator(session), shipped.definitions())
        start = Start(DEPARTMENT, AT, offer=offer_of(session, DEPARTMENT))
        first = mine.play(start, [Complete("compile_dossier")])
        reference = product.prepared(whole, tmp_path)  # takes a number and writes, while that transaction is open
        second = other.play(other_start, [Complete("compile_dossier")])
        third = mine.play(start, [Complete("compile_dossier")])
    assert first.stopped is second.stopped is None
    assert first == third
    with whole() as session:
        assert session.scalars(select(models.Dossier.reference)).all() == [reference]


def test_a_changed_draft_goes_its_own_way(office):
    content = shipped.definitions()["decide.bpmn"].replace("Trình dự thảo".encode(), "Trình bản dự thảo".encode())
    stage, start = opened(office, DEPARTMENT, {"decide.bpmn": content})
    _, played = stage.go_on(start, [])
    names = {done.name for done in played.done}
    assert "Trình bản dự thảo" in names
    assert "Trình dự thảo" not in names


def test_the_same_acts_come_to_the_same(office, monkeypatch):
    stage, start = opened(office)
    added, played = stage.go_on(start, [], "sign_minutes")
    assert stage.play(start, read_acts(as_json(added))) == played  # out of what was remembered
    monkeypatch.setattr(checkpoints, "_kept", OrderedDict())
    assert stage.play(start, added) == played  # and from the beginning


def test_the_diagram_shows_the_very_way_that_was_taken(office):
    stage, start = opened(office)
    added, _ = stage.go_on(start, [])
    played = stage.play(start, added, Look())
    states = {step.element_id: step.state for step in played.map.steps}
    assert (states["route_preparation"], states["consider_department_certificate"]) == ("done", "done")
    assert states["end_discarded"] == "coming"
    assert "route_preparation_to_end_discarded" not in played.map.done
    inner = stage.play(start, added, Look(path=("prepare_submission",))).map
    assert {"compile_dossier", "route_draft_to_merge_signing"} <= set(inner.done)


def test_a_form_is_checked_as_in_reality(office):
    stage, start = opened(office)
    played = stage.play(start, [Complete("compile_dossier"), Complete("sign_submission", outcome="return", answers={})])
    assert played.stopped.number == 2
    assert played.stopped.errors
    assert [step.element_id for step in played.steps] == ["sign_submission"]  # what came before stands


def test_four_eyes_hold(office):
    stage, start = opened(office)
    before = stage.play(start, [Complete("compile_dossier")], Look())
    [compiler] = before.desk.others
    played = stage.play(start, [Complete("compile_dossier"), Complete("sign_submission", who=compiler.username)])
    assert played.stopped.number == 2
    assert "không" in played.stopped.message


def test_what_is_not_open_says_what_is(office):
    stage, start = opened(office)
    played = stage.play(start, [Complete("sign_submission")])
    assert "Lập hồ sơ đề nghị" in played.stopped.message


def test_time_passes_as_in_reality(office):
    stage, start = opened(office)
    acts = [Complete("compile_dossier"), Complete("sign_submission"), PassTime(working_days=5), PassTime(days=30)]
    played = stage.play(start, acts)
    assert played.stopped is None
    assert f"{played.done[3].ended_at:%d/%m/%Y}" == "17/12/2026"
    reminders = [letter for done in played.done[3:] for letter in done.letters if letter.kind.startswith("reminder")]
    assert reminders
    assert all(AT < letter.at <= played.now for letter in reminders)
    [step] = played.steps
    assert step.due.kind == "overdue"


def test_a_dossier_is_withdrawn(office):
    stage, start = opened(office)
    acts = [Complete("compile_dossier"), Complete("sign_submission"), Message("withdraw_dossier")]
    played = stage.play(start, acts)
    assert played.stopped is None
    assert played.status == "withdrawn"


def test_where_nobody_may_somebody_is_made_up(office):
    with office.begin() as session:
        for assignment in session.scalars(select(models.RoleAssignment)):
            session.delete(assignment)
    stage, start = opened(office)
    added, played = stage.go_on(start, [], "check_completeness")
    assert played.stopped is None
    assert [act.step for act in added] == ["compile_dossier", "sign_submission"]
    assert all("Người thử" in done.who for done in played.done[1:])


def test_a_report_is_tried_out_too(office):
    stage, _ = opened(office)
    with office() as session:
        key, _ = starting.reporting_campaigns(session)[0]
    start = Start("campaign_report", AT, campaign=key)
    _, played = stage.go_on(start, [])
    assert (played.stopped, played.end_event) == (None, "end_reported")


def test_what_begins_with_a_decision_finds_one_that_was_taken(office):
    stage, department = opened(office)
    played = stage.play(replace(department, process="revoke_award"), [])
    assert (played.stopped, played.status) == (None, "awarded")
    assert {visit.process_id for visit in played.done[0].path} == {"revoke_award"}
    assert [step.element_id for step in played.steps] == ["verify_violation"]


def test_files_with_errors_are_refused_with_what_to_mend(office):
    with pytest.raises(DefinitionRejected):
        opened(office, DEPARTMENT, {"decide.bpmn": b"<x/>"})


def test_others_may_not(office):
    with office() as session:
        actor = product.officer(session)
        with pytest.raises(NotAllowed):
            staging.stage(session, actor, shipped.definitions())


def test_a_try_out_is_kept_gone_on_with_and_cut_back(office):
    with office.begin() as session:
        first, second = administrators(session)
        draft = drafting.begin(session, first, "Rút ngắn thẩm định")
        key = offer_of(session, DEPARTMENT)
        trial_id = keeping.begin(session, first, draft.id, "", Start(DEPARTMENT, AT, offer=key)).id
    with office.begin() as session:
        keeping.add(session, first, trial_id, [Complete("compile_dossier"), Complete("sign_submission")], 0)
    with office.begin() as session, pytest.raises(Conflict):
        keeping.add(session, first, trial_id, [Complete("check_completeness")], 0)
    with office.begin() as session, pytest.raises(NotAllowed):
        keeping.add(session, second, trial_id, [Complete("check_completeness")], 2)
    with office.begin() as session, pytest.raises(Invalid):
        keeping.add(session, first, trial_id, [Complete("check_completeness")] * 199, 2)
    with office.begin() as session:
        keeping.cut(session, first, trial_id, 1)
    with office() as session:
        found = listing.trial(session, second, draft.id, trial_id)
        assert (found.is_own, found.acts, found.title) == (False, (Complete("compile_dossier"),), "Lượt 1")
        files = listing.files(session, second, draft.id)
        assert files == process_drafts.files_of(session, session.get_one(models.ProcessDraft, draft.id))
        with pytest.raises(NotFound):
            listing.trial(session, first, draft.id + 1, trial_id)
    with office.begin() as session:
        keeping.discard(session, first, trial_id)
    with office() as session:
        assert session.scalars(select(models.DraftTrial)).all() == []
        verbs = session.scalars(select(models.HistoryEntry.verb).order_by(models.HistoryEntry.id)).all()
        assert verbs[-2:] == ["trial_begun", "trial_discarded"]


def test_only_so_many_are_kept_of_a_draft(office, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_TRIALS", 1)
    with office.begin() as session:
        actor = administrators(session)[0]
        draft = drafting.begin(session, actor, "Rút ngắn thẩm định")
        start = Start(DEPARTMENT, AT, offer="x/y")
        keeping.begin(session, actor, draft.id, "Một", start)
        with pytest.raises(Conflict, match="Xóa bớt"):
            keeping.begin(session, actor, draft.id, "Hai", start)


def test_a_limit_that_the_draft_brings_holds(office):
    with office() as session:
        row = next(each for each in limit_table.rows(session, "dossier.sign") if each.is_default)
    longer = replace(row.limit, value=9, valid_from=None)
    before, start = opened(office)
    after, _ = opened(office, DEPARTMENT, {NAME: limit_files.written([longer])})
    [old], [new] = (each.play(start, [Complete("compile_dossier")]).steps for each in (before, after))
    assert (old.due.working_days, new.due.working_days) == (row.limit.value, 9)


def test_work_of_somebody_who_has_left_is_done_by_them_in_the_copy_alone(office):
    with office.begin() as session:
        members = select(models.CouncilSeat.person_id)
        accounts = session.scalars(select(models.Account).where(models.Account.person_id.in_(members))).all()
        for account in accounts:
            account.disabled_at = AT
    stage, start = opened(office)

    acts, _ = stage.go_on(start, [], "cast_ballot")
    played = stage.play(start, acts, Look())

    assert played.desk is not None
    assert played.stopped is None
    assert stage.go_on(start, [])[1].stopped is None
    with office() as session:
        assert all(session.get_one(models.Account, each.id).disabled_at for each in accounts)
