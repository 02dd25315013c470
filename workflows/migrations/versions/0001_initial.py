"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# History, ballots and revisions are only ever added to; the database itself refuses the rest.
APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER history_entry_no_update BEFORE UPDATE ON history_entry BEGIN SELECT RAISE(ABORT, 'history_entry is append-only'); END",
        "CREATE TRIGGER history_entry_no_delete BEFORE DELETE ON history_entry BEGIN SELECT RAISE(ABORT, 'history_entry is append-only'); END",
        "CREATE TRIGGER ballot_no_update BEFORE UPDATE ON ballot BEGIN SELECT RAISE(ABORT, 'ballot is append-only'); END",
        "CREATE TRIGGER ballot_no_delete BEFORE DELETE ON ballot BEGIN SELECT RAISE(ABORT, 'ballot is append-only'); END",
        "CREATE TRIGGER dossier_revision_no_update BEFORE UPDATE ON dossier_revision BEGIN SELECT RAISE(ABORT, 'dossier_revision is append-only'); END",
        "CREATE TRIGGER dossier_revision_no_delete BEFORE DELETE ON dossier_revision BEGIN SELECT RAISE(ABORT, 'dossier_revision is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION history_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'history_entry is append-only'; END $$",
        "CREATE TRIGGER history_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON history_entry FOR EACH STATEMENT EXECUTE FUNCTION history_entry_append_only()",
        "CREATE FUNCTION ballot_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ballot is append-only'; END $$",
        "CREATE TRIGGER ballot_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ballot FOR EACH STATEMENT EXECUTE FUNCTION ballot_append_only()",
        "CREATE FUNCTION dossier_revision_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'dossier_revision is append-only'; END $$",
        "CREATE TRIGGER dossier_revision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dossier_revision FOR EACH STATEMENT EXECUTE FUNCTION dossier_revision_append_only()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "award",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("object_kinds", sa.JSON(), nullable=False),
        sa.Column("reward", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "effective_to is null or effective_from is null or effective_from <= effective_to",
            name=op.f("ck_award_effective_from_before_effective_to"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_award")),
    )
    op.create_table(
        "base_wage",
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("amount_dong", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.CheckConstraint("amount_dong > 0", name=op.f("ck_base_wage_amount_positive")),
        sa.CheckConstraint(
            "valid_to is null or valid_from is null or valid_from <= valid_to",
            name=op.f("ck_base_wage_valid_from_before_valid_to"),
        ),
        sa.PrimaryKeyConstraint("valid_from", name=op.f("pk_base_wage")),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_blob_sha256_whole")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_blob_not_empty")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "legal_regime",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("rewards_of", sa.String(), nullable=True),
        sa.Column("rounding_mode", sa.String(), nullable=True),
        sa.Column("rounding_step_dong", sa.Integer(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.CheckConstraint("rounding_mode in ('up', 'nearest')", name=op.f("ck_legal_regime_rounding_mode_known")),
        sa.CheckConstraint(
            "effective_to is null or effective_from is null or effective_from <= effective_to",
            name=op.f("ck_legal_regime_effective_from_before_effective_to"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_legal_regime")),
    )
    op.create_table(
        "number_series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("document_type", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_number_series_last_number_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("organ", "document_type", "year", name=op.f("uq_number_series_organ_document_type_year")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.CheckConstraint("length(full_name) > 0", name=op.f("ck_person_has_a_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "role",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_role")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("username_key", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_address", ["address", "attempted_at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_username", ["username_key", "attempted_at"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.CheckConstraint("parent_id is null or parent_id <> id", name=op.f("ck_unit_not_its_own_parent")),
        sa.CheckConstraint(
            "valid_to is null or valid_from is null or valid_from <= valid_to",
            name=op.f("ck_unit_valid_from_before_valid_to"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.ForeignKeyConstraint(["province_id"], ["unit.id"], name=op.f("fk_unit_province_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_province_id"), ["province_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "username = lower(username) and length(username) >= 3", name=op.f("ck_account_username_is_lower_case")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plan_number", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("last_year", sa.Integer(), nullable=True),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "first_year is null or last_year is null or first_year <= last_year",
            name=op.f("ck_campaign_years_in_order"),
        ),
        sa.ForeignKeyConstraint(["issuer_id"], ["unit.id"], name=op.f("fk_campaign_issuer_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_code")),
        sa.UniqueConstraint("key", name=op.f("uq_campaign_key")),
    )
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_issuer_id"), ["issuer_id"], unique=False)

    op.create_table(
        "council",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind in ('unit', 'department', 'commune', 'province_standing', 'province')",
            name=op.f("ck_council_kind_known"),
        ),
        sa.CheckConstraint(
            "valid_to is null or valid_from is null or valid_from <= valid_to",
            name=op.f("ck_council_valid_from_before_valid_to"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_council_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
    )
    with op.batch_alter_table("council", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "council_rule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("council_kind", sa.String(), nullable=False),
        sa.Column("award_key", sa.String(), nullable=True),
        sa.Column("province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("threshold_percent", sa.Integer(), nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("present_numerator", sa.Integer(), nullable=False),
        sa.Column("present_denominator", sa.Integer(), nullable=False),
        sa.Column("quorum_numerator", sa.Integer(), nullable=False),
        sa.Column("quorum_denominator", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            "council_kind in ('unit', 'department', 'commune', 'province_standing', 'province')",
            name=op.f("ck_council_rule_council_kind_known"),
        ),
        sa.CheckConstraint(
            "effective_to is null or effective_from is null or effective_from <= effective_to",
            name=op.f("ck_council_rule_effective_from_before_effective_to"),
        ),
        sa.CheckConstraint(
            "present_numerator > 0 and present_numerator <= present_denominator",
            name=op.f("ck_council_rule_presence_is_a_share"),
        ),
        sa.CheckConstraint(
            "quorum_numerator > 0 and quorum_numerator <= quorum_denominator",
            name=op.f("ck_council_rule_quorum_is_a_share"),
        ),
        sa.CheckConstraint(
            "threshold_percent is null or (threshold_percent > 0 and threshold_percent <= 100)",
            name=op.f("ck_council_rule_threshold_is_a_share"),
        ),
        sa.ForeignKeyConstraint(["award_key"], ["award.key"], name=op.f("fk_council_rule_award_key_award")),
        sa.ForeignKeyConstraint(["province_id"], ["unit.id"], name=op.f("fk_council_rule_province_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_rule")),
    )
    with op.batch_alter_table("council_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_rule_award_key"), ["award_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_council_rule_province_id"), ["province_id"], unique=False)

    op.create_table(
        "day_off",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.CheckConstraint("kind in ('off', 'working', 'half')", name=op.f("ck_day_off_kind_known")),
        sa.CheckConstraint("status in ('official', 'proposal', 'assumed')", name=op.f("ck_day_off_status_known")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_day_off_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_off")),
        sa.UniqueConstraint("day", "unit_id", "status", name=op.f("uq_day_off_day_unit_id_status")),
    )
    with op.batch_alter_table("day_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_day_off_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_day_off_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_day_off_country",
            ["day", "status"],
            unique=True,
            sqlite_where=sa.text("unit_id is null"),
            postgresql_where=sa.text("unit_id is null"),
        )

    op.create_table(
        "deployment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("deployed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deployed_by"], ["person.id"], name=op.f("fk_deployment_deployed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
        sa.UniqueConstraint("number", name=op.f("uq_deployment_number")),
    )
    with op.batch_alter_table("deployment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deployment_checksum"), ["checksum"], unique=False)
        batch_op.create_index(batch_op.f("ix_deployment_deployed_by"), ["deployed_by"], unique=False)

    op.create_table(
        "position",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to is null or valid_from is null or valid_from <= valid_to",
            name=op.f("ck_position_valid_from_before_valid_to"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_position_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_position_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "reward_rate",
        sa.Column("regime_key", sa.String(), nullable=False),
        sa.Column("reward", sa.String(), nullable=False),
        sa.Column("collective", sa.String(), nullable=False),
        sa.Column("individual", sa.String(), nullable=False),
        sa.Column("household_factor", sa.String(), nullable=True),
        sa.Column("collective_confidence", sa.String(), nullable=False),
        sa.Column("individual_confidence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["regime_key"], ["legal_regime.key"], name=op.f("fk_reward_rate_regime_key_legal_regime")
        ),
        sa.PrimaryKeyConstraint("regime_key", "reward", name=op.f("pk_reward_rate")),
    )
    with op.batch_alter_table("reward_rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reward_rate_regime_key"), ["regime_key"], unique=False)

    op.create_table(
        "unit_successor",
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("successor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("takes", sa.String(), nullable=True),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.CheckConstraint("unit_id <> successor_id", name=op.f("ck_unit_successor_not_itself")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_unit_successor_successor_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_successor_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "successor_id", name=op.f("pk_unit_successor")),
    )
    with op.batch_alter_table("unit_successor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_successor_successor_id"), ["successor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_successor_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "expires_at is null or created_at is null or created_at <= expires_at",
            name=op.f("ck_api_token_created_at_before_expires_at"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_api_token_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "council_seat",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("council_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("votes", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "function in ('chair', 'vice_chair', 'standing', 'secretary', 'member')",
            name=op.f("ck_council_seat_function_known"),
        ),
        sa.CheckConstraint(
            "valid_to is null or valid_from is null or valid_from <= valid_to",
            name=op.f("ck_council_seat_valid_from_before_valid_to"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_council_seat_council_id_council")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_council_seat_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_seat")),
        sa.UniqueConstraint(
            "council_id", "person_id", "valid_from", name=op.f("uq_council_seat_council_id_person_id_valid_from")
        ),
    )
    with op.batch_alter_table("council_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_seat_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_council_seat_person_id"), ["person_id"], unique=False)

    op.create_table(
        "criterion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_criterion_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("campaign_id", "code", name=op.f("uq_criterion_campaign_id_code")),
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criterion_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "deployed_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deployment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_deployed_file_deployment_id_deployment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployed_file")),
        sa.UniqueConstraint("deployment_id", "name", name=op.f("uq_deployed_file_deployment_id_name")),
    )
    with op.batch_alter_table("deployed_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deployed_file_deployment_id"), ["deployment_id"], unique=False)

    op.create_table(
        "due_rule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("process_key", sa.String(), nullable=True),
        sa.Column("award_key", sa.String(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("on_return", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("inclusive", sa.Boolean(), nullable=False),
        sa.Column("backwards", sa.Boolean(), nullable=False),
        sa.Column("max_returns", sa.Integer(), nullable=True),
        sa.Column("clause", sa.String(), nullable=True),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(unit = 'date') = (day is not null and month is not null)", name=op.f("ck_due_rule_date_has_day_and_month")
        ),
        sa.CheckConstraint("on_return in ('restart', 'resume', 'none')", name=op.f("ck_due_rule_on_return_known")),
        sa.CheckConstraint(
            "unit in ('working_day', 'calendar_day', 'date', 'none')", name=op.f("ck_due_rule_unit_known")
        ),
        sa.CheckConstraint(
            "effective_to is null or effective_from is null or effective_from <= effective_to",
            name=op.f("ck_due_rule_effective_from_before_effective_to"),
        ),
        sa.CheckConstraint("value is null or value >= 0", name=op.f("ck_due_rule_value_not_negative")),
        sa.ForeignKeyConstraint(["award_key"], ["award.key"], name=op.f("fk_due_rule_award_key_award")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_due_rule_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["province_id"], ["unit.id"], name=op.f("fk_due_rule_province_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_rule")),
    )
    with op.batch_alter_table("due_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_due_rule_award_key"), ["award_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_due_rule_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_due_rule_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_due_rule_province_id"), ["province_id"], unique=False)

    op.create_table(
        "idempotency_key",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(key) between 8 and 200", name=op.f("ck_idempotency_key_key_length")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_idempotency_key_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_idempotency_key")),
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_key_account_id"), ["account_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_milestone_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("campaign_id", "code", name=op.f("uq_milestone_campaign_id_code")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("award_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("process_key", sa.String(), nullable=True),
        sa.Column("object_kinds", sa.JSON(), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("unavailable_reason", sa.String(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "process_key is not null or unavailable_reason is not null", name=op.f("ck_offer_runs_or_says_why")
        ),
        sa.ForeignKeyConstraint(["award_key"], ["award.key"], name=op.f("fk_offer_award_key_award")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_offer_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("campaign_id", "code", name=op.f("uq_offer_campaign_id_code")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_award_key"), ["award_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "process_definition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deployment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_process_definition_deployment_id_deployment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_definition")),
        sa.UniqueConstraint("deployment_id", "key", name=op.f("uq_process_definition_deployment_id_key")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_process_definition_key_version")),
    )
    with op.batch_alter_table("process_definition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_process_definition_deployment_id"), ["deployment_id"], unique=False)

    op.create_table(
        "role_assignment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("organ_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["organ_id"], ["unit.id"], name=op.f("fk_role_assignment_organ_id_unit")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_role_assignment_position_id_position")),
        sa.ForeignKeyConstraint(["role"], ["role.key"], name=op.f("fk_role_assignment_role_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignment")),
        sa.UniqueConstraint(
            "position_id", "role", "organ_id", name=op.f("uq_role_assignment_position_id_role_organ_id")
        ),
    )
    with op.batch_alter_table("role_assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_assignment_organ_id"), ["organ_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_assignment_position_id"), ["position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_assignment_role"), ["role"], unique=False)

    op.create_table(
        "signing_capacity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organ_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("on_behalf_of", sa.String(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "capacity in ('', 'TM.', 'KT.', 'TL.', 'TUQ.', 'Q.')", name=op.f("ck_signing_capacity_capacity_known")
        ),
        sa.CheckConstraint(
            "valid_to is null or valid_from is null or valid_from <= valid_to",
            name=op.f("ck_signing_capacity_valid_from_before_valid_to"),
        ),
        sa.ForeignKeyConstraint(["organ_id"], ["unit.id"], name=op.f("fk_signing_capacity_organ_id_unit")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_signing_capacity_position_id_position")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_capacity")),
    )
    with op.batch_alter_table("signing_capacity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_capacity_organ_id"), ["organ_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signing_capacity_position_id"), ["position_id"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "expires_at is null or created_at is null or created_at <= expires_at",
            name=op.f("ck_web_session_created_at_before_expires_at"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_web_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "dossier",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("offer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submitting_unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("province_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("regime_key", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_revision", sa.Integer(), nullable=False),
        sa.Column("content_saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("page_revisions", sa.JSON(), nullable=False),
        sa.Column("return_reason", sa.String(), nullable=True),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_at is not null) = (status in ('awarded', 'not_awarded', 'rejected', 'withdrawn', 'discarded'))",
            name=op.f("ck_dossier_closed_has_a_time"),
        ),
        sa.CheckConstraint(
            "stage in ('prepare', 'receive', 'supplement', 'appraise', 'consult', 'publication', 'council', 'decide', 'await_above', 'publish')",
            name=op.f("ck_dossier_stage_known"),
        ),
        sa.CheckConstraint(
            "status in ('draft', 'discarded') or submitted_at is not null", name=op.f("ck_dossier_submitted_has_a_time")
        ),
        sa.CheckConstraint(
            "status in ('draft', 'submitted', 'returned', 'awarded', 'not_awarded', 'rejected', 'withdrawn', 'discarded')",
            name=op.f("ck_dossier_status_known"),
        ),
        sa.CheckConstraint(
            "submitted_at is null or created_at is null or created_at <= submitted_at",
            name=op.f("ck_dossier_created_at_before_submitted_at"),
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_dossier_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_dossier_created_by_person")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_dossier_offer_id_offer")),
        sa.ForeignKeyConstraint(["province_id"], ["unit.id"], name=op.f("fk_dossier_province_id_unit")),
        sa.ForeignKeyConstraint(["regime_key"], ["legal_regime.key"], name=op.f("fk_dossier_regime_key_legal_regime")),
        sa.ForeignKeyConstraint(["submitting_unit_id"], ["unit.id"], name=op.f("fk_dossier_submitting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("reference", name=op.f("uq_dossier_reference")),
    )
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_province_id"), ["province_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_regime_key"), ["regime_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_submitting_unit_id"), ["submitting_unit_id"], unique=False)

    op.create_table(
        "offer_organ",
        sa.Column("offer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_organ_offer_id_offer")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_offer_organ_unit_id_unit")),
        sa.PrimaryKeyConstraint("offer_id", "organ", "unit_id", name=op.f("pk_offer_organ")),
    )
    with op.batch_alter_table("offer_organ", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_organ_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_organ_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "offer_paper",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("offer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("per", sa.String(), nullable=False),
        sa.Column("applies_to", sa.String(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("needed_by", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=True),
        sa.Column("basis", sa.String(), nullable=True),
        sa.CheckConstraint(
            "applies_to in ('all', 'individual', 'collective', 'household', 'enterprise')",
            name=op.f("ck_offer_paper_applies_to_known"),
        ),
        sa.CheckConstraint("per in ('dossier', 'nominee')", name=op.f("ck_offer_paper_per_known")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_paper_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_paper")),
        sa.UniqueConstraint(
            "offer_id",
            "paper",
            "applies_to",
            "needed_by",
            name=op.f("uq_offer_paper_offer_id_paper_applies_to_needed_by"),
        ),
    )
    with op.batch_alter_table("offer_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_paper_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "council_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("council_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("agenda", sa.String(), nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("threshold_percent", sa.Integer(), nullable=True),
        sa.Column("present_numerator", sa.Integer(), nullable=False),
        sa.Column("present_denominator", sa.Integer(), nullable=False),
        sa.Column("quorum_numerator", sa.Integer(), nullable=False),
        sa.Column("quorum_denominator", sa.Integer(), nullable=False),
        sa.Column("rule_source", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_number", sa.String(), nullable=True),
        sa.CheckConstraint("mode in ('meeting', 'written', 'mixed')", name=op.f("ck_council_session_mode_known")),
        sa.CheckConstraint(
            "status in ('planned', 'attended', 'open', 'closed', 'concluded', 'cancelled')",
            name=op.f("ck_council_session_status_known"),
        ),
        sa.CheckConstraint(
            "status not in ('closed', 'concluded') or closed_at is not null",
            name=op.f("ck_council_session_closed_has_a_time"),
        ),
        sa.CheckConstraint(
            "status not in ('open', 'closed', 'concluded') or opened_at is not null",
            name=op.f("ck_council_session_opened_has_a_time"),
        ),
        sa.CheckConstraint(
            "closed_at is null or opened_at is null or opened_at <= closed_at",
            name=op.f("ck_council_session_opened_at_before_closed_at"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_council_session_council_id_council")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_council_session_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_session")),
        sa.UniqueConstraint(
            "council_id", "dossier_id", "round", name=op.f("uq_council_session_council_id_dossier_id_round")
        ),
    )
    with op.batch_alter_table("council_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_session_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_council_session_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organ_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signer_title", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("from_above", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(series_id is null) = (number is null)", name=op.f("ck_decision_number_in_a_series")),
        sa.CheckConstraint("from_above or organ_id is not null", name=op.f("ck_decision_ours_has_an_organ")),
        sa.CheckConstraint(
            "not from_above or document_number is not null", name=op.f("ck_decision_from_above_has_a_number")
        ),
        sa.CheckConstraint(
            "released_at is null or document_number is not null", name=op.f("ck_decision_released_has_a_number")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_decision_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["organ_id"], ["unit.id"], name=op.f("fk_decision_organ_id_unit")),
        sa.ForeignKeyConstraint(["series_id"], ["number_series.id"], name=op.f("fk_decision_series_id_number_series")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_decision_signed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_decision_series_id_number")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_organ_id"), ["organ_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_signed_by"), ["signed_by"], unique=False)

    op.create_table(
        "dossier_access",
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_access_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_dossier_access_unit_id_unit")),
        sa.PrimaryKeyConstraint("dossier_id", "unit_id", name=op.f("pk_dossier_access")),
    )
    with op.batch_alter_table("dossier_access", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_access_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_access_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "dossier_organ",
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_organ_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_dossier_organ_unit_id_unit")),
        sa.PrimaryKeyConstraint("dossier_id", "organ", name=op.f("pk_dossier_organ")),
    )
    with op.batch_alter_table("dossier_organ", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_organ_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_organ_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "dossier_revision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_dossier_revision_number_positive")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_revision_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_dossier_revision_submitted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_revision")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_dossier_revision_dossier_id_number")),
    )
    with op.batch_alter_table("dossier_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_revision_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_revision_submitted_by"), ["submitted_by"], unique=False)

    op.create_table(
        "history_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=True),
        sa.Column("definition", sa.String(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "length(hash) = 64 and length(previous_hash) = 64", name=op.f("ck_history_entry_hashes_whole")
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_history_entry_sequence_positive")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_history_entry_actor_id_person")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_history_entry_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entry")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_history_entry_chain_sequence")),
        sa.UniqueConstraint("hash", name=op.f("uq_history_entry_hash")),
    )
    with op.batch_alter_table("history_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_history_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_history_entry_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "issued_document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_issued_document_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_issued_document_issued_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
    )
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_document_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "nominee",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("appraisal", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("result_reason", sa.String(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "appraisal in ('none', 'eligible', 'not_eligible', 'supplement')", name=op.f("ck_nominee_appraisal_known")
        ),
        sa.CheckConstraint(
            "kind in ('individual', 'collective', 'household', 'enterprise')", name=op.f("ck_nominee_kind_known")
        ),
        sa.CheckConstraint(
            "result <> 'refused' or result_reason is not null", name=op.f("ck_nominee_refusal_has_a_reason")
        ),
        sa.CheckConstraint("result in ('none', 'awarded', 'refused')", name=op.f("ck_nominee_result_known")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_nominee_has_a_name")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_nominee_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominee")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_nominee_dossier_id_number")),
        sa.UniqueConstraint("id", "dossier_id", name=op.f("uq_nominee_id_dossier_id")),
    )
    with op.batch_alter_table("nominee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nominee_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index("ix_nominee_search_key", ["search_key"], unique=False)

    op.create_table(
        "outbox_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("effect_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint("(state = 'sent') = (sent_at is not null)", name=op.f("ck_outbox_message_sent_has_a_time")),
        sa.CheckConstraint("state in ('queued', 'sent', 'failed', 'dead')", name=op.f("ck_outbox_message_state_known")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_outbox_message_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_outbox_message_effect_key")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_message_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index("ix_outbox_message_due", ["state", "next_attempt_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_message_person_id"), ["person_id"], unique=False)

    op.create_table(
        "process_instance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tokens", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_event", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status = 'ended') = (ended_at is not null)", name=op.f("ck_process_instance_ended_has_a_time")
        ),
        sa.CheckConstraint(
            "status in ('running', 'ended', 'suspended', 'incident')", name=op.f("ck_process_instance_status_known")
        ),
        sa.CheckConstraint(
            "ended_at is null or started_at is null or started_at <= ended_at",
            name=op.f("ck_process_instance_started_at_before_ended_at"),
        ),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["process_definition.id"],
            name=op.f("fk_process_instance_definition_id_process_definition"),
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_process_instance_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_instance")),
    )
    with op.batch_alter_table("process_instance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_process_instance_definition_id"), ["definition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_process_instance_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(
            "uq_process_instance_live_dossier",
            ["dossier_id"],
            unique=True,
            sqlite_where=sa.text("status <> 'ended'"),
            postgresql_where=sa.text("status <> 'ended'"),
        )

    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("nominee_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_attachment_dossier_id_dossier")),
        sa.ForeignKeyConstraint(
            ["nominee_id", "dossier_id"], ["nominee.id", "nominee.dossier_id"], name="fk_attachment_nominee_of_dossier"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["attachment.id"], name=op.f("fk_attachment_replaced_by_id_attachment")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_attachment_sha256_blob")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_attachment_uploaded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("replaced_by_id", name=op.f("uq_attachment_replaced_by_id")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attachment_current",
            ["dossier_id", "paper"],
            unique=False,
            postgresql_where=sa.text("removed_at is null"),
        )
        batch_op.create_index(batch_op.f("ix_attachment_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_uploaded_by"), ["uploaded_by"], unique=False)

    op.create_table(
        "decision_item",
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nominee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("award_key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "result = 'awarded' or reason is not null", name=op.f("ck_decision_item_refusal_has_a_reason")
        ),
        sa.CheckConstraint("result in ('awarded', 'refused')", name=op.f("ck_decision_item_result_known")),
        sa.ForeignKeyConstraint(["award_key"], ["award.key"], name=op.f("fk_decision_item_award_key_award")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_item_decision_id_decision")),
        sa.ForeignKeyConstraint(["nominee_id"], ["nominee.id"], name=op.f("fk_decision_item_nominee_id_nominee")),
        sa.PrimaryKeyConstraint("decision_id", "nominee_id", name=op.f("pk_decision_item")),
    )
    with op.batch_alter_table("decision_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_item_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_item_nominee_id"), ["nominee_id"], unique=False)

    op.create_table(
        "due_timer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("engine_id", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("fired_at is null or cancelled_at is null", name=op.f("ck_due_timer_one_end")),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_due_timer_instance_id_process_instance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_timer")),
        sa.UniqueConstraint(
            "instance_id", "engine_id", "due_at", name=op.f("uq_due_timer_instance_id_engine_id_due_at")
        ),
    )
    with op.batch_alter_table("due_timer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_due_timer_instance_id"), ["instance_id"], unique=False)
        batch_op.create_index(
            "ix_due_timer_open",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("fired_at is null and cancelled_at is null"),
        )

    op.create_table(
        "register_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nominee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("book_number", sa.Integer(), nullable=False),
        sa.Column("award_key", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "kind in ('individual', 'collective', 'household', 'enterprise')", name=op.f("ck_register_entry_kind_known")
        ),
        sa.CheckConstraint(
            "(revoked_at is null) = (revoked_by_id is null)", name=op.f("ck_register_entry_revoked_by_a_decision")
        ),
        sa.ForeignKeyConstraint(["award_key"], ["award.key"], name=op.f("fk_register_entry_award_key_award")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_register_entry_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_register_entry_decision_id_decision")),
        sa.ForeignKeyConstraint(["nominee_id"], ["nominee.id"], name=op.f("fk_register_entry_nominee_id_nominee")),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["decision.id"], name=op.f("fk_register_entry_revoked_by_id_decision")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_register_entry_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("decision_id", "book_number", name=op.f("uq_register_entry_decision_id_book_number")),
        sa.UniqueConstraint("nominee_id", "award_key", name=op.f("uq_register_entry_nominee_id_award_key")),
    )
    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_register_entry_award_key"), ["award_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_entry_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_entry_decided_on"), ["decided_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_entry_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index("ix_register_entry_search_key", ["search_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_register_entry_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "session_member",
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("votes", sa.Boolean(), nullable=False),
        sa.Column("attendance", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "attendance in ('unknown', 'present', 'written', 'absent', 'recused')",
            name=op.f("ck_session_member_attendance_known"),
        ),
        sa.CheckConstraint(
            "function in ('chair', 'vice_chair', 'standing', 'secretary', 'member')",
            name=op.f("ck_session_member_function_known"),
        ),
        sa.CheckConstraint("voted_at is null or votes", name=op.f("ck_session_member_only_voters_vote")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_member_person_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["council_session.id"], name=op.f("fk_session_member_session_id_council_session")
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_session_member")),
    )
    with op.batch_alter_table("session_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_member_session_id"), ["session_id"], unique=False)

    op.create_table(
        "session_nominee",
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nominee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agree", sa.Integer(), nullable=True),
        sa.Column("disagree", sa.Integer(), nullable=True),
        sa.Column("lower", sa.Integer(), nullable=True),
        sa.Column("recused", sa.Integer(), nullable=True),
        sa.Column("not_cast", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("conclusion", sa.String(), nullable=True),
        sa.Column("tie_broken_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("conclusion in ('pass', 'fail', 'tied')", name=op.f("ck_session_nominee_conclusion_known")),
        sa.CheckConstraint(
            "total is null or agree + disagree + lower + recused + not_cast = total",
            name=op.f("ck_session_nominee_count_adds_up"),
        ),
        sa.ForeignKeyConstraint(["nominee_id"], ["nominee.id"], name=op.f("fk_session_nominee_nominee_id_nominee")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["council_session.id"], name=op.f("fk_session_nominee_session_id_council_session")
        ),
        sa.ForeignKeyConstraint(["tie_broken_by"], ["person.id"], name=op.f("fk_session_nominee_tie_broken_by_person")),
        sa.PrimaryKeyConstraint("session_id", "nominee_id", name=op.f("pk_session_nominee")),
    )
    with op.batch_alter_table("session_nominee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_nominee_nominee_id"), ["nominee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_nominee_session_id"), ["session_id"], unique=False)

    op.create_table(
        "user_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dossier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("engine_id", sa.String(), nullable=False),
        sa.Column("process_key", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("candidate_group", sa.String(), nullable=False),
        sa.Column("organ_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("council_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("outcome_variable", sa.String(), nullable=False),
        sa.Column("due_rule", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("reserved_for_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("assignee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(assignee_id is null) = (claimed_at is null)", name=op.f("ck_user_task_claimed_by_someone")
        ),
        sa.CheckConstraint(
            "(completed_at is null) = (completed_by is null)", name=op.f("ck_user_task_completed_by_someone")
        ),
        sa.CheckConstraint("completed_at is null or cancelled_at is null", name=op.f("ck_user_task_one_end")),
        sa.CheckConstraint(
            "organ_id is not null or council_id is not null or reserved_for_id is not null",
            name=op.f("ck_user_task_someone_can_do_it"),
        ),
        sa.CheckConstraint("priority between 0 and 100", name=op.f("ck_user_task_priority_in_range")),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_user_task_assignee_id_person")),
        sa.ForeignKeyConstraint(["candidate_group"], ["role.key"], name=op.f("fk_user_task_candidate_group_role")),
        sa.ForeignKeyConstraint(["completed_by"], ["person.id"], name=op.f("fk_user_task_completed_by_person")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_user_task_council_id_council")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_user_task_dossier_id_dossier")),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_user_task_instance_id_process_instance")
        ),
        sa.ForeignKeyConstraint(["organ_id"], ["unit.id"], name=op.f("fk_user_task_organ_id_unit")),
        sa.ForeignKeyConstraint(["reserved_for_id"], ["person.id"], name=op.f("fk_user_task_reserved_for_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["council_session.id"], name=op.f("fk_user_task_session_id_council_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_task")),
        sa.UniqueConstraint("instance_id", "engine_id", name=op.f("uq_user_task_instance_id_engine_id")),
    )
    with op.batch_alter_table("user_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_task_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_task_completed_by"), ["completed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_task_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_task_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_task_instance_id"), ["instance_id"], unique=False)
        batch_op.create_index(
            "ix_user_task_open_assignee",
            ["assignee_id", "due_at"],
            unique=False,
            postgresql_where=sa.text("completed_at is null and cancelled_at is null"),
        )
        batch_op.create_index(
            "ix_user_task_open_group",
            ["candidate_group", "organ_id", "due_at"],
            unique=False,
            postgresql_where=sa.text("completed_at is null and cancelled_at is null"),
        )
        batch_op.create_index(batch_op.f("ix_user_task_organ_id"), ["organ_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_task_reserved_for_id"), ["reserved_for_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_user_task_session_id"), ["session_id"], unique=False)

    op.create_table(
        "ballot",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("nominee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("receipt_hash", sa.String(), nullable=True),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("choice in ('agree', 'disagree', 'lower', 'recused')", name=op.f("ck_ballot_choice_known")),
        sa.CheckConstraint("(person_id is null) = (cast_at is null)", name=op.f("ck_ballot_secret_has_no_time")),
        sa.CheckConstraint("(person_id is null) = (receipt_hash is not null)", name=op.f("ck_ballot_open_or_secret")),
        sa.ForeignKeyConstraint(
            ["session_id", "nominee_id"],
            ["session_nominee.session_id", "session_nominee.nominee_id"],
            name="fk_ballot_agenda",
        ),
        sa.ForeignKeyConstraint(
            ["session_id", "person_id"],
            ["session_member.session_id", "session_member.person_id"],
            name="fk_ballot_roster",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint(
            "session_id",
            "nominee_id",
            "person_id",
            "number",
            name=op.f("uq_ballot_session_id_nominee_id_person_id_number"),
        ),
        sa.UniqueConstraint(
            "session_id", "nominee_id", "receipt_hash", name=op.f("uq_ballot_session_id_nominee_id_receipt_hash")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reward_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_dong", sa.Integer(), nullable=False),
        sa.Column("base_wage_dong", sa.Integer(), nullable=False),
        sa.Column("coefficient", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount_dong >= 0", name=op.f("ck_reward_item_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_reward_item_entry_id_register_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_item")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_reward_item_entry_id")),
    )
    op.create_table(
        "task_answers",
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name=op.f("fk_task_answers_task_id_user_task")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task_answers")),
    )
    with op.batch_alter_table("task_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_answers_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_draft",
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_task_draft_revision_positive")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_draft_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name=op.f("fk_task_draft_task_id_user_task")),
        sa.PrimaryKeyConstraint("task_id", "person_id", name=op.f("pk_task_draft")),
    )
    with op.batch_alter_table("task_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_draft_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_draft_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_separation",
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name=op.f("fk_task_separation_task_id_user_task")),
        sa.PrimaryKeyConstraint("task_id", "element_id", name=op.f("pk_task_separation")),
    )
    with op.batch_alter_table("task_separation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_separation_task_id"), ["task_id"], unique=False)
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: history must not be rewritten")
