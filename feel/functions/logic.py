"""Functions about truth and presence."""

from feel.functions.registry import builtin


@builtin("not(negand: any)")
def negated(negand: object) -> bool | None:
    """Return the opposite of a boolean; null for anything else."""
    return not negand if type(negand) is bool else None


@builtin("is defined(value: any)")
def is_defined(value: object) -> bool:
    """Tell whether there is a value."""
    return value is not None
