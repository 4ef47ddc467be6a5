"""How values read on a page: money, dates, months, signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import Flask

from app.core import dates, money
from app.web.clock import LONDON


def init_app(app: Flask) -> None:
    """Registers the filters with Jinja."""
    app.jinja_env.filters.update(
        long_date=long_date,
        short_date=short_date,
        moment=moment,
        pounds=or_dash(money.pounds),
        exact=or_dash(money.exact),
        thousands=or_dash(money.thousands),
        millions=or_dash(money.millions),
        whole_pounds=or_dash(money.whole_pounds),
    )


def long_date(day: date | None) -> str:
    """23 November 2026; a dash when there is none."""
    return dates.long(day) if day else "–"


def short_date(day: date | None) -> str:
    """23 Nov 2026, for tables."""
    return f"{day.day} {dates.MONTH_NAMES[day.month - 1][:3]} {day.year}" if day else "–"


def moment(when: datetime | None) -> str:
    """23 November 2026 at 14:05, London time."""
    if when is None:
        return "–"
    local = when.astimezone(LONDON)
    return f"{dates.long(local.date())} at {local:%H:%M}"


def or_dash(write: Callable[[int], str]) -> Callable[[int | None], str]:
    """The same filter, with a dash for None."""

    def written(amount: int | None) -> str:
        return "–" if amount is None else write(amount)

    return written
