"""Where a draft is played: a copy of the database in which its files are deployed."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import bundle_checks, bundle_files, policy
from workflows.engine import main_processes
from workflows.errors import DefinitionRejected, Invalid
from workflows.models import DeployedFile, Deployment, DueRule, ProcessDefinition, Role
from workflows.policy import Actor
from workflows.remembering import Memory
from workflows.trying import automatic, checkpoints, looking, patience
from workflows.trying.acts import Act, Start
from workflows.trying.checkpoints import Checkpoint
from workflows.trying.copying import image, opened, written
from workflows.trying.looking import Look
from workflows.trying.patience import MOST_SECONDS
from workflows.trying.played import Played
from workflows.trying.playing import Player

RUN = (".bpmn", ".dmn", ".form")
"""Endings of the files that are played; the limits that a draft brings are put in force, scenarios are left out."""
DEPLOYED_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""Always the same, so that the same files on the same database make the same image."""
# Checking a bundle takes half a second and a try-out is played after each act: what was found sound is remembered, with
# its processes, as long as the roles and limits that it may name are the same.
_sound: Memory[Mapping[str, str]] = Memory(64)


class Stage:
    """The files of a draft, deployed where nothing is kept. No play leaves anything to the next."""

    def __init__(
        self, image: bytes, processes: Mapping[str, str], limits: Mapping[str, bytes], roles: Mapping[str, str]
    ):
        self._image, self._limits = image, limits
        self._fingerprint = hashlib.sha256(image).hexdigest() + bundle_files.checksum(limits)
        self.processes = processes
        """Key and name of the processes that can be started."""
        self.roles = roles
        """Key and name of the roles of the office."""

    def play(self, start: Start, acts: Sequence[Act], look: Look | None = None) -> Played:
        """Carry out the acts from the beginning, and return what followed; `look` asks for what a page shows besides.

        The same acts at the same start come to the same. An act that cannot be done stops the play, which says why.
        Raises Invalid where the draft has no such process.
        """
        return self._play(start, acts, None, look)[1]

    def go_on(self, start: Start, acts: Sequence[Act], until: str = automatic.AT_THE_END) -> tuple[list[Act], Played]:
        """Play acts, and then do by itself what is next until an element is open or the process ends.

        Return the acts that were added and what followed of all. Raises as `play`.
        """
        return self._play(start, acts, until, None)

    def _play(
        self, start: Start, acts: Sequence[Act], until: str | None, look: Look | None
    ) -> tuple[list[Act], Played]:
        if start.process not in self.processes:
            raise Invalid({"start": [f"Bản thảo không có quy trình “{start.process}”."]})
        known = checkpoints.latest(self._fingerprint, start, acts)
        done, before = known or (0, None)
        with patience.within(MOST_SECONDS), opened(before.image if before else self._image) as session:
            player = Player(session, start, self._limits)
            with session.begin():
                if before is not None:
                    player.resume(before.carried, before.now, before.instance_id)
                    player.go_on(acts[done:])
                else:
                    player.run(acts)
                added = automatic.go_on(player, len(acts), until) if until is not None and not player.stopped else []
            if player.instance is not None:
                whole = [*acts, *added][: len(player.carried) - 1]
                reached = Checkpoint(written(session), tuple(player.carried), player.now, player.instance.id)
                checkpoints.keep(self._fingerprint, start, whole, reached)
            return added, looking.played(player, look)


def stage(session: Session, actor: Actor, files: Mapping[str, bytes]) -> Stage:
    """Return a stage on which the files are deployed; `session` is only read, and only here.

    Raises NotAllowed unless the actor administers the system, DefinitionRejected for files that cannot be deployed.
    """
    policy.demand_administrator(actor)
    limits = {name: content for name, content in files.items() if name.endswith(".limits")}
    played = {name: content for name, content in files.items() if name.endswith(RUN)}
    processes = _checked(session, {**played, **limits})
    roles = {key: name for key, name in session.execute(select(Role.key, Role.name))}
    return Stage(image(session, lambda own: _deploy(own, played, processes)), processes, limits, roles)


def play(session: Session, actor: Actor, files: Mapping[str, bytes], start: Start, acts: Sequence[Act]) -> Played:
    """Play acts once. To play several on the same files make one `stage`. Raises as `stage` and `Stage.play`."""
    return stage(session, actor, files).play(start, acts)


def _checked(session: Session, files: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return the processes of the files that can be started. Raises DefinitionRejected."""
    roles, limits = session.scalars(select(Role.key)), session.scalars(select(DueRule.key))
    known = bundle_files.checksum(files), frozenset(roles), frozenset(limits)

    def check() -> Mapping[str, str]:
        if found := bundle_checks.problems(session, files):
            raise DefinitionRejected(found)
        return main_processes(bundle_checks.diagrams_of(files))

    return _sound.of(known, check)


def _deploy(session: Session, files: Mapping[str, bytes], processes: Mapping[str, str]) -> None:
    deployment = Deployment(
        number=1, checksum=bundle_files.checksum(files), shipped=False, deployed_at=DEPLOYED_AT, deployed_by=None
    )
    deployment.files = [DeployedFile(name=name, content=content.decode()) for name, content in sorted(files.items())]
    session.add(deployment)
    session.flush()  # definitions below need its id
    session.add_all(
        ProcessDefinition(deployment_id=deployment.id, key=key, version=1, name=name) for key, name in processes.items()
    )
