"""The pictures of the money since schema 2, each with a sentence and its figures as a table."""

from __future__ import annotations

from collections.abc import Sequence

from app.core import money
from app.reporting.frozen import Document, Scheme
from app.reports.content import (
    Bridge,
    Column,
    Figure,
    Firmness,
    Kind,
    MonthColumns,
    Step,
    Table,
)
from app.reports.content.build import kept, words
from app.reports.content.tables import Cell

MONTHS = 12
STATUSES = ("fully developed", "plans in progress", "opportunity")
RISKS = (("low", "Low risk"), ("medium", "Medium"), ("high", "High"), ("", "Not given"))
MONEY = Kind.MONEY


def bridge(document: Document) -> Figure:
    """From the target to what is left after risk, in four steps."""
    savings = document.savings
    steps = [*_to_forecast(document)]
    if savings.held:
        steps.append(Step("Held by the quality gate", -savings.held))
    taken = savings.risk_adjusted_forecast - savings.counted
    steps.append(Step("Taken off for risk", taken))
    steps.append(Step("After risk", savings.risk_adjusted_forecast, is_whole=True))
    table = Table(
        (Column("Step"), Column("Amount", MONEY, signed=False)),
        tuple((each.name, each.amount) for each in steps),
        caption=f"From {steps[0].name.lower()} to after risk, {document.financial_year}",
        note=words.sentence(f"Weights of what remains: {kept.weights(document)}"),
    )
    story = (
        f"Of {money.pounds(steps[0].amount)}, {money.pounds(savings.counted)} is forecast and "
        f"counts, and {money.pounds(savings.risk_adjusted_forecast)} is left after risk."
    )
    return Figure(f"{steps[0].name} to after risk", Bridge(tuple(steps)), story, table)


def _to_forecast(document: Document) -> list[Step]:
    forecast = document.savings.forecast
    if document.target is None:
        return [Step("Forecast", forecast, is_whole=True)]
    gap = forecast - document.target
    first = Step("Target", document.target, is_whole=True)
    name = "Unidentified: no scheme behind it" if gap < 0 else "Forecast above the target"
    return [first, Step(name, gap)] if gap else [first]


def firmness(document: Document, note: str) -> Figure:
    """Development status by delivery risk: two axes, never one colour."""
    schemes = document.schemes
    risks = [each for each in RISKS if any(s.delivery_risk == each[0] for s in schemes)]
    statuses = [each for each in STATUSES if any(s.development_status == each for s in schemes)]
    cells = tuple(tuple(_cell(schemes, status, risk) for risk, _ in risks) for status in statuses)
    names = tuple(each.capitalize() for each in statuses)
    picture = Firmness(names, tuple(name for _, name in risks), cells)
    rows = zip(names, cells, strict=True)
    columns = [Column(name, MONEY) for _, name in risks]
    table = Table(
        (Column("Development status"), Column("Schemes", Kind.NUMBER), *columns, _forecast()),
        tuple((name, *_row(row)) for name, row in rows),
        caption="Forecast by development status and delivery risk",
        total=("All schemes", *_row(_summed(cells, len(risks)))),
        note=_with_withheld(document, note),
    )
    firm = sum(row[0][0] for row in cells[:1]) if risks and risks[0][0] == "low" else 0
    is_any = bool(statuses) and statuses[0] == STATUSES[0]
    story = _firm(document, firm) if is_any else _none_firm(document)
    return Figure("How firm the forecast is", picture, story, table)


def _firm(document: Document, firm: int) -> str:
    """What share is firm: of what the table adds up, so that no part stands beside a whole."""
    whole, of = document.savings.forecast, "of the forecast"
    if kept.shows_part(document):
        whole = sum(each.figures.forecast for each in document.schemes)
        of = "of the forecast shown here"
    share = money.share_in_words(firm, whole, places=0)
    return f"{share} {of} is fully developed at low risk."


def _none_firm(document: Document) -> str:
    here = " shown here" if kept.shows_part(document) else ""
    return f"No scheme{here} is fully developed."


def _with_withheld(document: Document, note: str) -> str:
    """That the table is smaller than the savings where schemes are withheld from it."""
    if not kept.withholds_schemes(document):
        return note
    return f"{note} Schemes that are withheld are in the year's figures and not in these.".strip()


def _forecast() -> Column:
    return Column("Forecast", MONEY)


def _cell(schemes: Sequence[Scheme], status: str, risk: str) -> tuple[int, int]:
    here = [s for s in schemes if (s.development_status, s.delivery_risk) == (status, risk)]
    return sum(each.figures.forecast for each in here), len(here)


def _row(cells: Sequence[tuple[int, int]]) -> tuple[Cell, ...]:
    pence = [each for each, _ in cells]
    return (sum(count for _, count in cells), *pence, sum(pence))


def _summed(cells: Sequence[Sequence[tuple[int, int]]], width: int) -> list[tuple[int, int]]:
    return [
        (sum(row[place][0] for row in cells), sum(row[place][1] for row in cells))
        for place in range(width)
    ]


def validated(document: Document) -> Figure:
    """What leads claimed and what finance validated, month by month."""
    names = month_names(document)
    claimed = _year(document.months.actual)
    agreed = _year(document.months.validated)
    done = document.month.number
    picture = MonthColumns(
        names, ("Validated", "Claimed"), _until(agreed, done), _until(claimed, done)
    )
    rows = tuple(zip(names[:done], claimed, agreed, _less(claimed, agreed), strict=False))
    columns = ("Claimed", "Validated", "Not validated")
    total = (sum(claimed[:done]), sum(agreed[:done]))
    table = Table(
        (Column("Month"), *(Column(each, MONEY) for each in columns)),
        rows,
        caption=f"Claimed and validated by month, {document.financial_year}",
        total=("To date", *total, total[0] - total[1]),
    )
    savings = document.savings
    share = money.share_in_words(savings.validated, savings.ytd_actual, places=0)
    validated, claims = money.pounds_apart(savings.validated, savings.ytd_actual)
    story = f"Finance has validated {validated} of {claims} claimed to date, {share}."
    return Figure("Claimed and validated", picture, story, table)


def recurrent(document: Document) -> Figure:
    """What is saved again every year, and what is not, month by month."""
    names, done = month_names(document), document.month.number
    whole = _year(document.months.actual)[:done] + _year(document.months.forecast)[done:]
    again = _year(document.months.recurrent)
    once = _less(whole, again)
    picture = MonthColumns(names, ("Recurrent", "Non-recurrent"), again, once, is_stacked=True)
    heads = ("Recurrent", "One-off", "All")  # short, so that a phone shows a table
    table = Table(
        (Column("Month"), *(Column(each, MONEY) for each in heads)),
        tuple(zip(names, again, once, whole, strict=True)),
        caption=f"Recurrent and not by month, {document.financial_year}",
        total=("Year", sum(again), sum(once), sum(whole)),
        note=f"Actual to {document.month.name}, forecast after it.",
    )
    story = (
        f"{money.pounds(sum(once))} of {money.pounds(sum(whole))} is saved once and has to be "
        "found again next year."
    )
    return Figure("Recurrent and non-recurrent", picture, story, table)


def _less(whole: Sequence[int], part: Sequence[int]) -> tuple[int, ...]:
    return tuple(one - two for one, two in zip(whole, part, strict=True))


def month_names(document: Document) -> tuple[str, ...]:
    return tuple(month.name[:3] for month in document.financial_year.months)


def _year(amounts: Sequence[int | None]) -> tuple[int, ...]:
    given = tuple(amount or 0 for amount in amounts[:MONTHS])
    return given + (0,) * (MONTHS - len(given))


def _until(amounts: Sequence[int], done: int) -> tuple[int | None, ...]:
    return (*amounts[:done], *(None,) * (MONTHS - done))
