"""Ratings: a row a workstream, with the months at this colour and every dimension."""

from app.core.rating import Colour, Dimension
from app.reporting.frozen import Workstream
from app.reports.content import Column, Kind, Paragraph, RatingCell, Section, Table
from app.reports.content.build import words
from app.reports.content.build.source import DIMENSIONS, Source, cell
from app.reports.content.tables import Cell

EXPLANATION = (
    "Each rating follows rules and says why. A lead may report worse than the rules; better "
    "shows only where the programme office or the senior responsible owner granted it for the "
    "month, with a reason."
)


def section(source: Source) -> Section:
    said = tuple(each for each in DIMENSIONS if _is_rated(source, each))
    confidence = any(each.delivery_confidence for each in source.workstreams)
    columns = (
        Column("Workstream", weight=2),
        Column("Overall", Kind.RATING),
        *((Column("Delivery confidence", Kind.RATING),) if confidence else ()),
        *(Column(each.label, Kind.RATING) for each in said),
    )
    table = Table(
        columns,
        tuple(
            (*_row(source, each, confidence), *(cell(each.dimensions.get(d.value)) for d in said))
            for each in source.workstreams
        ),
        caption=f"Ratings by workstream, {source.document.month.name}",
        note=_note(source, [each.label.lower() for each in DIMENSIONS if each not in said]),
        empty="No workstreams are recorded.",
    )
    return Section("Ratings", "ratings", (Paragraph(EXPLANATION), table))


def _is_rated(source: Source, dimension: Dimension) -> bool:
    """Whether any workstream has more to say of it than that it is not reported."""
    rated = (each.dimensions.get(dimension.value) for each in source.workstreams)
    return any(each and each.colour is not Colour.NOT_REPORTED for each in rated)


def _row(source: Source, workstream: Workstream, confidence: bool) -> tuple[Cell, ...]:
    said = workstream.delivery_confidence
    return (
        source.leading_to(workstream.ref, workstream.name),
        source.overall(workstream),
        *((RatingCell(said) if said else None,) if confidence else ()),
    )


def _note(source: Source, unsaid: list[str]) -> str:
    granted = [
        f"{each.name}: shown better than calculated, granted by {each.declared.granted_by}: "
        f"{each.declared.granted_reason.rstrip('.')}."
        for each in source.workstreams
        if each.declared and each.declared.granted_by
    ]
    if unsaid and source.workstreams:
        granted.append(f"Not reported by any workstream: {words.listed(unsaid)}.")
    return " ".join(granted)
