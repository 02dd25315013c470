"""The container files agree with the product: its settings, its command line, its lock."""

import dataclasses
import re
from pathlib import Path

import pytest
import yaml

from service.cli import main
from service.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_product_runs_as_web_and_worker_after_a_migration() -> None:
    assert set(OURS) == {"migrate", "web", "worker"}
    for name in ("web", "worker"):
        assert OURS[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting(name: str) -> None:
    settings = {PREFIX + field.name.upper() for field in dataclasses.fields(Settings)}

    assert set(OURS[name]["environment"]) <= settings


@pytest.mark.parametrize("name", OURS)
def test_the_settings_are_accepted_once_the_secrets_are_given(name: str) -> None:
    secrets = {"POSTGRES_PASSWORD": "matkhau", "TRINHKHEN_SECRET_KEY": "mot-khoa-thu-du-dai-va-du-khac-nhau-0123456789"}
    environ = {key: filled(value, secrets) for key, value in OURS[name]["environment"].items()}

    settings = Settings.from_env(environ)

    assert settings.database_url == "postgresql+psycopg://trinhkhen:matkhau@postgres/trinhkhen"
    assert not settings.demo


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_a_verb_of_the_command_line(name: str) -> None:
    verb, *options = OURS[name]["command"]

    main.commands[verb].make_context(verb, options)


def test_no_secret_is_written_down() -> None:
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|DATABASE_URL", key):
                assert re.search(r"\$\{\w+:(\?|-\})", value), (
                    f"{key} must come from the environment: asked for, or empty"
                )


def test_images_are_pinned() -> None:
    foreign = [service["image"] for service in SERVICES.values() if "build" not in service]
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(set(bases)) == 1
    for image in (*foreign, bases[0]):
        assert re.search(r":v?\d+\.\d+", image), f"{image}: no version"


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate", "worker"}))
def test_whatever_answers_requests_says_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


def test_only_this_machine_reaches_the_ports() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_runs_without_root_and_copies_what_exists() -> None:
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1] not in {"root", "0"}
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists(), name


def test_the_image_installs_the_versions_that_are_tested() -> None:
    assert pins("requirements-run.lock") <= pins("requirements.lock")


def filled(value: str, environ: dict[str, str]) -> str:
    """Return `value` with ${NAME:?…} and ${NAME:-default} replaced as compose does."""
    return re.sub(r"\$\{(\w+):[-?]([^}]*)\}", lambda found: environ.get(found[1], found[2]), str(value))


def pins(name: str) -> set[str]:
    """Return the pinned packages of a lock, without markers: another platform does not concern the image."""
    return {line.split(" ")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line}
