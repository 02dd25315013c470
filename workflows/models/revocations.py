"""Cases in which an award is to be taken back: who asked for it, why, and how it came out."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, relationship

from workflows.db import Base
from workflows.models.base import Instant, Key, in_order, one_of, ref
from workflows.models.decisions import Decision, RegisterEntry
from workflows.models.dossiers import Dossier
from workflows.models.organisation import Person, Unit
from workflows.models.processes import ProcessInstance

REVOCATION_STATUSES = ("running", "revoked", "upheld", "cancelled")
RECOVERED = "recovered"
ITEM_STATES = (RECOVERED, "lost", "refused")


class Revocation(Base):
    """A case about one line of the register (Luật 06/2022/QH15, Điều 93). Never deleted; another may follow one that upheld."""

    __tablename__ = "revocation"

    id: Mapped[Key]
    entry_id: Mapped[int] = ref("register_entry.id")
    dossier_id: Mapped[int] = ref("dossier.id")
    """Of the award: the case runs on it, so that what is barred by an earlier step of it stays barred."""
    instance_id: Mapped[int | None] = ref("process_instance.id", index=False)
    organ_id: Mapped[int] = ref("unit.id", index=False)
    """For which organ it was asked."""
    source: Mapped[str]
    """The paper that brought it up, in words: number, day, by whom."""
    reason: Mapped[str]
    started_by: Mapped[int | None] = ref("person.id", index=False)
    """Null: in a try-out."""
    started_at: Mapped[Instant]
    status: Mapped[str]
    settled_at: Mapped[Instant | None]
    decision_id: Mapped[int | None] = ref("decision.id", index=False)
    """By which the award was taken back."""
    items_state: Mapped[str | None]
    """What became of the certificate and badge; null: not dealt with."""
    items_recovered_on: Mapped[date | None]
    """Null as long as they have not come back."""

    entry: Mapped[RegisterEntry] = relationship()
    dossier: Mapped[Dossier] = relationship()
    instance: Mapped[ProcessInstance | None] = relationship()
    organ: Mapped[Unit] = relationship()
    starter: Mapped[Person | None] = relationship()
    decision: Mapped[Decision | None] = relationship()

    __table_args__ = (
        one_of("status", REVOCATION_STATUSES),
        one_of("items_state", ITEM_STATES),
        in_order("started_at", "settled_at"),
        CheckConstraint("(status = 'running') = (settled_at is null)", name="settled_has_a_time"),
        CheckConstraint("(status = 'revoked') = (decision_id is not null)", name="revoked_by_a_decision"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        # One case at a time, and none after an award was taken back: it is taken back once.
        Index(
            "uq_revocation_standing",
            "entry_id",
            unique=True,
            sqlite_where=text("status in ('running', 'revoked')"),
            postgresql_where=text("status in ('running', 'revoked')"),
        ),
    )
