"""A scheme's financial year by month: six boxes a month, one form, no script needed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.financial_year import FinancialYear
from app.core.money import Pence
from app.savings import commands, forms, queries
from app.savings.models import Scheme
from app.savings.queries import closing
from app.savings.views.blueprint import asked_year, bp, counted, for_change
from app.web.access import requires
from app.web.clock import now


@bp.route("/<int:scheme_id>/months", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def months(scheme_id: int) -> ResponseReturnValue:
    """Edit plan, forecast and actual of a financial year."""
    scheme, actor = for_change(scheme_id)
    last = counted(scheme.workstream.programme)
    year = asked_year(last.financial_year)
    saved = _saved(scheme, year)
    closed = closing.closed(scheme.workstream.programme_id)
    form = forms.months_form(year)(obj=saved)
    form.fix(closed, plan_is_frozen=bool(scheme.frozen_plan))
    if form.validate_on_submit() and form.saves(lambda: _save(scheme, form, year, actor), saved):
        flash(f"{scheme.ref}: {year} saved")
        return redirect(url_for(".detail", scheme_id=scheme.id, year=str(year).replace("/", "-")))
    given = {"form": form, "year": year, "last": last, "closed": closed}
    return render_template("savings/months.html", **_page(scheme, year), **given), form.status


def _page(scheme: Scheme, year: FinancialYear) -> dict[str, Any]:
    return {
        "scheme": scheme,
        "years": [year.previous, year, year.next],
        "frozen_on": closing.frozen_on(scheme),
        "headings": {cell: words.capitalize() for cell, words in forms.WORDS.items()},
    }


def _saved(scheme: Scheme, year: FinancialYear) -> Any:
    pressure = queries.pressure(scheme.id, year)
    cells = queries.cells(scheme.id, year)
    return forms.stored(scheme, cells, year, pressure.pence if pressure else None)


def _save(scheme: Scheme, form: forms.MonthsForm, year: FinancialYear, actor: Actor) -> None:
    """The months first: they refuse a page that has gone stale."""
    commands.set_months(
        scheme,
        form.given,
        version=form.shown_version,
        reason=(form.reason.data or "") if "reason" in form else "",
        require_reason=True,
        actor=actor,
        at=now(),
    )
    had_pressure = queries.pressure(scheme.id, year) is not None
    if form.pressure.data is not None or had_pressure:
        pence = form.pressure.data or Pence(0)
        commands.set_pressure(scheme, year=year, pence=pence, actor=actor, at=now())
