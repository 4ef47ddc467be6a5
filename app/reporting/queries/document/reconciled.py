"""The month against the ledger and the finance paper, as its document keeps it."""

from __future__ import annotations

from app.core import dates
from app.ratings.queries import Standing
from app.reporting import frozen
from app.savings.queries import claims, reconciliation
from app.savings.rules.validation import Agreement


def of(standing: Standing) -> frozen.Reconciliation:
    """What finance validated and signed, and how far it stands from the two others."""
    programme_id = standing.programme.id
    within = claims.tolerances(programme_id, standing.as_at)
    found = reconciliation.of_month(programme_id, standing.month, within)
    signed = found.signed
    return frozen.Reconciliation(
        claimed=found.figures.claimed,
        validated=found.figures.validated,
        ledger=_agreement(found.to_ledger),
        paper=_agreement(found.to_paper),
        paper_title=found.paper.title if found.paper else "",
        signed_by=signed.by if signed else "",
        signed_on=dates.in_london(signed.at) if signed else None,
        moved=tuple(sorted(found.moved)),
    )


def _agreement(found: Agreement | None) -> frozen.Reconciled | None:
    if found is None:
        return None
    return frozen.Reconciled(
        theirs=found.theirs,
        explained=found.explained,
        unexplained=found.unexplained,
        is_agreed=found.is_agreed,
    )
