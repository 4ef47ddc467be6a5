"""The register of assessments."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.audit import exports
from app.core.actor import Permission
from app.quality.display import register as display
from app.quality.queries import register as queries
from app.quality.views.blueprint import bp
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("")
@requires(Permission.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    """The current assessment of each scheme that the reader may see."""
    actor = current_actor()
    listing = display.listing(actor, request.args, today())
    state = listing.state(request.args)
    statement = listing.narrow(queries.listed(actor), state)
    if state.file:
        return exports.download(listing, state, statement, actor=actor, at=now())
    return render_template("quality/index.html", table=listing.table(statement, state))
