"""mandates and reviews of schemes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scheme_kpi",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("is_better_above", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_kpi_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_kpi")),
    )
    with op.batch_alter_table("scheme_kpi", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheme_kpi_scheme_id"), ["scheme_id"], unique=False)

    op.create_table(
        "scheme_mandate",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("baseline_spend", sa.BigInteger(), nullable=True),
        sa.Column("benchmark", sa.Text(), nullable=False),
        sa.Column("benchmark_source", sa.String(length=300), nullable=False),
        sa.Column("no_benchmark", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("benefit_owner_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["benefit_owner_id"],
            ["person.id"],
            name=op.f("fk_scheme_mandate_benefit_owner_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_mandate_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_mandate")),
        sa.UniqueConstraint("scheme_id", name=op.f("uq_scheme_mandate_scheme_id")),
    )
    op.create_table(
        "scheme_milestone",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["milestone.id"],
            name=op.f("fk_scheme_milestone_milestone_id_milestone"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_milestone_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_milestone")),
        sa.UniqueConstraint(
            "scheme_id", "milestone_id", name=op.f("uq_scheme_milestone_scheme_id_milestone_id")
        ),
    )
    with op.batch_alter_table("scheme_milestone", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_milestone_milestone_id"), ["milestone_id"], unique=False
        )

    op.create_table(
        "scheme_risk",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["risk_id"], ["risk.id"], name=op.f("fk_scheme_risk_risk_id_risk")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_risk_scheme_id_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_risk")),
        sa.UniqueConstraint("scheme_id", "risk_id", name=op.f("uq_scheme_risk_scheme_id_risk_id")),
    )
    with op.batch_alter_table("scheme_risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheme_risk_risk_id"), ["risk_id"], unique=False)

    op.create_table(
        "quality_review",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column(
            "seen",
            sa.Enum(
                "neither harm nor benefit",
                "benefit",
                "harm",
                "both harm and benefit",
                name="seen",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "continue",
                "reopen",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
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
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("deputising_for", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_quality_review_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_quality_review_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_review")),
    )
    with op.batch_alter_table("quality_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quality_review_assessment_id"), ["assessment_id"], unique=False
        )

    op.create_table(
        "scheme_kpi_reading",
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kpi_id"], ["scheme_kpi.id"], name=op.f("fk_scheme_kpi_reading_kpi_id_scheme_kpi")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_scheme_kpi_reading_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_kpi_reading")),
    )
    with op.batch_alter_table("scheme_kpi_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_kpi_reading_kpi_id_month"), ["kpi_id", "month"], unique=False
        )

    with op.batch_alter_table("claim_query", schema=None) as batch_op:
        batch_op.add_column(sa.Column("raised_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_claim_query_raised_by_id_person"), "person", ["raised_by_id"], ["id"]
        )

    with op.batch_alter_table("frozen_month", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_frozen_month_period_id_version_data_hash"),
            ["period_id", "version", "data_hash"],
            unique=False,
        )

    with op.batch_alter_table("screening_limits", schema=None) as batch_op:
        batch_op.add_column(sa.Column("medical_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("medical_for_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("nursing_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("nursing_for_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_screening_limits_nursing_id_person"), "person", ["nursing_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_screening_limits_medical_for_id_person"),
            "person",
            ["medical_for_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_screening_limits_medical_id_person"), "person", ["medical_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_screening_limits_nursing_for_id_person"),
            "person",
            ["nursing_for_id"],
            ["id"],
        )
