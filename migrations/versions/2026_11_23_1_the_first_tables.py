"""the first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column(
            "kind",
            sa.Enum(
                "sign-in",
                "reset",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attempt_kind_account_address"),
            ["kind", "account", "address"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_attempt_kind_address"), ["kind", "address"], unique=False
        )

    op.create_table(
        "audit_event",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("actor_person_id", sa.Integer(), nullable=True),
        sa.Column("acting_for", sa.String(length=400), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("record_name", sa.String(length=300), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("workstream_id", sa.Integer(), nullable=True),
        sa.Column("disclosure", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_event_number")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_event_programme_id_number"),
            ["programme_id", "number"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_audit_event_record_kind_record_id"),
            ["record_kind", "record_id"],
            unique=False,
        )

    op.create_table(
        "audit_head",
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "organisation",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "trust",
                "icb",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisation.id"], name=op.f("fk_organisation_parent_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_code"), ["code"], unique=False)

    op.create_table(
        "person",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("job_title", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("signed_out_count", sa.Integer(), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_setting_programme_id_key_effective_from"),
            ["programme_id", "key", "effective_from"],
            unique=False,
        )

    op.create_table(
        "deputy",
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("deputy_id <> principal_id", name=op.f("ck_deputy_someone_else")),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["person.id"], name=op.f("fk_deputy_principal_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputy_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputy_principal_id"), ["principal_id"], unique=False)

    op.create_table(
        "programme",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("sro_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "disclosure",
            sa.Enum(
                "private",
                "public",
                "commercial",
                "workforce-sensitive",
                name="disclosure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_programme_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["sro_id"], ["person.id"], name=op.f("fk_programme_sro_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "record_reader",
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_record_reader_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_reader")),
        sa.UniqueConstraint(
            "record_kind",
            "record_id",
            "person_id",
            name=op.f("uq_record_reader_record_kind_record_id_person_id"),
        ),
    )
    with op.batch_alter_table("record_reader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_reader_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_record_reader_person_id_record_kind"),
            ["person_id", "record_kind"],
            unique=False,
        )

    op.create_table(
        "reset_link",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reset_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_reset_link_digest")),
    )
    with op.batch_alter_table("reset_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reset_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "period",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "locked",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=200), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_period_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("programme_id", "month", name=op.f("uq_period_programme_id_month")),
    )
    op.create_table(
        "programme_target",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("financial_year", sa.String(length=7), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_programme_target_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_target")),
        sa.UniqueConstraint(
            "programme_id",
            "financial_year",
            name=op.f("uq_programme_target_programme_id_financial_year"),
        ),
    )
    op.create_table(
        "remembered_mapping",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_remembered_mapping_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_mapping")),
        sa.UniqueConstraint(
            "programme_id",
            "kind",
            "signature",
            name=op.f("uq_remembered_mapping_programme_id_kind_signature"),
        ),
    )
    op.create_table(
        "workstream",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("clinical_lead_id", sa.Integer(), nullable=True),
        sa.Column("finance_lead_id", sa.Integer(), nullable=True),
        sa.Column("is_unassigned", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "delivery_confidence",
            sa.Enum(
                "red",
                "amber",
                "green",
                "complete",
                "not_reported",
                "not_applicable",
                name="delivery_confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("confidence_reason", sa.Text(), nullable=False),
        sa.Column("confidence_by", sa.String(length=200), nullable=False),
        sa.Column("confidence_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "disclosure",
            sa.Enum(
                "private",
                "public",
                "commercial",
                "workforce-sensitive",
                name="disclosure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinical_lead_id"], ["person.id"], name=op.f("fk_workstream_clinical_lead_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["finance_lead_id"], ["person.id"], name=op.f("fk_workstream_finance_lead_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["person.id"], name=op.f("fk_workstream_lead_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_workstream_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["sponsor_id"], ["person.id"], name=op.f("fk_workstream_sponsor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workstream")),
        sa.UniqueConstraint("programme_id", "ref", name=op.f("uq_workstream_programme_id_ref")),
    )
    with op.batch_alter_table("workstream", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workstream_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "dependency",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("acceptance", sa.Text(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=True),
        sa.Column("giver_body", sa.String(length=200), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=True),
        sa.Column("receiver_body", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("need_by", sa.Date(), nullable=True),
        sa.Column("promise", sa.Date(), nullable=True),
        sa.Column("float_days", sa.Integer(), nullable=False),
        sa.Column("is_critical", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "proposed",
                "agreed",
                "delivered",
                "accepted",
                "disputed",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("giver_signed_by", sa.String(length=200), nullable=False),
        sa.Column("giver_signed_on", sa.Date(), nullable=True),
        sa.Column("receiver_signed_by", sa.String(length=200), nullable=False),
        sa.Column("receiver_signed_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column(
            "disclosure",
            sa.Enum(
                "private",
                "public",
                "commercial",
                "workforce-sensitive",
                name="disclosure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(giver_id IS NULL) <> (giver_body = '')", name=op.f("ck_dependency_one_giver")
        ),
        sa.CheckConstraint(
            "(receiver_id IS NULL) <> (receiver_body = '')", name=op.f("ck_dependency_one_receiver")
        ),
        sa.CheckConstraint("float_days >= 0", name=op.f("ck_dependency_float_not_negative")),
        sa.CheckConstraint(
            "giver_id IS NULL OR giver_id <> receiver_id", name=op.f("ck_dependency_two_sides")
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_dependency_title_present")),
        sa.ForeignKeyConstraint(
            ["giver_id"], ["workstream.id"], name=op.f("fk_dependency_giver_id_workstream")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_dependency_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_dependency_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"], ["workstream.id"], name=op.f("fk_dependency_receiver_id_workstream")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependency")),
        sa.UniqueConstraint("programme_id", "ref", name=op.f("uq_dependency_programme_id_ref")),
    )
    with op.batch_alter_table("dependency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dependency_giver_id"), ["giver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dependency_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dependency_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dependency_receiver_id"), ["receiver_id"], unique=False
        )

    op.create_table(
        "dimension_not_applicable",
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workstream_id"],
            ["workstream.id"],
            name=op.f("fk_dimension_not_applicable_workstream_id_workstream"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dimension_not_applicable")),
    )
    with op.batch_alter_table("dimension_not_applicable", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dimension_not_applicable_workstream_id"), ["workstream_id"], unique=False
        )

    op.create_table(
        "frozen_month",
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("data_hash", sa.String(length=64), nullable=False),
        sa.Column("envelope", sa.Text(), nullable=False),
        sa.Column("envelope_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("locked_by", sa.String(length=200), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_frozen_month_period_id_period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_month")),
        sa.UniqueConstraint("period_id", "version", name=op.f("uq_frozen_month_period_id_version")),
    )
    with op.batch_alter_table("frozen_month", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frozen_month_data_hash"), ["data_hash"], unique=False)

    op.create_table(
        "import_file",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("workstream_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "read",
                "applied",
                "undone",
                "set aside",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.Column("brought_by", sa.String(length=200), nullable=False),
        sa.Column("brought_by_id", sa.Integer(), nullable=True),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_import_file_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["workstream_id"],
            ["workstream.id"],
            name=op.f("fk_import_file_workstream_id_workstream"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    with op.batch_alter_table("import_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_file_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "milestone",
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("first_baseline", sa.Date(), nullable=True),
        sa.Column("current_baseline", sa.Date(), nullable=True),
        sa.Column("forecast", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_link", sa.String(length=500), nullable=False),
        sa.Column("is_gate", sa.Boolean(), nullable=False),
        sa.Column("is_critical", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "complete",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "disclosure",
            sa.Enum(
                "private",
                "public",
                "commercial",
                "workforce-sensitive",
                name="disclosure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_milestone_title_present")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_milestone_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["workstream_id"], ["workstream.id"], name=op.f("fk_milestone_workstream_id_workstream")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("workstream_id", "ref", name=op.f("uq_milestone_workstream_id_ref")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_milestone_workstream_id"), ["workstream_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_milestone_workstream_id_forecast"),
            ["workstream_id", "forecast"],
            unique=False,
        )

    op.create_table(
        "portfolio_return",
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workstream_id"],
            ["workstream.id"],
            name=op.f("fk_portfolio_return_workstream_id_workstream"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_return")),
        sa.UniqueConstraint(
            "workstream_id", "month", name=op.f("uq_portfolio_return_workstream_id_month")
        ),
    )
    op.create_table(
        "risk",
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=120), nullable=False),
        sa.Column("inherent_consequence", sa.Integer(), nullable=True),
        sa.Column("inherent_likelihood", sa.Integer(), nullable=True),
        sa.Column("current_consequence", sa.Integer(), nullable=True),
        sa.Column("current_likelihood", sa.Integer(), nullable=True),
        sa.Column("target_consequence", sa.Integer(), nullable=True),
        sa.Column("target_likelihood", sa.Integer(), nullable=True),
        sa.Column("controls", sa.Text(), nullable=False),
        sa.Column(
            "response",
            sa.Enum(
                "terminate",
                "treat",
                "transfer",
                "tolerate",
                name="response",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "proximity",
            sa.Enum(
                "imminent",
                "1 to 3 months",
                "3 to 12 months",
                "over 12 months",
                name="proximity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("raised_on", sa.Date(), nullable=True),
        sa.Column("target_date", sa.Date(), nullable=True),
        sa.Column("last_reviewed_on", sa.Date(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "closing_reason",
            sa.Enum(
                "treated",
                "no longer relevant",
                "materialised",
                "tolerated at target",
                "withdrawn",
                name="closing_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "disclosure",
            sa.Enum(
                "private",
                "public",
                "commercial",
                "workforce-sensitive",
                name="disclosure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "current_consequence BETWEEN 1 AND 5", name=op.f("ck_risk_current_consequence_in_scale")
        ),
        sa.CheckConstraint(
            "current_likelihood BETWEEN 1 AND 5", name=op.f("ck_risk_current_likelihood_in_scale")
        ),
        sa.CheckConstraint(
            "inherent_consequence BETWEEN 1 AND 5",
            name=op.f("ck_risk_inherent_consequence_in_scale"),
        ),
        sa.CheckConstraint(
            "inherent_likelihood BETWEEN 1 AND 5", name=op.f("ck_risk_inherent_likelihood_in_scale")
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_risk_title_present")),
        sa.CheckConstraint(
            "target_consequence BETWEEN 1 AND 5", name=op.f("ck_risk_target_consequence_in_scale")
        ),
        sa.CheckConstraint(
            "target_likelihood BETWEEN 1 AND 5", name=op.f("ck_risk_target_likelihood_in_scale")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_risk_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["workstream_id"], ["workstream.id"], name=op.f("fk_risk_workstream_id_workstream")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
        sa.UniqueConstraint("workstream_id", "ref", name=op.f("uq_risk_workstream_id_ref")),
    )
    with op.batch_alter_table("risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_risk_workstream_id"), ["workstream_id"], unique=False)

    op.create_table(
        "role_assignment",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "admin",
                "pmo",
                "sro",
                "programme-director",
                "lead",
                "clinical-lead",
                "finance",
                "medical-director",
                "chief-nurse",
                "sponsor",
                "company-secretary",
                "hr-lead",
                "ig-lead",
                "equality-lead",
                "board",
                "icb",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("workstream_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_role_assignment_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_assignment_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_role_assignment_programme_id_programme"),
        ),
        sa.ForeignKeyConstraint(
            ["workstream_id"],
            ["workstream.id"],
            name=op.f("fk_role_assignment_workstream_id_workstream"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignment")),
    )
    with op.batch_alter_table("role_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_role_assignment_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_role_assignment_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_role_assignment_workstream_id"), ["workstream_id"], unique=False
        )

    op.create_table(
        "scheme",
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "development_status",
            sa.Enum(
                "fully developed",
                "plans in progress",
                "opportunity",
                name="development_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "delivery_risk",
            sa.Enum(
                "low",
                "medium",
                "high",
                name="delivery_risk",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("category", sa.String(length=120), nullable=False),
        sa.Column(
            "cash_class",
            sa.Enum(
                "cash-releasing",
                "non-cash-releasing",
                "cost avoidance",
                "income",
                name="cash_class",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("recurrent_full_year", sa.BigInteger(), nullable=True),
        sa.Column("running_cost", sa.BigInteger(), nullable=False),
        sa.Column("set_up_cost", sa.BigInteger(), nullable=False),
        sa.Column("signed_full_year_effect", sa.BigInteger(), nullable=True),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_reason", sa.Text(), nullable=False),
        sa.Column("has_estimated_split", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "complete",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("ref", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column(
            "disclosure",
            sa.Enum(
                "private",
                "public",
                "commercial",
                "workforce-sensitive",
                name="disclosure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_scheme_title_present")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_scheme_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["workstream_id"], ["workstream.id"], name=op.f("fk_scheme_workstream_id_workstream")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
        sa.UniqueConstraint("workstream_id", "ref", name=op.f("uq_scheme_workstream_id_ref")),
    )
    with op.batch_alter_table("scheme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheme_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_scheme_workstream_id"), ["workstream_id"], unique=False
        )

    op.create_table(
        "workstream_cost",
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("financial_year", sa.String(length=7), nullable=False),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("forecast", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workstream_id"],
            ["workstream.id"],
            name=op.f("fk_workstream_cost_workstream_id_workstream"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workstream_cost")),
        sa.UniqueConstraint(
            "workstream_id",
            "financial_year",
            name=op.f("uq_workstream_cost_workstream_id_financial_year"),
        ),
    )
    op.create_table(
        "workstream_update",
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "accepted",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("needed", sa.Text(), nullable=False),
        sa.Column("nothing_else_changed", sa.Boolean(), nullable=False),
        sa.Column("path_action", sa.Text(), nullable=False),
        sa.Column("path_owner", sa.String(length=200), nullable=False),
        sa.Column("path_date", sa.Date(), nullable=True),
        sa.Column("path_decision", sa.Text(), nullable=False),
        sa.Column(
            "declared",
            sa.Enum(
                "red",
                "amber",
                "green",
                "complete",
                "not_reported",
                "not_applicable",
                name="declared",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("declared_reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.String(length=200), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_reason", sa.Text(), nullable=False),
        sa.Column("refused_reason", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_behalf_of", sa.String(length=200), nullable=False),
        sa.Column("reviewed_by", sa.String(length=200), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_workstream_update_period_id_period")
        ),
        sa.ForeignKeyConstraint(
            ["workstream_id"],
            ["workstream.id"],
            name=op.f("fk_workstream_update_workstream_id_workstream"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workstream_update")),
        sa.UniqueConstraint(
            "period_id", "workstream_id", name=op.f("uq_workstream_update_period_id_workstream_id")
        ),
    )
    with op.batch_alter_table("workstream_update", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workstream_update_workstream_id"), ["workstream_id"], unique=False
        )

    op.create_table(
        "date_change",
        sa.Column("dependency_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "need-by",
                "promise",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.Date(), nullable=True),
        sa.Column("after", sa.Date(), nullable=True),
        sa.Column("reopened", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dependency_id"],
            ["dependency.id"],
            name=op.f("fk_date_change_dependency_id_dependency"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_change")),
    )
    with op.batch_alter_table("date_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_date_change_dependency_id"), ["dependency_id"], unique=False
        )

    op.create_table(
        "forecast_change",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Date(), nullable=True),
        sa.Column("after", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["milestone.id"],
            name=op.f("fk_forecast_change_milestone_id_milestone"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_change")),
    )
    with op.batch_alter_table("forecast_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_forecast_change_milestone_id"), ["milestone_id"], unique=False
        )

    op.create_table(
        "imported_change",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.Boolean(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("version_after", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_file.id"], name=op.f("fk_imported_change_import_id_import_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_change")),
    )
    with op.batch_alter_table("imported_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_imported_change_import_id"), ["import_id"], unique=False
        )

    op.create_table(
        "publication",
        sa.Column("frozen_month_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["frozen_month_id"],
            ["frozen_month.id"],
            name=op.f("fk_publication_frozen_month_id_frozen_month"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_publication_frozen_month_id"), ["frozen_month_id"], unique=False
        )

    op.create_table(
        "risk_score",
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "inherent",
                "current",
                "target",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("consequence", sa.Integer(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("scored_by", sa.String(length=200), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_risk_score_risk_id_risk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_score")),
    )
    with op.batch_alter_table("risk_score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_score_risk_id"), ["risk_id"], unique=False)

    op.create_table(
        "scheme_month",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("plan_recurrent", sa.BigInteger(), nullable=True),
        sa.Column("plan_non_recurrent", sa.BigInteger(), nullable=True),
        sa.Column("forecast_recurrent", sa.BigInteger(), nullable=True),
        sa.Column("forecast_non_recurrent", sa.BigInteger(), nullable=True),
        sa.Column("actual_recurrent", sa.BigInteger(), nullable=True),
        sa.Column("actual_non_recurrent", sa.BigInteger(), nullable=True),
        sa.Column("has_estimated_phasing", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_month_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_month")),
        sa.UniqueConstraint("scheme_id", "month", name=op.f("uq_scheme_month_scheme_id_month")),
    )
    with op.batch_alter_table("scheme_month", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_month_month_scheme_id"), ["month", "scheme_id"], unique=False
        )

    op.create_table(
        "scheme_pressure",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("financial_year", sa.String(length=7), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_pressure_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_pressure")),
        sa.UniqueConstraint(
            "scheme_id", "financial_year", name=op.f("uq_scheme_pressure_scheme_id_financial_year")
        ),
    )
    op.create_table(
        "update_comment",
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("quoted", sa.Text(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["update_id"],
            ["workstream_update.id"],
            name=op.f("fk_update_comment_update_id_workstream_update"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_comment")),
    )
    with op.batch_alter_table("update_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_update_comment_update_id"), ["update_id"], unique=False
        )

    op.create_table(
        "update_draft",
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("steps_done", sa.String(length=200), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_update_draft_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["update_id"],
            ["workstream_update.id"],
            name=op.f("fk_update_draft_update_id_workstream_update"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_draft")),
        sa.UniqueConstraint(
            "update_id", "person_id", name=op.f("uq_update_draft_update_id_person_id")
        ),
    )
    with op.batch_alter_table("update_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_update_draft_person_id"), ["person_id"], unique=False)
