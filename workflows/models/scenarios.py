"""Runs of the scenarios of a bundle, and how each of them went."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, JsonList, Key, in_order, one_of, ref
from workflows.models.organisation import Person

RUN_STATES = ("queued", "running", "done", "stale")
OUTCOMES = ("passed", "parted", "reassigned", "refused", "overtime", "unreadable")


class ScenarioRun(Base):
    """One run over all scenarios of some files, done by a worker; the files are those whose checksum it has."""

    __tablename__ = "scenario_run"

    id: Mapped[Key]
    checksum: Mapped[str]
    draft_id: Mapped[int | None] = ref("process_draft.id")
    """Where the files are found; null: in the deployment with the checksum."""
    state: Mapped[str]
    """`stale`: the files were changed before it was done."""
    requested_by: Mapped[int | None] = ref("person.id", index=False)
    """Null where an operator asked on the command line."""
    requested_at: Mapped[Instant]
    started_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]
    claimed_until: Mapped[Instant | None]
    """Until then it is in the hands of a worker; one that died leaves it to the next."""
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    surroundings: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    """Checksums of what it was played upon beside its files; see workflows/surroundings.py."""

    requester: Mapped[Person | None] = relationship()
    results: Mapped[list["ScenarioResult"]] = relationship(order_by="ScenarioResult.name", back_populates="run")

    __table_args__ = (
        one_of("state", RUN_STATES),
        in_order("requested_at", "started_at"),
        in_order("started_at", "ended_at"),
        CheckConstraint("(state in ('done', 'stale')) = (ended_at is not null)", name="ended_has_a_time"),
        CheckConstraint("state <> 'running' or started_at is not null", name="started_has_a_time"),
        CheckConstraint("done >= 0 and total >= 0", name="counts_up"),
        Index("ix_scenario_run_checksum", "checksum", "id"),
        Index(
            "uq_scenario_run_open",
            "checksum",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )


class ScenarioResult(Base):
    """How one scenario went.

    `passed`: along its path to its end; `parted`: another way, or to another end; `reassigned`: a step is the work of
    others; `refused`: an act could not be done; `overtime`: it took too long; `unreadable`: the file is no scenario.
    """

    __tablename__ = "scenario_result"

    id: Mapped[Key]
    run_id: Mapped[int] = ref("scenario_run.id", index=False)
    name: Mapped[str]
    """Of the file."""
    title: Mapped[str]
    process_key: Mapped[str]
    outcome: Mapped[str]
    details: Mapped[Json] = mapped_column(default=dict)
    """What was expected and what came: step, expected, went, message; `whose` the step is, and `shown`, the file that
    would expect what came (see workflows/scenarios/judging.py)."""
    flows: Mapped[JsonList] = mapped_column(default=list)
    """The sequence flows that were taken, as [process, flow]."""
    milliseconds: Mapped[int] = mapped_column(default=0)

    run: Mapped[ScenarioRun] = relationship(back_populates="results")

    __table_args__ = (UniqueConstraint("run_id", "name"), one_of("outcome", OUTCOMES))
