"""What is wrong with a risk's data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.core import dates
from app.ratings.rules.findings.catalogue import Check
from app.ratings.rules.findings.record import Finding, Record
from app.risks import rules as risk_rules


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskFacts:
    """What the rules need to know of one open risk; a score is consequence × likelihood."""

    record: Record
    inherent: int | None
    current: int | None
    target: int | None
    has_owner: bool = True
    has_statement: bool = True
    has_response: bool = True
    is_tolerated: bool = False
    next_review: date | None = None
    target_date: date | None = None


def of_risk(risk: RiskFacts, as_at: date) -> Iterator[Finding]:
    """Its findings, as at the day."""
    if not risk.has_owner:
        yield risk.record.finding(Check.RISK_NO_OWNER, "Nobody owns it")
    yield from _scores(risk)
    yield from _dates(risk, as_at)
    if not risk.has_statement:
        message = "Its cause, event and effect are not all given"
        yield risk.record.finding(Check.RISK_STATEMENT, message)
    if not risk.has_response:
        yield risk.record.finding(Check.RISK_NO_RESPONSE, "No response is chosen")


def _scores(risk: RiskFacts) -> Iterator[Finding]:
    found = risk.record.finding
    if risk.current is None:
        yield found(Check.RISK_NO_SCORE, "There is no current score")
    given = {"inherent": risk.inherent, "target": risk.target}
    if missing := [name for name, value in given.items() if value is None]:
        scores = "scores are" if len(missing) > 1 else "score is"
        yield found(Check.RISK_SCORES_MISSING, f"The {' and '.join(missing)} {scores} not given")
    for sentence in risk_rules.out_of_order(risk.inherent, risk.current, risk.target):
        yield found(Check.RISK_OUT_OF_ORDER, sentence)
    if risk.target is not None and risk.target == risk.current and not risk.is_tolerated:
        message = f"The target score is {risk.target}, as the current one is"
        yield found(Check.RISK_TARGET_NOT_BELOW, message)


def _dates(risk: RiskFacts, as_at: date) -> Iterator[Finding]:
    found = risk.record.finding
    if risk.next_review is None:
        yield found(Check.RISK_NO_REVIEW, "There is no date for its review")
    elif risk_rules.is_overdue(risk.next_review, as_at):
        day = dates.long(risk.next_review)
        yield found(Check.RISK_REVIEW_OVERDUE, f"Its review was due on {day}")
    if risk.target_date is not None and risk.target_date < as_at:
        day = dates.long(risk.target_date)
        yield found(Check.RISK_TARGET_PASSED, f"It was to reach its target by {day}")
