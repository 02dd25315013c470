"""Numbers as Vietnamese write them: dots between thousands, a comma before decimals."""

import re
from decimal import Decimal

_WRITTEN = re.compile(r"(?P<sign>[-−]?)(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<decimals>[0-9]+))?")
_SPACES = re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?:\D|$))")


def parse(text: str) -> Decimal | None:
    """Return the number that `text` writes, or None: "1.234,5" is 1234.5; "3.5" is none, a dot parts thousands."""
    found = _WRITTEN.fullmatch(_SPACES.sub("", text.strip()))
    if not found or len(text) > 60:
        return None
    whole = found["whole"].replace(".", "")
    return Decimal(f"{'-' if found['sign'] else ''}{whole}.{found['decimals'] or '0'}")


def written(value: float | Decimal | None) -> str:
    """Return the number as it is written: 1234.5 becomes "1.234,5"."""
    if value is None:
        return ""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    whole, _, decimals = f"{exact:,f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")
