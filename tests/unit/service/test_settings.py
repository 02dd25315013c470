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
