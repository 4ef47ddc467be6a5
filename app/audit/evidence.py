"""Events that stay in the trail whatever becomes of the request: exports, refusals, sign-ins."""

from __future__ import annotations

from flask import Response, request

from app.audit import commands
from app.audit.commands import Subject
from app.core.actor import Actor
from app.web import settle
from app.web.access import visitor
from app.web.clock import now

FORBIDDEN = 403


def keep(action: str, about: Subject, *, actor: Actor, reason: str = "") -> None:
    """Adds the event once the request is settled, in a transaction of its own."""
    settle.outlive(commands.evidence(action, about, actor=actor, at=now(), reason=reason))


def keep_refusal(response: Response) -> Response:
    """Notes that somebody who is signed in was refused a page."""
    if response.status_code == FORBIDDEN and (actor := visitor()):
        about = Subject(kind="page", name=f"{request.method} {request.path}"[:300])
        keep("access.refused", about, actor=actor)
    return response
