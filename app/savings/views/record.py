"""The register, and the page of one scheme."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.audit import exports, kept
from app.audit import queries as audit
from app.audit.display import Chapter, story
from app.core.actor import Actor, Permission
from app.core.errors import RuleBroken
from app.core.financial_year import FinancialYear, Month
from app.core.rating import Rating
from app.programmes import queries as programmes
from app.programmes.filters import chosen_places
from app.programmes.models import Programme
from app.savings import display, queries, rules
from app.savings.display import history
from app.savings.models import Scheme
from app.savings.queries import claims, held, transfers, validated
from app.savings.rules import honesty
from app.savings.views.blueprint import asked_year, bp, counted
from app.settings import queries as settings
from app.settings.queries import Values
from app.web.access import current_actor, requires
from app.web.clock import now, today


@bp.route("")
@requires(Permission.READ_PROGRAMME)
def index() -> ResponseReturnValue:
    """All schemes that the reader may see, with their sums."""
    actor = current_actor()
    closed = counted(_programme(actor))
    month = _asked_month(closed)
    day = min(today(), month.last)
    listing = display.listing(actor, request.args, month, closed, as_at=day)
    state = listing.state(request.args)
    statement = listing.narrow(queries.listed(month.financial_year, month, actor, day), state)
    if state.file:
        statement = queries.with_details(statement, month.financial_year, month)
        return exports.download(listing, state, statement, actor=actor, at=now())
    asked = ("schemes", request.query_string, month, day, kept.reader(actor))
    found, totals = kept.at_head(
        asked, lambda: (listing.page(statement, state), queries.summed(statement, month, day))
    )
    left_out = queries.left_out(actor, *chosen_places(listing.filters, state))
    table = listing.shown(found, state)
    given = {"left_out": left_out, "month": month, "variance": display.variance}
    return render_template("savings/index.html", table=table, totals=totals, **given)


@bp.route("/<int:scheme_id>")
@requires(Permission.READ_PROGRAMME)
def detail(scheme_id: int) -> ResponseReturnValue:
    """One scheme: both axes, a year's figures and months, its history."""
    actor = current_actor()
    scheme = queries.get(scheme_id, actor)
    closed = counted(scheme.workstream.programme)
    year = asked_year(closed.financial_year)
    return render_template(
        "savings/detail.html",
        scheme=scheme,
        year=year,
        years=_years(scheme, closed.financial_year, year),
        chapters=_story(scheme),
        readers=programmes.names(programmes.readers_of("scheme", scheme.id)),
        may_edit=actor.can(Permission.EDIT_SAVINGS, scheme.place),
        may_sign=actor.can(Permission.SIGN_FULL_YEAR_EFFECT, scheme.place),
        **_position(scheme, year, closed),
    )


def _position(scheme: Scheme, year: FinancialYear, closed: Month) -> dict[str, Any]:
    cells = queries.cells(scheme.id, year)
    estimated = {month for month, row in cells.items() if row.has_estimated_phasing}
    at = _at(scheme, queries.figures_of(cells, year), year, closed)
    values = settings.as_at(scheme.workstream.programme_id, today())
    thresholds = values.fill(rules.SavingsThresholds, "savings")
    return {
        "at": at,
        "figures": display.figures(at, thresholds, values.fill(rules.Weights, "weights")),
        "rating": _rating(at, values),
        "months": display.month_rows(at, estimated),
        "sums": display.month_sums(at),
        "wte": display.wte,
    }


def _rating(at: display.Position, values: Values) -> Rating:
    """The scheme's colour, and the doubts about its forecast beside it: they never change it."""
    limits = values.fill(honesty.HonestyThresholds, "honesty")
    thresholds = values.fill(rules.SavingsThresholds, "savings")
    shape = honesty.shape(
        at.cells,
        at.m,
        of=at.year,
        stall_months=limits.stall_months,
        forecast_changed_on=at.scheme.forecast_changed_on,
        signed=at.scheme.signed_full_year_effect,
    )
    doubts = honesty.doubts(shape, limits, thresholds)
    return honesty.explained(rules.rate(at.facts, at.m, thresholds), doubts)


def _at(
    scheme: Scheme, cells: rules.YearFigures, year: FinancialYear, closed: Month
) -> display.Position:
    pressure = queries.pressure(scheme.id, year)
    return display.Position(
        scheme=scheme,
        cells=cells,
        year=year,
        m=display.position(year, closed),
        pressure=pressure.pence if pressure else None,
        is_held=held.holds(scheme, min(today(), closed.last)),
        validated=validated.of_one(scheme.id, year, closed),
        transacted=transfers.transacted(scheme.id, year),
    )


def _programme(actor: Actor) -> Programme | None:
    """The programme that is chosen, else the first that the reader may read."""
    found = programmes.readable(actor)
    code = request.args.get("programme", "")
    return next((each for each in found if each.code == code), found[0] if found else None)


def _asked_month(closed: Month) -> Month:
    try:
        month = Month.parse(request.args.get("month", ""))
    except RuleBroken:
        return closed
    return month if display.is_offered(month, closed) else closed


def _years(scheme: Scheme, *others: FinancialYear) -> list[FinancialYear]:
    return sorted({*queries.years(scheme.id), *others})


def _story(scheme: Scheme) -> list[Chapter]:
    events = audit.of_record(Scheme.__tablename__, scheme.id)
    who = ("owner_id", "author_id", "benefit_owner_id")
    named = [key for event in events for each in who for key in event.differences.get(each, ())]
    people = dict.fromkeys(who, programmes.names(named))
    told = story(events, labels=display.labels(events), deeds=display.DEEDS, names=people)
    told += history.validated_together(claims.together_of(scheme.id), events)
    return sorted(told, key=lambda chapter: chapter.at, reverse=True)
