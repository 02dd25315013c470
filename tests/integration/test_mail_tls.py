"""Mail goes to a server that demands TLS and a sign-in; never in the clear, never to a stranger's certificate."""

import ssl
import subprocess
from dataclasses import replace

import pytest
from aiosmtpd.smtp import AuthResult

from service import mailer
from service.settings import Settings
from tests import factories as make
from tests.post_office import open_post_office
from workflows import models, outbox

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PASSWORD = "b1-mat-khau"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1 that signs itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    subprocess.run([*made, *named, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


@pytest.fixture
def office(certificate):
    """A mail server that lets in who knows the password, over TLS alone."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    def known(_server, _session, _envelope, _mechanism, given):
        knows = (given.login, given.password) == (b"khen", PASSWORD.encode())
        return AuthResult(success=knows, handled=False)

    locks = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": known}
    with open_post_office(**locks) as office:
        yield office


@pytest.fixture
def settings(tmp_path, database_url, office):
    place = {"smtp_host": "127.0.0.1", "smtp_port": office.port, "smtp_tls": "STARTTLS", "smtp_user": "khen"}
    mail = {"smtp_password": PASSWORD, "mail_from": "trinhkhen@example.vn"}
    return Settings(secret_key="x" * 40, var_dir=tmp_path, database_url=database_url, **place, **mail)


@pytest.fixture(autouse=True)
def letters(sessions):
    """Two letters in the queue."""
    with sessions.begin() as session:
        for number in range(2):
            person = make.person(session)
            outbox.queue(session, f"k{number}", "supplement", person.id, dossier=None, subject="Đã nộp", body="Có")


def stands(sessions):
    with sessions() as session:
        found = session.query(models.OutboxMessage).order_by(models.OutboxMessage.id)
        return [(letter.state, letter.fault) for letter in found]


@pytest.fixture
def trusted(monkeypatch, certificate):
    """The machine trusts that certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


def test_a_letter_goes_over_tls_to_a_server_that_knows_us(sessions, settings, office, trusted):
    assert mailer.deliver_due(sessions, settings) == 2
    assert len(office.taken) == 2


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"smtp_password": "sai"}, "sign_in"),
        ({"smtp_tls": "TLS"}, "setup"),
        ({"smtp_tls": "OFF", "smtp_user": ""}, "sender"),
    ],
)
def test_what_is_set_up_wrong_ends_no_letter_and_goes_once_it_is_mended(
    sessions, settings, office, trusted, clock, caplog, change, fault
):
    assert mailer.deliver_due(sessions, replace(settings, **change)) == 0
    assert stands(sessions)[0] == ("failed", fault)
    assert office.taken == []
    assert PASSWORD not in caplog.text
    clock.advance(minutes=6)
    assert mailer.deliver_due(sessions, settings) == 2


def test_a_certificate_of_a_stranger_gets_neither_password_nor_letter(sessions, settings, office):
    assert mailer.deliver_due(sessions, settings) == 0
    assert stands(sessions) == [("failed", "setup"), ("queued", None)]
    assert office.taken == []


def test_a_server_without_tls_gets_no_letter_in_the_clear(sessions, settings):
    with open_post_office() as plain:
        assert mailer.deliver_due(sessions, replace(settings, smtp_port=plain.port)) == 0
    assert stands(sessions)[0] == ("failed", "setup")
    assert plain.taken == []
