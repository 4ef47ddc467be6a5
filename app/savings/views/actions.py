"""What is done for a scheme: its own actions, and those of records about it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.actions import queries as actions
from app.actions.display import Line, kind_in_words
from app.actions.rules import ActionThresholds
from app.core.actor import Permission
from app.savings import queries
from app.savings.queries import lifecycle
from app.savings.views.blueprint import bp
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import today


@bp.route("/<int:scheme_id>/actions")
@requires(Permission.READ_PROGRAMME)
def scheme_actions(scheme_id: int) -> ResponseReturnValue:
    """Open ones first: a scheme is closed once all of them are done."""
    actor = current_actor()
    scheme = queries.get(scheme_id, actor)
    limits = settings.fill(ActionThresholds, "actions", scheme.workstream.programme_id, today())
    found = actions.about(lifecycle.actions_about(scheme.id), actor)
    return render_template(
        "savings/scheme_actions.html",
        scheme=scheme,
        lines=[Line(each, today(), limits) for each in found],
        kind_in_words=kind_in_words,
        may_add=actor.can(Permission.EDIT_ACTIONS, scheme.place),
    )
