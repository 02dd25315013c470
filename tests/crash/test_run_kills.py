"""A worker that takes many dossiers to another version is killed again and again: each has gone whole and once.

`make test` kills over 12 dossiers, `make test-crash` over 1,000.
"""

import signal

import pytest

from service import studio_jobs
from service.settings import Settings
from tests.crash.child import Job, live
from tests.integration import run_scene as runs
from tests.integration.versions import MAPPING, RENAMED
from tests.processes import end, start
from workflows.clock import utcnow

FEW, MANY = 12, 1_000
KILLED_AT = (9, 61, 118)
"""Points of the worker's work, counted anew by each; of many dossiers also later ones."""
LATER = (700, 2_500, 4_001)


@pytest.fixture
def everywhere(request) -> bool:
    """Whether to let many go, and to kill late too."""
    return bool(request.config.getoption("--crash"))


def test_each_dossier_has_gone_whole_and_once(sessions, database_url, tmp_path, everywhere):
    scene, ids = runs.many(sessions, MANY if everywhere else FEW)
    runs.plant(scene, ids)
    number = runs.begin(scene, RENAMED, **MAPPING)
    readable = [each for each, state in runs.states(scene, number).items() if state == "can"]
    runs.start(scene, number)
    sessions.kw["bind"].dispose()
    settings = Settings(database_url=database_url, secret_key="x" * 40, var_dir=tmp_path, log_level="CRITICAL")
    for point in KILLED_AT + (LATER if everywhere else ()):
        process = start(live, Job("move", settings, None, utcnow(), tmp_path / "trace"), point)
        end(process, code=-signal.SIGKILL)
        assert runs.halves(scene, readable) == [], point
        assert set(runs.migrations(scene).values()) <= {1}, point
    assert 0 < len(runs.migrations(scene)) < len(readable)
    studio_jobs.move_instances(sessions)

    assert runs.run_of(scene, number).state == "done"
    assert runs.migrations(scene) == dict.fromkeys(readable, 1)
    assert runs.halves(scene, readable) == []
