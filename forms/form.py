"""A compiled form: what a caller gets from `compile_form`, and the questions it may ask of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms import checking, drawing, posting, summary
from forms.components import Outcome, Page
from forms.context import EMPTY, Context
from forms.definition import Definition
from forms.loading import standing
from forms.summary import SummaryPage
from forms.views import ErrorLine, PageView


class Form(Definition):
    """A form that reads, checks and shows answers."""

    def read(self, posted: Mapping[str, Sequence[str]], *, page: str | None = None) -> dict[str, Any]:
        """Return posted names and values as nested raw answers; with `page`, names of other pages are refused.

        Boxes that were not ticked count as answered. Raises FormInvalid for names that the form does not have.
        """
        return posting.read(self, posted, page)

    def check(
        self,
        answers: Mapping[str, Any],
        context: Context = EMPTY,
        *,
        outcome: str | None = None,
        kept: bool = False,
    ) -> dict[str, Any]:
        """Return the clean answers of the whole form, calculated ones among them. Raises FormInvalid.

        Without `outcome` everything that is always required must be there; that an outcome was chosen is not checked.
        Answers to what is hidden, disabled or calculated are refused; those that were `kept` earlier, when another
        question may have stood otherwise, are dropped.
        """
        return checking.check(standing(self, answers, context, outcome), kept=kept)

    def check_page(
        self, page: str, answers: Mapping[str, Any], context: Context = EMPTY, *, kept: bool = False
    ) -> dict[str, Any]:
        """Return the clean answers of one page. Answers of other pages only feed conditions. Raises FormInvalid."""
        return checking.check(standing(self, answers, context), page=self.page(page).key, kept=kept)

    def view(
        self,
        page: str,
        answers: Mapping[str, Any],
        context: Context = EMPTY,
        *,
        errors: Mapping[str, list[str]] | None = None,
    ) -> PageView:
        """Return a page as it is drawn, with answers raw or clean and the errors of a FormInvalid. Raises KeyError."""
        return drawing.page_view(self, self.page(page), answers, context, errors or {})

    def summary(self, answers: Mapping[str, Any], context: Context = EMPTY) -> tuple[SummaryPage, ...]:
        """Return all answers in words, page by page, as one reads them before signing and afterwards."""
        return summary.summary(self, answers, context)

    def error_lines(self, errors: Mapping[str, list[str]], context: Context = EMPTY) -> tuple[ErrorLine, ...]:
        """Return the errors of a FormInvalid in the order of the form, each with the page on which it is mended."""
        return drawing.error_lines(self, errors, context)

    def outcomes_open(self, answers: Mapping[str, Any], context: Context = EMPTY) -> tuple[Outcome, ...]:
        """Return the outcomes that may be chosen now."""
        case = standing(self, answers, context)
        return tuple(outcome for outcome in self.outcomes if not case.holds(outcome.hide))

    def pages_open(self, answers: Mapping[str, Any], context: Context = EMPTY) -> tuple[Page, ...]:
        """Return the pages that are asked now."""
        case = standing(self, answers, context)
        return tuple(page for page in self.pages if not case.holds(page.hide))
