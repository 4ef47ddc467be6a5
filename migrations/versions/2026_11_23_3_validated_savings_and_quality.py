"""savings that finance validates and quality"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accuracy_by_person",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_accuracy_by_person_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accuracy_by_person")),
    )
    with op.batch_alter_table("accuracy_by_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accuracy_by_person_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "closed_month",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("closed_by", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_closed_month_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_month")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_closed_month_programme_id")),
    )
    op.create_table(
        "finance_paper",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_finance_paper_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_paper")),
        sa.UniqueConstraint(
            "programme_id", "month", name=op.f("uq_finance_paper_programme_id_month")
        ),
    )
    op.create_table(
        "finance_sign_off",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("validated", sa.BigInteger(), nullable=False),
        sa.Column("claimed", sa.BigInteger(), nullable=False),
        sa.Column("ledger", sa.BigInteger(), nullable=True),
        sa.Column("paper", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_finance_sign_off_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_sign_off")),
    )
    with op.batch_alter_table("finance_sign_off", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_finance_sign_off_programme_id_month"),
            ["programme_id", "month"],
            unique=False,
        )

    op.create_table(
        "overlap_decision",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_overlap_decision_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlap_decision")),
    )
    with op.batch_alter_table("overlap_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_overlap_decision_programme_id_key"),
            ["programme_id", "key"],
            unique=False,
        )

    op.create_table(
        "reconciling_item",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column(
            "against",
            sa.Enum(
                "ledger",
                "finance paper",
                name="against",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_reconciling_item_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciling_item")),
    )
    with op.batch_alter_table("reconciling_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reconciling_item_programme_id_month"),
            ["programme_id", "month"],
            unique=False,
        )

    op.create_table(
        "screening_limits",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("allows_pay", sa.Boolean(), nullable=False),
        sa.Column("allows_patient_facing", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("medical_by", sa.String(length=200), nullable=False),
        sa.Column("medical_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nursing_by", sa.String(length=200), nullable=False),
        sa.Column("nursing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_screening_limits_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_limits")),
    )
    with op.batch_alter_table("screening_limits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_screening_limits_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "action",
        sa.Column(
            "kind",
            sa.Enum(
                "closes the gap",
                "mitigation",
                "condition of approval",
                "general",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
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
        sa.Column("financial_year", sa.String(length=7), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("achieved", sa.BigInteger(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("source_part", sa.String(length=80), nullable=False),
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
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_action_title_present")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_action_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["workstream_id"], ["workstream.id"], name=op.f("fk_action_workstream_id_workstream")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("workstream_id", "ref", name=op.f("uq_action_workstream_id_ref")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_action_source_kind_source_id"),
            ["source_kind", "source_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_action_workstream_id"), ["workstream_id"], unique=False
        )

    op.create_table(
        "workstream_target",
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("financial_year", sa.String(length=7), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workstream_id"],
            ["workstream.id"],
            name=op.f("fk_workstream_target_workstream_id_workstream"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workstream_target")),
        sa.UniqueConstraint(
            "workstream_id",
            "financial_year",
            name=op.f("uq_workstream_target_workstream_id_financial_year"),
        ),
    )
    op.create_table(
        "assessment",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("scope_version", sa.Integer(), nullable=False),
        sa.Column(
            "route",
            sa.Enum(
                "full",
                "screened out",
                "recorded",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "with the panel",
                "approved",
                "paused",
                "refused",
                "reopened",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("clinical_lead_id", sa.Integer(), nullable=True),
        sa.Column("screening_reason", sa.Text(), nullable=False),
        sa.Column("is_patient_facing", sa.Boolean(), nullable=True),
        sa.Column("started_by", sa.String(length=200), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("reopened_because", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("review_found_harm", sa.Boolean(), nullable=True),
        sa.Column("reviewed_by", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinical_lead_id"], ["person.id"], name=op.f("fk_assessment_clinical_lead_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_assessment_scheme_id_scheme")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["person.id"], name=op.f("fk_assessment_started_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("scheme_id", "edition", name=op.f("uq_assessment_scheme_id_edition")),
    )
    op.create_table(
        "budget_transfer",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("financial_year", sa.String(length=7), nullable=False),
        sa.Column("recurrent", sa.BigInteger(), nullable=False),
        sa.Column("non_recurrent", sa.BigInteger(), nullable=False),
        sa.Column("journal_ref", sa.String(length=80), nullable=False),
        sa.Column("cost_centre", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["budget_transfer.id"],
            name=op.f("fk_budget_transfer_reverses_id_budget_transfer"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_budget_transfer_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_transfer")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_budget_transfer_reverses_id")),
        sa.UniqueConstraint(
            "scheme_id",
            "journal_ref",
            "cost_centre",
            "account",
            name=op.f("uq_budget_transfer_scheme_id_journal_ref_cost_centre_account"),
        ),
    )
    with op.batch_alter_table("budget_transfer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_budget_transfer_scheme_id"), ["scheme_id"], unique=False
        )

    op.create_table(
        "claim_query",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "answered",
                "closed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("raised_by", sa.String(length=200), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_claim_query_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_claim_query_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_query")),
    )
    with op.batch_alter_table("claim_query", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_query_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_claim_query_scheme_id_month"), ["scheme_id", "month"], unique=False
        )

    op.create_table(
        "gate_decision",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column(
            "gate",
            sa.Enum(
                "G0",
                "G1",
                "G2",
                "G3a",
                "G3b",
                "G4",
                "G5",
                "G6",
                "G7",
                name="gate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "signed",
                "rejected",
                "reopened",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("deputising_for", sa.String(length=200), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("plan_then", sa.BigInteger(), nullable=True),
        sa.Column("full_year_then", sa.BigInteger(), nullable=True),
        sa.Column("scope_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_gate_decision_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_gate_decision_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_decision")),
    )
    with op.batch_alter_table("gate_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gate_decision_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_gate_decision_scheme_id_id"), ["scheme_id", "id"], unique=False
        )

    op.create_table(
        "ledger_line",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("cost_centre", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("scheme_ref", sa.String(length=60), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_ledger_line_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_ledger_line_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_line")),
        sa.UniqueConstraint(
            "programme_id",
            "month",
            "cost_centre",
            "account",
            "scheme_ref",
            "occurrence",
            name=op.f(
                "uq_ledger_line_programme_id_month_cost_centre_account_scheme_ref_occurrence"
            ),
        ),
    )
    with op.batch_alter_table("ledger_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_line_scheme_id"), ["scheme_id"], unique=False)

    op.create_table(
        "scheme_adjustment",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("recurrent", sa.BigInteger(), nullable=False),
        sa.Column("non_recurrent", sa.BigInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_scheme_adjustment_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_adjustment_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_adjustment")),
    )
    with op.batch_alter_table("scheme_adjustment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_adjustment_scheme_id_month"), ["scheme_id", "month"], unique=False
        )

    op.create_table(
        "scheme_budget_line",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("cost_centre", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("from_month", sa.String(length=7), nullable=False),
        sa.Column("to_month", sa.String(length=7), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_budget_line_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_budget_line")),
        sa.UniqueConstraint(
            "scheme_id",
            "cost_centre",
            "account",
            "from_month",
            name=op.f("uq_scheme_budget_line_scheme_id_cost_centre_account_from_month"),
        ),
    )
    with op.batch_alter_table("scheme_budget_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_budget_line_cost_centre_account"),
            ["cost_centre", "account"],
            unique=False,
        )

    op.create_table(
        "scheme_place",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=200), nullable=False),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_place_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_place")),
        sa.UniqueConstraint(
            "scheme_id", "service", "site", name=op.f("uq_scheme_place_scheme_id_service_site")
        ),
    )
    op.create_table(
        "scheme_share",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_share_scheme_id_scheme")
        ),
        sa.ForeignKeyConstraint(
            ["workstream_id"],
            ["workstream.id"],
            name=op.f("fk_scheme_share_workstream_id_workstream"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_share")),
        sa.UniqueConstraint(
            "scheme_id", "workstream_id", name=op.f("uq_scheme_share_scheme_id_workstream_id")
        ),
    )
    with op.batch_alter_table("scheme_share", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_share_workstream_id"), ["workstream_id"], unique=False
        )

    op.create_table(
        "validation",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "validated",
                "queried",
                "rejected",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "evidence",
            sa.Enum(
                "ledger",
                "ESR",
                "activity model",
                "self-declared",
                name="evidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("recurrent", sa.BigInteger(), nullable=False),
        sa.Column("non_recurrent", sa.BigInteger(), nullable=False),
        sa.Column("ledger", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_validation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_validation_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation")),
    )
    with op.batch_alter_table("validation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_validation_month"), ["month"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_validation_scheme_id_month_id"),
            ["scheme_id", "month", "id"],
            unique=False,
        )

    op.create_table(
        "claim_message",
        sa.Column("query_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_claim_message_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["query_id"], ["claim_query.id"], name=op.f("fk_claim_message_query_id_claim_query")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_message")),
    )
    with op.batch_alter_table("claim_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_message_query_id"), ["query_id"], unique=False)

    op.create_table(
        "domain_score",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "positive",
                "neutral",
                "negative",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("consequence", sa.Integer(), nullable=True),
        sa.Column("likelihood", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("consequence_after", sa.Integer(), nullable=True),
        sa.Column("likelihood_after", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_domain_score_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domain_score")),
        sa.UniqueConstraint(
            "assessment_id", "domain", name=op.f("uq_domain_score_assessment_id_domain")
        ),
    )
    op.create_table(
        "equality_answer",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.String(length=80), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "positive",
                "neutral",
                "negative",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_equality_answer_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_answer")),
        sa.UniqueConstraint(
            "assessment_id", "people", name=op.f("uq_equality_answer_assessment_id_people")
        ),
    )
    op.create_table(
        "panel_decision",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column(
            "seat",
            sa.Enum(
                "medical-director",
                "chief-nurse",
                name="seat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "approve",
                "approve with conditions",
                "pause",
                "refuse",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("deputising_for", sa.String(length=200), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_panel_decision_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_panel_decision_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_decision")),
    )
    with op.batch_alter_table("panel_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_panel_decision_assessment_id"), ["assessment_id"], unique=False
        )

    op.create_table(
        "quality_measure",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("is_worse_above", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("stop_trigger", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_quality_measure_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_measure")),
    )
    with op.batch_alter_table("quality_measure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quality_measure_assessment_id"), ["assessment_id"], unique=False
        )

    op.create_table(
        "measure_reading",
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["quality_measure.id"],
            name=op.f("fk_measure_reading_measure_id_quality_measure"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_reading")),
    )
    with op.batch_alter_table("measure_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_measure_reading_measure_id_read_on"),
            ["measure_id", "read_on"],
            unique=False,
        )

    with op.batch_alter_table("scheme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "stage",
                sa.Enum(
                    "idea",
                    "scoping",
                    "design",
                    "assurance",
                    "approval",
                    "approved",
                    "in delivery",
                    "delivered",
                    "closed",
                    name="stage",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("scope_version", sa.Integer(), server_default="1", nullable=False)
        )
        batch_op.add_column(sa.Column("wte_budgeted", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wte_contracted", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("costs_nothing", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("forecast_changed_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "quality_cleared_by", sa.String(length=400), server_default="", nullable=False
            )
        )
        batch_op.add_column(sa.Column("quality_cleared_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("quality_cleared_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("quality_reviewed_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("quality_stopped", sa.Text(), server_default="", nullable=False)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_scheme_author_id_person"), "person", ["author_id"], ["id"]
        )
