"""What each step of an instance was given and told, and how finished instances fared when played again by a draft."""

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, JsonList, Key, in_order, one_of, ref
from workflows.models.organisation import Person
from workflows.models.process_drafts import ProcessDraft
from workflows.models.processes import ProcessInstance

STEP_KINDS = ("start", "task", "timer", "message", "move")
REPLAY_STATES = ("queued", "running", "done")
VERDICTS = ("same", "way", "outcome", "unplayable")


class InstanceStep(Base):
    """What moved an instance once, and the answers of operations and decisions on the way. Rows are only added.

    It says no more than the variables of the process do: of a ballot that it was cast, not what it says.
    """

    __tablename__ = "instance_step"

    instance_id: Mapped[int] = ref("process_instance.id", primary_key=True, index=False)
    version: Mapped[int] = mapped_column(primary_key=True)
    """Version of the instance after it: the order of the steps."""
    kind: Mapped[str]
    process_key: Mapped[str | None]
    element_id: Mapped[str | None]
    """Of the task or timer; of a message its name; null for the start."""
    path: Mapped[JsonList]
    member: Mapped[str | None]
    """Of work that several have, each for themselves: whose it was."""
    outcome: Mapped[str | None]
    given: Mapped[Json]
    """Variables that the step brought, without the outcome; of a message {payload}."""
    answers: Mapped[JsonList]
    """[{element, path, operation, answer}] and [{decision, facts, answer}], in the order in which they were asked."""
    at: Mapped[Instant]

    __table_args__ = (one_of("kind", STEP_KINDS),)


class Replay(Base):
    """A playing again of the latest finished instances by the processes and tables of a draft as it stood then."""

    __tablename__ = "replay"

    id: Mapped[Key]
    draft_id: Mapped[int] = ref("process_draft.id")
    checksum: Mapped[str]
    """Of all files of the draft: what was played is what is shown only while it is the same."""
    wanted: Mapped[int]
    """How many of the latest finished instances at most."""
    state: Mapped[str]
    requested_by: Mapped[int] = ref("person.id", index=False)
    requested_at: Mapped[Instant]
    started_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]
    instance_ids: Mapped[JsonList]
    """Those that are still to be played, in their order."""
    total: Mapped[int]
    spent_ms: Mapped[int] = mapped_column(default=0)
    is_cut: Mapped[bool] = mapped_column(default=False)
    """Its time was over before all had been played."""

    draft: Mapped[ProcessDraft] = relationship()
    requester: Mapped[Person] = relationship()

    __table_args__ = (
        one_of("state", REPLAY_STATES),
        in_order("requested_at", "started_at"),
        in_order("started_at", "ended_at"),
        CheckConstraint("wanted between 1 and 1000", name="wanted_modest"),
        CheckConstraint("total >= 0 and spent_ms >= 0", name="counts_not_negative"),
        CheckConstraint("(state = 'queued') = (started_at is null)", name="started_has_a_time"),
        CheckConstraint("(state = 'done') = (ended_at is not null)", name="done_has_a_time"),
        CheckConstraint("length(checksum) = 64", name="checksum_whole"),
        Index(
            "ix_replay_open",
            "id",
            sqlite_where=text("state <> 'done'"),
            postgresql_where=text("state <> 'done'"),
        ),
    )


class ReplayedInstance(Base):
    """How one finished instance fared."""

    __tablename__ = "replayed_instance"

    replay_id: Mapped[int] = ref("replay.id", primary_key=True, index=False)
    instance_id: Mapped[int] = ref("process_instance.id", primary_key=True)
    verdict: Mapped[str]
    before: Mapped[str]
    """The end that it came to, by name."""
    before_status: Mapped[str | None]
    after: Mapped[str]
    """The end that it comes to by the draft, or where it stops; empty where it cannot be played."""
    after_status: Mapped[str | None]
    parts: Mapped[str]
    """At which step the way parts, in words; empty where it does not."""
    reason: Mapped[str]
    """Why it cannot be played, or what stops it; empty else."""

    instance: Mapped[ProcessInstance] = relationship()

    __table_args__ = (
        one_of("verdict", VERDICTS),
        CheckConstraint("verdict <> 'unplayable' or length(reason) > 0", name="unplayable_for_a_reason"),
    )
