"""A reason as acts that others must be able to follow ask for it."""

from workflows.errors import Invalid

SHORTEST, LONGEST = 10, 2000


def demand_reason(reason: str, field: str = "reason", words: str = "Nêu lý do") -> str:
    """Return the reason without needless spaces.

    Raises Invalid, naming the field and in `words` what is asked for, for one too short or too long.
    """
    reason = " ".join(reason.split())
    if not SHORTEST <= len(reason) <= LONGEST:
        raise Invalid({field: [f"{words}, từ {SHORTEST} đến {LONGEST} ký tự."]})
    return reason
