"""What closes the gap to target: the actions beside it, and what came of them."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.actions import queries as actions
from app.actions.rules import ActionThresholds
from app.core.actor import Actor, Permission
from app.core.financial_year import Month
from app.programmes import queries as programmes
from app.programmes.models import Programme, Workstream
from app.savings import queries
from app.savings.display import gap as display
from app.savings.queries import gap as gaps
from app.savings.rules.totals import Weights
from app.savings.views.blueprint import bp, counted
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import today


@bp.route("/gap")
@requires(Permission.READ_PROGRAMME)
def gap() -> ResponseReturnValue:
    """The gap to target, what is being done about it, and what is still uncovered."""
    actor = current_actor()
    found = programmes.readable(actor)
    code = request.args.get("programme", "")
    programme = next((each for each in found if each.code == code), found[0] if found else None)
    month = counted(programme)
    given = _given(programme, month, actor) if programme else {}
    return render_template(
        "savings/gap.html", programmes=found, programme=programme, month=month, **given
    )


def _given(programme: Programme, month: Month, actor: Actor) -> dict[str, Any]:
    values = settings.as_at(programme.id, today())
    found = actions.gap_closers(programme.id, month.financial_year, actor)
    weights, as_at = values.fill(Weights, "weights"), min(today(), month.last)
    places = gaps.gaps(programme, month, actor, weights=weights, as_at=as_at)
    return {
        "page": display.page(places, found, today(), values.fill(ActionThresholds, "actions")),
        "weights": weights.lines,
        "reads_all": actor.can(Permission.READ_PROGRAMME, programme.place),
        "left_out": queries.left_out(actor, Workstream.programme_id == programme.id),
        "gap_in_words": display.gap_in_words,
        "aim_in_words": display.aim_in_words,
        "brought_in_words": display.brought_in_words,
        "share_of_gap": display.share_of_gap,
    }
