"""The operations that service tasks may name. A diagram can call these and nothing else."""

from collections.abc import Callable, Mapping

from workflows.errors import OperationFailed
from workflows.work import Place, Work

Operation = Callable[[Work, Place, Mapping[str, object]], object]

_operations: dict[str, Operation] = {}


def operation(name: str) -> Callable[[Operation], Operation]:
    """Register the decorated function under `name`, as diagrams write it ("council/open_vote")."""

    def register(function: Operation) -> Operation:
        _operations[name] = function
        return function

    return register


def names() -> frozenset[str]:
    """Return every registered name."""
    return frozenset(_operations)


def run(name: str, work: Work, place: Place, parameters: Mapping[str, object]) -> object:
    """Run an operation; its answer must be plain JSON and becomes the result variable."""
    if name not in _operations:
        raise OperationFailed(f"Quy trình gọi thao tác chưa có: {name}.")
    return _operations[name](work, place, parameters)
