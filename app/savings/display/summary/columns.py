"""Every measure of a roll-up as a column: in four tables on the page, in one in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.core import money
from app.savings.display.register import variance
from app.savings.display.summary.rows import Row, in_pounds
from app.web.register import Column, Kind

NOT_MEASURED = "n/a"
Read = Callable[[Row], Any]


def tables() -> Mapping[str, Sequence[Column]]:
    """The columns by the table that shows them."""
    return {
        "To date": _to_date(),
        "The whole year": _year(),
        "A full year, and next year": _full_year(),
        "Cost, budgets and people": _beside(),
    }


def for_file(heading: str) -> list[Column]:
    """All columns, after the line's name."""
    first = Column(key="line", heading=heading, value=lambda row: row.label)
    return [first, *(column for columns in tables().values() for column in columns)]


def _to_date() -> list[Column]:
    return [
        _number("schemes", "Schemes", lambda row: row.measures.schemes),
        _amount("validated", "Validated", lambda row: row.measures.validated),
        _amount(
            "claimed",
            "Claimed, not validated",
            lambda row: row.measures.claimed_not_validated,
        ),
        _amount("ytd-actual", "YTD actual", lambda row: row.measures.ytd_actual),
        _amount("ytd-plan", "YTD plan", lambda row: row.measures.ytd_plan),
        _variance("ytd-variance", "YTD variance", lambda row: row.measures.ytd_variance),
        _share("ytd-share", "YTD delivered", lambda row: row.measures.delivery_percent),
        _amount("run-rate", "Run-rate, month", lambda row: row.measures.actual_run_rate),
        _amount(
            "required",
            "Required run-rate",
            lambda row: row.measures.required_run_rate(row.m),
        ),
    ]


def _year() -> list[Column]:
    return [
        _amount("plan", "Plan", lambda row: row.measures.plan),
        _amount("forecast", "Forecast", lambda row: row.measures.forecast),
        _variance("variance", "Forecast variance", lambda row: row.measures.forecast_variance),
        _amount("held", "Held by the quality gate", lambda row: row.measures.held),
        _amount("counted", "Counted forecast", lambda row: row.measures.counted_forecast),
        _amount("after-risk", "After risk", lambda row: row.measures.risk_adjusted),
        _amount("target", "Target", lambda row: row.target),
        _amount("gap", "Gap before risk", lambda row: row.gap),
        _amount("gap-after", "Gap after risk", lambda row: row.gap_after_risk),
        _amount("unidentified", "Unidentified", lambda row: row.unidentified),
    ]


def _full_year() -> list[Column]:
    return [
        _share("recurrent-share", "Recurrent", lambda row: row.measures.recurrent_percent),
        _amount("part-year", "Part-year effect", lambda row: row.measures.part_year_effect),
        _amount("full-year", "Full-year effect", lambda row: row.measures.full_year_effect),
        _number(
            "unknown", "Full-year effect not known", lambda row: row.measures.unknown_full_year
        ),
        _amount("roll-over", "Rolls over", lambda row: row.measures.roll_over),
        _amount("find-again", "To be found again", lambda row: row.measures.non_recurrent_forecast),
        _amount("net-full-year", "Net full-year effect", lambda row: row.measures.net_full_year),
    ]


def _beside() -> list[Column]:
    return [
        _amount("running", "Running cost", lambda row: row.measures.running_cost),
        _amount("set-up", "One-off cost", lambda row: row.measures.set_up_cost),
        _amount("net", "Net saving in the year", lambda row: row.measures.net_in_year),
        _amount("transacted", "Transacted", lambda row: row.measures.transacted),
        _wte("wte-budgeted", "WTE budgeted", lambda row: row.measures.wte_budgeted),
        _wte("wte-contracted", "WTE contracted", lambda row: row.measures.wte_contracted),
    ]


def _amount(key: str, heading: str, value: Read) -> Column:
    return Column(
        key=key,
        heading=heading,
        kind=Kind.MONEY,
        value=value,
        shown=lambda row: in_pounds(value(row)),
    )


def _variance(key: str, heading: str, value: Read) -> Column:
    return Column(
        key=key,
        heading=heading,
        kind=Kind.MONEY,
        value=value,
        shown=lambda row: variance(value(row)),
        narrow=False,
    )


def _number(key: str, heading: str, value: Read) -> Column:
    return Column(key=key, heading=heading, kind=Kind.NUMBER, value=value, shown=value)


def _share(key: str, heading: str, value: Read) -> Column:
    """A per cent; n/a where there is nothing to be a share of."""
    return Column(
        key=key,
        heading=f"{heading} %",
        kind=Kind.NUMBER,
        value=lambda row: _rounded(value(row)),
        shown=lambda row: _percent(value(row)),
    )


def _rounded(share: Decimal | None) -> float | None:
    return None if share is None else float(round(share, 1))


def _percent(share: Decimal | None) -> str:
    return NOT_MEASURED if share is None else f"{share:.1f}%".replace("-", money.MINUS)


def _wte(key: str, heading: str, value: Read) -> Column:
    """Hundredths of a whole-time equivalent; a dash where no scheme has any."""
    return Column(
        key=key,
        heading=heading,
        kind=Kind.NUMBER,
        value=lambda row: value(row) / 100 if value(row) else None,
        shown=lambda row: f"{value(row) / 100:,.2f}" if value(row) else "–",
    )
