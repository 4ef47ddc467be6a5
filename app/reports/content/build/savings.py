"""Savings: the year's curve, each workstream against plan, and how firm the forecast is."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate

from app.core import money
from app.reporting.frozen import Document, Savings, Scheme, YearEnd
from app.reports.content import (
    BarRow,
    Block,
    Column,
    Figure,
    Kind,
    Paragraph,
    PlanBars,
    SavingsCurve,
    Section,
    Table,
)
from app.reports.content.build import finance, kept, news, pictures, words
from app.reports.content.build.source import Source
from app.reports.content.tables import Cell

MONTHS = 12
RISKS = ("low", "medium", "high", "")
SIGN = "Variance is forecast less plan: below zero is adverse, above zero favourable."


def section(source: Source) -> Section:
    if not source.document.savings.schemes:
        nothing = Paragraph("No savings schemes are recorded in this programme.")
        return Section("Savings", "savings", (nothing,))
    if source.document.has_money:
        return Section("Savings", "savings", _kept(source))
    blocks: tuple[Block, ...] = (*_curve(source), *_bars(source), _firmness(source))
    return Section("Savings", "savings", blocks)


def _kept(source: Source) -> tuple[Block, ...]:
    """Since a month keeps what finance validated and quality holds."""
    document = source.document
    return (
        *_curve(source),
        *finance.outlook(document),
        pictures.bridge(document),
        finance.by_workstream(source),
        pictures.validated(document),
        *finance.reconciled(document),
        finance.kinds(document),
        pictures.recurrent(document),
        finance.years(document),
        pictures.firmness(document, _no_scheme(document)),
        *finance.actions(source),
        *finance.honesty(source),
    )


def _curve(source: Source) -> tuple[Block, ...]:
    months = source.document.months
    if not months.plan and not months.forecast:
        return ()
    done = source.document.month.number
    names = tuple(month.name[:3] for month in source.document.financial_year.months)
    actual = tuple(accumulate(_year(months.actual)[:done]))
    rest = tuple(accumulate(_year(months.forecast)[done:], initial=actual[-1]))
    picture = SavingsCurve(
        names,
        plan=tuple(accumulate(_year(months.plan))),
        forecast=(None,) * (done - 1) + rest,
        actual=actual + (None,) * (MONTHS - done),
        target=source.document.target,
        year_end=_ends(source.document.year_end),
    )
    columns = (
        Column("Month"),
        *(Column(name, Kind.MONEY) for name in ("Plan", "Actual", "Forecast")),
    )
    rows = tuple(zip(names, picture.plan, picture.actual, picture.forecast, strict=True))
    caption = f"Cumulative savings, {source.document.financial_year}"
    held = source.document.savings.held
    note = (
        f"The forecast here is of all schemes: {money.pounds(held)} of it is held by the quality "
        "gate and does not count."
        if held and source.document.has_money
        else ""
    )
    figures = Table(columns, rows, caption=caption, note=note)
    return (Figure("Plan, actual and forecast", picture, _story(source), figures),)


def _ends(year_end: YearEnd | None) -> tuple[int, int, int] | None:
    return (year_end.p10, year_end.p50, year_end.p90) if year_end else None


def _year(amounts: Sequence[int | None]) -> list[int]:
    """Twelve months: what is not given is nought."""
    given = [amount or 0 for amount in amounts[:MONTHS]]
    return given + [0] * (MONTHS - len(given))


def _story(source: Source) -> str:
    savings = source.document.savings
    said = [
        f"The year is forecast to end at {money.pounds(savings.counted)}, "
        f"{words.against(savings.counted, savings.plan, 'the plan')}.",
        f"Held by the quality gate, and not in it: {money.pounds(savings.held)}."
        if savings.held
        else "",
        kept.outlook(source.document.year_end),
        news.back_loading(source),
    ]
    return " ".join(each for each in said if each)


def _bars(source: Source) -> tuple[Block, ...]:
    """The furthest below plan first."""
    having = [each for each in source.document.workstreams if each.savings.has_any]
    having.sort(key=lambda each: (each.savings.forecast - each.savings.plan, each.ref))
    bars = PlanBars(
        tuple(BarRow(each.name, each.savings.plan, each.savings.forecast) for each in having)
    )
    worst = having[0] if having else None
    story = (
        f"{worst.name} is furthest from plan, "
        f"{words.against(worst.savings.forecast, worst.savings.plan, 'its plan')}."
        if worst and worst.savings.forecast < worst.savings.plan
        else "No workstream forecasts less than its plan."
    )
    rows = tuple((source.leading_to(e.ref, e.name), *_sums(e.savings)) for e in having)
    table = Table(
        (Column("Workstream"), *_columns()),
        rows,
        caption="Savings by workstream",
        total=("All workstreams", *_sums(source.document.savings)),
        note=SIGN,
    )
    return (Figure("Forecast against plan by workstream", bars, story, table),)


def _columns() -> tuple[Column, ...]:
    return (
        Column("Plan", Kind.MONEY),
        Column("Forecast", Kind.MONEY),
        Column("Variance", Kind.MONEY, signed=True),
        Column("Plan to date", Kind.MONEY),
        Column("Actual to date", Kind.MONEY),
        Column("Delivered", Kind.PERCENT),
    )


def _sums(savings: Savings) -> tuple[Cell, ...]:
    delivered: Decimal | None = money.percentage(savings.ytd_actual, savings.ytd_plan)
    return (
        savings.plan,
        savings.forecast,
        savings.forecast - savings.plan,
        savings.ytd_plan,
        savings.ytd_actual,
        "n/a" if delivered is None else delivered,
    )


def _firmness(source: Source) -> Table:
    """Forecast by development status and delivery risk: two axes, never one colour."""
    schemes = source.document.schemes
    risks = [risk for risk in RISKS if any(each.delivery_risk == risk for each in schemes)]
    statuses = sorted({each.development_status for each in schemes})
    names = [f"{risk.capitalize()} risk" if risk else "Risk not given" for risk in risks]
    columns = ("Schemes", Kind.NUMBER), *((name, Kind.MONEY) for name in [*names, "Forecast"])
    rows = tuple(
        (status.capitalize(), *_row(risks, [s for s in schemes if s.development_status == status]))
        for status in statuses
    )
    return Table(
        (Column("Development status"), *(Column(name, kind) for name, kind in columns)),
        rows,
        caption="How firm the forecast is",
        total=("All schemes", *_row(risks, schemes)),
        note=_no_scheme(source.document),
    )


def _no_scheme(document: Document) -> str:
    unidentified = max((document.target or 0) - document.savings.forecast, 0)
    if not unidentified:
        return ""
    return words.sentence(f"{money.pounds(unidentified)} of the target has no scheme behind it")


def _row(risks: Iterable[str], schemes: Iterable[Scheme]) -> tuple[Cell, ...]:
    schemes = tuple(schemes)
    return (
        len(schemes),
        *(sum(s.figures.forecast for s in schemes if s.delivery_risk == risk) for risk in risks),
        sum(s.figures.forecast for s in schemes),
    )
