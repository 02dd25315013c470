"""`python -m bench [--quick] [PART …]`: measure, print a table, write bench/results/latest.json."""

import argparse
import logging
import sys
import time
from collections.abc import Callable

from bench import command, feel, growth, in_process, inbox_part, over_http, recalculation, reminders, report, timers
from bench.databases import Databases, databases
from bench.part import Effort, Part

PARTS: dict[str, Callable[[Databases, Effort], Part]] = {
    "in_process": lambda _databases, effort: in_process.measure(effort),
    "command": command.measure,
    "growth": growth.measure,
    "over_http": over_http.measure,
    "inbox": inbox_part.measure,
    "timers": timers.measure,
    "reminders": reminders.measure,
    "feel": feel.measure,
    "recalculation": recalculation.measure,
}


def main() -> int:
    """Measure what is asked for. Return 0 also where a target is not reached: a figure is no failure."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all unless named")
    asked.add_argument("--quick", action="store_true", help="a look, where the whole takes minutes: not for quoting")
    given = asked.parse_args()
    if unknown := set(given.parts) - PARTS.keys():
        asked.error(f"unknown: {', '.join(sorted(unknown))}")
    logging.disable(logging.INFO)
    effort, done = Effort(full=not given.quick), []
    with databases() as places:
        for name in given.parts or PARTS:
            began = time.monotonic()
            done.append(PARTS[name](places, effort))
            _say(f"{report.table(done[-1])}\n  ({time.monotonic() - began:.0f} s)")
    path = report.save(done, full=effort.full)
    _say(report.verdicts(done))
    _say(f"\n{path.relative_to(path.parents[2])}")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
