"""The catalogue: every data-quality rule, how bad it is, what it says and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error makes a rating or a total wrong; a warning makes it doubtful; a note is a hint."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def weight(self) -> int:
        """Worse is more, for sorting."""
        return {Severity.ERROR: 3, Severity.WARNING: 2}.get(self, 1)


class Check(StrEnum):
    """The stable ids of the rules; each has its row in docs/rules.md."""

    MILESTONE_NO_BASELINE = "data.milestone-no-baseline"
    MILESTONE_NO_FORECAST = "data.milestone-no-forecast"
    MILESTONE_OVERDUE = "data.milestone-overdue"
    MILESTONE_NO_EVIDENCE = "data.milestone-no-evidence"
    MILESTONE_MOVED = "data.milestone-moved"
    MILESTONE_NO_OWNER = "data.milestone-no-owner"
    SCHEME_NO_PLAN = "data.scheme-no-plan"
    SCHEME_NO_ACTUAL = "data.scheme-no-actual"
    SCHEME_NO_FORECAST = "data.scheme-no-forecast"
    SCHEME_FALLS = "data.scheme-falls"
    SCHEME_OVER_FULL_YEAR = "data.scheme-over-full-year"
    SCHEME_BACK_LOADED = "data.scheme-back-loaded"
    SCHEME_QUARTER_LOADED = "data.scheme-quarter-loaded"
    SCHEME_RUN_RATE = "data.scheme-run-rate"
    SCHEME_SUBSTITUTED = "data.scheme-substituted"
    SCHEME_TAKEN_BACK = "data.scheme-taken-back"
    SCHEME_STALLED = "data.scheme-stalled"
    SCHEME_NO_RISK = "data.scheme-no-delivery-risk"
    SCHEME_NO_OWNER = "data.scheme-no-owner"
    SCHEME_NO_CATEGORY = "data.scheme-no-category"
    SCHEME_ESTIMATED = "data.scheme-estimated"
    SCHEME_COUNTED_TWICE = "data.scheme-counted-twice"
    QUALITY_HELD = "data.quality-held"
    QUALITY_UNKNOWN = "data.quality-saves-unassessed"
    QUALITY_EXPIRED = "data.quality-expired"
    QUALITY_EXPIRES = "data.quality-expires-soon"
    QUALITY_UNREAD = "data.quality-no-reading"
    QUALITY_REVIEW = "data.quality-review-overdue"
    RISK_NO_OWNER = "data.risk-no-owner"
    RISK_NO_SCORE = "data.risk-no-score"
    RISK_SCORES_MISSING = "data.risk-scores-missing"
    RISK_OUT_OF_ORDER = "data.risk-scores-out-of-order"
    RISK_TARGET_NOT_BELOW = "data.risk-target-not-below"
    RISK_REVIEW_OVERDUE = "data.risk-review-overdue"
    RISK_NO_REVIEW = "data.risk-no-review"
    RISK_TARGET_PASSED = "data.risk-target-passed"
    RISK_STATEMENT = "data.risk-statement"
    RISK_NO_RESPONSE = "data.risk-no-response"
    DEPENDENCY_NO_NEED_BY = "data.dependency-no-need-by"
    DEPENDENCY_NO_PROMISE = "data.dependency-no-promise"
    DEPENDENCY_UNAGREED = "data.dependency-unagreed"
    WORKSTREAM_NO_LEAD = "data.workstream-no-lead"
    WORKSTREAM_EMPTY = "data.workstream-empty"
    UNASSIGNED = "data.unassigned"
    NO_PATH = "data.no-path-to-green"
    PATH_OVERDUE = "data.path-overdue"
    COPIED = "data.copied-forward"
    TURNED_RED = "data.turned-red"
    ALL_GREEN = "data.all-green"


@dataclass(frozen=True)
class Entry:
    """One rule of the catalogue, in words."""

    severity: Severity
    sentence: str
    to_do: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: Mapping[Check, Entry] = {
    Check.MILESTONE_NO_BASELINE: Entry(
        _E, "A milestone has no baseline", "Give the date that was first approved"
    ),
    Check.MILESTONE_NO_FORECAST: Entry(
        _E, "A milestone has no forecast", "Say when it is now expected"
    ),
    Check.MILESTONE_OVERDUE: Entry(
        _E,
        "A milestone's forecast has passed and it is not complete",
        "Complete it with evidence, or give a new forecast and the reason",
    ),
    Check.MILESTONE_NO_EVIDENCE: Entry(
        _W, "A milestone was completed without evidence", "Say in a sentence how you know"
    ),
    Check.MILESTONE_MOVED: Entry(
        _W,
        "A milestone's forecast has moved several times",
        "Agree a date that the owner can keep, and what has to change for it",
    ),
    Check.MILESTONE_NO_OWNER: Entry(_W, "A milestone has no owner", "Name a person"),
    Check.SCHEME_NO_PLAN: Entry(
        _E, "A scheme has no plan for the year", "Enter the monthly plan that was approved"
    ),
    Check.SCHEME_NO_ACTUAL: Entry(
        _E, "A month that has passed has a plan and no actual", "Enter what was saved, nought too"
    ),
    Check.SCHEME_NO_FORECAST: Entry(
        _E, "A month to come has a plan and no forecast", "Enter what you now expect, nought too"
    ),
    Check.SCHEME_FALLS: Entry(
        _W,
        "Savings to date fall from one month to the next",
        "Check the month's actual; if it is a correction, say so in the update",
    ),
    Check.SCHEME_OVER_FULL_YEAR: Entry(
        _W,
        "The recurrent plan of the year is above the scheme's full-year value",
        "Correct the full-year value, or the split of the plan",
    ),
    Check.SCHEME_BACK_LOADED: Entry(
        _W,
        "Too much of a plan stands in the second half of the year",
        "Say what has to be in place by October, and make it a milestone",
    ),
    Check.SCHEME_QUARTER_LOADED: Entry(
        _W,
        "Too much of a plan stands in the last quarter of the year",
        "Say what makes January to March so good, or move the plan",
    ),
    Check.SCHEME_RUN_RATE: Entry(
        _W,
        "The plan needs far more a month than is being saved",
        "Give a forecast that you can keep, and an action that closes the gap",
    ),
    Check.SCHEME_SUBSTITUTED: Entry(
        _W,
        "Non-recurrent savings fill a recurrent gap",
        "Say what replaces them next year, and add an action for it",
    ),
    Check.SCHEME_TAKEN_BACK: Entry(
        _W,
        "The forecast takes back what has been saved to date",
        "Check the forecast; if savings will be reversed, say why in the update",
    ),
    Check.SCHEME_STALLED: Entry(
        _W,
        "Nothing is being saved, and the forecast has not changed",
        "Say what is in the way, and give a new forecast",
    ),
    Check.SCHEME_NO_RISK: Entry(
        _W, "A scheme's delivery risk is not assessed", "Choose low, medium or high"
    ),
    Check.SCHEME_NO_OWNER: Entry(_W, "A scheme has no owner", "Name a person"),
    Check.SCHEME_NO_CATEGORY: Entry(_N, "A scheme has no category", "Choose one"),
    Check.SCHEME_ESTIMATED: Entry(
        _N,
        "Months or the recurrent split of a scheme are estimated, not given",
        "Enter the months, recurrent and non-recurrent, as finance has them",
    ),
    Check.SCHEME_COUNTED_TWICE: Entry(
        _E,
        "A saving may be counted twice",
        "Correct one of the schemes, or settle it with a reason under Double counting",
    ),
    Check.QUALITY_HELD: Entry(
        _W,
        "The quality gate holds what is still to come of a scheme",
        "Have its quality impact assessment approved by both clinical executives",
    ),
    Check.QUALITY_UNKNOWN: Entry(
        _W,
        "A scheme from before the gates saves, and no assessment of its quality is known",
        "Write down the approval that was given, with its evidence, or assess the scheme",
    ),
    Check.QUALITY_EXPIRED: Entry(
        _W, "A scheme's approval of quality has run out", "Start the next edition"
    ),
    Check.QUALITY_EXPIRES: Entry(
        _N, "A scheme's approval of quality ends soon", "Start the next edition in time"
    ),
    Check.QUALITY_UNREAD: Entry(
        _W, "A quality measure has no recent reading", "Enter what it stands at"
    ),
    Check.QUALITY_REVIEW: Entry(
        _W,
        "A review of an approval of quality is overdue",
        "Have a clinical executive hold the review",
    ),
    Check.RISK_NO_OWNER: Entry(
        _E, "An open risk has no owner", "Name a person: it cannot go into an update without one"
    ),
    Check.RISK_NO_SCORE: Entry(
        _E, "An open risk has no current score", "Score its consequence and likelihood"
    ),
    Check.RISK_SCORES_MISSING: Entry(
        _N, "An open risk lacks its inherent or target score", "Score all three"
    ),
    Check.RISK_OUT_OF_ORDER: Entry(
        _W, "A risk's scores are out of order", "Score it again, or say why it is so"
    ),
    Check.RISK_TARGET_NOT_BELOW: Entry(
        _W,
        "A risk's target is no better than its current score, and it is not tolerated",
        "Set a lower target, or choose to tolerate it",
    ),
    Check.RISK_REVIEW_OVERDUE: Entry(
        _W, "A risk's review is overdue", "Review it: the score may stay as it is"
    ),
    Check.RISK_NO_REVIEW: Entry(_W, "An open risk has no date for its review", "Review it once"),
    Check.RISK_TARGET_PASSED: Entry(
        _W,
        "The date by which a risk was to reach its target has passed",
        "Close it at its target, or give a new date",
    ),
    Check.RISK_STATEMENT: Entry(
        _N, "A risk does not say its cause, event and effect", "Fill in the three boxes"
    ),
    Check.RISK_NO_RESPONSE: Entry(
        _N,
        "A risk does not say what is done about it",
        "Choose terminate, treat, transfer, tolerate",
    ),
    Check.DEPENDENCY_NO_NEED_BY: Entry(
        _E, "A dependency has no date by which it is needed", "Ask the receiver for the date"
    ),
    Check.DEPENDENCY_NO_PROMISE: Entry(
        _W, "A dependency has no promised date", "Ask the giver for the date"
    ),
    Check.DEPENDENCY_UNAGREED: Entry(
        _W,
        "A dependency that is needed soon is not agreed by both sides",
        "Bring the two owners together",
    ),
    Check.WORKSTREAM_NO_LEAD: Entry(_W, "A workstream has no lead", "Name a person"),
    Check.WORKSTREAM_EMPTY: Entry(
        _W, "A workstream holds no milestone, scheme or risk", "Bring its tracker in"
    ),
    Check.UNASSIGNED: Entry(
        _W, "Records stand in no workstream: nobody answers for them", "Move them to a workstream"
    ),
    Check.NO_PATH: Entry(
        _E,
        "A red or amber workstream has no complete path to green",
        "Give an action, an owner, a date and the decision needed",
    ),
    Check.PATH_OVERDUE: Entry(
        _W,
        "The date on which a workstream was to turn green has passed",
        "Say what went wrong, and give a new path to green",
    ),
    Check.COPIED: Entry(
        _W, "An update repeats last month's words", "Write what happened this month"
    ),
    Check.TURNED_RED: Entry(
        _N, "A workstream went from green to red in one month", "Ask why nobody saw it coming"
    ),
    Check.ALL_GREEN: Entry(
        _W,
        "Every workstream is green",
        "Ask each lead what could go wrong: most honest portfolios are amber",
    ),
}
