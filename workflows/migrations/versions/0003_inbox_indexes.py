"""Open tasks know their campaign and award, and each view of the inbox has an index that it reads alone.

The version before this one does not fill the two columns: a task that it adds while both run is in every list, and is
left out only where somebody narrows a list by campaign or award.
"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = "completed_at is null and cancelled_at is null"
FOR_THE_GROUP = f"{OPEN} and reserved_for_id is null"
IN_QUEUE = ["candidate_group", "organ_id", "due_at", "id", "campaign_key", "award_key", "element_id"]
GONE = [
    "ix_user_task_assignee_id",
    "ix_user_task_completed_by",
    "ix_user_task_council_id",
    "ix_user_task_dossier_id",
    "ix_user_task_instance_id",
    "ix_user_task_open_assignee",
    "ix_user_task_open_group",
    "ix_user_task_organ_id",
    "ix_user_task_reserved_for_id",
]
NEW = [
    ("ix_user_task_open_group", IN_QUEUE, FOR_THE_GROUP),
    ("ix_user_task_open_free", IN_QUEUE, f"{FOR_THE_GROUP} and assignee_id is null"),
    (
        "ix_user_task_open_council",
        ["council_id", "candidate_group", "due_at", "id"],
        f"{FOR_THE_GROUP} and council_id is not null",
    ),
    ("ix_user_task_open_reserved", ["reserved_for_id", "due_at", "id"], f"{OPEN} and reserved_for_id is not null"),
    ("ix_user_task_open_assignee", ["assignee_id", "due_at", "id"], f"{OPEN} and assignee_id is not null"),
    ("ix_user_task_done", ["completed_by", "completed_at", "id"], "completed_by is not null"),
]
FILL = """
    UPDATE user_task SET
        campaign_key = (SELECT campaign.key FROM dossier JOIN campaign ON campaign.id = dossier.campaign_id
                        WHERE dossier.id = user_task.dossier_id),
        award_key = (SELECT offer.award_key FROM dossier JOIN offer ON offer.id = dossier.offer_id
                     WHERE dossier.id = user_task.dossier_id)
    WHERE dossier_id IS NOT NULL
"""


def upgrade() -> None:
    for name in GONE:
        op.drop_index(name, "user_task")
    # Columns that may be empty are added in place: the table is not copied, and keeps its checks.
    op.add_column("user_task", sa.Column("campaign_key", sa.String(), nullable=True))
    op.add_column("user_task", sa.Column("award_key", sa.String(), nullable=True))
    op.execute(FILL)
    for name, columns, where in NEW:
        op.create_index(name, "user_task", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index("ix_user_task_dossier_id", "user_task", ["dossier_id", "element_id", "completed_by"])
    op.create_index("ix_user_task_council_id", "user_task", ["council_id", "dossier_id"])
