"""What the schemes at their gates are held against, and how their success is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KpiTold:
    """From where to where, in thousandths, and what it stood at in the months before the open."""

    title: str
    unit: str
    baseline: int
    target: int
    readings: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class MandateTold:
    """A page of one scheme; pounds a year are what is spent on what it changes."""

    scheme: str
    spend: int
    benchmark: str = ""
    source: str = ""
    none_exists: str = ""
    scope: str = ""
    kpis: tuple[KpiTold, ...] = ()
    milestones: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()


MANDATES = (
    MandateTold(
        "Interpreter booked with the appointment",
        spend=412_000,
        benchmark="Appointments that fail for want of an interpreter: here 6.8%, peers 3.9%",
        source="Model Hospital, quarter 1",
        scope="Outpatient appointments at every site that are booked by the central team. "
        "Inpatients and maternity stay as they are.",
        kpis=(
            KpiTold(
                "Appointments that fail for want of an interpreter",
                "%",
                6_800,
                4_000,
                ((-3, 6_500), (-2, 6_100), (-1, 5_200)),
            ),
        ),
        milestones=("Interpreter booking in the same screen",),
        risks=("Interpreters not available",),
    ),
    MandateTold(
        "Transport contract for shorter journeys",
        spend=1_180_000,
        none_exists="No trust nearby buys short and long journeys apart; the price was tested with "
        "three suppliers instead",
        scope="Journeys of up to ten miles to an outpatient clinic. Renal and cancer transport "
        "are not touched.",
        kpis=(
            KpiTold("Cost of a journey", "£", 48_500, 39_000, ((-2, 48_100), (-1, 46_900))),
            KpiTold("Patients who arrive late", "a month", 61_000, 60_000),
        ),
        milestones=("Transport contract awarded",),
        risks=("Journeys longer for some patients",),
    ),
    MandateTold(
        "Group video clinics",
        spend=265_000,
        benchmark="Patients seen in an hour of clinic: here 3.1, peers that run groups 5.4",
        source="GIRFT, further faster handbook",
    ),
)
