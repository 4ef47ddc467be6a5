"""mandates and reviews of schemes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
