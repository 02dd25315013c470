"""What the policies C+, C<, C> and C# make of the answers of all rules that match."""

from decimal import Decimal, DecimalException
from typing import Any

from feel import values
from feel.decimals import DECIMAL
from feel.errors import NoValue
from feel.runtime import Run


def of(sign: str, answers: list[Any], run: Run) -> Any:
    """Return the sum (+), smallest (<), largest (>) or number (#) of the answers; null with a warning if there is none."""
    if sign == "#":
        return Decimal(len(answers))
    try:
        return _sum(answers) if sign == "+" else _extreme(answers, largest=sign == ">")
    except (NoValue, DecimalException):
        run.warn("Không gộp được kết quả của các dòng khớp: cần các giá trị cùng kiểu.", 0)
        return None


def _sum(answers: list[Any]) -> Decimal:
    total = Decimal(0)
    for answer in answers:
        if type(answer) is not Decimal:
            raise NoValue("Chỉ cộng được các số.")
        total = DECIMAL.add(total, answer)
    return total


def _extreme(answers: list[Any], *, largest: bool) -> Any:
    best = answers[0]
    values.require_order(best, best)
    for answer in answers[1:]:
        if values.before(best, answer) if largest else values.before(answer, best):
            best = answer
    return best
