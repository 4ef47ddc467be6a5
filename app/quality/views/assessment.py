"""A scheme's quality page: where its assessment stands, what is missing next, its editions."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.quality.queries import assessments, thresholds
from app.quality.views.blueprint import bp
from app.savings import queries as savings
from app.web.access import current_actor, requires
from app.web.clock import today


@bp.route("/schemes/<int:scheme_id>")
@requires(Permission.READ_PROGRAMME)
def scheme(scheme_id: int) -> ResponseReturnValue:
    """The state of the gate for one scheme."""
    actor = current_actor()
    found = savings.get(scheme_id, actor)
    current = assessments.current_of(scheme_id, actor)
    return render_template(
        "quality/scheme.html",
        scheme=found,
        current=current,
        editions=assessments.editions(scheme_id),
        lacks=current.missing(thresholds.of_scheme(found, today())) if current else [],
        may_assess=actor.can(Permission.ASSESS_QUALITY, found.place),
    )
