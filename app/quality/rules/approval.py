"""What the two clinical executives' words on an assessment come to: both, or nothing (2.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core import dates
from app.quality.rules.thresholds import DEFAULTS, PanelThresholds


class Seat(StrEnum):
    """The two whose approval is needed, both. The values are those of their roles."""

    MEDICAL = "medical-director"
    NURSING = "chief-nurse"

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()

    @property
    def other(self) -> "Seat":
        return Seat.NURSING if self is Seat.MEDICAL else Seat.MEDICAL


class PanelVerdict(StrEnum):
    """What a clinical executive says."""

    APPROVE = "approve"
    CONDITIONS = "approve with conditions"
    PAUSE = "pause"
    REFUSE = "refuse"

    @property
    def is_approving(self) -> bool:
        return self in (PanelVerdict.APPROVE, PanelVerdict.CONDITIONS)

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def past(self) -> str:
        """`approved with conditions`: what the executive did."""
        first, *rest = self.value.split(" ")
        return " ".join([f"{first}d", *rest])


class Outcome(StrEnum):
    """What their words come to."""

    WAITING = "waiting"
    APPROVED = "approved"
    PAUSED = "paused"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Word:
    """One decision: in which seat, and what."""

    seat: Seat
    verdict: PanelVerdict
    given_on: date
    by: str = ""
    person_id: int | None = None
    deputising_for: str = ""

    @property
    def who(self) -> str:
        """The person, and for whom they stand in."""
        return f"{self.by}, for {self.deputising_for}" if self.deputising_for else self.by


def newest(words: Iterable[Word]) -> dict[Seat, Word]:
    """The word that holds in each seat: the last of those given, which come in order."""
    return {word.seat: word for word in words}


def outcome(words: Iterable[Word]) -> Outcome:
    """Approved only by both; one refusal refuses, and one pause pauses, whatever the other says."""
    holding = newest(words)
    verdicts = {word.verdict for word in holding.values()}
    if PanelVerdict.REFUSE in verdicts:
        return Outcome.REFUSED
    if PanelVerdict.PAUSE in verdicts:
        return Outcome.PAUSED
    return Outcome.WAITING if missing(holding) else Outcome.APPROVED


def missing(holding: Mapping[Seat, Word]) -> tuple[Seat, ...]:
    """The seats that have not spoken."""
    return tuple(seat for seat in Seat if seat not in holding)


def in_words(words: Iterable[Word]) -> str:
    """Where it stands, naming who is missing: `Approved by …; it waits for the chief nurse`."""
    holding = newest(words)
    said = [
        f"the {seat.label.lower()}{f' ({word.who})' if word.by else ''} {word.verdict.past}"
        for seat, word in holding.items()
    ]
    absent = [f"the {seat.label.lower()}" for seat in missing(holding)]
    result = outcome(holding.values())
    parts = [_RESULT[result], *said]
    if absent and result is Outcome.WAITING:
        parts.append(f"it waits for {' and '.join(absent)}")
    return "; ".join(parts)


_RESULT = {
    Outcome.WAITING: "Not approved yet",
    Outcome.APPROVED: "Approved by both",
    Outcome.PAUSED: "Paused",
    Outcome.REFUSED: "Refused",
}


def approved_on(words: Iterable[Word]) -> date | None:
    """The day of the later of the two approvals; None until both have approved."""
    holding = newest(words)
    if outcome(holding.values()) is not Outcome.APPROVED:
        return None
    return max(word.given_on for word in holding.values())


def valid_until(approved: date, thresholds: PanelThresholds = DEFAULTS) -> date:
    """The last day on which the approval holds: the same day so many months later."""
    return dates.months_after(approved, thresholds.valid_months)


def is_out_of_scope(scope_assessed: int, scope_now: int) -> bool:
    """Whether the scheme's scope has changed since it was assessed, which expires the approval."""
    return scope_now > scope_assessed


def expires_soon(until: date, on: date, thresholds: PanelThresholds = DEFAULTS) -> bool:
    """Whether a valid approval ends within the days of warning."""
    return on <= until <= on + timedelta(days=thresholds.warning_days)
