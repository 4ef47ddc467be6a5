"""The matrix of a programme's dependencies: who gives to whom."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.dependencies import display, queries
from app.dependencies.views.blueprint import bp
from app.programmes import queries as programmes
from app.web.access import current_actor, requires
from app.web.clock import today


@bp.route("/matrix")
@requires(Permission.READ_PROGRAMME)
def matrix() -> ResponseReturnValue:
    """Workstreams by workstreams, in one programme."""
    actor = current_actor()
    readable = programmes.readable(actor)
    asked = request.args.get("programme", "")
    programme = next((p for p in readable if p.code == asked), readable[0] if readable else None)
    code = programme.code if programme else ""
    listing = display.listing(actor, {"programme": code}, today())
    state = listing.state({"programme": code})
    rows = queries.rows(listing.narrow(queries.of_programme(actor, programme), state))
    return render_template(
        "dependencies/matrix.html",
        matrix=display.matrix(listing.read(row) for row in rows),
        programme=programme,
        programmes=readable,
    )
