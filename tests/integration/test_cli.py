"""The command line: what an operator types, and what is refused."""

import pytest
from click.testing import CliRunner

from service import shipped
from service.cli import main
from tests import factories as make
from workflows import outbox
from workflows.db import make_sessions
from workflows.models import Account, ApiToken, Campaign, Deployment, OutboxMessage

SECRET = "Một bí mật đủ dài, đủ lạ: 9f2k-7Qx"


@pytest.fixture
def run(tmp_path):
    """Return `run(*words, **settings)`: the result of `trinhkhen words` in a folder of its own."""

    def type_in(*words, typed=None, **settings):
        environment = {"TRINHKHEN_VAR_DIR": str(tmp_path / "var")} | {
            f"TRINHKHEN_{key}": value for key, value in settings.items()
        }
        return CliRunner(env=environment).invoke(main, list(words), input=typed)

    return type_in


@pytest.fixture
def rows(tmp_path):
    """Return `rows(table, **values)`: how many rows with those values a table of the installed database has."""

    def count(table, **values):
        sessions = make_sessions(f"sqlite:///{tmp_path / 'var' / 'trinhkhen.db'}")
        with sessions() as session:
            number = session.query(table).filter_by(**values).count()
        sessions.kw["bind"].dispose()
        return number

    return count


def test_migrate_makes_tables_and_loads_plans_and_processes_once(run, rows):
    first = run("migrate")
    assert first.exit_code == 0, first.output
    assert "Triển khai bản 1" in first.output
    again = run("migrate")
    assert again.exit_code == 0
    assert again.output == ""
    assert (rows(Campaign), rows(Deployment)) == (5, 1)


def test_demo_needs_demo_mode(run):
    refused = run("demo", SECRET_KEY=SECRET)
    assert refused.exit_code == 1
    assert "TRINHKHEN_DEMO=1" in refused.output


def test_demo_makes_people_for_every_role_once(run, rows):
    assert run("demo", DEMO="1").exit_code == 0
    people = rows(Account)
    assert people > 100
    assert rows(Account, administrator=True) == 2, "nobody approves a draft of their own"
    assert run("demo", DEMO="1").exit_code == 0
    assert rows(Account) == people


def test_outside_demo_mode_there_is_no_account(run, rows):
    run("migrate")
    assert rows(Account) == 0


def test_the_first_administrator_comes_from_the_command_line(run, rows):
    run("migrate")
    made = run("user", "admin", "quan.tri", "--name", "Người Quản Trị", typed="Mot-mat-khau-rat-dai-9\n" * 2)
    assert made.exit_code == 0, made.output
    assert rows(Account) == 1


def test_a_command_without_a_database_says_what_to_do(run):
    refused = run("user", "admin", "quan.tri", "--name", "Người Quản Trị", typed="Mot-mat-khau-rat-dai-9\n" * 2)
    assert refused.exit_code == 1
    assert "trinhkhen migrate" in refused.output
    assert "Traceback" not in refused.output


@pytest.mark.parametrize("secret", ["", "ngắn", "a" * 64])
def test_serving_is_refused_without_a_strong_secret(run, secret):
    refused = run("serve", SECRET_KEY=secret)
    assert refused.exit_code == 1
    assert "SECRET_KEY" in refused.output


def test_demo_mode_is_refused_on_other_addresses_than_this_machine(run):
    refused = run("serve", DEMO="1", HOST="10.0.0.1")
    assert refused.exit_code == 1
    assert "127.0.0.1" in refused.output


def test_deploy_takes_a_folder_and_tells_the_new_version(run, tmp_path):
    run("migrate")
    changed = shipped.DIAGRAMS / "hold_vote.bpmn"
    folder = tmp_path / "moi"
    folder.mkdir()
    (folder / "hold_vote.bpmn").write_bytes(changed.read_bytes().replace("Bỏ phiếu".encode(), "Lấy phiếu".encode()))
    deployed = run("deploy", str(folder))
    assert deployed.exit_code == 0, deployed.output
    assert "bản 2" in deployed.output


def test_deploy_lists_every_problem_of_a_bad_diagram_and_changes_nothing(run, rows, tmp_path):
    run("migrate")
    (tmp_path / "xau.bpmn").write_text('<!DOCTYPE x><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>')
    refused = run("deploy", str(tmp_path / "xau.bpmn"))
    assert refused.exit_code == 1
    assert "xau.bpmn" in refused.output
    assert rows(Deployment) == 1


def test_rehearse_wants_a_plan_or_all(run):
    assert run("rehearse").exit_code == 2


def test_a_token_for_programs_comes_from_the_command_line(run, rows):
    run("migrate")
    run("user", "admin", "quan.tri", "--name", "Người Quản Trị", typed="Mot-mat-khau-rat-dai-9\n" * 2)
    made = run("user", "token", "quan.tri", "--name", "báo cáo", "--read-only")
    assert made.exit_code == 0, made.output
    assert made.output.startswith("tk_")
    assert rows(ApiToken) == 1


@pytest.mark.parametrize("words", [("khong.co", "--name", "x"), ("quan.tri", "--name", "x", "--days", "100000")])
def test_a_token_is_refused_to_nobody_and_for_ever(run, rows, words):
    run("migrate")
    run("user", "admin", "quan.tri", "--name", "Người Quản Trị", typed="Mot-mat-khau-rat-dai-9\n" * 2)
    refused = run("user", "token", *words)
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output
    assert rows(ApiToken) == 0


def test_serving_is_refused_on_tables_of_another_version(run):
    refused = run("serve", DEMO="1")
    assert refused.exit_code == 1
    assert "trinhkhen migrate" in refused.output


def test_letters_in_doubt_are_listed_and_sent_again(run, rows, tmp_path):
    run("migrate")
    sessions = make_sessions(f"sqlite:///{tmp_path / 'var' / 'trinhkhen.db'}")
    with sessions.begin() as session:
        outbox.queue(session, "k", "receipt", make.person(session).id, dossier=None, subject="Đã nộp", body="Nội dung")
        session.query(OutboxMessage).one().state = "in_doubt"
    assert run("mail", "doubtful").output == "1\tin_doubt\tĐã nộp\t\n"
    assert run("mail", "resend", "1").exit_code == 0
    assert run("mail", "doubtful").output == ""
    again = run("mail", "resend", "1")
    assert (again.exit_code, "không ở trạng thái" in again.output) == (1, True)
    sessions.kw["bind"].dispose()
