"""Reads of schemes: one with its months, the register, and sums that the database adds up."""

from app.savings.queries.by_month import MonthSums, by_month
from app.savings.queries.register import LeftOut, left_out, summed
from app.savings.queries.schemes import (
    cells,
    figures,
    figures_by_scheme,
    figures_of,
    get,
    of_workstream,
    pressure,
    years,
)
from app.savings.queries.totals import (
    SchemeDetails,
    SchemeTotals,
    listed,
    pressures,
    row,
    rows,
    sums,
    totals,
    totals_by_scheme,
    with_details,
)

__all__ = [
    "LeftOut",
    "MonthSums",
    "SchemeDetails",
    "SchemeTotals",
    "by_month",
    "cells",
    "figures",
    "figures_by_scheme",
    "figures_of",
    "get",
    "left_out",
    "listed",
    "of_workstream",
    "pressure",
    "pressures",
    "row",
    "rows",
    "summed",
    "sums",
    "totals",
    "totals_by_scheme",
    "with_details",
    "years",
]
