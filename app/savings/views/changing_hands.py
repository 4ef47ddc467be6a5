"""Telling whoever changes a line which signatures have fallen inside it by that."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, url_for

from app.savings.display import again as display
from app.savings.queries import signers
from app.web.access import current_actor
from app.web.clock import today


def look(workstream_id: int | None = None) -> Callable[[], None]:
    """Call what it returns after the change: it tells of what was not to be signed again before."""
    actor, on = current_actor(), today()
    before = signers.seats(actor, on, workstream_id)

    def tell() -> None:
        fallen = signers.seats(actor, on, workstream_id) - before
        schemes = sorted({(each.ref, each.scheme_id) for each in fallen})
        if schemes:
            links = [(ref, url_for("savings.gates", scheme_id=key)) for ref, key in schemes]
            flash(display.to_sign_again(links), "notice")

    return tell
