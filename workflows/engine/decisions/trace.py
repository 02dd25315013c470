"""Why a table answered as it did: which rules were tried, which cell failed, with which value. Plain JSON throughout."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class CellTrace:
    """One test of one rule. `passed` is None when it could not be answered; `value` is plain JSON."""

    column: int
    label: str
    test: str
    value: object
    passed: bool | None
    said: str


@dataclass(frozen=True)
class RuleTrace:
    """One rule. `notes` are its annotations (clause, source, validity) by label; `outputs` only where it matched."""

    number: int
    id: str | None
    matched: bool
    cells: tuple[CellTrace, ...]
    outputs: dict[str, object]
    notes: dict[str, str]

    @property
    def failed(self) -> tuple[CellTrace, ...]:
        """The cells because of which it did not match."""
        return tuple(cell for cell in self.cells if cell.passed is not True)


@dataclass(frozen=True)
class TableTrace:
    """One run of one table; rules after the first hit of a table with policy F were not tried and are not here."""

    file: str
    element_id: str | None
    where: str
    hit_policy: str
    inputs: dict[str, object]
    rules: tuple[RuleTrace, ...]

    @property
    def matched(self) -> tuple[RuleTrace, ...]:
        """The rules that matched."""
        return tuple(rule for rule in self.rules if rule.matched)


@dataclass(frozen=True)
class DecisionTrace:
    """One decision with its value and the tables that ran for it, in order."""

    decision_id: str
    name: str
    value: object
    tables: tuple[TableTrace, ...]

    def as_json(self) -> dict[str, object]:
        """Return the whole as plain JSON."""
        return asdict(self)
