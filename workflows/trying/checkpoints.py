"""Where earlier plays stopped, so that the next act of a try-out need not begin at the first.

The same acts on the same image come to the same, so that a checkpoint is as good as playing anew. Each process of the
server keeps its own few; one that has none plays from the beginning.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from workflows.trying.acts import Act, Start
from workflows.trying.playing import Carried

MOST_KEPT = 12
"""Some megabytes each."""
_kept: OrderedDict[str, "Checkpoint"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Checkpoint:
    """A play after some acts: the database as it was then, and what is to be told of them."""

    image: bytes
    carried: tuple[Carried, ...]
    now: datetime
    instance_id: int


def latest(stage: str, start: Start, acts: Sequence[Act]) -> tuple[int, Checkpoint] | None:
    """Return the checkpoint after most of the acts, and after how many it is; None where none is kept."""
    for count in range(len(acts), -1, -1):
        key = _key(stage, start, acts[:count])
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return count, _kept[key]
    return None


def keep(stage: str, start: Start, acts: Sequence[Act], found: Checkpoint) -> None:
    """Keep where a play stands after its acts; `stage` is the fingerprint of the image that it began with."""
    with _lock:
        _kept[_key(stage, start, acts)] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def _key(stage: str, start: Start, acts: Sequence[Act]) -> str:
    said = json.dumps([stage, start.as_json(), [each.as_json() for each in acts]], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
