"""How two owners come to agree on a dependency, and what undoes it (nhs-domain 6.4).

    draft ──propose──► proposed ──both agree──► agreed ──deliver──► delivered ──accept──► accepted
                          ▲  └─────dispute───►    │dispute              │dispute
                          └───────propose──── disputed ◄────────────────┘

Either party proposes, and by proposing signs; the other signs by agreeing. The giver delivers, the
receiver accepts. Either may dispute what is proposed or agreed; a delivery only the receiver.
Only the receiver, who no longer needs it, withdraws; a draft or proposal either may withdraw.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.errors import RuleBroken


class Status(StrEnum):
    """Where a dependency stands between its two owners."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def is_agreed(self) -> bool:
        """Both have signed; one that has been delivered was agreed."""
        return self in (Status.AGREED, Status.DELIVERED, Status.ACCEPTED)

    @property
    def is_settled(self) -> bool:
        """Delivered, accepted or withdrawn: nobody is waiting any more."""
        return self in (Status.DELIVERED, Status.ACCEPTED, Status.WITHDRAWN)


class Party(StrEnum):
    """The two owners of a dependency."""

    GIVER = "giver"
    RECEIVER = "receiver"


class Move(StrEnum):
    """What an owner may do next."""

    PROPOSE = "propose"
    AGREE = "agree"
    DELIVER = "deliver"
    ACCEPT = "accept"
    DISPUTE = "dispute"
    WITHDRAW = "withdraw"


GIVER = frozenset({Party.GIVER})
RECEIVER = frozenset({Party.RECEIVER})
EITHER = GIVER | RECEIVER
NOBODY: frozenset[Party] = frozenset()

_WHO_MAY: dict[tuple[Status, Move], frozenset[Party]] = {
    (Status.DRAFT, Move.PROPOSE): EITHER,
    (Status.DISPUTED, Move.PROPOSE): EITHER,
    (Status.PROPOSED, Move.AGREE): EITHER,
    (Status.AGREED, Move.DELIVER): GIVER,
    (Status.DELIVERED, Move.ACCEPT): RECEIVER,
    (Status.PROPOSED, Move.DISPUTE): EITHER,
    (Status.AGREED, Move.DISPUTE): EITHER,
    (Status.DELIVERED, Move.DISPUTE): RECEIVER,
    (Status.DRAFT, Move.WITHDRAW): EITHER,
    (Status.PROPOSED, Move.WITHDRAW): EITHER,
    (Status.AGREED, Move.WITHDRAW): RECEIVER,
    (Status.DISPUTED, Move.WITHDRAW): RECEIVER,
}
_LEADS_TO = {
    Move.PROPOSE: Status.PROPOSED,
    Move.DELIVER: Status.DELIVERED,
    Move.ACCEPT: Status.ACCEPTED,
    Move.DISPUTE: Status.DISPUTED,
    Move.WITHDRAW: Status.WITHDRAWN,
}


@dataclass(frozen=True)
class Standing:
    """Where it stands and who has signed the dates as they are now."""

    status: Status
    signed: frozenset[Party] = NOBODY


class DateEffect(StrEnum):
    """What changing a date does: nothing to an agreement, tell the other, or sign anew."""

    FREE = "free"
    NOTIFIES = "notifies"
    REOPENS = "reopens"


def allowed_moves(standing: Standing, by: Party) -> tuple[Move, ...]:
    """What this owner may do now, in the order of the process."""
    return tuple(move for move in Move if _may(standing, move, by))


def make(move: Move, standing: Standing, by: Party) -> Standing:
    """The standing after the move. Raises RuleBroken, field "status", when it is not allowed."""
    if not _may(standing, move, by):
        raise RuleBroken("status", _refusal(move, standing, by))
    if move is Move.AGREE:
        signed = standing.signed | {by}
        return Standing(Status.AGREED if signed == EITHER else Status.PROPOSED, signed)
    if move in (Move.DELIVER, Move.ACCEPT):
        return Standing(_LEADS_TO[move], standing.signed)
    return Standing(_LEADS_TO[move], frozenset({by}) if move is Move.PROPOSE else NOBODY)


def after_date_change(
    standing: Standing, *, need_by: date | None, promise: date | None, by: Party
) -> tuple[Standing, DateEffect]:
    """What a changed date does, given both dates as they are after the change.

    An agreement whose promise still meets need-by stands, and the other owner is told. Any other
    re-opens: it is proposed again, signed only by the one who changed the date. A draft or a
    dispute has no agreement to lose. Raises RuleBroken once it is delivered or withdrawn.
    """
    if standing.status.is_settled:
        raise RuleBroken("status", f"It is {standing.status}, so its dates cannot change")
    if standing.status in (Status.DRAFT, Status.DISPUTED):
        return standing, DateEffect.FREE
    meets = need_by is not None and promise is not None and promise <= need_by
    if standing.status is Status.AGREED and meets:
        return standing, DateEffect.NOTIFIES
    return Standing(Status.PROPOSED, frozenset({by})), DateEffect.REOPENS


def _may(standing: Standing, move: Move, by: Party) -> bool:
    has_signed = move is Move.AGREE and by in standing.signed
    return by in _WHO_MAY.get((standing.status, move), NOBODY) and not has_signed


def _refusal(move: Move, standing: Standing, by: Party) -> str:
    who = _WHO_MAY.get((standing.status, move), NOBODY)
    if by in who:
        return f"The {by} has agreed already; the other owner has to agree too"
    if who:
        return f"Only the {next(iter(who))} can {move} it while it is {standing.status}"
    return f"You cannot {move} a dependency that is {standing.status}"
