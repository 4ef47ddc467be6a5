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
            batch_op.f("fk_screening_limits_nursing_for_id_person"),
            "person",
            ["nursing_for_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_screening_limits_medical_id_person"), "person", ["medical_id"], ["id"]
        )
