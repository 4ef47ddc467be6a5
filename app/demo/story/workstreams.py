"""The eight workstreams of the outpatients improvement programme."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WorkstreamTold:
    """A workstream, its lead, and the dimensions that do not apply to it."""

    ref: str
    name: str
    lead: str
    purpose: str
    not_applicable: tuple[tuple[str, str], ...] = ()


WORKSTREAMS = (
    WorkstreamTold(
        "WS01",
        "Clinic utilisation",
        "priya",
        "Fill the clinics we run: fewer unused slots and rooms, no evening lists at premium pay.",
    ),
    WorkstreamTold(
        "WS02",
        "Patient-initiated follow-up",
        "ben",
        "Let patients come back when they need to, not when the calendar says so.",
    ),
    WorkstreamTold(
        "WS03",
        "Advice and guidance",
        "farah",
        "Answer general practice quickly, so that fewer patients need a hospital appointment.",
    ),
    WorkstreamTold(
        "WS04",
        "Missed appointments",
        "leo",
        "Halve the appointments that are missed, first where most are missed.",
    ),
    WorkstreamTold(
        "WS05",
        "Virtual clinics",
        "nadia",
        "See by telephone or video whoever does not need to travel.",
    ),
    WorkstreamTold(
        "WS06",
        "Community shift",
        "james",
        "Move eleven clinics into health centres, closer to home, and give space back.",
    ),
    WorkstreamTold(
        "WS07",
        "Administration and booking",
        "sian",
        "One booking team, one letter, one number to call.",
    ),
    WorkstreamTold(
        "WS08",
        "Workforce",
        "marcus",
        "The right staff in each clinic, with fewer agency shifts; enables the other seven.",
        (("cost", "An enabling workstream: its cost is in the others"),),
    ),
)
