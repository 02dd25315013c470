"""Numbers without gaps: the next one of a series, taken in the transaction that uses it."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.models import NumberSeries


def take(session: Session, organ: str, document_type: str, year: int) -> NumberSeries:
    """Return the series, locked, its `last_number` raised to the one that the caller now owns.

    A transaction that is undone gives its number back; two at once wait for each other.
    """
    series = _locked(session, organ, document_type, year) or _begin(session, organ, document_type, year)
    series.last_number += 1
    return series


def _locked(session: Session, organ: str, document_type: str, year: int) -> NumberSeries | None:
    return session.scalar(
        select(NumberSeries)
        .where(NumberSeries.organ == organ, NumberSeries.document_type == document_type, NumberSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _begin(session: Session, organ: str, document_type: str, year: int) -> NumberSeries:
    try:
        with session.begin_nested():
            session.add(NumberSeries(organ=organ, document_type=document_type, year=year, last_number=0))
    except IntegrityError:
        pass  # somebody else began the year's series at the same moment; theirs is read and locked below
    series = _locked(session, organ, document_type, year)
    if series is None:
        raise LookupError("the series just made is gone")
    return series
