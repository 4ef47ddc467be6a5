"""What was said or measured of a scheme after its approval is never altered either"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEPT = {
    "quality_review": "A review of quality cannot be altered",
    "scheme_kpi_reading": "A reading of a KPI cannot be altered",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    for table, sentence in KEPT.items():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence.replace(chr(39), chr(39) * 2)}'); END"
            )


def _postgresql() -> None:
    for table, sentence in KEPT.items():
        op.execute(
            f"CREATE TRIGGER {table}_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION "
            f"refuse('{sentence.replace(chr(39), chr(39) * 2)}')"
        )
