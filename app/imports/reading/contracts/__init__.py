"""What each kind of table holds: its fields, the headings they go by, what it is known by."""

from app.imports.reading.contracts import ledger, portfolio, registers, savings, workbook
from app.imports.reading.contracts.shape import Contract, Field, FieldType, Formula

__all__ = ["ALL", "KINDS", "Contract", "Field", "FieldType", "Formula", "of_kind", "of_table"]

# In this order: where two fit a table equally well, the earlier is taken.
ALL: tuple[Contract, ...] = (
    savings.CIP,
    savings.ACHIEVED,
    portfolio.PORTFOLIO,
    registers.RISKS,
    registers.MILESTONES,
    registers.DEPENDENCIES,
    ledger.LEDGER,
    workbook.WORKSTREAMS,
    workbook.PEOPLE,
    workbook.SCHEMES,
    workbook.SAVINGS,
)
KINDS = ("workbook", "portfolio", "savings", "risks", "milestones", "dependencies", "ledger")


def of_kind(kind: str | None) -> tuple[Contract, ...]:
    """Those that a file of the kind may hold; a workbook may hold any, and so may None."""
    if kind is None or kind == "workbook":
        return ALL
    return tuple(contract for contract in ALL if contract.kind == kind)


def of_table(table: str) -> Contract:
    """The contract with that table's name."""
    return next(contract for contract in ALL if contract.table == table)
