"""Play all scenarios of a bundle at once: results and coverage for the command line and the tests."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import bundle_checks, bundle_files, dates, policy, scenario_runs
from workflows.clock import utcnow
from workflows.engine import load_process, main_processes
from workflows.engine.diagram import Container
from workflows.errors import NotFound
from workflows.models import Account
from workflows.policy import Actor
from workflows.scenario_files import Scenario
from workflows.scenarios import jobs
from workflows.scenarios.running import Result

Flow = tuple[str, str]


@dataclass(frozen=True)
class Proof:
    """How scenarios went, by the names of their files, and which flows of which processes they take."""

    results: Mapping[str, Result]
    containers: Mapping[str, Container]

    @property
    def failed(self) -> dict[str, Result]:
        """Those that did not pass."""
        return {name: each for name, each in self.results.items() if each.outcome != "passed"}

    @property
    def taken(self) -> frozenset[Flow]:
        """The flows that those take which passed."""
        return frozenset().union(*(each.flows for each in self.results.values() if each.outcome == "passed"))

    @property
    def missed(self) -> dict[str, list[str]]:
        """The flows that none takes, by process or sub-process."""
        found = {
            each.id: sorted(flow.id for flow in each.flows if (each.id, flow.id) not in self.taken)
            for each in self.containers.values()
        }
        return {key: flows for key, flows in found.items() if flows}

    def lines(self) -> Iterator[str]:
        """Yield what an operator reads."""
        for name, each in self.failed.items():
            yield f"{name}: {each.outcome}, {each.details}"
        for container in self.containers.values():
            missed = self.missed.get(container.id, [])
            total = len(container.flows)
            yield f"{container.id}: {total - len(missed)}/{total}{'; chưa qua: ' + ', '.join(missed) if missed else ''}"
        taken = sum(each.milliseconds for each in self.results.values())
        yield f"{len(self.results) - len(self.failed)} passed, {len(self.failed)} failed, {taken / 1000:.1f} s"


def of_bundle(session: Session, files: Mapping[str, bytes], only: Collection[str] = ()) -> Proof:
    """Play the scenarios of sound files, or those of `only` some processes, in the name of the first administrator."""
    waiting = {
        name: each
        for name, each in scenario_runs.scenarios_of(files).items()
        if not only or (each is not None and each.process in only)
    }
    results = dict(jobs.played(jobs.made_ready(session, administrator(session).account_id, files, waiting)))
    diagrams = bundle_checks.diagrams_of(files)
    stamp = bundle_files.checksum(diagrams)
    containers: dict[str, Container] = {}
    for key in main_processes(diagrams):
        containers |= load_process(key, diagrams, stamp).containers
    return Proof(results, containers)


def shown_again(session: Session, files: Mapping[str, bytes], only: Collection[str] = ()) -> dict[str, Scenario]:
    """Return the scenarios of sound files that expect something else than they now show, as they show it.

    Those of `only` some processes where any is named. One whose acts cannot all be done is left as it is.
    """
    known = scenario_runs.scenarios_of(files)
    results = of_bundle(session, files, only).results
    return {name: each.shown for name, each in results.items() if each.shown and each.shown != known[name]}


def administrator(session: Session) -> Actor:
    """Return the first administrator. Raises NotFound without one."""
    query = select(Account.id).where(Account.administrator, Account.disabled_at.is_(None)).order_by(Account.id)
    account_id = session.scalar(query.limit(1))
    if account_id is None:
        raise NotFound
    return policy.load_actor(session, account_id, dates.local_date(utcnow()))
