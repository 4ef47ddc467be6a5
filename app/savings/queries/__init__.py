"""Reads of schemes: one with its months, the register, and sums that the database adds up."""

from app.savings.queries.schemes import (
    cells,
    figures,
    figures_by_scheme,
    get,
    of_workstream,
    pressure,
    years,
)
from app.savings.queries.totals import (
    MonthTotals,
    SchemeTotals,
    months_of_programme,
    pressures,
    totals,
    totals_by_scheme,
    totals_by_workstream,
)

__all__ = [
    "MonthTotals",
    "SchemeTotals",
    "cells",
    "figures",
    "figures_by_scheme",
    "get",
    "months_of_programme",
    "of_workstream",
    "pressure",
    "pressures",
    "totals",
    "totals_by_scheme",
    "totals_by_workstream",
    "years",
]
