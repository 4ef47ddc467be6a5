"""Milestones that are late, or due this month or next."""

from app.reporting.frozen import Milestone
from app.reports.content import (
    Block,
    Column,
    Figure,
    Kind,
    MilestoneMark,
    MilestoneSlips,
    Paragraph,
    Section,
    Table,
)
from app.reports.content.build import words
from app.reports.content.build.source import Source, cell
from app.reports.content.tables import Cell

MOST_ROWS = 60
HEADING = "Milestones due and late"


def section(source: Source) -> Section:
    chosen = due_or_late(source, source.document.milestones)
    if not chosen:
        nothing = Paragraph("No milestone is late, or due this month or next.")
        return Section(HEADING, "milestones", (nothing,))
    marks = tuple(mark for each in chosen if (mark := _mark(source, each)))
    late = sum(each.is_late for each in chosen)
    hard = sum(each.is_late and (each.is_gate or each.is_critical) for each in chosen)
    story = words.sentence(
        f"{words.count(late, 'milestone')} late, {hard} of them gates or critical; "
        f"{len(chosen) - late} due and on time"
    )
    picture = MilestoneSlips(marks, source.document.as_at)
    block: Block = Figure("From first promise to landing", picture, story, table(source, chosen))
    return Section(HEADING, "milestones", (block,))


def due_or_late(source: Source, milestones: tuple[Milestone, ...]) -> list[Milestone]:
    """The latest first, then by the date that they land."""
    this = source.document.month
    chosen = [
        each
        for each in milestones
        if each.is_late
        or (each.completed_on and each.completed_on in this)
        or (
            not each.completed_on
            and each.forecast
            and (each.forecast in this or each.forecast in this.next)
        )
    ]
    return sorted(
        chosen,
        key=lambda each: (
            not each.is_late,
            -(source.slip(each) or 0) if each.is_late else 0,
            each.forecast or source.document.as_at,
            each.ref,
        ),
    )


def table(source: Source, milestones: list[Milestone], *, caption: str = "") -> Table:
    columns = (
        Column("Ref"),
        Column("Milestone", weight=3),
        Column("First promised", Kind.DATE),
        Column("Baseline", Kind.DATE),
        Column("Lands", Kind.DATE),
        Column("Working days", weight=1.8 if source.document.has_money else 1.0),
        Column("Rating", Kind.RATING),
    )
    shown = milestones[:MOST_ROWS]
    rest = len(milestones) - len(shown)
    return Table(
        columns,
        tuple(_row(source, each) for each in shown),
        caption=caption,
        note=f"And {words.count(rest, 'more milestone')}, in the register." if rest else "",
    )


def _row(source: Source, milestone: Milestone) -> tuple[Cell, ...]:
    flags = [
        name
        for name, has in (("gate", milestone.is_gate), ("critical", milestone.is_critical))
        if has
    ]
    title = f"{milestone.title} ({', '.join(flags)})" if flags else milestone.title
    return (
        milestone.ref,
        source.leading_to(milestone.workstream, title),
        milestone.first_baseline,
        milestone.current_baseline,
        milestone.completed_on or milestone.forecast,
        label(source, milestone),
        cell(milestone.rated),
    )


def label(source: Source, milestone: Milestone) -> str:
    """`12 days late`, `on time`, `done 3 days late`."""
    slip = source.slip(milestone)
    if slip is None:
        return "no dates"
    how = f"{words.count(slip, 'day')} late" if slip > 0 else "on time"
    return f"done {how}" if milestone.completed_on else how


def _mark(source: Source, milestone: Milestone) -> MilestoneMark | None:
    lands = milestone.completed_on or milestone.forecast
    baseline = milestone.first_baseline or milestone.current_baseline
    if lands is None or baseline is None:
        return None
    colour = milestone.rated.colour
    return MilestoneMark(milestone.title, baseline, lands, colour, label(source, milestone))
