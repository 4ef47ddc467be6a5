"""Targets by workstream, what left budgets, and what finance did not believe."""

from __future__ import annotations

TARGETS = {  # £k of the year; £100k of the programme's target is given to nobody yet
    "WS01": 760,
    "WS02": 740,
    "WS03": 480,
    "WS04": 500,
    "WS05": 460,
    "WS06": 860,
    "WS07": 560,
    "WS08": 340,
}
TRANSACTED = {  # per cent of the year's recurrent plan that has left a budget
    "Stop premium-rate evening lists": 100,
    "Template changes in ten specialties": 80,
    "Hand back two unused clinic rooms": 60,
    "Follow-up by request in rheumatology and ENT": 100,
    "Fewer waiting-list initiative sessions": 100,
    "Job-planned time for advice replaces agency": 75,
    "Two-way text reminders": 100,
    "Telephone first for test results": 50,
    "One booking team for four sites": 70,
    "Letters sent through the app": 100,
    "Outsourced transcription ends": 100,
    "Clinic nursing bank in place of agency": 90,
}
QUERIED = {  # the ledger's share of the claim, per cent, and what finance asked
    "Musculoskeletal clinics in health centres": (
        81,
        "The rooms at the hospital are still charged to the department. Which month do they end?",
    ),
    "Close the Thursday overflow suite": (
        70,
        "Two clerks are still paid from the suite’s budget. When do they move?",
    ),
}
REJECTED = {
    "Backfill cancelled sessions": (
        0,
        "The budget was cut, but what was spent on sessions did not fall",
    ),
}
PAPER_LESS = 6  # £k: what the finance paper leaves out each month, with the reason
PAPER_REASON = "The finance paper closes two days earlier: late journals of the community sites"
