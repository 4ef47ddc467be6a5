"""Every journal that took money out of a budget, across schemes."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.audit import exports
from app.core.actor import Permission
from app.programmes.filters import chosen_places
from app.savings.display import journals as display
from app.savings.queries import journals as queries
from app.savings.views.blueprint import bp
from app.web.access import current_actor, requires
from app.web.clock import now


@bp.route("/journals")
@requires(Permission.READ_PROGRAMME)
def journals() -> ResponseReturnValue:
    """All journals of schemes that the reader may see, reversals too, with their sums."""
    actor = current_actor()
    listing = display.listing(actor, request.args)
    state = listing.state(request.args)
    statement = listing.narrow(queries.listed(actor), state)
    if state.file:
        return exports.download(listing, state, statement, actor=actor, at=now())
    return render_template(
        "savings/journals.html",
        table=listing.table(statement, state),
        sums=queries.summed(statement),
        withheld=queries.withheld(actor, *chosen_places(listing.filters, state)),
    )
