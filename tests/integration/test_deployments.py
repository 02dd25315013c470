"""Diagrams, tables and forms are deployed together, or not at all."""

import pytest
from sqlalchemy import func, select

from service import shipped
from workflows.commands import deployments, roles
from workflows.errors import DefinitionRejected, NotAllowed
from workflows.models import Deployment, HistoryEntry, ProcessDefinition
from workflows.policy import Actor

OFFICER = Actor(person_id=1, account_id=1, name="Cán bộ", administrator=False, assignments=(), seats=())


@pytest.fixture
def files():
    return shipped.definitions()


@pytest.fixture
def prepared(sessions):
    """A database that knows the roles."""
    with sessions.begin() as session:
        roles.load_roles(session)
    return sessions


def deploy(sessions, files, actor=None):
    with sessions.begin() as session:
        return deployments.deploy(session, actor, files).number


def versions(sessions, key="department_certificate"):
    with sessions() as session:
        return session.scalars(select(ProcessDefinition.version).where(ProcessDefinition.key == key)).all()


def test_every_shipped_definition_deploys_together(prepared, files):
    assert deploy(prepared, files) == 1
    with prepared() as session:
        keys = set(session.scalars(select(ProcessDefinition.key)))
    assert keys >= {
        "department_certificate",
        "commune_certificate",
        "provincial_award",
        "prime_minister_award",
        "labour_order",
    }
    assert "council_session" not in keys  # it is called by others and never started by itself


def test_the_same_files_again_change_nothing(prepared, files):
    deploy(prepared, files)
    assert deploy(prepared, files) == 1
    assert versions(prepared) == [1]


def test_a_changed_file_makes_a_new_version(prepared, files):
    deploy(prepared, files)
    changed = files["hold_vote.bpmn"].replace("Bỏ phiếu".encode(), "Bỏ phiếu kín".encode())
    assert deploy(prepared, files | {"hold_vote.bpmn": changed}) == 2
    assert versions(prepared) == [1, 2]


def test_older_files_deployed_again_take_a_change_back(prepared, files):
    deploy(prepared, files)
    deploy(
        prepared, files | {"hold_vote.bpmn": files["hold_vote.bpmn"].replace("Bỏ phiếu".encode(), "Lấy phiếu".encode())}
    )
    assert deploy(prepared, files) == 3
    assert versions(prepared) == [1, 2, 3]


def test_a_deployment_is_an_act_of_history(prepared, files):
    deploy(prepared, files)
    with prepared() as session:
        assert session.scalars(select(HistoryEntry.verb)).all() == ["deployed"]


def test_only_an_administrator_deploys(prepared, files):
    with pytest.raises(NotAllowed):
        deploy(prepared, files, OFFICER)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.bpmn", b'<!DOCTYPE x [<!ENTITY e "y">]><definitions/>', "a.bpmn"),
        ("a.bpmn", b"khong phai xml", "a.bpmn"),
        ("a.form", b"{", "a.form"),
        ("a.exe", b"MZ", "Chỉ nhận tệp"),
    ],
)
def test_bad_files_are_named_and_nothing_is_deployed(prepared, files, name, content, told):
    with pytest.raises(DefinitionRejected) as rejected:
        deploy(prepared, files | {name: content})
    assert any(told in str(problem) for problem in rejected.value.problems)
    with prepared() as session:
        assert session.scalar(select(func.count()).select_from(Deployment)) == 0


def test_a_step_must_not_name_a_form_that_does_not_exist(prepared, files):
    del files["ballot.form"]
    with pytest.raises(DefinitionRejected) as rejected:
        deploy(prepared, files)
    assert any("cast_ballot" in str(problem) and "ballot" in str(problem) for problem in rejected.value.problems)


def test_all_problems_of_all_files_are_told_at_once(prepared, files):
    del files["ballot.form"]
    with pytest.raises(DefinitionRejected) as rejected:
        deploy(prepared, files | {"a.exe": b"MZ", "b.form": b"{"})
    assert len(rejected.value.problems) >= 3


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('outcome = "accept"', 'outcome == "accept"', "route_completeness"),
        ('outcome = "accept"', 'ket_qua = "accept"', "ket_qua"),
        ('outcome = "accept"', '__import__("os").system("id")', "receive_dossier.bpmn"),
        ("council/check_quorum", "council/delete_everything", "council/delete_everything"),
        ('"dossierStatus" value="withdrawn"', '"dossierStatus" value="gone"', "không kết thúc được ở trạng thái gone"),
        ('"dossierStatus" value="withdrawn"', '"dossierStatus" value="submitted"', "ở trạng thái submitted"),
        ('"stage" value="decide"', '"stage" value="later"', "Không có chặng later"),
    ],
)
def test_a_broken_condition_or_an_unknown_name_is_refused_with_its_element(prepared, files, old, new, told):
    names = {
        "council": "council_session.bpmn",
        '"dossier': "department_certificate.bpmn",
        '"stage"': "department_certificate.bpmn",
    }
    name = next((file for start, file in names.items() if old.startswith(start)), "receive_dossier.bpmn")
    assert old.encode() in files[name]
    broken = files[name].replace(old.encode(), new.encode())
    with pytest.raises(DefinitionRejected) as rejected:
        deploy(prepared, files | {name: broken})
    assert any(told in str(problem) for problem in rejected.value.problems), rejected.value


@pytest.mark.parametrize("content", ["utf-16", "latin-1"])
def test_a_file_in_another_encoding_is_refused_by_name(prepared, files, content):
    text = files["hold_vote.bpmn"].decode().replace("UTF-8", content)
    foreign = files | {"hold_vote.bpmn": text.encode(content, errors="xmlcharrefreplace") + b"<!-- \xe9 -->"}
    with pytest.raises(DefinitionRejected) as refused:
        deploy(prepared, foreign)
    assert any("hold_vote.bpmn" in str(problem) and "UTF-8" in str(problem) for problem in refused.value.problems)
    with prepared() as session:
        assert session.scalar(select(func.count()).select_from(Deployment)) == 0
