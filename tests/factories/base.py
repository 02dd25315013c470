"""What every factory needs: numbers that differ, a day long ago, and rows that have their id at once."""

from datetime import date
from itertools import count

from sqlalchemy.orm import Session

LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


def serial() -> int:
    """Return a number that was not given before."""
    return next(_numbers)


def added(session: Session, row):
    """Add a row, give it its id, and return it."""
    session.add(row)
    session.flush()  # callers refer to the id
    return row
