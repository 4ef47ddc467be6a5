"""Next year's plan, opened with what this year's recurrent schemes roll over."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.audit import exports
from app.core.actor import Permission
from app.core.errors import NotFound
from app.core.financial_year import Month
from app.db.page import PAGE_SIZE, Page
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.savings.commands import next_year as commands
from app.savings.display import next_year as display
from app.savings.forms.next_year import OpenYearForm
from app.savings.models import Scheme
from app.savings.queries import next_year as queries
from app.savings.queries import unreported
from app.savings.views.blueprint import bp, counted
from app.web.access import current_actor, requires
from app.web.clock import now


@bp.route("/next-year", methods=["GET"])
@requires(Permission.READ_PROGRAMME)
def next_year() -> ResponseReturnValue:
    """Each scheme's full-year effect, roll-over, and the months that next year opens with."""
    found = programmes.readable(current_actor())
    programme = _chosen(found)
    if programme is None:
        return render_template("savings/next_year.html", programme=None, form=None)
    month = counted(programme)
    opened = display.Opened(queries.lines(programme.id, month, current_actor()))
    file = request.args.get("file", "")
    if file in ("csv", "xlsx"):
        return _file(programme, month, opened, file)
    form = OpenYearForm(data={"expected": str(opened.roll_over)})
    page = _page(programme, month, opened)
    return render_template("savings/next_year.html", programmes=found, form=form, **page)


@bp.route("/next-year/<code>", methods=["POST"])
@requires(Permission.EDIT_SAVINGS)
def open_next_year(code: str) -> ResponseReturnValue:
    """Write the roll-over as next year's plan."""
    found = programmes.readable(current_actor())
    programme = next((each for each in found if each.code == code), None)
    if programme is None:
        raise NotFound(f"a programme with the code {code}")
    current_actor().must(Permission.EDIT_SAVINGS, programme.place)
    month = counted(programme)
    form = OpenYearForm()
    if form.validate_on_submit() and form.saves(lambda: _open(programme, month, form)):
        flash(f"The plan of {month.financial_year.next} is open")
        return redirect(url_for(".next_year", programme=programme.code))
    opened = display.Opened(queries.lines(programme.id, month, current_actor()))
    form.expected.data = str(opened.roll_over)
    page = _page(programme, month, opened)
    return render_template("savings/next_year.html", programmes=found, form=form, **page), 422


def _open(programme: Programme, month: Month, form: OpenYearForm) -> None:
    commands.open_next_year(
        programme,
        month.financial_year,
        month=month,
        expected=form.shown,
        actor=current_actor(),
        at=now(),
    )


def _chosen(found: list[Programme]) -> Programme | None:
    code = request.args.get("programme", "")
    return next((each for each in found if each.code == code), found[0] if found else None)


def _page(programme: Programme, month: Month, opened: display.Opened) -> dict[str, Any]:
    actor, year = current_actor(), month.financial_year
    return {
        "programme": programme,
        "month": month,
        "year": year,
        "opened": opened,
        "page": _numbered(opened.lines),
        "state": display.state,
        "unreported": unreported.of_month(programme.id, month, actor),
        "target": programmes.target(programme.id, year.next),
        "withheld": programmes.withheld(actor, Scheme, programme.id),
        "may_open": actor.can(Permission.EDIT_SAVINGS, programme.place),
    }


def _numbered(lines: Any) -> Page[Any]:
    pages = max(1, -(-len(lines) // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    return Page(lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], len(lines), number)


def _file(
    programme: Programme, month: Month, opened: display.Opened, file: str
) -> ResponseReturnValue:
    taken = exports.Taken(
        "next year",
        display.columns(month.financial_year),
        opened.lines,
        what=f"programme={programme.code}&month={month}",
        place=programme.place,
    )
    return exports.send(taken, file, actor=current_actor(), at=now())
