"""Tables of the money since schema 2: by workstream, this year and next, what finance signs."""

from __future__ import annotations

from collections.abc import Sequence

from app.core import money
from app.core.money import NOT_AVAILABLE
from app.reporting.frozen import Accuracy, Document, Reconciled, Savings
from app.reporting.rules import outlook as range_rules
from app.reports.content import (
    Block,
    Bullets,
    Column,
    Fact,
    Facts,
    Kind,
    Paragraph,
    Subheading,
    Table,
)
from app.reports.content.build import kept, words
from app.reports.content.build.source import Source
from app.reports.content.tables import Cell
from app.savings.rules import accuracy, outturn_range

MONTHS = 12
MONEY = Kind.MONEY
COLUMNS = (
    ("Target", MONEY),
    ("Plan", MONEY),
    ("Counts", MONEY),
    ("Held", MONEY),
    ("Plan to date", MONEY),
    ("Claimed", MONEY),
    ("Validated", MONEY),
    ("Delivered", Kind.PERCENT),
)
SIGN = (
    "Counts: the forecast without what the quality gate holds. Validated is finance's word on what "
    "is claimed; delivered is validated as a share of plan to date."
)
DRAWN_FROM = (
    "Observations are schemes' months: what was forecast a month ahead, and what was delivered of "
    "it, each between 0% and 200%. Saved to date stands; of what remains and counts a share is "
    "drawn."
)
NOT_HERE = (
    "What the range is drawn from is not in this report: it would tell of workforce-sensitive "
    "schemes. The whole month keeps it, and whoever may read that can draw the range again."
)
WITHHELD = "Schemes that are withheld are in the last line and in none of the workstreams' lines."


def by_workstream(source: Source) -> Table:
    """Validated and held beside plan and forecast; totals from unrounded figures."""
    document = source.document
    having = [each for each in document.workstreams if each.savings.has_any]
    having.sort(key=lambda each: (each.savings.counted - each.savings.plan, each.ref))
    shown = _columns(document)
    names = tuple(Column(name, kind) for name, kind in shown)
    return Table(
        (Column("Workstream"), *names),
        tuple(
            (source.leading_to(each.ref, each.name), *_sums(each.target, each.savings, shown))
            for each in having
        ),
        caption="Savings by workstream",
        total=("All workstreams", *_sums(document.target, document.savings, shown)),
        note=f"{SIGN} {WITHHELD}" if kept.shows_part(document) else SIGN,
    )


def _columns(document: Document) -> list[tuple[str, Kind]]:
    """Without a target, or anything held, there is nothing to show under it."""
    has_targets = any(each.target is not None for each in document.workstreams)
    shown = {"Target": has_targets, "Held": bool(document.savings.held)}
    return [each for each in COLUMNS if shown.get(each[0], True)]


def _sums(
    target: int | None, savings: Savings, shown: Sequence[tuple[str, Kind]]
) -> tuple[Cell, ...]:
    share = money.percentage(savings.validated, savings.ytd_plan)
    cells: dict[str, Cell] = {
        "Target": target,
        "Plan": savings.plan,
        "Counts": savings.counted,
        "Held": savings.held,
        "Plan to date": savings.ytd_plan,
        "Claimed": savings.ytd_actual,
        "Validated": savings.validated,
        "Delivered": NOT_AVAILABLE if share is None else share,
    }
    return tuple(cells[name] for name, _ in shown)


def outlook(document: Document) -> tuple[Block, ...]:
    """The range, how it was made, and the weights."""
    year_end = document.year_end
    if year_end is None:
        return ()
    low, middle, high = outturn_range.in_words(year_end.p10, year_end.p50, year_end.p90)
    drawn = outturn_range.drawn_from(year_end.observations, year_end.by_history, year_end.by_weight)
    beside = kept.beside(document)
    facts = (
        Fact("One draw in ten ends below", low),
        Fact("Half of the draws end below", middle),
        Fact("Nine draws in ten end below", high),
        *([Fact("The forecast beside it", beside)] if beside else []),
        Fact("Made from", words.sentence(drawn)),
        Fact("How", year_end.method),
        Fact("Weights of what remains", words.sentence(kept.weights(document))),
    )
    return (Subheading("How the year may end"), Facts(facts), *_inputs(document))


def _inputs(document: Document) -> tuple[Block, ...]:
    """What the range is drawn from, in months that are told apart; in a copy without its withheld
    schemes, who has it."""
    if not document.tells_parts_apart:
        return ()
    found = range_rules.inputs(document)
    if not found:
        return (Paragraph(NOT_HERE),)
    rows = [
        (e.status.capitalize(), e.observations, e.forecast, e.delivered, e.to_date, e.remaining)
        for e in found
    ]
    heads = ("Forecast then", "Delivered of it", "Saved to date", "Remaining")
    table = Table(
        (
            Column("Development status"),
            Column("Observations", Kind.NUMBER),
            *(Column(head, MONEY) for head in heads),
        ),
        tuple(rows[:-1]),
        caption="What the range is drawn from",
        total=rows[-1],
        note=DRAWN_FROM,
    )
    return (table,)


def kinds(document: Document) -> Table:
    """What has left budgets, against the rest."""
    savings = document.savings
    rows = (
        ("Cash-releasing", savings.cash_releasing),
        ("Income", savings.income),
        ("Cost avoided", savings.avoided),
        ("Productivity", savings.productivity),
        ("Not classified", savings.unclassified),
    )
    return Table(
        (Column("Kind"), Column("Saved to date", MONEY)),
        tuple((name, amount) for name, amount in rows if amount),
        caption="What kind of savings",
        total=("All", savings.ytd_actual),
        note=f"{money.pounds(savings.transacted)} has left budgets for {document.financial_year}, "
        "with a journal. Cost avoided and productivity leave no budget.",
        empty="Nothing is saved yet.",
    )


def years(document: Document) -> Table:
    """This year and the next: effects, costs, run-rates."""
    savings, m = document.savings, document.month.number
    net = savings.forecast - savings.running_cost - savings.set_up_cost
    latest = document.months.actual[m - 1] if len(document.months.actual) >= m else None
    required = money.divided(savings.plan - savings.ytd_actual, MONTHS - m) if m < MONTHS else None
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Recurrent saved this year (part-year effect)", savings.part_year_effect),
        ("Recurrent in a full year (full-year effect)", savings.full_year_effect),
        ("Rolls over to next year", savings.roll_over),
        ("Running cost this year", savings.running_cost),
        ("One-off cost this year", savings.set_up_cost),
        ("Net of both this year", net),
        (f"Saved in {document.month.name}", latest),
        ("Needed each month to reach the plan", required),
    )
    return Table(
        (Column("Measure", weight=3), Column("Amount", MONEY)),
        rows,
        caption="This year and next",
        note="Next year's plan opens with what rolls over.",
    )


def reconciled(document: Document) -> tuple[Block, ...]:
    """The month against the ledger and the finance paper."""
    found = document.reconciliation
    if found is None or not (found.ledger or found.paper):
        return ()
    rows = (
        ("The ledger", *_beside(found.ledger)),
        (found.paper_title or "The finance paper", *_beside(found.paper)),
    )
    columns = ("It says", "Validated less that", "Explained", "Not explained")
    table = Table(
        (
            Column("Against"),
            *(Column(name, MONEY) for name in columns),
            Column("Agrees"),
        ),
        rows,
        caption=f"Reconciliation to {document.month.name}",
        note=f"Validated to date {money.exact(found.validated)}, claimed "
        f"{money.exact(found.claimed)}. {kept.signature(found)}",
    )
    return (table,)


def _beside(found: Reconciled | None) -> tuple[Cell, ...]:
    if found is None:
        return (None, None, None, None, "Not given")
    agrees = "Yes" if found.is_agreed else "No"
    difference = found.explained + found.unexplained
    return (found.theirs, difference, found.explained, found.unexplained, agrees)


def actions(source: Source) -> tuple[Block, ...]:
    """What closes the gap, and what came of what was done."""
    found = source.document.actions
    if not found:
        return ()
    columns = (
        Column("Ref"),
        Column("Action", weight=2),
        Column("Owner"),
        Column("Due", Kind.DATE),
        Column("Expected", MONEY),
        Column("Achieved", MONEY),
        Column("Status"),
    )
    rows = tuple(
        (e.ref, e.title, e.owner, e.due_on, e.expected, e.achieved, e.status.capitalize())
        for e in found
    )
    note = "None of this is in the forecast until a scheme holds it."
    return (Table(columns, rows, caption="What closes the gap", note=note, anchor=kept.CLOSERS),)


def honesty(source: Source) -> tuple[Block, ...]:
    """How earlier forecasts came out, of the programme and its workstreams."""
    found = source.document.accuracy
    whole = [each for each in found if each.subject == "programme"]
    if not whole:
        none = "No forecast of an earlier locked month can be held against an actual yet."
        return (Subheading("Is the forecast honest?"), Paragraph(none))
    told = Bullets(tuple(words.sentence(_said(each)) for each in whole))
    parts = [each for each in found if each.subject == "workstream" and each.bias is not None]
    return (Subheading("Is the forecast honest?"), told, *_by_place(source, parts))


def _by_place(source: Source, parts: list[Accuracy]) -> tuple[Block, ...]:
    if not parts:
        return ()
    columns = (
        Column("Workstream"),
        Column("Months ahead", Kind.NUMBER),
        Column("Occasions", Kind.NUMBER),
        Column("Actual less forecast", MONEY, signed=True),
        Column("Spread", MONEY),
    )
    rows = tuple((source.name(e.ref), e.ahead, e.observations, e.bias, e.spread) for e in parts)
    note = "The mean and the standard deviation of a month; below zero, forecasts were too high."
    return (Table(columns, rows, caption="How forecasts came out", note=note),)


def _said(each: Accuracy) -> str:
    return accuracy.in_words(each.ahead, each.observations, each.bias, each.bias_permille)
