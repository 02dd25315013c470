"""Hands out the next number of a book of papers: without gaps, because it is rolled back with what it numbers."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workflows.models import NumberSeries


def next_number(session: Session, organ: str, document_type: str, year: int) -> tuple[NumberSeries, int]:
    """Return the locked series and its next number (Nghị định 30/2020/NĐ-CP, Điều 15).

    The row stays locked until the transaction ends: a second caller waits, and a rollback gives the number back.
    """
    series = _locked(session, organ, document_type, year) or _opened(session, organ, document_type, year)
    series.last_number += 1
    session.flush()  # the number must stand before what bears it
    return series, series.last_number


def _locked(session: Session, organ: str, document_type: str, year: int) -> NumberSeries | None:
    query = select(NumberSeries).filter_by(organ=organ, document_type=document_type, year=year).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def _opened(session: Session, organ: str, document_type: str, year: int) -> NumberSeries:
    series = NumberSeries(organ=organ, document_type=document_type, year=year, last_number=0)
    try:
        with session.begin_nested():
            session.add(series)
            session.flush()  # UNIQUE speaks here if somebody opened the same book first
    except IntegrityError:
        return _locked(session, organ, document_type, year)
    return series
