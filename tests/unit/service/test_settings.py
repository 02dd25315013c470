"""Settings: what may be left out, what refuses to start, in words an operator can follow."""

import stat

import pytest

from service.settings import Settings, SettingsRejected

KEY = "3Jx9-qLm2vBt7Rk0_WzYpN8sHdGfEuCa5TiO1bXl"


def read(tmp_path, **given):
    return Settings.from_env(
        {f"TRINHKHEN_{name}": value for name, value in {"VAR_DIR": str(tmp_path), **given}.items()}
    )


def problems(tmp_path, **given):
    with pytest.raises(SettingsRejected) as refused:
        read(tmp_path, **given)
    return refused.value.problems


def test_a_secret_is_enough_to_start(tmp_path):
    settings = read(tmp_path, SECRET_KEY=KEY)
    assert settings.database_url == f"sqlite:///{tmp_path}/trinhkhen.db"
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert not settings.demo
    assert not settings.https


def test_every_setting_can_be_given(tmp_path):
    settings = read(
        tmp_path,
        SECRET_KEY=KEY,
        DATABASE_URL="postgresql+psycopg://db/khen",
        HOST="10.0.0.5",
        PORT="9000",
        BASE_URL="https://khen.example.vn/",
        SMTP_HOST="mail",
        SMTP_PORT="1025",
        MAIL_FROM="khen@example.vn",
        LOG_LEVEL="debug",
        MAX_UPLOAD_MB="40",
        TRUSTED_PROXIES="1",
    )
    assert settings.base_url == "https://khen.example.vn"
    assert settings.https
    assert (settings.smtp_port, settings.log_level, settings.max_upload_mb) == (1025, "DEBUG", 40)
    assert settings.trusted_proxies == 1


@pytest.mark.parametrize("key", ["", "ngắn", "a" * 60, "1234" * 12, "   "])
def test_a_missing_or_weak_secret_refuses_to_start(tmp_path, key):
    (problem,) = problems(tmp_path, SECRET_KEY=key)
    assert "TRINHKHEN_SECRET_KEY" in problem


def test_commands_that_answer_nobody_need_no_secret(tmp_path):
    assert Settings.from_env({"TRINHKHEN_VAR_DIR": str(tmp_path)}, serves=False).secret_key == ""


def test_demo_mode_keeps_a_secret_of_its_own(tmp_path):
    first, second = read(tmp_path / "var", DEMO="1"), read(tmp_path / "var", DEMO="1")
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "var" / "demo-secret").stat().st_mode) == 0o600


def test_demo_mode_refuses_the_network(tmp_path):
    (problem,) = problems(tmp_path, DEMO="1", HOST="10.0.0.5")
    assert "TRINHKHEN_HOST" in problem
    assert not (tmp_path / "demo-secret").exists()


def test_every_fault_is_told_at_once(tmp_path):
    found = problems(tmp_path, SECRET_KEY="", DEMO="maybe", PORT="80000", BASE_URL="khen", LOG_LEVEL="LOUD")
    assert [name for name in ("DEMO", "PORT", "BASE_URL", "LOG_LEVEL") if any(name in text for text in found)] == [
        "DEMO",
        "PORT",
        "BASE_URL",
        "LOG_LEVEL",
    ]


MAIL = {"SECRET_KEY": KEY, "SMTP_HOST": "mail.example.vn"}


def test_the_mail_server_can_ask_for_tls_and_a_sign_in(tmp_path):
    settings = read(tmp_path, **MAIL, SMTP_TLS="starttls", SMTP_USER="khen", SMTP_PASSWORD="b1-mat!")
    assert (settings.smtp_tls, settings.smtp_port, settings.smtp_user) == ("STARTTLS", 587, "khen")
    assert settings.smtp_password == "b1-mat!"
    assert read(tmp_path, **MAIL, SMTP_TLS="TLS").smtp_port == 465
    assert read(tmp_path, **MAIL, SMTP_TLS="TLS", SMTP_PORT="2465").smtp_port == 2465
    assert read(tmp_path, **MAIL).smtp_port == 25


def test_no_secret_stands_in_what_is_logged_of_settings(tmp_path):
    settings = read(tmp_path, **MAIL, SMTP_TLS="TLS", SMTP_USER="khen", SMTP_PASSWORD="b1-mat!")
    assert "b1-mat!" not in repr(settings)
    assert KEY not in repr(settings)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"SMTP_USER": "khen"}, "SMTP_PASSWORD"),
        ({"SMTP_PASSWORD": "b1-mat!", "SMTP_TLS": "TLS"}, "SMTP_USER"),
        ({"SMTP_USER": "khen", "SMTP_PASSWORD": "b1-mat!"}, "SMTP_TLS"),
        ({"SMTP_TLS": "SSL"}, "SMTP_TLS"),
        ({"MAIL_FROM": "Trình Khen <khen@example.vn>"}, "MAIL_FROM"),
        ({"MAIL_FROM": "khen@example.vn\r\nBcc: x@evil.example"}, "MAIL_FROM"),
    ],
)
def test_mail_that_is_set_up_half_or_unsafely_refuses_to_start(tmp_path, given, named):
    (problem,) = problems(tmp_path, **MAIL | given)
    assert f"TRINHKHEN_{named}" in problem
    assert "b1-mat!" not in problem


def test_a_server_on_this_machine_may_be_signed_in_to_without_tls(tmp_path):
    read(tmp_path, **MAIL | {"SMTP_HOST": "127.0.0.1"}, SMTP_USER="khen", SMTP_PASSWORD="b1-mat!")
