"""What page one answers, in sentences with figures, as far as the month's data go."""

from collections import Counter

from app.core import money
from app.core.rating import Colour
from app.reports.content import Fact
from app.reports.content.build import asked, kept, words
from app.reports.content.build import room as rooms
from app.reports.content.build.room import Room
from app.reports.content.build.source import Source
from app.reports.content.build.words import Words


def facts(source: Source, room: Room) -> tuple[Fact, ...]:
    answers = _kept(source, room) if source.document.has_money else _told(source, room)
    return tuple(fact for fact in answers if fact.value)


def _kept(source: Source, room: Room) -> list[Fact]:
    """Since a month keeps what finance, quality and those who close the gap say."""
    document = source.document
    return [
        Fact("Will we hit the target?", kept.target(document)),
        Fact("What closes the gap?", _closers(source, room)),
        Fact("What has left budgets?", kept.budgets(document)),
        Fact("Agrees with finance?", kept.paper(document)),
        Fact("How many posts?", kept.staff(document)),
        Fact("What of patients?", kept.patients(document)),
        Fact("What is asked?", _asked(source, room)),
        Fact("What has it cost?", _cost(source)),
        Fact("Which dates were missed?", _missed(source, room)),
    ]


def _closers(source: Source, room: Room) -> tuple[Words, ...]:
    """Actions with their pounds, the largest first; then what nobody covers."""
    document, gap = source.document, kept.gap(source.document)
    actions = kept.still_open(document)
    if not actions:
        paths = _closing(source, room)
        none = f"No action closes the gap of {money.pounds(gap)} after risk." if gap else ""
        return (*((none,) if none else ()), *paths)
    lines = [
        rooms.leading_to(source, each.workstream, kept.action(each), room, whole=kept.CLOSERS)
        for each in actions
    ]
    first = words.first(lines, room.answers, "action", to=kept.CLOSERS)
    left = gap - sum(each.expected or 0 for each in actions)
    covered = f"{money.pounds(left)} of the gap after risk has no action." if left > 0 else ""
    return (*first, *((covered,) if covered else ()))


def _told(source: Source, room: Room) -> list[Fact]:
    return [
        Fact("Will we hit the target?", _target(source)),
        Fact("What is asked?", _asked(source, room)),
        Fact("What closes the gap?", _closing(source, room)),
        Fact("Which dates were missed?", _missed(source, room)),
        Fact("What kind of savings?", _kinds(source)),
        Fact("What has it cost?", _cost(source)),
    ]


def _target(source: Source) -> str:
    document, savings = source.document, source.document.savings
    if document.target is None:
        return f"No target is set for {document.financial_year}." if savings.schemes else ""
    gap = savings.forecast - document.target
    after = savings.risk_adjusted_forecast - document.target
    if gap < 0:
        return (
            f"No: {money.pounds(-gap)} short of {money.pounds(document.target)} before risk, "
            f"{money.pounds(-after)} after."
        )
    if after < 0:
        return f"On the forecast, yes; after risk {money.pounds(-after)} short."
    return f"Yes: {money.pounds(gap)} above it before risk, {money.pounds(after)} after."


def _closing(source: Source, room: Room) -> tuple[Words, ...]:
    lines = []
    for each in source.worst_first:
        told = each.commentary
        if each.shown in (Colour.RED, Colour.AMBER) and told and told.path_action:
            when = (
                f"by {told.path_date.day} {told.path_date:%B %Y}" if told.path_date else "no date"
            )
            who = told.path_owner or "no owner"
            text = f"{each.name}: {told.path_action.rstrip('.')} ({who}, {when})."
            lines.append(rooms.leading_to(source, each.ref, text, room))
    whole = source.whole("workstreams") if source.with_page else ""
    return words.first(lines, room.answers, "path to green", "more paths to green", to=whole)


def _kinds(source: Source) -> str:
    sums: Counter[str] = Counter()
    for scheme in source.document.schemes:
        sums[scheme.cash_class or "not classified"] += scheme.figures.ytd_actual
    said = [f"{money.pounds(amount)} {kind}" for kind, amount in sorted(sums.items()) if amount]
    return f"To date: {words.listed(said)}." if said else ""


def _cost(source: Source) -> str:
    known = [
        (each.cost.baseline, each.cost.forecast)
        for each in source.workstreams
        if each.cost.baseline is not None and each.cost.forecast is not None
    ]
    if not known:
        return ""
    baseline = sum(each[0] or 0 for each in known)
    forecast = sum(each[1] or 0 for each in known)
    left = len(source.workstreams) - len(known)
    return (
        f"Forecast {money.pounds(forecast)}, {words.against(forecast, baseline, 'the baseline')}, "
        f"for {words.count(len(known), 'workstream')} with both; {left} left out."
    )


def _missed(source: Source, room: Room) -> tuple[Words, ...]:
    late = [(source.slip(each) or 0, each) for each in source.document.milestones if each.is_late]
    late.sort(key=lambda pair: (-pair[0], pair[1].ref))
    lines = [
        rooms.leading_to(
            source,
            each.workstream,
            f"{each.title}: {words.count(slip, 'working day')} late.",
            room,
            whole="milestones",
        )
        for slip, each in late
    ]
    return words.first(lines, room.answers, "late milestone", to=source.whole("milestones"))


def _asked(source: Source, room: Room) -> tuple[Words, ...]:
    lines = [
        rooms.leading_to(
            source,
            each.ref,
            f"{each.name}: {words.decision(each.commentary)}",
            room,
            whole=source.whole(asked.ANCHOR),
        )
        for each in source.worst_first
        if words.decision(each.commentary)
    ]
    return words.first(lines, room.answers, "decision", to=source.whole(asked.ANCHOR))
