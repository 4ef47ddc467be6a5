"""How honest forecasts are: what was forecast at each lock, and what then came."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Permission
from app.core.errors import NotAllowed
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.reporting import display
from app.reporting.commands import accuracy as commands
from app.reporting.forms.accuracy import ByPersonForm
from app.reporting.queries import accuracy as queries
from app.reporting.views.blueprint import bp
from app.savings.rules import accuracy as rules
from app.savings.rules import outturn_range
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("/accuracy")
@requires(Permission.READ_PROGRAMME)
def accuracy() -> ResponseReturnValue:
    """Bias and spread one, three and six months ahead, and how the year may end."""
    actor = current_actor()
    found = programmes.readable(actor)
    code = request.args.get("programme", "")
    programme = next((each for each in found if each.code == code), found[0] if found else None)
    page = queries.page(programme, actor, today()) if programme else None
    return render_template(
        "reporting/accuracy.html",
        programmes=found,
        programme=programme,
        page=page,
        rules=rules,
        most=queries.MOST,
        in_columns=display.in_columns,
        in_full=display.in_full,
        range_in_words=outturn_range.in_words,
        drawn_from=outturn_range.drawn_from,
        beside=outturn_range.beside,
    )


@bp.route("/accuracy/<code>/by-person", methods=["GET", "POST"])
@requires(Permission.APPROVE_MONTH)
def accuracy_by_person(code: str) -> ResponseReturnValue:
    """The SRO decides, with a reason, whether each person's accuracy is shown to that person."""
    actor = current_actor()
    programme = programmes.readable_by_code(code, actor)
    if not queries.holds_sro(actor, programme.place, today()):
        raise NotAllowed(commands.ONLY_SRO)
    decision = queries.by_person(programme.id)
    form = ByPersonForm()
    is_shown = not (decision and decision.is_shown)
    if form.validate_on_submit() and form.saves(lambda: _decide(programme, form, is_shown)):
        flash("The decision is on record")
        return redirect(url_for(".accuracy", programme=programme.code))
    page = render_template(
        "reporting/accuracy_by_person.html", form=form, programme=programme, is_shown=is_shown
    )
    return page, form.status


def _decide(programme: Programme, form: ByPersonForm, is_shown: bool) -> None:
    reason = form.reason.data or ""
    commands.set_accuracy_by_person(
        programme, is_shown=is_shown, reason=reason, actor=current_actor(), at=now()
    )
