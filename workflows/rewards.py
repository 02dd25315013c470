"""Reward tables as the database holds them, handed to the rules that compute."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.models import BaseWage, LegalRegime, RewardRate
from workflows.rules import reward


def reward_tables(session: Session) -> reward.RewardTables:
    """Return everything that a reward is computed from."""
    regimes = session.scalars(select(LegalRegime)).all()
    return reward.RewardTables(
        rows=tuple(
            reward.RewardRow(
                regime=row.regime_key,
                award=row.reward,
                collective=Decimal(row.collective),
                individual=Decimal(row.individual),
                household_factor=None if row.household_factor is None else Decimal(row.household_factor),
                collective_confidence=row.collective_confidence,
                individual_confidence=row.individual_confidence,
            )
            for row in session.scalars(select(RewardRate))
        ),
        wages=tuple(
            reward.BaseWage(row.amount_dong, row.valid_from, row.valid_to, row.confidence)
            for row in session.scalars(select(BaseWage))
        ),
        roundings=tuple(
            reward.Rounding(regime.key, regime.rounding_mode, regime.rounding_step_dong)
            for regime in regimes
            if regime.rounding_mode is not None and regime.rounding_step_dong is not None
        ),
        same_as={regime.key: regime.rewards_of for regime in regimes if regime.rewards_of is not None},
    )
