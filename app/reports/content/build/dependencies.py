"""Dependencies that are late or not agreed."""

from app.reporting.frozen import Dependency
from app.reports.content import Column, Kind, Paragraph, Section, Table
from app.reports.content.build import words
from app.reports.content.build.source import Source, cell
from app.reports.content.tables import Cell

MOST_ROWS = 40
HEADING = "Dependencies late or not agreed"


def section(source: Source) -> Section:
    chosen = [each for each in source.document.dependencies if each.is_late or not each.is_agreed]
    if not chosen:
        held = "Every dependency is agreed, and none is late."
        said = held if source.document.dependencies else "No dependencies are recorded."
        return Section(HEADING, "dependencies", (Paragraph(said),))
    chosen.sort(key=lambda each: (not each.is_late, -(each.gap_days or 0), each.ref))
    columns = (
        Column("Ref"),
        Column("Deliverable", weight=1.5),
        Column("From"),
        Column("To"),
        Column("Needed", Kind.DATE),
        Column("Promised", Kind.DATE),
        Column("Days late", Kind.NUMBER),
        Column("Rating", Kind.RATING),
    )
    rest = len(chosen) - MOST_ROWS
    more = f" And {words.count(rest, 'more dependency', 'more dependencies')}." if rest > 0 else ""
    table = Table(
        columns,
        tuple(_row(source, each) for each in chosen[:MOST_ROWS]),
        note=f"A dash under promised: nobody has promised a date.{more}",
    )
    return Section(HEADING, "dependencies", (table,))


def _row(source: Source, dependency: Dependency) -> tuple[Cell, ...]:
    gap = dependency.gap_days
    return (
        dependency.ref,
        dependency.title,
        source.name(dependency.giver),
        source.name(dependency.receiver),
        dependency.need_by,
        dependency.promise,
        gap if gap and gap > 0 else None,
        cell(dependency.rated),
    )
