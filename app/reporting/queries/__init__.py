"""Reads of the month: periods, updates, frozen months, and the document as it stands."""

from app.reporting.queries.as_sent import AsSent, as_sent
from app.reporting.queries.asked import (
    SchemeAsked,
    asked_milestones,
    asked_risks,
    asked_schemes,
)
from app.reporting.queries.board import Board, Tile, as_locked, board
from app.reporting.queries.document import document
from app.reporting.queries.document.findings import checked, xray
from app.reporting.queries.drafts import answers_of, draft_of
from app.reporting.queries.frozen_months import (
    before,
    before_lock,
    find_by_hash,
    frozen,
    is_published,
    last_document,
    latest_locked,
    locked,
    published,
    published_versions,
    versions,
)
from app.reporting.queries.holding import hold, hold_alone, hold_still
from app.reporting.queries.periods import (
    later_locked,
    month_of,
    months_with_data,
    open_period,
    period,
    periods,
)
from app.reporting.queries.proof import Known, count_frozen, first_break, known
from app.reporting.queries.updates import (
    comments,
    find_update,
    missing,
    of_period,
    portfolio_return,
    portfolio_returns,
    previous_update,
    update,
    updated,
)

__all__ = [
    "AsSent",
    "Board",
    "Known",
    "SchemeAsked",
    "Tile",
    "answers_of",
    "as_locked",
    "as_sent",
    "asked_milestones",
    "asked_risks",
    "asked_schemes",
    "before",
    "before_lock",
    "board",
    "checked",
    "comments",
    "count_frozen",
    "document",
    "draft_of",
    "find_by_hash",
    "find_update",
    "first_break",
    "frozen",
    "hold",
    "hold_alone",
    "hold_still",
    "is_published",
    "known",
    "last_document",
    "later_locked",
    "latest_locked",
    "locked",
    "missing",
    "month_of",
    "months_with_data",
    "of_period",
    "open_period",
    "period",
    "periods",
    "portfolio_return",
    "portfolio_returns",
    "previous_update",
    "published",
    "published_versions",
    "update",
    "updated",
    "versions",
    "xray",
]
