"""What happened, what must be sent, what was already answered."""

from sqlalchemy import DDL, CheckConstraint, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, Key, one_of, ref
from workflows.models.councils import Ballot
from workflows.models.dossiers import DossierRevision
from workflows.models.organisation import Person

OF_SYSTEM = text("chain = 'system'")


class HistoryEntry(Base):
    """One act. Rows are only ever added (a trigger refuses the rest); each holds the hash of the one before in its chain."""

    __tablename__ = "history_entry"

    id: Mapped[Key]
    chain: Mapped[str]
    """`dossier:<id>`, `duty:<id>` or `system`."""
    sequence: Mapped[int]
    dossier_id: Mapped[int | None] = ref("dossier.id")
    at: Mapped[Instant]
    actor_id: Mapped[int | None] = ref("person.id")
    capacity: Mapped[str]
    """Title and unit in which the person acted, as it read then; "hệ thống" for the system."""
    verb: Mapped[str]
    element_id: Mapped[str | None]
    definition: Mapped[str | None]
    """`key@version` of the process."""
    before: Mapped[Json]
    after: Mapped[Json]
    reason: Mapped[str | None]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    actor: Mapped[Person | None] = relationship()

    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        UniqueConstraint("hash"),
        CheckConstraint("sequence > 0", name="sequence_positive"),
        CheckConstraint("length(hash) = 64 and length(previous_hash) = 64", name="hashes_whole"),
        Index("ix_history_entry_system", "verb", "sequence", sqlite_where=OF_SYSTEM, postgresql_where=OF_SYSTEM),
    )


class OutboxMessage(Base):
    """A letter to be delivered after the commit; `effect_key` makes it unique whatever is retried.

    `sending`: its text is on the way to the mail server. `in_doubt`: it was, and nobody knows whether it arrived.
    `dropped`: what it reminded of was done before it went.
    """

    __tablename__ = "outbox_message"

    id: Mapped[Key]
    effect_key: Mapped[str]
    kind: Mapped[str]
    person_id: Mapped[int | None] = ref("person.id")
    dossier_id: Mapped[int | None] = ref("dossier.id")
    subject: Mapped[str]
    body: Mapped[str]
    link: Mapped[str | None]
    """Address within the product, from "/" on."""
    is_duty: Mapped[bool] = mapped_column(default=True)
    """Asks something of the person, who cannot unsubscribe from it."""
    created_at: Mapped[Instant]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    """Since it was last put into the queue."""
    claim: Mapped[int] = mapped_column(default=0)
    """How often it was taken in hand, ever: by this a sender that was given up is told from the next."""
    next_attempt_at: Mapped[Instant | None]
    sent_at: Mapped[Instant | None]
    last_error: Mapped[str | None]
    """What the mail server or the connection said, for whoever looks after them."""
    fault: Mapped[str | None]
    """What kind of failure that was."""

    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        UniqueConstraint("effect_key"),
        one_of("state", ("queued", "sending", "sent", "failed", "in_doubt", "dead", "dropped")),
        CheckConstraint("(state = 'sent') = (sent_at is not null)", name="sent_has_a_time"),
        Index("ix_outbox_message_due", "state", "next_attempt_at"),
    )


class IdempotencyKey(Base):
    """The first answer to a write of the API; a repeat with the same key gets it again."""

    __tablename__ = "idempotency_key"

    account_id: Mapped[int] = ref("account.id", primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int]
    body: Mapped[Json]
    created_at: Mapped[Instant] = mapped_column(index=True)

    __table_args__ = (CheckConstraint("length(key) between 8 and 200", name="key_length"),)


APPEND_ONLY = (HistoryEntry, Ballot, DossierRevision)


def append_only_statements(table: str, dialect: str) -> list[str]:
    """Return the DDL after which `table` refuses UPDATE and DELETE on `dialect` ("sqlite" or "postgresql")."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("update", "delete")
        ]
    refuse = f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    when = "BEFORE UPDATE OR DELETE OR TRUNCATE"
    return [
        refuse + f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_append_only {when} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    ]


for _model in APPEND_ONLY:
    for _dialect in ("sqlite", "postgresql"):
        for _statement in append_only_statements(_model.__tablename__, _dialect):
            event.listen(
                _model.__table__, "after_create", DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect)
            )
