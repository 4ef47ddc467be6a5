"""Ragstone's own workbook, to download."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from app.audit.commands import Subject, evidence
from app.core.actor import Actor, Permission
from app.core.errors import NotFound
from app.core.financial_year import FinancialYear, Month
from app.imports import workbook as workbooks
from app.imports.views.blueprint import bp
from app.programmes import queries as programmes
from app.programmes.models import Programme
from app.reporting import queries as reporting
from app.web.access import current_actor, requires
from app.web.clock import now, today
from app.web.settle import outlive

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/workbook/<code>.xlsx")
@requires(Permission.IMPORT)
def workbook(code: str) -> ResponseReturnValue:
    """The programme, filled in; who took it is kept."""
    actor, programme = current_actor(), _programme(code)
    content = workbooks.written(programme, _year(programme), filled=True, visible_to=actor)
    about = Subject("programme", programme.audit_name, programme.id, programme.place)
    outlive(evidence("workbook.export", about, actor=actor, at=now()))
    return _file(content, f"{programme.code}.xlsx")


@bp.route("/workbook/<code>/empty.xlsx")
@requires(Permission.IMPORT)
def empty_workbook(code: str) -> ResponseReturnValue:
    """Only the sheets, with their headings and drop-downs."""
    programme = _programme(code)
    content = workbooks.written(
        programme, _year(programme), filled=False, visible_to=current_actor()
    )
    return _file(content, f"{programme.code}-empty.xlsx")


def _programme(code: str) -> Programme:
    """One into which the actor may import. Raises NotFound."""
    actor: Actor = current_actor()
    found = programmes.by_code(code)
    if not actor.can(Permission.IMPORT, found.place):
        raise NotFound(f"a programme with the code {code}")
    return found


def _year(programme: Programme) -> FinancialYear:
    """The open month's, else this one: the year that an import without a month is for."""
    period = reporting.open_period(programme.id)
    return (period.month if period else Month.of(today())).financial_year


def _file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
