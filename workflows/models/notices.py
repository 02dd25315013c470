"""What persons are told: the notices of the bell, and how each person wants them by mail."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, JsonList, Key, in_order, one_of, ref
from workflows.models.records import OutboxMessage
from workflows.models.tasks import UserTask

MAIL_WISHES = ("at_once", "hourly", "daily")
ROADS = ("at_once", "waiting", "digest", "dropped", "none")


class Notice(Base):
    """One thing that a person was told. It stands in the bell whatever becomes of its mail.

    `mail`: how it goes by mail: `at_once` in a letter of its own, `waiting` for the person's next one, gone with a
    `digest`, `dropped` because what it reminded of was done, `none` because the person does not want it.
    """

    __tablename__ = "notice"

    id: Mapped[Key]
    person_id: Mapped[int] = ref("person.id", index=False)
    kind: Mapped[str]
    effect_key: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    link: Mapped[str | None]
    """Address within the product, from "/" on."""
    dossier_id: Mapped[int | None] = ref("dossier.id", index=False)
    task_id: Mapped[int | None] = ref("user_task.id", index=False)
    is_duty: Mapped[bool]
    """Asks something of the person, who cannot unsubscribe from it."""
    created_at: Mapped[Instant]
    read_at: Mapped[Instant | None]
    mail: Mapped[str]
    letter_id: Mapped[int | None] = ref("outbox_message.id")
    """The letter that carries it."""

    letter: Mapped[OutboxMessage | None] = relationship()
    task: Mapped[UserTask | None] = relationship()

    __table_args__ = (
        UniqueConstraint("effect_key"),
        one_of("mail", ROADS),
        in_order("created_at", "read_at"),
        Index("ix_notice_person_id", "person_id", "id"),
        Index(
            "ix_notice_unread",
            "person_id",
            sqlite_where=text("read_at is null"),
            postgresql_where=text("read_at is null"),
        ),
        Index(
            "ix_notice_waiting",
            "person_id",
            "created_at",
            sqlite_where=text("mail = 'waiting'"),
            postgresql_where=text("mail = 'waiting'"),
        ),
    )


class NoticeSetting(Base):
    """How a person wants notices by mail. Without a row: each at once, all kinds, on every day."""

    __tablename__ = "notice_setting"

    person_id: Mapped[int] = ref("person.id", primary_key=True, index=False)
    mail: Mapped[str] = mapped_column(default="at_once")
    quiet_days_off: Mapped[bool] = mapped_column(default=False)
    """No mail on days that are not worked."""
    muted: Mapped[JsonList] = mapped_column(default=list)
    """Groups of kinds that are not sent by mail."""

    __table_args__ = (one_of("mail", MAIL_WISHES),)


class QuietPeriod(Base):
    """Days of leave on which a person gets no mail; both days belong to it."""

    __tablename__ = "quiet_period"

    id: Mapped[Key]
    person_id: Mapped[int] = ref("person.id", index=False)
    first_day: Mapped[date]
    last_day: Mapped[date]

    __table_args__ = (
        in_order("first_day", "last_day"),
        Index("ix_quiet_period_person_id", "person_id", "last_day"),
    )
