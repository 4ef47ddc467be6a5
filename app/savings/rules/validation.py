"""When a claimed saving agrees with the ledger, and when a month may be signed (nhs-domain 1.6).

All amounts are pence. A claim is the actual that a scheme's month holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core import money
from app.core.money import POUND, Pence
from app.core.setting import said

NOTHING = Pence(0)


class Evidence(StrEnum):
    """What an actual rests on, strongest first."""

    LEDGER = "ledger"
    ESR = "ESR"
    ACTIVITY_MODEL = "activity model"
    SELF_DECLARED = "self-declared"

    @property
    def label(self) -> str:
        """As a list begins it: an abbreviation keeps its capitals."""
        return self.value[0].upper() + self.value[1:]


class Finding(StrEnum):
    """What finance said of a month's claim."""

    VALIDATED = "validated"
    QUERIED = "queried"
    REJECTED = "rejected"


@dataclass(frozen=True)
class ValidationTolerances:
    """How far two figures may stand apart and still agree: the larger of pounds and per cent."""

    claim_pounds: int = said(
        500, "A claim agrees with the ledger within", "pounds", limits=(0, 1_000_000)
    )
    claim_percent: int = said(
        2, "or, where that is more, within", "% of the ledger", limits=(0, 100)
    )
    month_pounds: int = said(
        1_000, "A month is signed with unexplained differences up to", "pounds", limits=(0, 10**8)
    )
    month_percent: int = said(
        1, "or, where that is more, up to", "% of the figure compared with", limits=(0, 100)
    )

    def claim(self, ours: int, theirs: int) -> bool:
        """Whether a claim and its ledger figure agree."""
        return is_within(ours, theirs, pounds=self.claim_pounds, percent=self.claim_percent)

    def month(self, unexplained: int, theirs: int) -> bool:
        """Whether what is left unexplained of a month may stand."""
        return is_within(
            unexplained + theirs, theirs, pounds=self.month_pounds, percent=self.month_percent
        )


DEFAULTS = ValidationTolerances()


def is_within(ours: int, theirs: int, *, pounds: int, percent: int) -> bool:
    """Whether the difference is at most the pounds, or at most the per cent of their figure."""
    apart = abs(ours - theirs)
    return apart <= pounds * POUND or apart * 100 <= abs(theirs) * percent


@dataclass(frozen=True)
class Claim:
    """What a scheme claims for a month; a part that is not given is None."""

    recurrent: Pence | None = None
    non_recurrent: Pence | None = None

    @property
    def total(self) -> Pence:
        return Pence((self.recurrent or 0) + (self.non_recurrent or 0))

    @property
    def is_given(self) -> bool:
        return (self.recurrent, self.non_recurrent) != (None, None)

    def at_most(self, other: "Claim") -> "Claim":
        """Each part, or the other's where that is less: a claim is never validated beyond it."""
        return Claim(
            Pence(min(self.recurrent or 0, other.recurrent or 0)),
            Pence(min(self.non_recurrent or 0, other.non_recurrent or 0)),
        )

    def is_as(self, other: "Claim") -> bool:
        """Not given and nought are the same claim."""
        return (self.recurrent or 0, self.non_recurrent or 0) == (
            other.recurrent or 0,
            other.non_recurrent or 0,
        )


@dataclass(frozen=True)
class Decided:
    """Finance's newest word on the month: on which claim, with which ledger figure beside it."""

    finding: Finding
    claim: Claim
    ledger: Pence | None = None


class Standing(StrEnum):
    """How a month's claim stands beside the ledger and finance's last word."""

    AGREES = "agrees with the ledger"
    WITHIN = "within tolerance"
    DIFFERS = "differs from the ledger"
    NO_LEDGER = "no ledger line"
    NO_CLAIM = "in the ledger, not claimed"
    NEGATIVE = "negative or reversed"
    CLAIM_MOVED = "claim moved since it was decided"
    LEDGER_MOVED = "ledger moved since it was validated"
    QUERIED = "queried"
    REJECTED = "rejected"
    VALIDATED = "validated"

    @property
    def is_ready(self) -> bool:
        """Whether it may be validated together with others."""
        return self in (Standing.AGREES, Standing.WITHIN)

    @property
    def is_decided(self) -> bool:
        """Whether nothing is left to decide."""
        return self in (Standing.VALIDATED, Standing.REJECTED)

    @property
    def is_exception(self) -> bool:
        """Whether somebody has to look at it by itself."""
        return not (self.is_ready or self.is_decided)


def standing(
    claim: Claim,
    ledger: Pence | None,
    decided: Decided | None = None,
    tolerances: ValidationTolerances = DEFAULTS,
    *,
    is_asked: bool = False,
) -> Standing:
    """What finance said holds until the claim or the ledger moves; a query until it is decided.

    `is_asked`: a query about it is not closed, so a person looks at it whatever the figures say,
    but for a verdict that holds: a question does not take finance's word back.
    """
    stands = _unasked(claim, ledger, decided, tolerances)
    return Standing.QUERIED if is_asked and not stands.is_decided else stands


def _unasked(
    claim: Claim, ledger: Pence | None, decided: Decided | None, tolerances: ValidationTolerances
) -> Standing:
    if decided is None:
        return compared(claim, ledger, tolerances)
    if decided.finding is Finding.QUERIED:
        return Standing.QUERIED
    if not claim.is_as(decided.claim):
        return Standing.CLAIM_MOVED
    if decided.finding is Finding.REJECTED:
        return Standing.REJECTED
    if ledger != decided.ledger and not _still_shows(ledger, claim, tolerances):
        return Standing.LEDGER_MOVED
    return Standing.VALIDATED


def _still_shows(ledger: Pence | None, claim: Claim, tolerances: ValidationTolerances) -> bool:
    """Whether a ledger that moved agrees still. None, or one below nought, never does by itself."""
    return ledger is not None and ledger >= 0 and tolerances.claim(claim.total, ledger)


def compared(
    claim: Claim, ledger: Pence | None, tolerances: ValidationTolerances = DEFAULTS
) -> Standing:
    """The claim beside the ledger alone. A negative figure is always looked at by a person."""
    if min(claim.recurrent or 0, claim.non_recurrent or 0, ledger or 0) < 0:
        return Standing.NEGATIVE
    if ledger is None:
        return Standing.NO_LEDGER
    if not claim.total and ledger:
        return Standing.NO_CLAIM
    if claim.total == ledger:
        return Standing.AGREES
    return Standing.WITHIN if tolerances.claim(claim.total, ledger) else Standing.DIFFERS


def in_proportion(ledger: Pence, claim: Claim, plan: Claim) -> Claim:
    """The ledger's figure, split as the claim is; as the plan where there is no claim to follow.

    To the penny: the two parts always add up to the figure.
    """
    for split in (claim, plan):
        parts = (split.recurrent or 0, split.non_recurrent or 0)
        if min(parts) >= 0 and sum(parts) > 0:
            recurrent, non_recurrent = money.spread(ledger, parts)
            return Claim(recurrent, non_recurrent)
    return Claim(ledger, Pence(0))


@dataclass(frozen=True)
class Agreement:
    """The validated savings to date beside another's figure, and what was explained of it.

    A difference above nought says that ours is the larger.
    """

    ours: Pence
    theirs: Pence
    explained: Pence
    is_agreed: bool

    @property
    def difference(self) -> Pence:
        return Pence(self.ours - self.theirs)

    @property
    def unexplained(self) -> Pence:
        return Pence(self.difference - self.explained)

    @property
    def in_words(self) -> str:
        """`agrees`, or `differs by £1,234.00`, as a board reads it."""
        if self.unexplained == 0:
            return "agrees" if not self.explained else "agrees, once explained"
        side = "more" if self.unexplained > 0 else "less"
        amount = money.exact(abs(self.unexplained))
        within = ", within tolerance" if self.is_agreed else ""
        return f"differs by {amount} ({side} is validated){within}"


def agreement(
    ours: Pence,
    theirs: Pence,
    explained: Pence = NOTHING,
    tolerances: ValidationTolerances = DEFAULTS,
) -> Agreement:
    """How far ours stands from theirs, and whether what is unexplained may stand."""
    unexplained = ours - theirs - explained
    return Agreement(ours, theirs, explained, tolerances.month(unexplained, theirs))


def moved(then: Mapping[str, int | None], now: Mapping[str, int | None]) -> list[str]:
    """The names of the signed figures that are no longer what they were."""
    return [name for name, figure in then.items() if now.get(name) != figure]
