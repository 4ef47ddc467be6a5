"""Whether a mandate may be written now, and whether it was signed as it is."""

from __future__ import annotations

from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.savings.models import Scheme, SchemeStatus, Stage
from app.savings.rules.lifecycle import has_reached


def must_be_open_to(actor: Actor, scheme: Scheme) -> None:
    """Raises NotAllowed or RuleBroken unless the actor may write the mandate as it stands now.

    A complete scheme still has its lessons before it; a closed one is history.
    """
    actor.must(Permission.EDIT_SAVINGS, scheme.place)
    if scheme.status is SchemeStatus.WITHDRAWN:
        raise RuleBroken(None, "This scheme is withdrawn: open it again to write its mandate")
    if scheme.stage is Stage.CLOSED:
        raise RuleBroken(None, "This scheme is closed: its mandate stays as it is")


def is_signed(scheme: Scheme) -> bool:
    """Whether G2 is passed: the mandate was signed as it is."""
    return has_reached(scheme.stage, Stage.ASSURANCE)


def is_relied_on(scheme: Scheme) -> bool:
    """Whether somebody gave their word on the scope: at G2, or on its effect on quality."""
    return is_signed(scheme) or scheme.quality_cleared_until is not None
