"""Instances saved by earlier formats of the state are read by this one, at every wait of every shipped process.

`saved/format_<n>.zip` holds the diagrams as they were and, for each set of places where tokens can stand together, the
state that this format wrote there. A new format adds a file; the old ones stay as they are.
"""

import json
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.diagrams.dice import Dice
from tests.diagrams.walker import Walk
from workflows.engine import Execution, Process, load_process, state

SAVED = sorted((Path(__file__).parent / "saved").glob("format_*.zip"))
KEYS = sorted(json.loads(ZipFile(SAVED[0]).read("states.json")))
WALKED_ON = 6


@cache
def files(archive: Path) -> dict[str, bytes]:
    """Return the diagrams that the instances of an archive run on."""
    with ZipFile(archive) as opened:
        return {Path(name).name: opened.read(name) for name in opened.namelist() if name.startswith("diagrams/")}


def stored(archive: Path, key: str) -> tuple[Process, list[dict]]:
    """Return a process as it was and what was saved of it: state, open steps, timers, messages, or the end event."""
    with ZipFile(archive) as opened:
        return load_process(key, files(archive), archive.name), json.loads(opened.read("states.json"))[key]


def test_there_is_an_archive_of_every_format() -> None:
    assert [archive.stem for archive in SAVED] == [f"format_{number}" for number in range(1, state.FORMAT + 1)]


@pytest.mark.parametrize("archive", SAVED, ids=lambda path: path.stem)
@pytest.mark.parametrize("key", KEYS)
def test_an_instance_saved_at_any_wait_stands_where_it_stood(archive, key):
    process, saved = stored(archive, key)
    for entry in saved:
        now = Execution.restore(process, entry["state"], Dice(key)).snapshot()
        if "end" in entry:
            assert (now.ended, now.end_event) == (True, entry["end"])
            continue
        assert sorted(task.element_id for task in now.tasks) == entry["open"]
        assert sorted(timer.element_id for timer in now.timers) == entry["timers"]
        assert sorted(now.messages) == entry["messages"]
        assert json.loads(now.state)["format"] == state.FORMAT
        assert Execution.restore(process, now.state, Dice(key)).snapshot().state == now.state


@pytest.mark.parametrize("archive", SAVED, ids=lambda path: path.stem)
@pytest.mark.parametrize("key", KEYS)
def test_an_instance_saved_by_an_earlier_format_goes_on_to_an_end(archive, key):
    process, saved = stored(archive, key)
    running = [entry for entry in saved if "end" not in entry]
    for entry in running[:: max(1, len(running) // WALKED_ON)]:
        walk = Walk(key, 1)
        walk.process = process
        walk.dice = Dice(f"{key}/saved")
        walk.at = Execution.restore(process, entry["state"], walk.dice).snapshot()
        for _ in walk.to_the_end():
            pass
        assert walk.at.end_event


def test_a_state_of_a_later_format_is_refused() -> None:
    process, saved = stored(SAVED[-1], KEYS[0])
    later = json.loads(saved[0]["state"]) | {"format": state.FORMAT + 1}
    with pytest.raises(state.StateUnreadable):
        Execution.restore(process, json.dumps(later), Dice("later"))
