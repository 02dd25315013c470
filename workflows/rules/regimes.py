"""Under which body of law a dossier is handled: the one in force on the day on which it was received."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Regime:
    """A body of law with the days on which it applies; `effective_to` is the last of them."""

    key: str
    name: str
    effective_from: date | None
    effective_to: date | None
    confidence: str
    note: str | None = None


def regime_on(regimes: Iterable[Regime], received_on: date) -> Regime | None:
    """Return the regime in force on a day of receipt.

    Luật 06/2022/QH15 from 01/01/2024, Nghị định 152/2025/NĐ-CP from 01/7/2025, Luật 06/2026/QH16 from 01/10/2026. A dossier
    received before goes on under the old text unless the new one is more favourable; an officer may choose another regime
    with a reason, which is not checked here.
    """
    for regime in regimes:
        begun = regime.effective_from is None or regime.effective_from <= received_on
        if begun and (regime.effective_to is None or received_on <= regime.effective_to):
            return regime
    return None
