"""Turns a syntax tree into nested Python closures, so that evaluation neither parses nor dispatches."""

from feel import access, calls, iteration, membership, nodes, operators
from feel.runtime import Closure

_BUILDERS: operators.Builders = {
    **operators.BUILDERS,
    **access.BUILDERS,
    **iteration.BUILDERS,
    **membership.BUILDERS,
    **calls.BUILDERS,
}


def closure_of(node: nodes.Node) -> Closure:
    """Return the closure of the node and of all below it."""
    return _BUILDERS[type(node)](node, closure_of)
