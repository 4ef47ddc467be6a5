"""The audit trail and frozen months may be added to, never altered or removed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEPT = {
    "audit_event": "The audit trail cannot be altered",
    "frozen_month": "A locked month cannot be altered",
    "risk_score": "The history of scores cannot be altered",
    "forecast_change": "The history of forecasts cannot be altered",
    "setting": "The history of settings cannot be altered",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()
    head = sa.table("audit_head", sa.column("count"), sa.column("hash"))
    op.bulk_insert(head, [{"count": 0, "hash": "0" * 64}])


def _sqlite() -> None:
    for table, sentence in KEPT.items():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )


def _postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"
    )
    for table, sentence in KEPT.items():
        op.execute(
            f"CREATE TRIGGER {table}_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse('{sentence}')"
        )
