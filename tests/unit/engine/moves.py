"""Move a token of a test's instance, by the element that it stands on."""

import pytest

from tests.unit.engine.hosts import Instance
from workflows.engine import Snapshot
from workflows.errors import Conflict


def token(instance: Instance, element_id: str) -> str:
    """Return the id of a token that stands on an element."""
    return next(each.id for each in instance.at.tokens if each.element_id == element_id)


def move(instance: Instance, element_id: str, target: str) -> Snapshot:
    """Move the token that stands on an element."""
    return instance.do(lambda execution: execution.move(token(instance, element_id), target))


def refused(instance: Instance, token_id: str, target: str) -> str:
    """Return why a move is refused; the instance can still be used."""
    execution = instance.restored()
    with pytest.raises(Conflict) as raised:
        execution.move(token_id, target)
    assert execution.snapshot() == instance.at
    return str(raised.value)
