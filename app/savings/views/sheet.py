"""One sheet for all schemes: a month's actual and forecast, or the year's forecast."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, Permission
from app.core.errors import Conflict, RuleBroken
from app.core.financial_year import Month
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.savings.commands import sheet as commands
from app.savings.display import sheet as display
from app.savings.forms import WORDS
from app.savings.forms import sheet as forms
from app.savings.queries import closing, threads
from app.savings.queries import sheet as queries
from app.savings.rules.closing import Closed
from app.savings.views.blueprint import bp, counted
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.page import same_page
from app.web.register.state import number

OF_MONTH = (
    "actual_recurrent",
    "actual_non_recurrent",
    "forecast_recurrent",
    "forecast_non_recurrent",
)
NOTHING = "Every cell is stored as it stands here"
MOST_LISTED = 20
MOST_PAGES = 10_000
MODES = {
    "month": "One month: actual and forecast",
    "recurrent": "The year: forecast, recurrent",
    "non-recurrent": "The year: forecast, non-recurrent",
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    programme: Programme
    month: Month
    mode: str
    workstream: str
    page: int
    closed: Closed

    @property
    def row_totals(self) -> dict[str, str]:
        """What is added up across, by measure, and what it is called."""
        if self.mode == "month":
            return {"actual": "Actual, together", "forecast": "Forecast, together"}
        return {"forecast": f"{self.mode.capitalize()} in {self.month.financial_year}"}

    @property
    def columns(self) -> list[forms.Column]:
        """The cells that each row has."""
        if self.mode == "month":
            return [forms.Column(self.month, cell, WORDS[cell].capitalize()) for cell in OF_MONTH]
        cell = f"forecast_{self.mode.replace('-', '_')}"
        return [forms.Column(month, cell, month.name) for month in self.month.financial_year.months]


@bp.route("/sheet", methods=["GET", "POST"])
@requires(Permission.EDIT_SAVINGS)
def sheet() -> ResponseReturnValue:
    """Edit many schemes at once, a row each."""
    actor = current_actor()
    editable = queries.programmes_of(actor)
    found = [each for each in programmes.readable(actor) if each.id in editable]
    code = request.args.get("programme", "")
    programme = next((each for each in found if each.code == code), found[0] if found else None)
    if programme is None:
        return render_template("savings/no_sheet.html")
    closed = closing.closed(programme.id)
    month = _month(programme, closed)
    places = queries.places(programme.id, month.financial_year, actor)
    asked = _asked(programme, month, closed, places)
    form = _form(asked, actor)
    if form.validate_on_submit() and form.check() and _saved(form, asked, actor):
        return redirect(same_page())
    return _page(form, asked, places, found), form.status


def _page(
    form: forms.SheetForm, asked: Asked, places: queries.Places, found: list[Programme]
) -> str:
    counts = {ref: count for ref, _, count in places}
    listed = counts.get(asked.workstream, sum(counts.values()))
    totals, year = form.column_totals(), asked.month.financial_year
    return render_template(
        "savings/sheet.html",
        form=form,
        asked=asked,
        places=places,
        programmes=found,
        modes=MODES,
        years=[year.previous, year, year.next],
        is_crowded=sum(counts.values()) > queries.ROWS,
        pages=-(-listed // queries.ROWS),
        totals=totals,
        so_far=list(accumulate(totals)),
        problems=_summary(form.problems),
        waits=_waits(form, asked),
    )


def _waits(form: forms.SheetForm, asked: Asked) -> display.Waits:
    queries_on = threads.open_on([row.scheme.id for row in form.rows])
    schemes = [(row.scheme, row.known) for row in form.rows]
    return display.waits(schemes, queries_on, asked.month, today())


def _summary(problems: list[tuple[str, str]]) -> list[dict[str, str]]:
    """The first of them with links; a paste of the wrong block makes hundreds."""
    more = len(problems) - MOST_LISTED
    listed = [{"text": text, "href": f"#{name}"} for text, name in problems[:MOST_LISTED]]
    return [*listed, {"text": f"and {more} more"}] if more > 0 else listed


def _asked(programme: Programme, month: Month, closed: Closed, places: queries.Places) -> Asked:
    workstream = request.args.get("workstream", "")
    if workstream not in [ref for ref, _, _ in places]:
        crowded = sum(count for _, _, count in places) > queries.ROWS
        workstream = places[0][0] if crowded else ""
    mode = request.args.get("mode", "")
    return Asked(
        programme=programme,
        month=month,
        mode=mode if mode in MODES else "month",
        workstream=workstream,
        page=number(request.args.get("page", ""), 1, MOST_PAGES),
        closed=closed,
    )


def _month(programme: Programme, closed: Closed) -> Month:
    """The month that is asked for, else the first that is not closed."""
    try:
        return Month.parse(request.args.get("month", ""))
    except RuleBroken:
        usual = counted(programme)
        return closed.month.next if closed.month and closed.holds(usual) else usual


def _form(asked: Asked, actor: Actor) -> forms.SheetForm:
    year = asked.month.financial_year
    schemes = queries.schemes(
        asked.programme.id, year, actor, workstream=asked.workstream, page=asked.page
    )
    stored = queries.months([each.id for each in schemes], year)
    form = forms.SheetForm()
    form.fill(forms.rows(schemes, asked.columns, stored, asked.closed), request.form)
    form.note_gone(request.form)
    return form


def _saved(form: forms.SheetForm, asked: Asked, actor: Actor) -> bool:
    """Whether every row went through; else each says why it did not."""
    typed = [row for row in form.rows if row.typed]
    refused = commands.set_sheet(
        [commands.Row(row.scheme, row.cells(), row.shown_version, row.known) for row in typed],
        actor=actor,
        at=now(),
    )
    for row in typed:
        raised = refused.get(row.scheme.id)
        if isinstance(raised, Conflict):
            form.clash(row)
        elif raised is not None:
            form.refuse(row, raised.message)
    if not refused:
        count = len(typed)
        flash(f"{count} {'scheme' if count == 1 else 'schemes'} saved" if count else NOTHING)
    return not refused
