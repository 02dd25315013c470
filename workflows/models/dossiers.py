"""Dossiers, their revisions, nominees and papers."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, JsonList, Key, in_order, one_of, ref
from workflows.models.campaigns import NOMINEE_KINDS, Campaign, Offer
from workflows.models.organisation import Person, Unit

DOSSIER_STATUSES = (
    "draft",
    "submitted",
    "returned",
    "awarded",
    "not_awarded",
    "rejected",
    "withdrawn",
    "discarded",
    "cancelled",
    "revoked",
    "upheld",
)
# Those at which a process of the dossier may end; "cancelled" is what administrators do.
ENDED_BY_REVOCATION = ("revoked", "upheld")
ENDED_BY_PROCESS = ("awarded", "not_awarded", "rejected", "withdrawn", "discarded", *ENDED_BY_REVOCATION)
STAGES = (
    "prepare",
    "receive",
    "supplement",
    "appraise",
    "consult",
    "publication",
    "council",
    "decide",
    "await_above",
    "publish",
)
NOMINEE_RESULTS = ("none", "awarded", "refused")


class Dossier(Base):
    """A proposal of awards by one unit. `content` is what the form pages hold now."""

    __tablename__ = "dossier"

    id: Mapped[Key]
    reference: Mapped[str]
    campaign_id: Mapped[int] = ref("campaign.id")
    offer_id: Mapped[int] = ref("offer.id")
    submitting_unit_id: Mapped[int] = ref("unit.id")
    province_id: Mapped[int | None] = ref("unit.id")
    regime_key: Mapped[str | None] = ref("legal_regime.key")
    status: Mapped[str]
    stage: Mapped[str]
    content: Mapped[Json]
    content_revision: Mapped[int] = mapped_column(default=0)
    """Counts saves of the content and the list of nominees; a save names the one it was made on."""
    content_saved_at: Mapped[Instant | None]
    page_revisions: Mapped[Json] = mapped_column(default=dict)
    """For each form page, and "nominees": the content revision of its last save. Two people on different pages do not clash."""
    return_reason: Mapped[str | None]
    created_by: Mapped[int] = ref("person.id")
    created_at: Mapped[Instant]
    submitted_at: Mapped[Instant | None]
    received_at: Mapped[Instant | None]
    due_at: Mapped[Instant | None]
    """Limit of the whole procedure, counted from complete reception."""
    due_rule_id: Mapped[int | None] = ref("due_rule.id", index=False)
    """The row by which the whole is due; null: none holds, or it was received before this was kept."""
    clock_from: Mapped[Instant | None]
    """The event from which the limit of the whole is counted: complete reception, or a supplement that restarts it."""
    stopped_at: Mapped[Instant | None]
    """Since when the limit of the whole stands still."""
    stopped_for: Mapped[JsonList] = mapped_column(default=list, server_default="[]")
    """Reasons of the stops that are on, so that a step need not ask for them."""
    closed_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column()

    campaign: Mapped[Campaign] = relationship()
    offer: Mapped[Offer] = relationship()
    submitting_unit: Mapped[Unit] = relationship(foreign_keys=[submitting_unit_id])
    creator: Mapped[Person] = relationship()
    nominees: Mapped[list["Nominee"]] = relationship(back_populates="dossier", order_by="Nominee.number")
    attachments: Mapped[list["Attachment"]] = relationship(back_populates="dossier", order_by="Attachment.id")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("reference"),
        one_of("status", DOSSIER_STATUSES),
        one_of("stage", STAGES),
        in_order("created_at", "submitted_at"),
        CheckConstraint(
            "status in ('draft', 'discarded', 'cancelled') or submitted_at is not null", name="submitted_has_a_time"
        ),
        CheckConstraint(
            "(closed_at is not null) ="
            " (status in ('awarded', 'not_awarded', 'rejected', 'withdrawn', 'discarded', 'cancelled', 'revoked', 'upheld'))",
            name="closed_has_a_time",
        ),
    )


class DossierOrgan(Base):
    """Which unit stands for an organ of the process, for this dossier."""

    __tablename__ = "dossier_organ"

    dossier_id: Mapped[int] = ref("dossier.id", primary_key=True)
    organ: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = ref("unit.id")

    unit: Mapped[Unit] = relationship()


class DossierAccess(Base):
    """A unit whose officers may see the dossier, because it submitted it or had a step of it."""

    __tablename__ = "dossier_access"

    dossier_id: Mapped[int] = ref("dossier.id", primary_key=True)
    unit_id: Mapped[int] = ref("unit.id", primary_key=True)
    since: Mapped[Instant]


class DossierRevision(Base):
    """What was submitted, each time: content, nominees and papers as they stood."""

    __tablename__ = "dossier_revision"

    id: Mapped[Key]
    dossier_id: Mapped[int] = ref("dossier.id")
    number: Mapped[int]
    snapshot: Mapped[Json]
    checksum: Mapped[str]
    submitted_by: Mapped[int] = ref("person.id")
    submitted_at: Mapped[Instant]

    __table_args__ = (UniqueConstraint("dossier_id", "number"), CheckConstraint("number > 0", name="number_positive"))


class Nominee(Base):
    """Who is put forward. `details` are the answers of the form of its kind, `facts` those of its criteria."""

    __tablename__ = "nominee"

    id: Mapped[Key]
    dossier_id: Mapped[int] = ref("dossier.id")
    number: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    search_key: Mapped[str]
    sort_key: Mapped[str]
    details: Mapped[Json]
    facts: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    appraisal: Mapped[str] = mapped_column(default="none")
    result: Mapped[str] = mapped_column(default="none")
    result_reason: Mapped[str | None]
    removed_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column()

    dossier: Mapped[Dossier] = relationship(back_populates="nominees")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("dossier_id", "number"),
        UniqueConstraint("id", "dossier_id"),
        one_of("kind", NOMINEE_KINDS),
        one_of("appraisal", ("none", "eligible", "not_eligible", "supplement")),
        one_of("result", NOMINEE_RESULTS),
        CheckConstraint("length(name) > 0", name="has_a_name"),
        CheckConstraint("result <> 'refused' or result_reason is not null", name="refusal_has_a_reason"),
        Index("ix_nominee_search_key", "search_key"),
    )


class Blob(Base):
    """The bytes of a file, stored once under `var/` by their SHA-256."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size_bytes: Mapped[int]
    media_type: Mapped[str]
    created_at: Mapped[Instant]

    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint("size_bytes > 0", name="not_empty"),
    )


class Attachment(Base):
    """A paper of a dossier as it was sent. Replacing keeps the old one."""

    __tablename__ = "attachment"

    id: Mapped[Key]
    dossier_id: Mapped[int] = ref("dossier.id")
    paper: Mapped[str]
    nominee_id: Mapped[int | None]
    sha256: Mapped[str] = ref("blob.sha256")
    file_name: Mapped[str]
    uploaded_by: Mapped[int] = ref("person.id")
    uploaded_at: Mapped[Instant]
    replaced_by_id: Mapped[int | None] = ref("attachment.id", index=False)
    removed_at: Mapped[Instant | None]

    dossier: Mapped[Dossier] = relationship(back_populates="attachments")
    blob: Mapped[Blob] = relationship()
    uploader: Mapped[Person] = relationship()

    __table_args__ = (
        ForeignKeyConstraint(
            ["nominee_id", "dossier_id"], ["nominee.id", "nominee.dossier_id"], name="fk_attachment_nominee_of_dossier"
        ),
        UniqueConstraint("replaced_by_id"),
        Index("ix_attachment_current", "dossier_id", "paper", postgresql_where=text("removed_at is null")),
    )
