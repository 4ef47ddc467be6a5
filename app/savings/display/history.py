"""The words of a scheme's history."""

from __future__ import annotations

from collections.abc import Iterable

from app.audit.display import NOTHING, Change, Chapter
from app.audit.models import AuditEvent
from app.core import money
from app.core.errors import RuleBroken
from app.core.financial_year import Month
from app.savings.display import gates
from app.savings.models import Validation

LABELS = {
    "ledger line": "Ledger line",
    "cash_class": "Cash class",
    "starts_on": "Starts on",
    "recurrent_full_year": "Recurrent full-year value",
    "running_cost": "Running cost, a full year",
    "set_up_cost": "Set-up cost",
    "has_estimated_split": "Estimated split",
    "signed_full_year_effect": "Signed full-year effect",
    "signed_by": "Signed by",
    "signed_on": "Signed on",
    "signed_reason": "Reason for signing",
    "closing_reason": "Reason for closing",
    "journal_ref": "Journal",
    "budget_line": "Budget line",
    "recurrent": "Recurrent",
    "non_recurrent": "Non-recurrent",
    "financial_year": "Financial year",
    "wte_budgeted": "WTE, budgeted",
    "wte_contracted": "WTE, contracted",
    "disclosure": "Who may see it",
    "places": "Services and sites",
    "author_id": "Entered by",
    "seen": "What was seen",
    "outcome": "What follows",
    "baseline_spend": "Baseline spend, a year",
    "benchmark": "Benchmark",
    "benchmark_source": "Source of the benchmark",
    "no_benchmark": "Why no benchmark exists",
    "scope": "Scope",
    "lessons": "Lessons",
    "benefit_owner_id": "Owner of the benefit",
    "milestones": "Milestones of the scheme",
    "risks": "Risks of the scheme",
    "kpi": "KPI",
    "kpi_reading": "Reading",
    **gates.LABELS,
}

DEEDS = {
    "set_months": "changed its months",
    "adjust": "corrected a closed month",
    "correct_months": "corrected closed months from a file",
    "set_budget_lines": "changed the budget lines that it takes from",
    "set_shares": "changed whose saving it is",
    "settle_overlap": "settled that it is not counted twice",
    "reopen_overlap": "asked again whether it is counted twice",
    "set_pressure": "set what presses against it",
    "sign_full_year_effect": "signed its full-year effect",
    "set_places": "changed where it lands",
    "complete": "marked it as transacted in full",
    "transact": "recorded a journal that took it out of a budget",
    "reverse_transfer": "recorded the reversal of a journal",
    "open_next_year": "opened next year’s plan with its roll-over",
    "write_mandate": "wrote its mandate",
    "link_records": "said which milestones and risks belong to it",
    "add_kpi": "added a KPI",
    "edit_kpi": "changed a KPI",
    "withdraw_kpi": "withdrew a KPI",
    "read_kpi": "read a KPI",
    "start_assessment": "started its quality impact assessment",
    "describe_assessment": "said what its quality impact assessment is about",
    "answer_domain": "answered for a domain of quality",
    "score_after_mitigation": "scored a domain of quality after mitigation",
    "plan_mitigation": "planned a mitigation",
    "answer_equality": "answered the equality screening",
    "add_measure": "added a quality measure",
    "edit_measure": "changed a quality measure",
    "remove_measure": "removed a quality measure",
    "submit_assessment": "sent its quality impact assessment to the panel",
    "take_back_assessment": "took its quality impact assessment back from the panel",
    "withdraw_assessment": "withdrew its quality impact assessment",
    "approve_assessment": "approved its quality impact assessment",
    "approve_assessment_with_conditions": (
        "approved its quality impact assessment with conditions"
    ),
    "pause_assessment": "paused its quality impact assessment",
    "refuse_assessment": "refused its quality impact assessment",
    "reopen_assessment": "reopened the approval of its quality",
    "review_assessment": "reviewed what it did to quality",
    "hold_review": "held a review of the approval of its quality",
    "read_measure": "entered a reading of a quality measure",
    "screen_out": "screened it out: no full assessment is needed",
    "record_assessment": "recorded an approval that was given before",
    "validate_claim": "validated its claim",
    "query_claim": "queried its claim",
    "reject_claim": "rejected its claim",
    "open_query": "asked about its claim",
    "answer_query": "answered a query about its claim",
    "ask_on": "asked on about its claim",
    "close_query": "closed a query about its claim",
    "match_ledger_line": "matched a ledger line to it",
    "lose_ledger_line": "matched a ledger line of it to another scheme",
    **gates.DEEDS,
}


def labels(events: Iterable[AuditEvent]) -> dict[str, str]:
    """What each changed field is called; `2026-10 plan, recurrent` by its month's name."""
    fields = {field for event in events for field in event.differences}
    return LABELS | {field: _named(field) for field in fields - set(LABELS)}


def _named(field: str) -> str:
    """What somebody named keeps its letters: `NHS app messages`; our own fields are one word."""
    return f"{field[:1].upper()}{field[1:]}" if field[:1].isupper() else _by_month(field)


def validated_together(words: Iterable[Validation], events: Iterable[AuditEvent]) -> list[Chapter]:
    """The scheme's part of decisions on many claims, whose one event names them all.

    A workforce-sensitive scheme has an event of its own beside it, which is not told twice.
    """
    told = {event.at for event in events if event.action == "scheme.validate_claim"}
    return [
        Chapter(
            at=word.at,
            who=word.by,
            deed="validated its claim, together with others",
            reason="",
            changes=[_validated(word)],
        )
        for word in words
        if word.at not in told
    ]


def _validated(word: Validation) -> Change:
    pounds = money.exact(word.recurrent + word.non_recurrent)
    rests_on = f" ({word.evidence.value})" if word.evidence else ""
    return Change(f"{word.month.label} claim", NOTHING, f"validated at {pounds}{rests_on}")


def _by_month(field: str) -> str:
    written, _, cell = field.partition(" ")
    try:
        return f"{Month.parse(written).label} {cell}"
    except RuleBroken:
        return ""
