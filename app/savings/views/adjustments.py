"""Corrections of closed months: those that were made, and a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.financial_year import Month
from app.savings import queries
from app.savings.commands import closing as commands
from app.savings.display import adjustments as display
from app.savings.forms.adjustments import AdjustForm
from app.savings.models import Scheme, SchemeMonth
from app.savings.queries import closing
from app.savings.views.blueprint import bp, for_change
from app.web.access import current_actor, requires
from app.web.clock import now
from app.web.forms import answered


@bp.route("/<int:scheme_id>/corrections")
@requires(Permission.READ_PROGRAMME)
def corrections(scheme_id: int) -> ResponseReturnValue:
    """What was corrected in closed months, the newest first."""
    actor = current_actor()
    scheme = queries.get(scheme_id, actor)
    closed = closing.closed(scheme.workstream.programme_id)
    made = closing.adjustments(scheme_id)
    may_edit = actor.can(Permission.EDIT_SAVINGS, scheme.place)
    return render_template(
        "savings/corrections.html",
        scheme=scheme,
        closed=closed.month,
        corrections=display.corrections(made, closing.months_of(scheme_id)),
        may_correct=may_edit and closed.month and scheme.counts,
    )


@bp.route("/<int:scheme_id>/adjust", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def adjust(scheme_id: int) -> ResponseReturnValue:
    """Correct a closed month; the first button shows what the figures would be."""
    scheme, actor = for_change(scheme_id)
    scheme.must_count()
    last = closing.last_closed(scheme.workstream.programme_id)
    cells = closing.months_of(scheme_id)
    form = AdjustForm(obj=scheme, data={"month": request.args.get("month", "")})
    form.offer(_offered(last, cells))

    is_sent = form.validate_on_submit()
    only_shows = request.form.get("step") == "show"
    if is_sent and not only_shows and form.saves(lambda: _save(scheme, form, actor), scheme):
        flash(f"{scheme.ref}: {answered(form.month.data).label} corrected")
        return redirect(url_for(".corrections", scheme_id=scheme.id))
    shown = display.steps(cells.get(form.month.data), form.amounts) if is_sent else []
    page = render_template(
        "savings/adjust.html", scheme=scheme, form=form, cells=_known(last, cells), shown=shown
    )
    return page, form.status


def _save(scheme: Scheme, form: AdjustForm, actor: Actor) -> None:
    commands.adjust(
        scheme,
        answered(form.month.data),
        **form.amounts,
        reason=form.reason.data or "",
        version=form.shown_version,
        actor=actor,
        at=now(),
    )


def _offered(last: Month | None, cells: dict[Month, SchemeMonth]) -> list[Month]:
    """Closed months, the newest first: the year's, and earlier ones in which the scheme has any."""
    if last is None:
        return []
    this_year = {month for month in last.financial_year.months if month <= last}
    return sorted(this_year | {month for month in cells if month <= last}, reverse=True)


def _known(
    last: Month | None, cells: dict[Month, SchemeMonth]
) -> list[tuple[Month, SchemeMonth | None]]:
    return [(month, cells.get(month)) for month in _offered(last, cells)]
