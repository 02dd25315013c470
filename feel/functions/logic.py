"""Functions about truth and presence."""

from feel.functions.registry import builtin


@builtin("not(negand: boolean|null)")
def negated(negand: bool | None) -> bool | None:
    """Return the opposite; null stays null."""
    return None if negand is None else not negand


@builtin("is defined(value: any)")
def is_defined(value: object) -> bool:
    """Tell whether there is a value."""
    return value is not None
