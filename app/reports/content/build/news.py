"""The three boxes of page one: what needs the board, what to watch, what is assured."""

from fractions import Fraction

from app.core import money
from app.core.rating import Colour
from app.reporting.frozen import Workstream
from app.reporting.rules.position import DIMENSIONS
from app.reports.content import Boxes
from app.reports.content.build import room as rooms
from app.reports.content.build import words
from app.reports.content.build.room import Room
from app.reports.content.build.source import Source
from app.reports.content.build.words import Words

MONTHS = 12
LAST_QUARTER = 9  # months before January
WELL_ABOVE = Fraction(6, 5)
LONG_ENOUGH = 2  # months at green that are worth an assurance


def boxes(source: Source, room: Room) -> Boxes:
    return Boxes(_alerts(source, room), _advice(source, room), _assurances(source, room))


def _alerts(source: Source, room: Room) -> tuple[Words, ...]:
    """The red, by the rules or in the opinion of who answers for them."""
    lines = [
        rooms.leading_to(source, each.ref, _alert(each), room)
        for each in source.workstreams
        if Colour.RED in (each.shown, each.delivery_confidence)
    ]
    return words.first(lines, room.news, "red workstream", to=source.whole("ratings"))


def _alert(workstream: Workstream) -> str:
    """That it is red, why, and what is asked."""
    decision = words.decision(workstream.commentary)
    asked = f" Asked: {decision}" if decision else ""
    if workstream.shown is not Colour.RED:
        why = words.sentence(workstream.confidence_reason)
        return f"{workstream.name}: delivery confidence is red. {why}{asked}".strip()
    why = _why_red(workstream)
    return f"{workstream.name} is red. {why}{asked}".strip()


def _why_red(workstream: Workstream) -> str:
    dimensions = [
        workstream.dimensions[name]
        for name in DIMENSIONS
        if name in workstream.dimensions and workstream.dimensions[name].colour is Colour.RED
    ]
    reasons = [why for rated in (*dimensions, workstream.overall) for why in rated.reasons]
    return words.reason(reasons[0]) if reasons else ""


def _advice(source: Source, room: Room) -> tuple[Words, ...]:
    lines: list[Words] = []
    for colour in (Colour.AMBER, Colour.NOT_REPORTED):
        names = [rooms.name(each.name, room) for each in source.workstreams if each.shown is colour]
        if names:
            number = words.count(len(names), "workstream")
            lines.append(f"{number} {colour.label.lower()}: {words.some(names, room.news)}.")
    better = sum(
        bool(each.declared and each.declared.is_better and each.shown is not each.overall.colour)
        for each in source.workstreams
    )
    if better:
        lines.append(f"{words.count(better, 'rating')} shown better than calculated, by leave.")
    if late := back_loading(source):
        lines.append(late)
    return tuple(lines)


def back_loading(source: Source) -> str:
    """The share of what remains that falls in the last quarter, where it is well above even."""
    forecast, done = source.document.months.forecast, source.document.month.number
    remaining, last = sum(forecast[done:]), sum(forecast[max(done, LAST_QUARTER) :])
    if done >= LAST_QUARTER or remaining <= 0:
        return ""
    even = Fraction(MONTHS - LAST_QUARTER, MONTHS - done)
    if Fraction(last, remaining) <= even * WELL_ABOVE:
        return ""
    share = money.share_in_words(last, remaining, places=0)
    return f"{share} of the remaining forecast falls in January to March."


def _assurances(source: Source, room: Room) -> tuple[Words, ...]:
    held = [
        rooms.leading_to(
            source,
            each.ref,
            f"{each.name} has been {each.shown.label.lower()} for {each.months_at_colour} months.",
            room,
        )
        for each in source.workstreams
        if each.shown in (Colour.GREEN, Colour.COMPLETE) and each.months_at_colour >= LONG_ENOUGH
    ]
    done = [each for each in source.document.milestones if each.completed_on]
    if done:
        proven = sum(bool(each.evidence or each.evidence_link) for each in done)
        complete = words.count(len(done), "milestone")
        held.append(f"{complete} complete, {proven} with evidence.")
    return words.first(held, room.news, "workstream", to=source.whole("ratings"))
