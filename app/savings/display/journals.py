"""The register of journals: its columns, filters and words."""

from __future__ import annotations

from collections.abc import Mapping

from app.core import money
from app.core.actor import Actor
from app.programmes.filters import place_filters
from app.programmes.models import Programme, Workstream
from app.savings.models import BudgetTransfer, Scheme
from app.savings.queries import journals
from app.savings.queries.journals import Journal
from app.web import register
from app.web.register import Column, Filter, Kind, Listing


def listing(actor: Actor, args: Mapping[str, str]) -> Listing:
    """The register as this reader may see it, the newest journal first."""
    return Listing(
        name="journals",
        columns=columns(),
        filters=[*place_filters(actor, chosen_programme=args.get("programme", "")), *_own(actor)],
        searched=(
            BudgetTransfer.journal_ref,
            BudgetTransfer.cost_centre,
            BudgetTransfer.account,
            BudgetTransfer.reason,
            Scheme.ref,
            Scheme.title,
        ),
        sort="date",
        descending=True,
        last=(BudgetTransfer.id.desc(),),
        read=journals.read,
    )


def columns() -> list[Column]:
    """What the page and the files show; journals are exact to the penny everywhere."""
    page = register.links_to("savings.transacted", "scheme_id")
    return [
        Column(
            key="journal",
            heading="Journal",
            value=lambda row: row.journal_ref,
            sort=BudgetTransfer.journal_ref,
            href=lambda row: page(row.scheme_id),
        ),
        Column(
            key="date",
            heading="Date",
            kind=Kind.DATE,
            value=lambda row: row.made_on,
            sort=BudgetTransfer.made_on,
        ),
        Column(
            key="scheme",
            heading="Scheme",
            value=lambda row: f"{row.scheme} {row.title}",
            sort=(Programme.code, Workstream.ref, Scheme.ref),
        ),
        *_budget(),
        *_amounts(),
        Column(key="standing", heading="Reversals", value=standing),
        *_for_files(),
    ]


def _budget() -> list[Column]:
    return [
        Column(
            key="line",
            heading="Budget line",
            value=lambda row: f"{row.cost_centre} {row.account}".strip(),
            sort=(BudgetTransfer.cost_centre, BudgetTransfer.account),
            in_file=False,
        ),
        Column(
            key="year",
            heading="Year",
            value=lambda row: str(row.year),
            sort=BudgetTransfer.financial_year,
            narrow=True,
        ),
    ]


def standing(row: Journal) -> str:
    """`Reverses JNL-1`, `Reversed by JNL-2`, or nothing."""
    if row.reverses:
        return f"Reverses {row.reverses}"
    return f"Reversed by {row.reversed_by}" if row.reversed_by else ""


def _amounts() -> list[Column]:
    return [
        Column(
            key="recurrent",
            heading="Recurrent",
            kind=Kind.MONEY,
            value=lambda row: row.recurrent,
            shown=lambda row: money.exact(row.recurrent),
            sort=BudgetTransfer.recurrent,
        ),
        Column(
            key="non-recurrent",
            heading="Non-recurrent",
            kind=Kind.MONEY,
            value=lambda row: row.non_recurrent,
            shown=lambda row: money.exact(row.non_recurrent),
            sort=BudgetTransfer.non_recurrent,
        ),
    ]


def _for_files() -> list[Column]:
    more = {
        "total": ("Total", Kind.MONEY, lambda row: row.total),
        "cost-centre": ("Cost centre", Kind.TEXT, lambda row: row.cost_centre),
        "account": ("Account", Kind.TEXT, lambda row: row.account),
        "workstream": ("Workstream", Kind.TEXT, lambda row: row.workstream),
        "programme": ("Programme", Kind.TEXT, lambda row: row.programme),
        "reason": ("Reason", Kind.TEXT, lambda row: row.reason),
        "by": ("Recorded by", Kind.TEXT, lambda row: row.by),
    }
    return [
        Column(key=key, heading=heading, kind=kind, value=value, on_page=False)
        for key, (heading, kind, value) in more.items()
    ]


def _own(actor: Actor) -> list[Filter]:
    """Year, cost centre, and reversals."""
    years = {
        str(each): (str(each), BudgetTransfer.financial_year == each)
        for each in journals.years(actor)
    }
    centres = {
        each: (each, BudgetTransfer.cost_centre == each) for each in journals.cost_centres(actor)
    }
    stands = BudgetTransfer.reverses_id.is_(None) & journals.Reversal.id.is_(None)
    kinds = {
        "standing": ("Neither reversed nor a reversal", stands),
        "reversed": ("Reversed", journals.Reversal.id.is_not(None)),
        "reversal": ("Reversals", BudgetTransfer.reverses_id.is_not(None)),
    }
    return [
        register.choice("year", "Financial year", years, every="All years"),
        register.choice("centre", "Cost centre", centres, every="All cost centres"),
        register.choice("kind", "Reversals", kinds, every="With and without"),
    ]
