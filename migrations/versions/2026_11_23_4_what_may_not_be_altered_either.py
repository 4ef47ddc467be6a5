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
