"""Councils, their rosters, sessions, and the ballots cast in them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Key, in_order, one_of, ref
from workflows.models.dossiers import Dossier, Nominee
from workflows.models.law import COUNCIL_KINDS
from workflows.models.organisation import Person, Unit

SEAT_FUNCTIONS = ("chair", "vice_chair", "standing", "secretary", "member")
ATTENDANCE = ("unknown", "present", "written", "absent", "recused")
BALLOT_CHOICES = ("agree", "disagree", "lower", "recused")


class Council(Base):
    """A council for emulation and commendation of one unit."""

    __tablename__ = "council"

    id: Mapped[Key]
    unit_id: Mapped[int] = ref("unit.id")
    kind: Mapped[str]
    name: Mapped[str]
    symbol: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    unit: Mapped[Unit] = relationship()
    seats: Mapped[list["CouncilSeat"]] = relationship(back_populates="council", order_by="CouncilSeat.id")

    __table_args__ = (one_of("kind", COUNCIL_KINDS), in_order("valid_from", "valid_to"))


class CouncilSeat(Base):
    """A person's seat in a council, from a day to a day."""

    __tablename__ = "council_seat"

    id: Mapped[Key]
    council_id: Mapped[int] = ref("council.id")
    person_id: Mapped[int] = ref("person.id")
    function: Mapped[str]
    votes: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    council: Mapped[Council] = relationship(back_populates="seats")
    person: Mapped[Person] = relationship()

    __table_args__ = (
        one_of("function", SEAT_FUNCTIONS),
        in_order("valid_from", "valid_to"),
        UniqueConstraint("council_id", "person_id", "valid_from"),
    )


class CouncilSession(Base):
    """One session of a council on one dossier, with the rules that held on its day."""

    __tablename__ = "council_session"

    id: Mapped[Key]
    council_id: Mapped[int] = ref("council.id")
    dossier_id: Mapped[int] = ref("dossier.id")
    round: Mapped[int]
    mode: Mapped[str]
    meets_at: Mapped[Instant]
    place: Mapped[str | None]
    agenda: Mapped[str | None]
    secret: Mapped[bool]
    threshold_percent: Mapped[int | None]
    present_numerator: Mapped[int]
    present_denominator: Mapped[int]
    quorum_numerator: Mapped[int]
    quorum_denominator: Mapped[int]
    rule_source: Mapped[str]
    status: Mapped[str]
    opened_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    minutes_number: Mapped[str | None]

    council: Mapped[Council] = relationship()
    dossier: Mapped[Dossier] = relationship()
    members: Mapped[list["SessionMember"]] = relationship(back_populates="session")
    nominees: Mapped[list["SessionNominee"]] = relationship(back_populates="session")

    __table_args__ = (
        UniqueConstraint("council_id", "dossier_id", "round"),
        one_of("mode", ("meeting", "written", "mixed")),
        one_of("status", ("planned", "attended", "open", "closed", "concluded", "cancelled")),
        CheckConstraint(
            "status not in ('open', 'closed', 'concluded') or opened_at is not null", name="opened_has_a_time"
        ),
        CheckConstraint("status not in ('closed', 'concluded') or closed_at is not null", name="closed_has_a_time"),
        in_order("opened_at", "closed_at"),
    )


class SessionMember(Base):
    """The roster as it stood for the session, and who came."""

    __tablename__ = "session_member"

    session_id: Mapped[int] = ref("council_session.id", primary_key=True)
    person_id: Mapped[int] = ref("person.id", primary_key=True)
    function: Mapped[str]
    votes: Mapped[bool]
    attendance: Mapped[str] = mapped_column(default="unknown")
    reason: Mapped[str | None]
    voted_at: Mapped[Instant | None]

    session: Mapped[CouncilSession] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()

    __table_args__ = (
        one_of("function", SEAT_FUNCTIONS),
        one_of("attendance", ATTENDANCE),
        CheckConstraint("voted_at is null or votes", name="only_voters_vote"),
    )


class SessionNominee(Base):
    """A nominee on the agenda, and the count after closing."""

    __tablename__ = "session_nominee"

    session_id: Mapped[int] = ref("council_session.id", primary_key=True)
    nominee_id: Mapped[int] = ref("nominee.id", primary_key=True)
    agree: Mapped[int | None]
    disagree: Mapped[int | None]
    lower: Mapped[int | None]
    recused: Mapped[int | None]
    not_cast: Mapped[int | None]
    total: Mapped[int | None]
    conclusion: Mapped[str | None]
    tie_broken_by: Mapped[int | None] = ref("person.id", index=False)

    session: Mapped[CouncilSession] = relationship(back_populates="nominees")
    nominee: Mapped[Nominee] = relationship()

    __table_args__ = (
        one_of("conclusion", ("pass", "fail", "tied")),
        CheckConstraint("total is null or agree + disagree + lower + recused + not_cast = total", name="count_adds_up"),
    )


class Ballot(Base):
    """A ballot: never changed, never deleted (a trigger refuses). A later one of the same person replaces it in the count.

    In a secret session `person_id` and `cast_at` are empty and `receipt_hash` lets the voter check that it is counted.
    """

    __tablename__ = "ballot"

    id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[int]
    nominee_id: Mapped[int]
    person_id: Mapped[int | None]
    number: Mapped[int]
    """1 for the first ballot of a person on a nominee, 2 for the change of it, and so on."""
    choice: Mapped[str]
    note: Mapped[str | None]
    receipt_hash: Mapped[str | None]
    cast_at: Mapped[Instant | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "nominee_id"],
            ["session_nominee.session_id", "session_nominee.nominee_id"],
            name="fk_ballot_agenda",
        ),
        ForeignKeyConstraint(
            ["session_id", "person_id"],
            ["session_member.session_id", "session_member.person_id"],
            name="fk_ballot_roster",
        ),
        UniqueConstraint("session_id", "nominee_id", "person_id", "number"),
        UniqueConstraint("session_id", "nominee_id", "receipt_hash"),
        one_of("choice", BALLOT_CHOICES),
        CheckConstraint("(person_id is null) = (receipt_hash is not null)", name="open_or_secret"),
        CheckConstraint("(person_id is null) = (cast_at is null)", name="secret_has_no_time"),
        {"sqlite_with_rowid": False},  # row numbers would tell the order of secret ballots
    )
