"""The 5×5: where the open risks of a place stand, as a table and as a picture."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.programmes import queries as programmes
from app.programmes.filters import place_filters
from app.risks import display, queries, rules
from app.risks.views.blueprint import bp
from app.settings import queries as settings
from app.web.access import current_actor, requires
from app.web.clock import today


@bp.route("/matrix")
@requires(Permission.READ_PROGRAMME)
def matrix() -> ResponseReturnValue:
    """Open risks by consequence and likelihood, each cell a link to its risks."""
    actor = current_actor()
    places = place_filters(actor, chosen_programme=request.args.get("programme", ""))
    kept: dict[str, Any] = {
        each.key: each.chosen(request.args.get(each.key, "")) for each in places
    }
    conditions = [each.condition(kept[each.key]) for each in places if kept[each.key]]
    standing = queries.standing(actor, today().replace(day=1), *conditions)
    limits = settings.fill(rules.RiskThresholds, "risks", _programme_id(actor, kept), today())
    draw = current_app.extensions.get("risk picture")
    return render_template(
        "risks/matrix.html",
        rows=display.matrix(display.counted(standing), limits, _address(kept)),
        total=len(standing),
        consequences=list(enumerate(rules.CONSEQUENCES, start=1)),
        picture=display.picture(draw, standing, limits),
        withheld=queries.withheld(actor, *conditions),
        kept={key: value for key, value in kept.items() if value},
    )


def _address(kept: dict[str, Any]) -> Any:
    """The register's address for a cell, in the same place."""
    asked = {key: value for key, value in kept.items() if value}

    def of(consequence: int, likelihood: int) -> str:
        return url_for(".index", consequence=consequence, likelihood=likelihood, **asked)

    return of


def _programme_id(actor: Actor, kept: dict[str, Any]) -> int | None:
    """The programme whose bands colour the table: the one chosen, or the only one."""
    code = kept.get("programme")
    chosen = [each.id for each in programmes.readable(actor) if not code or each.code == code]
    return chosen[0] if len(chosen) == 1 else None
