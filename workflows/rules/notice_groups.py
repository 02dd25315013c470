"""Which kinds of notices a person may unsubscribe from by mail: what reports or merely reminds, never what asks."""

GROUPS: dict[str, tuple[str, ...]] = {
    "filing": ("submission_confirmed", "receipt", "withdrawal_confirmed"),
    "result": ("decision_sent",),
    "reminder": ("reminder",),
}
"""Kinds by group; a kind belongs where it is named, or where its first word is: `reminder_half` to "reminder"."""


def group_of(kind: str) -> str | None:
    """Return the group of a kind, None for one that cannot be unsubscribed from."""
    first_word = kind.partition("_")[0]
    return next((group for group, kinds in GROUPS.items() if kind in kinds or first_word in kinds), None)


def merely_reminds(kind: str) -> bool:
    """Say whether a notice of this kind has nothing to say once its task is done."""
    return kind.startswith("reminder")
