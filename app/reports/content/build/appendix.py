"""What stands behind the pack: the key and the settings used, and what is left out and why."""

import re
from collections import Counter

from app.core import money
from app.core.rating import Colour
from app.reporting.frozen import Document
from app.reports.content import (
    Bullets,
    Column,
    Kind,
    Paragraph,
    RatingCell,
    Section,
    Table,
)
from app.reports.content.build import kept, words
from app.reports.content.build.source import COLOURS, Source
from app.reports.content.build.words import Words

MEANINGS = {
    Colour.RED: "Outside tolerance: needs help, or a decision, to recover",
    Colour.AMBER: "At risk, or late within tolerance, with a path back",
    Colour.GREEN: "On plan, or within a tolerance that needs no action",
    Colour.COMPLETE: "Every milestone and every scheme is complete",
    Colour.NOT_REPORTED: "Should be rated and cannot be: no update, or no figures",
    Colour.NOT_APPLICABLE: "Somebody decided that it does not apply, and why",
}
SEVERITIES = ("error", "warning", "note")
MOST_FINDINGS = 20
SETTINGS = "Settings that this month was rated with"
NO_SETTINGS = "No settings are recorded with this month."
NOT_YET = (
    "Whether budgets were cut in the ledger, and whether this agrees with the finance paper.",
    "Posts affected, in whole-time equivalents.",
    "The effect on patients, and quality impact assessments.",
    "Decisions and actions of earlier meetings.",
)
NOT_YET_KEPT = ("Decisions and actions of earlier meetings.",)


def sections(source: Source) -> tuple[Section, ...]:
    return (_rules(source), _left_out(source))


def _rules(source: Source) -> Section:
    key = Table(
        (Column("Rating", Kind.RATING), Column("What it means", weight=3)),
        tuple((RatingCell(colour), MEANINGS[colour]) for colour in COLOURS),
        caption="Key to the ratings",
    )
    rules = _worded(source.document) if source.document.has_money else _settings(source.document)
    is_apart = not source.document.has_money
    return Section("Rules and settings used", "rules", (key, rules), page_break=is_apart)


def _settings(document: Document) -> Table:
    return Table(
        (
            Column("Setting"),
            Column("Value"),
            Column("Owner"),
            Column("Since"),
            Column("Reason", weight=2),
        ),
        tuple(
            (each.key, each.value, each.owner or "Default", each.since, each.reason)
            for each in document.settings
        ),
        caption=SETTINGS,
        empty=NO_SETTINGS,
    )


def _worded(document: Document) -> Table:
    """Names and sums as a reader says them; a column that nothing stands in is left out."""
    given = document.settings
    changed = any(each.since or each.reason for each in given)
    more = (Column("Since"), Column("Reason", weight=2)) if changed else ()
    return Table(
        (Column("Setting", weight=2), Column("Value", weight=2), Column("Owner"), *more),
        tuple(
            (_name(each.key), _amount(each.value), each.owner or "Default")
            + ((each.since, each.reason) if changed else ())
            for each in given
        ),
        caption=SETTINGS,
        note=""
        if changed
        else "None of them was changed: each is the one that Ragstone came with.",
        empty=NO_SETTINGS,
    )


def _name(key: str) -> str:
    """`Milestones: critical green days`, of `milestones.critical_green_days`."""
    group, _, name = key.partition(".")
    said = re.sub(r"\bg(\d[ab]?)\b", r"G\1", name.replace("_", " "))
    return f"{group.replace('_', ' ').capitalize()}: {said}" if said else group


def _amount(value: str) -> str:
    """`100000000 pence` as `£1,000,000`, `500 pounds` as `£500`."""
    number, _, unit = value.partition(" ")
    pence = {"pence": 1, "pounds": money.POUND}.get(unit)
    if pence is None or not number.isdecimal():
        return value
    return money.whole_pounds(int(number) * pence)


def _left_out(source: Source) -> Section:
    document = source.document
    lines = (*_withheld(source), *_gaps(source), *(_money(document) if document.has_money else ()))
    told = Bullets(lines) if lines else Paragraph("Nothing that is recorded.")
    absent = Bullets(NOT_YET_KEPT if document.has_money else NOT_YET)
    intro = Paragraph("Ragstone does not record these yet, so this report is silent on them:")
    return Section("What is left out", "left-out", (told, intro, absent, *_findings(source)))


def _withheld(source: Source) -> tuple[Words, ...]:
    says = _counted if source.document.has_money else words.count
    return tuple(
        words.sentence(f"{says(each.count, each.kind)} withheld: {each.why}")
        for each in source.document.withheld
    )


def _counted(number: int, kinds: str) -> str:
    """`1 scheme`, `2 dependencies`: what is withheld is named in the plural."""
    one = f"{kinds.removesuffix('ies')}y" if kinds.endswith("ies") else kinds.removesuffix("s")
    return words.count(number, one, kinds)


def _money(document: Document) -> list[Words]:
    """What the figures of the savings leave out, and what nobody has said yet."""
    savings, schemes = document.savings, document.schemes
    held = words.count(sum(bool(each.figures.held) for each in schemes), "scheme")
    of = "" if kept.shows_part(document) else f" of {held}"
    kinds = sum(not each.cash_class for each in schemes)
    claimed, waits = money.pounds(savings.not_validated), money.pounds(savings.held)
    told: list[tuple[int, str]] = [
        (savings.held, f"{waits}{of} is held by the quality gate: it does not count."),
        (savings.not_validated, f"{claimed} is claimed and not validated by finance."),
        (kinds, f"{words.count(kinds, 'scheme')} without a cash class.".capitalize()),
        (not _is_reconciled(document), "No reconciliation to the ledger or the finance paper."),
        (not savings.wte_budgeted and not savings.wte_contracted, "Posts: no scheme records WTE."),
        (not _has_record(document), "How honest forecasts are: not enough locked months yet."),
    ]
    return [sentence for on, sentence in told if on]


def _is_reconciled(document: Document) -> bool:
    found = document.reconciliation
    return found is not None and bool(found.ledger or found.paper)


def _has_record(document: Document) -> bool:
    return any(each.bias is not None for each in document.accuracy)


def _gaps(source: Source) -> list[Words]:
    document = source.document
    without_cost = sum(
        each.cost.baseline is None or each.cost.forecast is None for each in source.workstreams
    )
    unassigned = sum(each.is_unassigned for each in document.workstreams)
    undated = sum(
        not each.current_baseline or not (each.forecast or each.completed_on)
        for each in document.milestones
    )
    unscored = sum(not each.consequence or not each.likelihood for each in document.risks)
    gaps = (
        (without_cost, "workstream", "no cost baseline or forecast, and no rating for cost"),
        (undated, "milestone", "no baseline or forecast, and no rating"),
        (unscored, "risk", "no score, and no place on the 5×5"),
    )
    lines: list[Words] = [
        f"{words.count(number, noun).capitalize()} {'has' if number == 1 else 'have'} {what}."
        for number, noun, what in gaps
        if number
    ]
    if unassigned:
        lines.append("Records that name no workstream are counted in the totals and never rated.")
    return lines


def _findings(source: Source) -> tuple[Table, ...]:
    found = source.document.findings
    if not found:
        return ()
    worst = sorted(
        found,
        key=lambda each: (
            SEVERITIES.index(each.severity) if each.severity in SEVERITIES else len(SEVERITIES),
            each.workstream,
            each.record,
            each.rule,
        ),
    )
    counts = Counter(each.severity for each in found)
    said = words.listed([words.count(counts[each], each) for each in SEVERITIES if counts[each]])
    columns = (Column("Record"), Column("What is wrong", weight=3), Column("Severity"))
    rest = len(found) - MOST_FINDINGS
    return (
        Table(
            columns,
            tuple(
                (each.record or each.workstream, each.message, each.severity.capitalize())
                for each in worst[:MOST_FINDINGS]
            ),
            caption=f"Findings in the data: {said}",
            note=f"And {words.count(rest, 'more finding')}, in the register." if rest > 0 else "",
        ),
    )
