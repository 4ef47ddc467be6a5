"""How many times each main page asks the database, for one row and for fifty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event
from werkzeug.routing import BuildError

from app.core.financial_year import Month
from app.db import db
from app.dependencies.models import Dependency
from app.milestones.models import Milestone
from app.risks.models import Risk
from app.savings.models import Scheme
from tests.benchmarks.serving import cookie

PAGES = (
    ("Home", "overview.home", ()),
    ("Programme", "overview.programme", ("code",)),
    ("Workstream", "overview.workstream", ("code", "ref")),
    ("Milestones", "milestones.index", ()),
    ("A milestone", "milestones.detail", ("milestone_id",)),
    ("Savings", "savings.index", ()),
    ("Savings summary", "savings.summary", ()),
    ("Next year", "savings.next_year", ()),
    ("A scheme", "savings.detail", ("scheme_id",)),
    ("Its months", "savings.months", ("scheme_id",)),
    ("Corrections", "savings.corrections", ("scheme_id",)),
    ("Sheet", "savings.sheet", ()),
    ("Double counting", "savings.double_counting", ()),
    ("Risks", "risks.index", ()),
    ("A risk", "risks.detail", ("risk_id",)),
    ("Dependencies", "dependencies.index", ()),
    ("A dependency", "dependencies.detail", ("dependency_id",)),
    ("Month", "reporting.month", ("code", "month")),
    ("Workstreams", "programmes.workstreams", ("code",)),
    ("People", "people.index", ()),
    ("Audit trail", "audit.index", ()),
    ("Settings", "settings.index", ()),
    ("Reports", "reports.index", ()),
    ("A report", "reports.detail", ("code", "month", "version")),
    ("Imports", "imports.index", ()),
)


def pages(app: Flask, code: str, month: Month) -> dict[str, str | None]:
    """The address of each main page; None for one that is not built."""
    with app.app_context():
        keys = {
            "milestone_id": _first(Milestone),
            "scheme_id": _first(Scheme),
            "risk_id": _first(Risk),
            "dependency_id": _first(Dependency),
        }
    values = {"code": code, "ref": "WS01", "month": str(month), "version": 1, **keys}
    locked = {**values, "month": str(month.previous)}
    with app.test_request_context():
        return {
            name: _address(app, endpoint, names, locked if "version" in names else values)
            for name, endpoint, names in PAGES
        }


def _first(model: type) -> int:
    return int(db.session.query(model.id).order_by(model.id).limit(1).scalar() or 0)


def _address(
    app: Flask, endpoint: str, names: tuple[str, ...], values: Mapping[str, object]
) -> str | None:
    try:
        return app.url_for(endpoint, **{name: values[name] for name in names})
    except BuildError:
        return None


def counts(app: Flask, addresses: Mapping[str, str | None], person_id: int) -> dict[str, int]:
    """How many statements each page sends; those that do not answer are left out."""
    found = {}
    for name, address in addresses.items():
        if address is None:
            continue
        with app.app_context(), _listening() as sent:
            response = app.test_client(use_cookies=False).get(
                address, headers={"Cookie": cookie(app, person_id)}
            )
        if response.status_code == 200:
            found[name] = len(sent)
    return found


@contextmanager
def _listening() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            sent.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
