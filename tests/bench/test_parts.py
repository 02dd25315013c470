"""Every part of the bench runs through, on the smallest of everything; what it measures is not judged here."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import (
    command,
    contestants,
    environments,
    growth,
    in_process,
    inbox,
    inbox_part,
    over_http,
    recalculation,
    reminders,
    report,
    timers,
)
from bench.part import Effort, Part

KINDS = ("sqlite",)


class Once(Effort):
    """Everything is done once."""

    def of(self, full: int, quick: int) -> int:
        return 1


@dataclass
class Copies:
    """Stands in for bench.databases: copies of the product on SQLite."""

    folder: Path
    template: Path
    made: int = 0

    def copy(self, kind: str) -> str:
        self.made += 1
        shutil.copyfile(self.template, self.folder / f"{self.made}.db")
        return f"sqlite:///{self.folder / f'{self.made}.db'}"


@pytest.fixture
def once() -> Effort:
    return Once(full=False)


@pytest.fixture
def copies(tmp_path, product_template, monkeypatch) -> Copies:
    for part in (command, over_http, timers, recalculation, reminders, inbox_part):
        monkeypatch.setattr(part, "KINDS", KINDS)
    return Copies(tmp_path, product_template)


def told(part: Part) -> str:
    """Return the part as a table; every row has a cell for each column."""
    assert all(len(row) == len(part.head) for row in part.rows)
    return report.table(part)


def test_the_scenario_runs_on_whoever_is_here_and_says_who_is_not(once, monkeypatch):
    monkeypatch.setattr(in_process, "SCENARIOS", {"12 steps": (2, 1, 1, 1, 1)})
    monkeypatch.setattr(
        contestants,
        "environments",
        lambda: {"django-viewflow": environments.Environment(Path("nowhere"), missing="no network")},
    )
    part = in_process.measure(once)
    assert part.ratios.keys() == {"step_vs_stock", "step_vs_stock_mean"}
    assert "django-viewflow is not here: no network" in told(part)


def test_the_command_and_its_floor_write_the_same_rows(copies, once):
    part = command.measure(copies, once)
    assert part.ratios.keys() == {"command_over_floor"}
    assert "cast_ballot" in part.figures["sqlite"]["steps"]
    assert "SQLite" in told(part)


def test_growth_compares_old_with_fresh_and_ours_with_the_library(copies, once, monkeypatch):
    monkeypatch.setattr(growth, "ROUNDS", (1, 2, 3))
    monkeypatch.setattr(growth, "DEEPEST_STOCK", 2)
    monkeypatch.setattr(growth, "MEMBERS", (2,))
    part = growth.measure(copies, once)
    assert part.ratios.keys() == {"rounds180_vs_stock", "round1000_over_round1"}
    assert "dies" in told(part)


def test_tasks_are_completed_over_http(copies, once, monkeypatch):
    monkeypatch.setattr(over_http, "WORKERS", (1,))
    monkeypatch.setattr(over_http, "CLIENTS", 2)
    part = over_http.measure(copies, once)
    assert part.figures["sqlite, 1 worker"]["count"] == 2
    assert "SQLite" in told(part)


def test_due_timers_are_drained(copies, once):
    part = timers.measure(copies, once)
    assert part.figures["sqlite"]["fired"] == 1


def test_deadlines_are_counted_anew(copies, once):
    part = recalculation.measure(copies, once)
    found = part.figures["sqlite"]
    assert (found["tasks"], found["moved"]) == (1, 1)
    assert "SQLite" in told(part)


def test_due_reminders_are_sent_by_two_workers_and_none_twice(copies, once, monkeypatch, clock):
    clock.at = datetime.now(UTC)  # as it is for the workers, which are processes of their own
    monkeypatch.setattr(reminders, "CHUNK", 2)
    monkeypatch.setattr(once.__class__, "of", lambda *_: 6)
    part = reminders.measure(copies, once)
    found = part.figures["sqlite"]
    assert (sum(found["told_by_worker"]), found["notices"], found["twice"], found["left"]) == (6, 6, 0, 0)
    assert "SQLite" in told(part)


def test_the_inbox_is_asked_at_each_size(copies, once, monkeypatch):
    monkeypatch.setattr(inbox_part, "QUICK_SIZES", (300, 600))
    monkeypatch.setattr(inbox, "WARM_UP", 0)
    part = inbox_part.measure(copies, once)
    assert [row[0] for row in part.rows] == ["SQLite, 300 open", "SQLite, 600 open"]


def test_the_report_is_one_flat_object_of_ratios_beside_the_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results" / "latest.json")
    part = Part("command", "Whole", ("", "ms"), [("SQLite", "1")], {"sqlite": 1}, {"command_over_floor": 2.5})
    assert '"command_over_floor": 2.5' in report.save([part], full=False).read_text()
    said = report.verdicts([part])
    assert "reached: the whole command" in said
    assert "not measured" in said


def test_a_peer_that_cannot_be_installed_is_told_and_nothing_fails(tmp_path, monkeypatch, capsys):
    def refuse(_name, _folder):
        raise environments.NotToBeHad("no network")

    monkeypatch.setattr(environments, "PLACE", tmp_path)
    monkeypatch.setattr(environments, "_install", refuse)
    environments.install()
    assert {each.missing for each in environments.environments().values()} == {"no network"}
    assert "no network" in capsys.readouterr().out
