"""Giving a signature again, where whoever gave it has come into the scheme's line since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.core import dates
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.programmes.roles import Role
from app.savings.commands import decisions
from app.savings.commands.decisions import Word
from app.savings.models import Scheme, SchemeStatus
from app.savings.queries import lifecycle as queries
from app.savings.queries import signing
from app.savings.rules.lifecycle import Gate


def sign_again(
    scheme: Scheme,
    gate: Gate,
    *,
    role: Role | None = None,
    reason: str = "",
    evidence: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Somebody outside the line signs beside it: nothing reopens, and the scheme stays where it is.

    The signature that it stands beside is kept; G3b is decided again in the assessment of quality.
    """
    actor.must(Permission.SIGN_GATES, scheme.place)
    if scheme.status is SchemeStatus.WITHDRAWN:
        raise RuleBroken(None, "This scheme is withdrawn: open it again first")
    scheme.must_be(version)
    today = dates.in_london(at)
    standing = queries.standing(scheme, today)
    roles = _asked(signing.again(standing, gate, today), gate, role)
    signer = signing.must_have_chance(standing, gate, roles, actor, on=today)
    word = Word.of(signer, reason=reason, evidence=evidence)
    decisions.sign_beside(standing, gate, word, actor=actor, at=at)


def _asked(roles: Sequence[Role], gate: Gate, role: Role | None) -> Sequence[Role]:
    """The roles in which it is signed again. Raises RuleBroken where none is, or another one."""
    if not roles:
        raise RuleBroken(
            "gate",
            f"{gate} is not to be signed again: no signature of it was given by somebody who is "
            "now in this scheme’s line",
        )
    if role is not None and role not in roles:
        raise RuleBroken("role", f"{gate} is not to be signed again by the {role.label.lower()}")
    return (role,) if role is not None else roles
