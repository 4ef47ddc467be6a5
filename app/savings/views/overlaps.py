"""Double counting: what was found, what was settled and why."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.savings.commands import overlaps as commands
from app.savings.display import overlaps as display
from app.savings.display.overlaps import Pair
from app.savings.forms.budget_lines import DecideForm
from app.savings.queries import overlaps as queries
from app.savings.views.blueprint import bp, counted
from app.web.access import current_actor, requires
from app.web.clock import now

MOST_LISTED = 100


@bp.route("/double-counting")
@requires(Permission.READ_PROGRAMME)
def double_counting() -> ResponseReturnValue:
    """Every pair that may count a saving twice, and those that were settled."""
    actor = current_actor()
    found = programmes.readable(actor)
    code = request.args.get("programme", "")
    programme = next((each for each in found if each.code == code), found[0] if found else None)
    pairs = _pairs(programme, actor) if programme else []
    open_pairs = [each for each in pairs if not each.is_settled]
    return render_template(
        "savings/double_counting.html",
        programmes=found,
        programme=programme,
        year=counted(programme).financial_year,
        open_pairs=open_pairs[:MOST_LISTED],
        found=len(open_pairs),
        settled=[each for each in pairs if each.is_settled],
        may_decide=programme and actor.can(Permission.VALIDATE_SAVINGS, programme.place),
    )


@bp.route("/double-counting/<code>/<key>", methods=["GET", "POST"])
@requires(Permission.VALIDATE_SAVINGS)
def decide_overlap(code: str, key: str) -> ResponseReturnValue:
    """Settle a pair with a reason, or open a settled one again."""
    actor = current_actor()
    programme = programmes.readable_by_code(code, actor)
    actor.must(Permission.VALIDATE_SAVINGS, programme.place)
    pair = next((each for each in _pairs(programme, actor) if each.overlap.key == key), None)
    if pair is None:
        raise NotFound("that pair: what the schemes share may have changed")
    form = DecideForm()
    settles = request.form.get("verdict", "open" if pair.is_settled else "settle") == "settle"

    def act() -> None:
        decide = commands.settle_overlap if settles else commands.reopen_overlap
        decide(programme, key, reason=form.reason.data or "", actor=actor, at=now())

    if form.validate_on_submit() and form.saves(act):
        flash("Settled" if settles else "Open again")
        return redirect(url_for(".double_counting", programme=programme.code))
    year = counted(programme).financial_year
    page = render_template("savings/decide_overlap.html", pair=pair, form=form, year=year)
    return page, form.status


def _pairs(programme: Programme, actor: Actor) -> list[Pair]:
    month = counted(programme)
    found, decided = queries.found(programme.id), queries.decisions(programme.id)
    return display.pairs(found, decided, actor, month)
