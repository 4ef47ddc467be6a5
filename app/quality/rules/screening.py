"""Which schemes need no full assessment: within the limits that both clinical executives set."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import money
from app.core.money import Pence


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most that a scheme may be worth in a full year, and what else it may be."""

    most: Pence
    allows_pay: bool = False
    allows_patient_facing: bool = False


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What is known of the scheme. Unknown is never within limits."""

    full_year: Pence | None
    is_pay: bool | None
    is_patient_facing: bool | None


NO_LIMITS = (
    "The medical director and the chief nurse have not both signed limits for this programme: "
    "assess the scheme in full"
)


IN_LINE = (
    "The limits were signed by {name}, in this scheme’s own line: what they signed cannot approve "
    "it, so assess the scheme in full"
)


def refusals(candidate: Candidate, limits: Limits | None) -> list[tuple[str | None, str]]:
    """Why it may not be screened out, each with its question; nothing when it may."""
    if limits is None:
        return [(None, NO_LIMITS)]
    return [
        *_too_much(candidate.full_year, limits),
        *_pay(candidate.is_pay, limits),
        *_patients(candidate.is_patient_facing, limits),
    ]


def _too_much(full_year: Pence | None, limits: Limits) -> list[tuple[str | None, str]]:
    if full_year is None:
        return [(None, "What it is worth in a full year is not known: give its plan first")]
    if full_year <= limits.most:
        return []
    worth, most = money.whole_pounds(full_year), money.whole_pounds(limits.most)
    return [(None, f"It is worth {worth} in a full year, above the limit of {most}")]


def _pay(is_pay: bool | None, limits: Limits) -> list[tuple[str | None, str]]:
    if limits.allows_pay or is_pay is False:
        return []
    if is_pay is None:
        return [(None, "It has no category, so it may be a pay scheme: choose its category first")]
    return [(None, "It is a pay scheme, and the limits allow none")]


def _patients(is_patient_facing: bool | None, limits: Limits) -> list[tuple[str | None, str]]:
    if is_patient_facing is None:
        return [("is_patient_facing", "Say whether it touches a service that patients use")]
    if is_patient_facing and not limits.allows_patient_facing:
        said = (
            "It touches a service that patients use, and the limits allow none: assess it in full"
        )
        return [("is_patient_facing", said)]
    return []
