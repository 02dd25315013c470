"""Many dossiers of a small process, and runs that take them to its next version, with failures planted among them."""

from service import studio_jobs
from tests.integration.versions import MAPPING, ONE, REASON, RENAMED, Deployed, deployed
from workflows import models
from workflows.commands import interventions, migrating, migration_runs
from workflows.commands.migrating import Wanted
from workflows.running_instances import Choice

FINISHED, SIGNING, SUSPENDED, UNREADABLE = 3, 5, 7, 11
"""Every so manieth instance has ended, stands at the second step, is suspended, or has a state that cannot be read."""


def many(sessions, count: int) -> tuple[Deployed, list[int]]:
    """Begin dossiers on the first version; return the scene and the ids of their instances."""
    scene = deployed(sessions, ONE)
    return scene, [scene.begin() for _ in range(count)]


def plant(scene: Deployed, instance_ids: list[int]) -> None:
    """Let some stand elsewhere, some be suspended, and the state of some be broken."""
    for number, instance_id in enumerate(instance_ids, 1):
        if number % SIGNING == 0:
            scene.complete(instance_id, scene.officer)
        if number % SUSPENDED == 0:
            with scene.sessions.begin() as session:
                interventions.suspend(session, scene.administrator, instance_id, REASON)
        if number % UNREADABLE == 0:
            with scene.sessions.begin() as session:
                session.get_one(models.ProcessInstance, instance_id).state = '{"broken": true}'


def begin(scene: Deployed, content: bytes = RENAMED, choice: Choice | None = None, **mapping: str) -> int:
    """Deploy a version and begin a run to it, tried by the worker; return its number."""
    wanted = Wanted(scene.deploy(content), mapping)
    with scene.sessions.begin() as session:
        number = migration_runs.begin(session, scene.administrator, wanted, choice or Choice()).id
    studio_jobs.move_instances(scene.sessions)
    return number


def start(scene: Deployed, number: int) -> None:
    """Start a run; the worker has not come yet."""
    with scene.sessions.begin() as session:
        migration_runs.start(session, scene.administrator, number, REASON)


def moved(scene: Deployed, content: bytes = RENAMED) -> int:
    """Begin, start and finish a run; return its number."""
    number = begin(scene, content, **(MAPPING if content is RENAMED else {}))
    start(scene, number)
    studio_jobs.move_instances(scene.sessions)
    return number


def move_alone(scene: Deployed, instance_id: int) -> None:
    """Take one instance to the newest version past all runs."""
    with scene.sessions.begin() as session:
        migrating.migrate(session, scene.administrator, instance_id, Wanted(scene.ids[-1], MAPPING), REASON)


def run_of(scene: Deployed, number: int) -> models.MigrationRun:
    with scene.sessions() as session:
        return session.get_one(models.MigrationRun, number)


def noted(scene: Deployed, number: int) -> list[models.HistoryEntry]:
    """Return what the history of the system says of a run, in order."""
    with scene.sessions() as session:
        entries = session.query(models.HistoryEntry).filter_by(chain="system").order_by(models.HistoryEntry.sequence)
        return [each for each in entries if each.verb.startswith("migration_run_") and each.after["run"] == number]


def states(scene: Deployed, number: int) -> dict[int, str]:
    """Return the state of each instance of a run."""
    with scene.sessions() as session:
        items = session.query(models.MigrationRunItem).filter_by(run_id=number)
        return {item.instance_id: item.state for item in items}


def reasons(scene: Deployed, number: int) -> dict[int, str | None]:
    with scene.sessions() as session:
        items = session.query(models.MigrationRunItem).filter_by(run_id=number)
        return {item.instance_id: item.reason for item in items}


def migrations(scene: Deployed) -> dict[int, int]:
    """Return how often each instance was migrated and not taken back."""
    with scene.sessions() as session:
        found: dict[int, int] = {}
        for each in session.query(models.InstanceMigration).filter_by(undone_at=None):
            found[each.instance_id] = found.get(each.instance_id, 0) + 1
        return found


def halves(scene: Deployed, instance_ids: list[int]) -> list[int]:
    """Return the instances whose rows say partly one version and partly the other."""
    old, new = {"write", "sign"}, {"compose", "conclude"}
    found = []
    with scene.sessions() as session:
        for instance_id in instance_ids:
            instance = session.get_one(models.ProcessInstance, instance_id)
            names = new if instance.definition_id == scene.ids[-1] else old
            tasks = session.query(models.UserTask).filter_by(instance_id=instance_id, completed_at=None).all()
            if any(task.element_id not in names for task in tasks) or not all(
                token["element"] in names for token in instance.tokens
            ):
                found.append(instance_id)
    return found
