"""The figures that a plan leaves to a council: what holds, what held, and the form by which one is entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import numbers
from forms.views import PageView
from workflows import catalogue, dates, plan_offices
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import Campaign, PlanFigure
from workflows.policy import Actor

FORM = "plan_figure"


@dataclass(frozen=True)
class Figure:
    """A figure that was entered."""

    id: int
    amount: str
    valid_from: date
    valid_to: date | None
    source: str
    entered_by: str
    entered_at: datetime
    holds: bool
    """Whether it counts today."""


@dataclass(frozen=True)
class FiguresPage:
    """The figures of one name in a campaign, the newest first."""

    campaign: str
    code: str
    key: str
    name: str
    words: str
    figures: tuple[Figure, ...]
    may_enter: bool

    @property
    def current(self) -> Figure | None:
        """The figure that counts today."""
        return next((each for each in self.figures if each.holds), None)


def pages(session: Session, actor: Actor, key: str) -> tuple[FiguresPage, ...]:
    """Return a page for each figure that the plan leaves to a council; most plans leave none. Raises NotFound."""
    campaign = session.scalar(select(Campaign).where(Campaign.key == key))
    if campaign is None:
        raise NotFound
    today = dates.local_date(utcnow())
    may = plan_offices.may_enter(session, actor, campaign, today)
    return tuple(
        FiguresPage(
            campaign=campaign.name,
            code=campaign.code,
            key=key,
            name=name,
            words=words,
            figures=tuple(_figures(session, campaign, name, today)),
            may_enter=may,
        )
        for name, words in plan_offices.figures_of(campaign.plan).items()
    )


def page(session: Session, actor: Actor, key: str, name: str) -> FiguresPage:
    """Return the page of one figure. Raises NotFound."""
    found = next((each for each in pages(session, actor, key) if each.name == name), None)
    if found is None:
        raise NotFound
    return found


def form(session: Session, posted: Mapping[str, Sequence[str]], errors: Mapping[str, list[str]]) -> PageView:
    """Return the form with what was typed. Raises forms.FormInvalid for names that it does not have."""
    found = catalogue.record_form(session, FORM)
    answers: dict[str, Any] = found.read(posted) if posted else {}
    return found.view(found.pages[0].key, answers, errors=errors)


def _figures(session: Session, campaign: Campaign, name: str, today: date):
    query = select(PlanFigure).where(PlanFigure.campaign_id == campaign.id, PlanFigure.name == name)
    for row in session.scalars(query.order_by(PlanFigure.valid_from.desc())):
        holds = row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)
        author = row.author.full_name
        amount = f"{numbers.written(Decimal(row.amount))} đ"
        yield Figure(row.id, amount, row.valid_from, row.valid_to, row.source, author, row.entered_at, holds)
