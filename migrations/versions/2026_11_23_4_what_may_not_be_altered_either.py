"""Gate decisions, validations, corrections and the panel's words are never altered either"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = {
    "gate_decision": "What was said at a gate cannot be altered",
    "scheme_adjustment": "A correction of a closed month cannot be altered",
    "budget_transfer": "A budget transfer cannot be altered: enter its reversal",
    "validation": "What finance said of a claim cannot be altered",
    "claim_message": "A message cannot be altered",
    "overlap_decision": "A decision on double counting cannot be altered",
    "measure_reading": "A reading cannot be altered",
    "panel_decision": "The panel's word cannot be altered",
    "accuracy_by_person": "A decision on accuracy by person cannot be altered",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()
    _close_locked_months()


def _close_locked_months() -> None:
    """The newest locked month of each programme was closed when it was first locked."""
    op.execute(
        "INSERT INTO closed_month (programme_id, month, closed_by, closed_at, version, created_at) "
        "SELECT p.programme_id, p.month, f.locked_by, f.locked_at, 1, f.locked_at FROM period p "
        "JOIN frozen_month f ON f.period_id = p.id AND f.version = 1 "
        "WHERE p.status = 'locked' AND p.month = (SELECT MAX(o.month) FROM period o "
        "WHERE o.programme_id = p.programme_id AND o.status = 'locked')"
    )


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
