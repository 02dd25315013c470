"""The money that goes with an award, by exact arithmetic.

Nghị định 152/2025/NĐ-CP, Điều 49 to 54: base wage on the day of the decision × coefficient, rounded up to ten thousand đồng.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

COLLECTIVE_KINDS = frozenset({"collective", "enterprise"})


@dataclass(frozen=True, slots=True)
class RewardRow:
    """Coefficients of one award under one regime, in base wages; `household_factor` multiplies the individual one."""

    regime: str
    award: str
    collective: Decimal
    individual: Decimal
    household_factor: Decimal | None
    collective_confidence: str
    individual_confidence: str


@dataclass(frozen=True, slots=True)
class BaseWage:
    """The monthly base wage (mức lương cơ sở) in đồng and the days on which it holds."""

    amount_vnd: int
    valid_from: date
    valid_to: date | None
    confidence: str


@dataclass(frozen=True, slots=True)
class Rounding:
    """How one regime rounds: `up` or `nearest`, to a multiple of `step_vnd`."""

    regime: str
    mode: str
    step_vnd: int


@dataclass(frozen=True, slots=True)
class RewardTables:
    """All that a reward is computed from. `same_as` maps a regime to the one whose coefficients it uses."""

    rows: tuple[RewardRow, ...]
    wages: tuple[BaseWage, ...]
    roundings: tuple[Rounding, ...]
    same_as: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reward:
    """An amount with what it came from."""

    amount_vnd: int
    coefficient: Decimal
    base_wage_vnd: int
    confidence: str


def reward(tables: RewardTables, award: str, kind: str, *, decided_on: date, regime: str) -> Reward | None:
    """Return the reward of one nominee, or None where the tables have no coefficient or no base wage.

    `kind` is collective, enterprise, individual or household. A household gets 1.5 times an individual's reward.
    Several awards for the same period pay only the highest (Nghị định 152/2025, Điều 49 khoản 6): not checked here.
    """
    row = next((r for r in tables.rows if (r.regime, r.award) == (tables.same_as.get(regime, regime), award)), None)
    wage = base_wage_on(tables.wages, decided_on)
    rounding = next((r for r in tables.roundings if r.regime == regime), None)
    coefficient = None if row is None else _coefficient(row, kind)
    if row is None or wage is None or rounding is None or coefficient is None:
        return None
    amount = rounded(coefficient * wage.amount_vnd, rounding)
    confidence = row.collective_confidence if kind in COLLECTIVE_KINDS else row.individual_confidence
    return Reward(amount, coefficient, wage.amount_vnd, confidence)


def base_wage_on(wages: tuple[BaseWage, ...], day: date) -> BaseWage | None:
    """Return the base wage of a day: 2,340,000 đ to 30/6/2026, 2,530,000 đ from 01/7/2026 (Nghị định 161/2026/NĐ-CP)."""
    return next((w for w in wages if w.valid_from <= day and (w.valid_to is None or day <= w.valid_to)), None)


def rounded(amount: Decimal, rounding: Rounding) -> int:
    """Return an amount in đồng rounded as a regime says (Nghị định 152/2025, Điều 49 khoản 2: up to ten thousand)."""
    mode = ROUND_CEILING if rounding.mode == "up" else ROUND_HALF_UP
    return int((amount / rounding.step_vnd).to_integral_value(mode)) * rounding.step_vnd


def in_words(paid: Reward) -> str:
    """Return how an amount came about, for example “1,5 × 2.530.000 đ = 3.800.000 đ (làm tròn)”."""
    exact = paid.coefficient * paid.base_wage_vnd
    ending = "" if exact == paid.amount_vnd else " (làm tròn)"
    coefficient = f"{paid.coefficient.normalize():f}".replace(".", ",")
    return f"{coefficient} × {_dong(paid.base_wage_vnd)} = {_dong(paid.amount_vnd)}{ending}"


def _coefficient(row: RewardRow, kind: str) -> Decimal | None:
    if kind in COLLECTIVE_KINDS:
        return row.collective
    if kind == "household":
        return None if row.household_factor is None else row.individual * row.household_factor
    return row.individual


def _dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đ"
