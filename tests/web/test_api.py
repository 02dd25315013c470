"""Programs do through /api/v1 what people do through pages, with the same refusals."""

from io import BytesIO

import pytest
from openapi_spec_validator import validate

from service.rehearsal import PAPER
from tests import product
from workflows.commands import accounts
from workflows.models import Dossier, UserTask

WRITE = ["read", "write"]


@pytest.fixture
def database_url(product_database_url):
    """The product with its plans, processes and people."""
    return product_database_url


@pytest.fixture
def call(app, sessions):
    """Return `call(actor, scopes)`: a client of that person's token, as `client(method, path, **options)`."""

    def enter(actor, scopes=WRITE):
        with sessions.begin() as session:
            token, _ = accounts.create_token(session, actor, "kiểm thử", list(scopes))
        client = app.test_client()

        def ask(method, path, *, key=None, **options):
            headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
            return client.open(f"/api/v1{path}", method=method, headers=headers, **options)

        return ask

    return enter


@pytest.fixture
def officer(call, sessions):
    """The client of an officer who prepares dossiers of the Kiên Giang plan."""
    with sessions() as session:
        person = product.officer(session)
    return call(person)


def start(ask, sessions, **options):
    campaigns = {each["key"]: each for each in ask("GET", "/campaigns").json["items"]}
    offer = next(each for each in campaigns[product.KIEN_GIANG]["offers"] if each["units"] and not each["closed"])
    return ask("POST", "/dossiers", json={"offer_id": offer["id"], "unit_id": offer["units"][0]["id"]}, **options)


def test_the_specification_is_valid_and_open_to_whoever_has_a_token(officer):
    specification = officer("GET", "/openapi.json").json
    validate(specification)
    assert specification["openapi"] == "3.1.0"
    assert "/api/v1/tasks/{task_id}/complete" in specification["paths"]


def test_a_dossier_is_started_filled_and_read(officer, sessions):
    started = start(officer, sessions)
    assert started.status_code == 201
    reference = started.json["reference"]
    kind = "individual"
    added = officer(
        "POST", f"/dossiers/{reference}/nominees", json={"kind": kind, "answers": {"full_name": "Nguyễn Văn Mẫu"}}
    )
    assert added.status_code == 201
    assert added.json["errors"]  # kept, and told what is still missing
    sent = officer(
        "POST", f"/dossiers/{reference}/documents", data={"paper": "to_trinh", "file": (BytesIO(PAPER), "to-trinh.pdf")}
    )
    assert sent.status_code == 201
    found = officer("GET", f"/dossiers/{reference}").json
    assert [nominee["name"] for nominee in found["nominees"]] == ["Nguyễn Văn Mẫu"]
    assert [file["file_name"] for file in found["documents"]] == ["to-trinh.pdf"]
    assert found["instances"][0]["tokens"]
    content = officer("GET", f"/dossiers/{reference}/documents/{sent.json['id']}/content")
    assert content.data == PAPER
    assert "attachment" in content.headers["Content-Disposition"]
    content.close()


def test_the_simplified_procedure_is_offered_with_its_case_and_refused_where_it_may_not_be_used(call, sessions):
    with sessions() as session:
        person = product.officer(session, "bk_tinh")
    officer = call(person)
    (plan,) = [each for each in officer("GET", "/campaigns").json["items"] if each["key"] == product.KIEN_GIANG]
    usable, closed = sorted((each for each in plan["offers"] if each["simplified"]), key=lambda each: each["closed"])
    assert "Điều 85 khoản 1" in usable["simplified"]
    unit = usable["units"][0]["id"]
    started = officer("POST", "/dossiers", json={"offer_id": usable["id"], "unit_id": unit})
    assert (started.status_code, started.json["instances"][0]["process"]) == (201, "simplified_award")
    refused = officer("POST", "/dossiers", json={"offer_id": closed["id"], "unit_id": unit})
    assert (refused.status_code, refused.json["detail"]) == (409, closed["closed"])


def test_a_file_whose_bytes_are_lost_is_named(officer, sessions, settings):
    reference = start(officer, sessions).json["reference"]
    data = {"paper": "to_trinh", "file": (BytesIO(PAPER), "to-trinh.pdf")}
    sent = officer("POST", f"/dossiers/{reference}/documents", data=data)
    for path in (each for each in (settings.var_dir / "files").rglob("*") if each.is_file()):
        path.unlink()
    lost = officer("GET", f"/dossiers/{reference}/documents/{sent.json['id']}/content")
    assert (lost.status_code, lost.mimetype) == (404, "application/problem+json")
    assert "Hồ sơ có tệp “to-trinh.pdf” nhưng máy chủ không còn nội dung" in lost.json["detail"]


def test_a_repeated_write_with_the_same_key_has_one_effect_and_one_answer(officer, sessions):
    first = start(officer, sessions, key="mo-ho-so-0001")
    again = start(officer, sessions, key="mo-ho-so-0001")
    assert (again.status_code, again.json) == (first.status_code, first.json)
    with sessions() as session:
        assert session.query(Dossier).count() == 1


def test_a_key_must_not_be_used_for_another_request(officer, sessions):
    first = start(officer, sessions, key="mo-ho-so-0001").json
    other = officer("POST", f"/dossiers/{first['reference']}/withdrawal", json={"reason": "x"}, key="mo-ho-so-0001")
    assert other.status_code == 422
    assert "Idempotency-Key" in other.json["errors"]


def test_a_refused_write_leaves_its_key_free(officer, sessions):
    refused = officer("POST", "/dossiers", json={"offer_id": 999_999, "unit_id": 1}, key="mo-ho-so-0001")
    assert refused.status_code == 404
    assert start(officer, sessions, key="mo-ho-so-0001").status_code == 201


def test_tasks_are_listed_claimed_and_completed(call, sessions, tmp_path):
    reference = product.prepared(sessions, tmp_path)
    task_id = product.advance(sessions, reference, "sign_submission")
    with sessions() as session:
        signer = product.worker(session, task_id)
    ask = call(signer)
    listed = {each["id"]: each for each in ask("GET", "/tasks").json["items"]}
    assert listed[task_id]["reference"] == reference
    assert ask("POST", f"/tasks/{task_id}/claim").json["holder"] == signer.name
    assert ask("GET", f"/tasks/{task_id}").json["outcomes"] == ["submit", "return"]
    unfit = ask("POST", f"/tasks/{task_id}/complete", json={"outcome": "bay", "answers": {}})
    assert unfit.status_code == 422
    returned = ask(
        "POST",
        f"/tasks/{task_id}/complete",
        json={"outcome": "return", "answers": {"reason": "Bổ sung số liệu năm 2025 vào báo cáo."}},
    )
    assert returned.status_code == 200, returned.json
    assert ask("POST", f"/tasks/{task_id}/complete", json={"outcome": "submit"}).status_code == 409
    with sessions() as session:
        assert session.get_one(UserTask, task_id).outcome == "return"


def test_what_one_may_not_see_answers_404(call, officer, sessions):
    reference = start(officer, sessions).json["reference"]
    with sessions() as session:
        stranger = product.officer(session, "bk_tinh")
    ask = call(stranger)
    assert ask("GET", f"/dossiers/{reference}").status_code == 404
    assert ask("GET", "/dossiers").json == {"items": []}
    assert ask("POST", f"/dossiers/{reference}/nominees", json={"kind": "individual", "answers": {}}).status_code == 404


def test_a_token_that_may_only_read_does_not_write(call, sessions):
    with sessions() as session:
        person = product.officer(session)
    ask = call(person, ["read"])
    refused = start(ask, sessions)
    assert refused.status_code == 403
    assert refused.content_type == "application/problem+json"


@pytest.mark.parametrize(
    "body", [b"[1]", b"{", b'{"offer_id": "1", "unit_id": 1}', b'{"offer_id": 1, "unit_id": 1, "x": 2}', b"{}"]
)
def test_a_malformed_body_is_answered_in_vietnamese_and_changes_nothing(officer, sessions, body):
    refused = officer("POST", "/dossiers", data=body, content_type="application/json")
    assert refused.status_code == 422
    assert refused.json["errors"]
    with sessions() as session:
        assert session.query(Dossier).count() == 0
