"""feelin, the reference FEEL in JavaScript, in a V8 inside a Python process. Standard library and mini-racer only.

Started with the path of its bundle. For each line of JSON on its standard input (`text`, `data`, `times`) it answers
with microseconds of one evaluation: `asked` from Python, `inside` V8 alone, `read` for parsing alone.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

INSIDE = """
function many(work, text, data, times) {
  const given = JSON.parse(data);
  for (let done = 0; done < times; done++) globalThis[work](text, given);
  return times;
}
"""


def main() -> None:
    """Answer until the input ends."""
    engine = MiniRacer()
    engine.eval(Path(sys.argv[1]).read_text(encoding="utf-8"))
    engine.eval(INSIDE)
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(_answer(engine, **json.loads(line)))}\n")
        sys.stdout.flush()


def _answer(engine: MiniRacer, text: str, data: dict[str, Any], times: int) -> dict[str, Any]:
    given = json.dumps(data)
    return {
        "value": json.loads(engine.call("asked", text, given)),
        "asked": _microseconds(lambda: [engine.call("asked", text, given) for _ in range(times)], times),
        "inside": _microseconds(lambda: engine.call("many", "evaluated", text, given, times), times),
        "read": _microseconds(lambda: engine.call("many", "read", text, given, times), times),
    }


def _microseconds(work: Callable[[], object], times: int) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) / times * 1e6


if __name__ == "__main__":
    main()
