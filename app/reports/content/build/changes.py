"""What changed since the month before: colours with their reasons, money, dates, risks, rules."""

from app.core import money
from app.reporting.frozen import Document, Workstream
from app.reports.content import Block, Bullets, Paragraph, Section
from app.reports.content.build import words
from app.reports.content.build.source import Source
from app.reports.content.build.words import Words

MOST_COLOURS = 8
MOST_SETTINGS = 5
MOST_TITLES = 3


def section(source: Source) -> Section:
    if source.before is None:
        first = "No earlier month is locked, so there is nothing to compare with."
        return Section("What changed", "changes", (Paragraph(first),))
    lines = lines_since(source, source.before)
    block: Block = Bullets(lines) if lines else Paragraph("Nothing that this report counts.")
    heading = f"What changed since {source.before.month.name}"
    return Section(heading, "changes", (block,))


def lines_since(source: Source, before: Document) -> tuple[Words, ...]:
    return (
        *words.first(_colours(source), MOST_COLOURS, "changed rating"),
        *_workstreams(source),
        *_money(source, before),
        *_kept(source, before),
        *_milestones(source, before),
        *_risks(source, before),
        *_settings(source, before),
    )


def _colours(source: Source) -> list[Words]:
    """The worst first."""
    changed = [
        (each, source.earlier[each.ref])
        for each in source.workstreams
        if each.ref in source.earlier and source.earlier[each.ref].shown is not each.shown
    ]
    changed.sort(key=lambda pair: (-pair[0].shown.severity, pair[0].ref))
    return [
        source.leading_to(now.ref, _colour(now, then, has_records=source.document.has_money))
        for now, then in changed
    ]


def _colour(now: Workstream, then: Workstream, *, has_records: bool) -> str:
    """Its first reason; since schema 2 with the record that the reason is about."""
    found = [
        rated.reasons[0]
        for rated in now.dimensions.values()
        if rated.colour is now.shown and rated.reasons
    ] or list(now.overall.reasons[:1])
    reasons = [words.reason(why) if has_records else why.sentence for why in found]
    because = f": {reasons[0]}" if reasons else ""
    went = f"went from {then.shown.label.lower()} to {now.shown.label.lower()}"
    return words.sentence(f"{now.name} {went}{because}")


def _workstreams(source: Source) -> list[Words]:
    now = {each.ref for each in source.workstreams}
    new = [each.name for each in source.workstreams if each.ref not in source.earlier]
    gone = [each.name for ref, each in source.earlier.items() if ref not in now]
    lines: list[Words] = []
    if new:
        lines.append(words.sentence(f"New: {words.some(new, MOST_COLOURS)}"))
    if gone:
        lines.append(words.sentence(f"No longer reported: {words.some(gone, MOST_COLOURS)}"))
    return lines


def _kept(source: Source, before: Document) -> list[Words]:
    """What finance validated since, and what the quality gate holds now."""
    document = source.document
    same_year = document.financial_year == before.financial_year
    if not (document.has_money and before.has_money and same_year):
        return []
    now, then = document.savings, before.savings
    lines: list[Words] = []
    if now.validated != then.validated:
        moved = money.pounds(abs(now.validated - then.validated))
        how = "more" if now.validated > then.validated else "less"
        lines.append(f"Finance validated {moved} {how}, {money.pounds(now.validated)} to date.")
    if now.held != then.held:
        how = "rose" if now.held > then.held else "fell"
        apart = money.pounds_apart(then.held, now.held)
        lines.append(f"What the quality gate holds {how} from {' to '.join(apart)}.")
    return lines


def _money(source: Source, before: Document) -> list[Words]:
    now, then = source.document.savings, before.savings
    if source.document.financial_year != before.financial_year or now.forecast == then.forecast:
        return []
    moved = now.forecast - then.forecast
    how = "rose" if moved > 0 else "fell"
    before_it, after_it = money.pounds(then.forecast), money.pounds(now.forecast)
    if source.document.has_money:
        before_it, after_it = money.pounds_apart(then.forecast, now.forecast)
    return [
        f"The savings forecast {how} by {money.pounds(abs(moved))}, from {before_it} to {after_it}."
    ]


def _milestones(source: Source, before: Document) -> list[Words]:
    earlier = {each.ref: each for each in before.milestones}
    late = [
        each.title
        for each in source.document.milestones
        if each.is_late and not (each.ref in earlier and earlier[each.ref].is_late)
    ]
    done = [
        each.title
        for each in source.document.milestones
        if each.completed_on and not (each.ref in earlier and earlier[each.ref].completed_on)
    ]
    return [
        words.sentence(
            f"{words.count(len(titles), 'milestone')} {what}: {words.some(titles, MOST_TITLES)}"
        )
        for titles, what in ((late, "newly late"), (done, "completed"))
        if titles
    ]


def _risks(source: Source, before: Document) -> list[Words]:
    up = down = 0
    for each in source.document.risks:
        if each.previous_consequence and each.previous_likelihood:
            score = (each.consequence or 0) * (each.likelihood or 0)
            earlier = each.previous_consequence * each.previous_likelihood
            up, down = up + (score > earlier), down + (score < earlier)
    refs, old = {each.ref for each in source.document.risks}, {each.ref for each in before.risks}
    said = [
        f"{number} {what}"
        for number, what in (
            (up, "scored higher"),
            (down, "scored lower"),
            (len(refs - old), "new"),
            (len(old - refs), "closed"),
        )
        if number
    ]
    return [words.sentence(f"Risks: {words.listed(said)}")] if said else []


def _settings(source: Source, before: Document) -> list[Words]:
    """A rule that moved is said beside the colours that it may have moved."""
    earlier = {each.key: each.value for each in before.settings}
    lines = [
        f"The setting {each.key} changed from {earlier[each.key]} to {each.value}."
        for each in source.document.settings
        if each.key in earlier and earlier[each.key] != each.value
    ]
    return list(words.first(lines, MOST_SETTINGS, "changed setting"))
