"""Thirty savings schemes: monthly plan in thousands of pounds, and how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.savings.models import CashClass
from app.savings.rules import DeliveryRisk, DevelopmentStatus

FULL, PLANS, IDEA = (
    DevelopmentStatus.FULLY_DEVELOPED,
    DevelopmentStatus.PLANS_IN_PROGRESS,
    DevelopmentStatus.OPPORTUNITY,
)
LOW, MED, HIGH = DeliveryRisk.LOW, DeliveryRisk.MEDIUM, DeliveryRisk.HIGH
CASH, TIME, AVOID, INCOME = (
    CashClass.CASH_RELEASING,
    CashClass.NON_CASH_RELEASING,
    CashClass.COST_AVOIDANCE,
    CashClass.INCOME,
)


class Shape(StrEnum):
    """How the plan is spread over the months from its start."""

    EVEN = "even"
    BACK_LOADED = "back-loaded"  # a third now, the rest in the last four months of the year


@dataclass(frozen=True, kw_only=True)
class SchemeTold:
    """A scheme: it starts that many months from the open one, at so much a month."""

    workstream: str
    title: str
    starts: int
    monthly: int  # £k a month, recurrent
    once: int = 0  # £k a month, non-recurrent
    status: DevelopmentStatus = FULL
    risk: DeliveryRisk = LOW
    category: str = "Pay: service redesign"
    cash: CashClass = CASH
    delivers: int = 100  # per cent of plan saved each month
    expects: int = 100  # per cent of plan forecast for the months to come
    shape: Shape = Shape.EVEN
    sensitive: bool = False


def told(workstream: str, title: str, starts: int, monthly: int, **more: object) -> SchemeTold:
    """One line of the table."""
    given: dict[str, object] = {
        "workstream": workstream,
        "title": title,
        "starts": starts,
        "monthly": monthly,
        **more,
    }
    return SchemeTold(**given)  # type: ignore[arg-type]  # a wrong name fails when the story is told


SCHEMES = (
    told("WS01", "Stop premium-rate evening lists", -7, 28, delivers=97),
    told("WS01", "Template changes in ten specialties", -6, 18, delivers=90, expects=96),
    told("WS01", "Hand back two unused clinic rooms", -4, 9, category="Non-pay: estates"),
    told("WS01", "Backfill cancelled sessions", -5, 14, risk=MED, delivers=82, expects=90),
    told("WS02", "Follow-up by request in rheumatology and ENT", -6, 16, delivers=101),
    told("WS02", "Follow-up by request in eight more specialties", -3, 24, risk=MED, delivers=88),
    told("WS02", "Release follow-up clinics to first attendances", -4, 12, cash=TIME, delivers=95),
    told("WS02", "Fewer waiting-list initiative sessions", -5, 17, once=6, delivers=98),
    told("WS03", "Advice first in cardiology", -7, 11, delivers=104, cash=AVOID),
    told("WS03", "Advice first in dermatology and urology", -4, 13, risk=MED, delivers=96),
    told("WS03", "Job-planned time for advice replaces agency", -5, 15, category="Pay: agency"),
    told("WS03", "Referral triage by advanced practitioners", -2, 8, status=PLANS, risk=MED),
    told("WS04", "Two-way text reminders", -7, 22, delivers=99, category="Non-pay: digital"),
    told("WS04", "Calls to patients likely to miss", -5, 9, delivers=93, expects=97),
    told("WS04", "Short-notice list for cancelled slots", -3, 12, risk=MED, delivers=91),
    told("WS04", "Interpreter booked with the appointment", -1, 5, status=PLANS, risk=MED),
    told("WS05", "Video review in diabetes and epilepsy", -6, 13, delivers=86, expects=92),
    told("WS05", "Telephone first for test results", -5, 12, delivers=94),
    told("WS05", "Close the Thursday overflow suite", -3, 19, risk=MED, delivers=70, expects=85),
    told("WS05", "Group video clinics", 2, 9, status=IDEA, risk=HIGH),
    told(
        "WS06",
        "Give back the east wing lease",
        -6,
        62,
        risk=HIGH,
        category="Non-pay: estates",
        shape=Shape.BACK_LOADED,
        delivers=62,
        expects=88,
        status=PLANS,
    ),
    told("WS06", "Musculoskeletal clinics in health centres", -5, 21, risk=MED, delivers=68),
    told("WS06", "Community phlebotomy before clinic", -4, 8, delivers=90),
    told("WS06", "Transport contract for shorter journeys", -1, 6, status=PLANS, risk=HIGH),
    told("WS07", "One booking team for four sites", -5, 26, delivers=95, sensitive=True),
    told("WS07", "Letters sent through the app", -6, 14, category="Non-pay: digital", delivers=102),
    told("WS07", "Outsourced transcription ends", -7, 10, category="Non-pay: procurement"),
    told("WS07", "Fewer re-booked appointments", -3, 7, risk=MED, delivers=85, expects=92),
    told("WS08", "Clinic nursing bank in place of agency", -5, 25, category="Pay: agency"),
    told("WS08", "Skill mix in pre-assessment", -2, 16, status=PLANS, risk=MED, sensitive=True),
)
