"""What the month asks of the board: every decision in full, the worst rated first."""

from app.reports.content import Column, Kind, RatingCell, Section, Table
from app.reports.content.build import words
from app.reports.content.build.source import Source
from app.reports.content.tables import Cell

ANCHOR = "asked"


def sections(source: Source) -> tuple[Section, ...]:
    """None in a month that asks for nothing; none before schema 2, which kept no such list."""
    rows: list[tuple[Cell, ...]] = [
        (source.leading_to(each.ref, each.name), RatingCell(each.shown), decision)
        for each in source.worst_first
        if (decision := words.decision(each.commentary))
    ]
    if not rows or not source.document.has_money:
        return ()
    columns = (
        Column("Workstream"),
        Column("Rating", Kind.RATING),
        Column("What is asked", weight=3),
    )
    return (Section("What is asked", ANCHOR, (Table(columns, tuple(rows)),)),)
