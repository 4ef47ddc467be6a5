"""The list of dependencies."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.audit import exports
from app.core.actor import Permission
from app.dependencies import display, queries
from app.dependencies.views.blueprint import bp
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("")
@requires(Permission.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    """All dependencies that the reader may see."""
    actor = current_actor()
    listing = display.listing(actor, request.args, today())
    state = listing.state(request.args)
    statement = queries.listed(actor)
    if state.file:
        statement = listing.narrow(queries.with_texts(statement), state)
        return exports.download(listing, state, statement, actor=actor, at=now())
    table = listing.table(listing.narrow(statement, state), state)
    return render_template("dependencies/index.html", table=table, notices=queries.unnoted(actor))
