"""Changes of processes before they are published, their files, and who asked for and approved them.

The version before this one neither writes nor reads what is added.
"""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "process_draft",
        sa.Column("id", KEY, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("base_id", KEY, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("editor_id", KEY, nullable=True),
        sa.Column("edited_at", INSTANT, nullable=True),
        sa.Column("deployment_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _one_of("process_draft", "state", ("open", "waiting", "approved", "published", "discarded")),
        _in_order("process_draft", "created_at", "changed_at"),
        _check("process_draft", "has_a_title", "length(title) >= 5"),
        _check("process_draft", "edited_by_someone", "(editor_id is null) = (edited_at is null)"),
        _check("process_draft", "published_became_something", "(state = 'published') = (deployment_id is not null)"),
        *_references(
            "process_draft",
            {"base_id": "deployment", "owner_id": "person", "editor_id": "person", "deployment_id": "deployment"},
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_draft")),
    )
    op.create_table(
        "draft_file",
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("saved_by", KEY, nullable=False),
        _check("draft_file", "revision_positive", "revision > 0"),
        *_references("draft_file", {"draft_id": "process_draft", "saved_by": "person"}),
        sa.PrimaryKeyConstraint("draft_id", "name", "revision", name=op.f("pk_draft_file")),
    )
    op.create_table(
        "draft_review",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        _one_of("draft_review", "state", ("pending", "approved", "declined", "withdrawn", "stale")),
        _in_order("draft_review", "asked_at", "decided_at"),
        _check("draft_review", "four_eyes", "asked_by <> decided_by"),
        _check("draft_review", "decided_by_someone", "(decided_by is null) = (decided_at is null)"),
        _check("draft_review", "decided", "state not in ('approved', 'declined') or decided_by is not null"),
        _check("draft_review", "refusal_has_a_reason", "state <> 'declined' or length(reason) >= 10"),
        _check("draft_review", "has_a_note", "length(note) >= 10"),
        _check("draft_review", "checksum_whole", "length(checksum) = 64"),
        *_references("draft_review", {"draft_id": "process_draft", "asked_by": "person", "decided_by": "person"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_review")),
    )
    for table, column in (
        *(("process_draft", column) for column in ("base_id", "owner_id", "deployment_id")),
        *(("draft_file", "draft_id"), ("draft_review", "draft_id")),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    pending = sa.text("state = 'pending'")
    op.create_index(
        "uq_draft_review_pending",
        "draft_review",
        ["draft_id"],
        unique=True,
        sqlite_where=pending,
        postgresql_where=pending,
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _one_of(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return _check(table, f"{column}_known", f"{column} in ({listed})")


def _in_order(table: str, first: str, second: str) -> sa.CheckConstraint:
    return _check(table, f"{first}_before_{second}", f"{second} is null or {first} is null or {first} <= {second}")


def _references(table: str, columns: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in columns.items()
    ]
