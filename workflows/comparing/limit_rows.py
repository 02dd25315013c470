"""What a file of limits says: each of its rows, in the words in which people read limits."""

from workflows.comparing.items import Item
from workflows.engine.problems import Problem
from workflows.rules import limit_files
from workflows.rules.deadlines import in_words


def items(file: str, content: bytes) -> tuple[list[Item], list[Problem]]:
    """Return the rows of a file of limits, and why it cannot be read."""
    limits, told = limit_files.read(content)
    if told:
        return [], [Problem(file, None, text) for text in told]
    found = []
    for limit in limits:
        said = {
            "limit": in_words(limit),
            "on_return": limit.on_return,
            "stopped_by": ", ".join(limit.stopped_by),
            "start": limit.start,
            "clause": limit.clause or "",
            "confidence": limit.confidence,
            "note": limit.note or "",
            "max_returns": "" if limit.max_returns is None else str(limit.max_returns),
            "until": f"{limit.valid_to:%d/%m/%Y}" if limit.valid_to else "",
            "name": limit.name,
        }
        # "limit" first: a change of it is what a reviewer looks for.
        found.append(Item("limit", limit.rule, limit_files.scope_of(limit), limit.name, said, scope_name=limit.name))
    return found, []
