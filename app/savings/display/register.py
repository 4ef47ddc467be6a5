"""The scheme register: its columns, filters and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import true

from app.accounts.models import Person
from app.core import money
from app.core.actor import Actor
from app.core.financial_year import Month
from app.programmes.filters import place_filters
from app.programmes.models import Programme, Workstream
from app.savings import queries, rules
from app.savings.models import CashClass, DeliveryRisk, DevelopmentStatus, Scheme, SchemeStatus
from app.savings.queries import held
from app.web import register
from app.web.register import Column, Filter, Kind, Listing

NOT_ASSESSED = "Not assessed"
Read = Callable[[Any], Any]


def listing(
    actor: Actor, args: Mapping[str, str], month: Month, closed: Month, *, as_at: date
) -> Listing:
    """The register as this reader may see it, as at the end of a month."""
    return Listing(
        name="savings",
        columns=columns(month),
        filters=[
            _as_at(closed),
            *place_filters(actor, chosen_programme=args.get("programme", "")),
            *filters(actor),
            _gate(as_at),
        ],
        searched=(Scheme.ref, Scheme.title, Scheme.description, Scheme.category, Person.name),
        sort="ref",
        last=(Scheme.id,),
        read=queries.row,
    )


def columns(month: Month) -> list[Column]:
    """What the page and the files show. Money is £k on the page, exact in a file."""
    page = register.links_to("savings.detail", "scheme_id")
    return [
        Column(
            key="ref",
            heading="Reference",
            value=lambda row: row.ref,
            sort=(Programme.code, Workstream.ref, Scheme.ref),
        ),
        Column(
            key="title",
            heading="Scheme",
            value=lambda row: row.title,
            sort=Scheme.title,
            href=lambda row: page(row.id),
        ),
        *_axes(),
        *_money(month),
        *_for_files(),
    ]


def _axes() -> list[Column]:
    return [
        Column(
            key="development",
            heading="Development",
            value=lambda row: row.status.label,
            sort=Scheme.development_status,
        ),
        Column(
            key="risk",
            heading="Delivery risk",
            value=lambda row: row.risk.label if row.risk else NOT_ASSESSED,
            sort=Scheme.delivery_risk,
        ),
        Column(
            key="category",
            heading="Category",
            value=lambda row: row.category,
            shown=category_and_class,
            sort=(Scheme.category, Scheme.cash_class),
        ),
    ]


def _money(month: Month) -> list[Column]:
    sums = queries.sums(month)
    forecast = sums["ytd_actual"] + sums["remaining_forecast"]
    amounts: list[tuple[str, str, Read, Any, Read | None]] = [
        ("plan", "Plan", lambda row: row.plan, sums["plan"], None),
        ("ytd-plan", "YTD plan", lambda row: row.ytd_plan, sums["ytd_plan"], None),
        ("ytd-actual", "YTD actual", lambda row: row.ytd_actual, sums["ytd_actual"], None),
        (
            "ytd-variance",
            "YTD variance",
            lambda row: row.ytd_variance,
            sums["ytd_actual"] - sums["ytd_plan"],
            lambda row: variance(row.ytd_variance),
        ),
        ("forecast", "Forecast", lambda row: row.forecast, forecast, None),
        (
            "forecast-variance",
            "Forecast variance",
            lambda row: row.forecast_variance,
            forecast - sums["plan"],
            lambda row: variance(row.forecast_variance),
        ),
    ]
    return [
        _amount(key, heading, value, (sort, shown)) for key, heading, value, sort, shown in amounts
    ]


def _amount(key: str, heading: str, value: Read, looks: tuple[Any, Read | None]) -> Column:
    """A column of money; one with words of its own may stand on two lines."""
    sort, shown = looks
    return Column(
        key=key,
        heading=heading,
        kind=Kind.MONEY,
        value=value,
        sort=sort,
        shown=shown,
        narrow=shown is None,
    )


def _for_files() -> list[Column]:
    more: list[tuple[str, str, Kind, Read]] = [
        ("cash", "Cash class", Kind.TEXT, lambda row: in_words(row.cash_class)),
        ("workstream", "Workstream", Kind.TEXT, _workstream),
        ("ytd-word", "YTD is", Kind.TEXT, lambda row: rules.direction(row.ytd_variance)),
        (
            "forecast-word",
            "Forecast is",
            Kind.TEXT,
            lambda row: rules.direction(row.forecast_variance),
        ),
        ("recurrent", "Recurrent forecast", Kind.MONEY, lambda row: row.recurrent_forecast),
        ("full-year", "Full-year effect", Kind.MONEY, lambda row: row.full_year_effect),
        (
            "signed",
            "Full-year effect signed",
            Kind.TEXT,
            lambda row: row.signed_full_year_effect is not None,
        ),
        ("missing", "Months without an actual", Kind.NUMBER, lambda row: row.missing_actuals),
        ("owner", "Owner", Kind.TEXT, lambda row: row.owner),
        ("status", "Status", Kind.TEXT, lambda row: row.lifecycle.value.capitalize()),
        ("disclosure", "Who may see it", Kind.TEXT, lambda row: row.disclosure.value.capitalize()),
        ("programme", "Programme", Kind.TEXT, lambda row: row.programme_code),
    ]
    return [
        Column(key=key, heading=heading, kind=kind, value=value, on_page=False)
        for key, heading, kind, value in more
    ]


def filters(actor: Actor) -> list[Filter]:
    """Both axes, cash class, status, and the reader's own."""
    development = {
        each.value: (each.label, Scheme.development_status == each) for each in DevelopmentStatus
    }
    risk = {each.value: (each.label, Scheme.delivery_risk == each) for each in DeliveryRisk}
    risk["none"] = (NOT_ASSESSED, Scheme.delivery_risk.is_(None))
    cash = {each.value: (each.value.capitalize(), Scheme.cash_class == each) for each in CashClass}
    cash["none"] = ("Not given", Scheme.cash_class.is_(None))
    statuses = {
        each.value: (each.value.capitalize(), Scheme.status == each) for each in SchemeStatus
    }
    return [
        register.choice("development", "Development", development, every="Any status"),
        register.choice("risk", "Delivery risk", risk, every="Any risk"),
        register.choice("cash", "Cash class", cash, every="Any class"),
        register.choice(
            "status",
            "Status",
            statuses,
            every="Open and complete",
            otherwise=Scheme.status != SchemeStatus.WITHDRAWN,
        ),
        register.yes("mine", "Owner", Scheme.owner_id == (actor.person_id or 0), every="Anybody"),
    ]


def _gate(as_at: date) -> Filter:
    """Whether the quality gate holds what is still to come, on the day."""
    holds = held.is_held(as_at)
    words = {"held": ("Held", holds), "passed": ("Not held", ~holds)}
    return register.choice("gate", "Quality gate", words, every="Held or not")


def is_offered(month: Month, closed: Month) -> bool:
    """Whether the register may stand at that month: this financial year or the one before."""
    year = closed.financial_year
    return month.financial_year in (year.previous, year)


def _as_at(closed: Month) -> Filter:
    """The month that YTD runs to; it narrows nothing."""
    year = closed.financial_year
    months = [month for month in (*year.previous.months, *year.months) if month != closed]
    return Filter(
        key="month",
        label="As at the end of",
        options=[(str(month), month.label) for month in reversed(months)],
        condition=lambda _month: true(),
        every=closed.label,
    )


def category_and_class(row: queries.SchemeTotals) -> str:
    """`Non-pay: fleet; cash-releasing`; a dash where neither is given."""
    both = (row.category, row.cash_class.value if row.cash_class else "")
    return "; ".join(each for each in both if each) or "–"


def in_words(cash_class: CashClass | None) -> str:
    """The class with a capital; nothing where none is given."""
    return cash_class.value.capitalize() if cash_class else ""


def _workstream(row: queries.SchemeTotals) -> str:
    return f"{row.workstream_ref} {row.workstream_name}"


def variance(amount: int) -> str:
    """`−£44k adverse`: the amount of a list, never without its word."""
    word = rules.direction(amount)
    if amount == 0:
        return word.capitalize()
    short = abs(amount) < money.THOUSAND
    return f"{money.whole_pounds(amount) if short else money.thousands(amount)} {word}"
