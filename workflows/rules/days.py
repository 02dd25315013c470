"""Days that differ from the week as an administrator sees them: what one says, and what changes from one table to another."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

KINDS = {"off": "nghỉ", "working": "làm việc", "half": "làm nửa ngày"}
STATUSES = {"official": "chính thức", "proposal": "đề xuất", "assumed": "tạm tính"}
COUNTRY = ""
"""The scope of a day that holds in the whole country; else the code of a unit."""
FIRST, LAST = date(2020, 1, 1), date(2100, 12, 31)
LONGEST_NAME, LONGEST_SOURCE = 200, 300


@dataclass(frozen=True, slots=True, order=True)
class DayFacts:
    """What the table says of one day within one scope. Only an `official` one counts."""

    day: date
    scope: str
    status: str
    kind: str
    name: str
    source: str = ""

    @property
    def identity(self) -> tuple[date, str, str]:
        """What a row is known by: a scope has one row a day for each status."""
        return self.day, self.scope, self.status

    def as_json(self) -> dict[str, str]:
        """Return the facts as plain JSON, for history and for a page that asks first."""
        return asdict(self) | {"day": self.day.isoformat()}

    @classmethod
    def from_json(cls, facts: Mapping[str, str]) -> "DayFacts":
        """Return the facts that `as_json` gave. Raises KeyError, TypeError or ValueError for anything else."""
        texts = {name: facts[name] for name in ("scope", "status", "kind", "name", "source")}
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError("texts are wanted")
        return cls(day=date.fromisoformat(facts["day"]), **texts)


@dataclass(frozen=True, slots=True)
class DayChange:
    """One row before and after; None: it was not there, or is no more."""

    before: DayFacts | None
    after: DayFacts | None

    @property
    def day(self) -> date:
        """The day that it is about; the new one where a row goes to another day."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change needs something before or after")
        return found.day

    @property
    def counts(self) -> bool:
        """Whether deadlines may move: what is proposed or assumed does not count."""
        return any(each is not None and each.status == "official" for each in (self.before, self.after))


def in_words(change: DayChange) -> str:
    """Return a change as one line: "24/11/2026: nghỉ, Ngày Văn hóa Việt Nam"; a row that goes away as "bỏ …"."""
    facts = change.after or change.before
    if facts is None:
        raise ValueError("a change needs something before or after")
    kind = KINDS[facts.kind] if change.after else f"bỏ ngày {KINDS[facts.kind]}"
    where = f" ({facts.scope})" if facts.scope != COUNTRY else ""
    return f"{facts.day:%d/%m/%Y}: {kind}, {facts.name}{where}"


def faults(facts: DayFacts) -> dict[str, str]:
    """Return what is wrong with a row, by field, as Vietnamese sentences. Whether the scope exists is not looked up."""
    found = {}
    if not FIRST <= facts.day <= LAST:
        found["day"] = f"Ngày phải trong khoảng {FIRST.year} đến {LAST.year}"
    if facts.kind not in KINDS:
        found["kind"] = f"Loại ngày là một trong: {', '.join(KINDS.values())}"
    if facts.status not in STATUSES:
        found["status"] = f"Trạng thái là một trong: {', '.join(STATUSES.values())}"
    if not facts.name:
        found["name"] = "Nhập tên ngày, ví dụ Tết Dương lịch"
    elif len(facts.name) > LONGEST_NAME:
        found["name"] = f"Tên dài quá {LONGEST_NAME} ký tự"
    if facts.status == "official" and not facts.source:
        found["source"] = "Ngày chính thức cần căn cứ: số, ngày, cơ quan ban hành"
    elif len(facts.source) > LONGEST_SOURCE:
        found["source"] = f"Căn cứ dài quá {LONGEST_SOURCE} ký tự"
    return found


def differences(
    present: Iterable[DayFacts], wanted: Iterable[DayFacts], *, without_others: bool = False
) -> tuple[DayChange, ...]:
    """Return what must change so that every wanted row stands in the table, in order of days.

    `without_others`: what the table has in the years of the wanted rows and they do not name goes away.
    """
    known = {each.identity: each for each in present}
    named = {each.identity: each for each in wanted}
    changes = [
        DayChange(known.get(identity), facts) for identity, facts in named.items() if known.get(identity) != facts
    ]
    if without_others:
        years = {each.day.year for each in named.values()}
        gone = (each for identity, each in known.items() if identity not in named and each.day.year in years)
        changes += [DayChange(each, None) for each in gone]
    return tuple(sorted(changes, key=lambda change: (change.day, (change.after or change.before))))
