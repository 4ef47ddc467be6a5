"""A page a workstream: its rating and why, the path to green, what happened, what is due."""

from app.core import dates, money
from app.core.rating import Colour
from app.reporting.frozen import Commentary, Rated, Savings, Scheme, Workstream
from app.reports.content import (
    Block,
    Column,
    Fact,
    Facts,
    KeyFigure,
    KeyFigures,
    Kind,
    Paragraph,
    RatingCell,
    ReasonEntry,
    ReasonList,
    Section,
    Subheading,
    Table,
)
from app.reports.content.build import milestones, risks, words
from app.reports.content.build.source import DIMENSIONS, Source, cell
from app.reports.content.tables import Cell
from app.savings.rules import shares

MOST_REASONS = 5
MOST_RISKS = 3
MOST_SCHEMES = 15


def sections(source: Source) -> tuple[Section, ...]:
    """An opening, then a part for each."""
    if not source.with_page:
        return ()
    each = "Of each" if source.document.has_money else "A page each"
    opening = f"{each}: the rating and its reasons, the path to green, and what is due."
    if len(source.with_page) < len(source.workstreams):
        opening = (
            f"A page for each of the {len(source.with_page)} that are red, of "
            f"{len(source.workstreams)}; the others stand in the table of ratings."
        )
    head = Section("Workstreams", "workstreams", (Paragraph(opening),), page_break=True)
    return (head, *(_page(source, n, each) for n, each in enumerate(source.with_page)))


def _page(source: Source, number: int, workstream: Workstream) -> Section:
    blocks: tuple[Block, ...] = (
        *_money(workstream, has_money=source.document.has_money),
        *_shared(source, workstream),
        ReasonList(_reasons(source, workstream)),
        *_path(workstream),
        Subheading("This month"),
        Facts(_facts(source, workstream)),
        *_due(source, workstream),
        *_schemes(source, workstream),
        *_risks(source, workstream),
    )
    anchor = source.anchor(workstream.ref)
    name = f"{workstream.ref} {workstream.name}"
    is_alone = number > 0 and not source.document.has_money  # since schema 2 they follow on
    return Section(name, anchor, blocks, page_break=is_alone, level=2)


def _facts(source: Source, workstream: Workstream) -> tuple[Fact, ...]:
    people = [
        f"{role} {name}"
        for role, name in (
            ("lead", workstream.lead),
            ("sponsor", workstream.sponsor),
            ("clinical", workstream.clinical_lead),
            ("finance", workstream.finance_lead),
        )
        if name
    ]
    facts = [
        *_told(source, workstream.commentary),
        Fact("Reported as", _declared(workstream)),
        Fact("Delivery confidence", _confidence(workstream)),
        Fact("Purpose", words.sentence(workstream.purpose)),
        Fact("People", words.sentence("; ".join(people))),
    ]
    return tuple(fact for fact in facts if fact.value)


def _declared(workstream: Workstream) -> str:
    said = workstream.declared
    if said is None:
        return ""
    granted = (
        f" Granted by {said.granted_by}: {words.sentence(said.granted_reason)}"
        if said.granted_by
        else ""
    )
    calculated = workstream.overall.colour.label.lower()
    asked = f"{said.colour.label}, calculated {calculated}. {words.sentence(said.reason)}"
    return f"{asked.strip()}{granted}"


def _confidence(workstream: Workstream) -> str:
    if workstream.delivery_confidence is None:
        return ""
    by = f" ({workstream.confidence_by})" if workstream.confidence_by else ""
    why = f": {workstream.confidence_reason}" if workstream.confidence_reason else ""
    return words.sentence(f"{workstream.delivery_confidence.label}{by}{why}")


def _money(workstream: Workstream, *, has_money: bool) -> tuple[Block, ...]:
    cost = workstream.cost
    figures = _kept(workstream) if has_money else _told_savings(workstream.savings)
    if cost.forecast is not None:
        known = cost.baseline is not None
        against = words.compared(cost.forecast, cost.baseline or 0, "baseline") if known else ""
        figures.append(KeyFigure("Cost forecast", money.pounds(cost.forecast), against))
    return (KeyFigures(tuple(figures)),) if figures else ()


def _shared(source: Source, workstream: Workstream) -> tuple[Block, ...]:
    """What the figures above hold of cross-cutting schemes, which are listed whole."""
    ref, said = workstream.ref, []
    for each in source.document.schemes:
        if each.shares.keys() - {each.workstream} and ref in {each.workstream, *each.shares}:
            given = tuple(each.shares.values())
            part = shares.in_words(each.shares.get(ref, 0), given)
            said.append(f"{part} of {each.ref}")
    if not said:
        return ()
    return (Paragraph(f"The savings figures include {words.listed(said)}."),)


def _kept(workstream: Workstream) -> list[KeyFigure]:
    """Validated first; what is claimed, held or short of the target beside it."""
    savings, target = workstream.savings, workstream.target
    if not savings.has_any:
        return []
    goal, name = (savings.plan, "plan") if target is None else (target, "target")
    share = money.share_in_words(savings.validated, savings.ytd_plan)
    claimed = f"of {money.pounds(savings.ytd_actual)} claimed; {share} of plan"
    held = f"; {money.pounds(savings.held)} held" if savings.held else ""
    counts = f"{words.compared(savings.counted, goal, name)}{held}"
    schemes = words.count(savings.schemes, "scheme") if savings.schemes else "shares of schemes"
    return [
        KeyFigure("Validated to date", money.pounds(savings.validated), claimed),
        KeyFigure("Forecast that counts", money.pounds(savings.counted), counts),
        KeyFigure(f"Savings {name}", money.pounds(goal), schemes),
    ]


def _told_savings(savings: Savings) -> list[KeyFigure]:
    figures: list[KeyFigure] = []
    if savings.has_any:
        share = money.share_in_words(savings.ytd_actual, savings.ytd_plan)
        schemes = words.count(savings.schemes, "scheme")
        figures = [
            KeyFigure("Savings plan", money.pounds(savings.plan), schemes),
            KeyFigure(
                "Savings forecast",
                money.pounds(savings.forecast),
                words.compared(savings.forecast, savings.plan, "plan"),
            ),
            KeyFigure("Delivered to date", money.pounds(savings.ytd_actual), f"{share} of plan"),
        ]
    return figures


def _reasons(source: Source, workstream: Workstream) -> tuple[ReasonEntry, ...]:
    """The rating as shown, with the reasons of the calculated one; then each dimension."""
    return (
        _entry(source, "Overall", workstream.overall, source.overall(workstream)),
        *(
            _entry(source, each.label, (rated := workstream.dimensions[each.value]), cell(rated))
            for each in DIMENSIONS
            if each.value in workstream.dimensions
        ),
    )


def _entry(source: Source, name: str, rated: Rated, shown: RatingCell) -> ReasonEntry:
    reasons = [words.reason(why) for why in rated.reasons]
    if source.document.has_money:
        reasons = list(dict.fromkeys(reasons))  # said once, however many rules say it
    said = words.first(reasons, MOST_REASONS, "reason")
    return ReasonEntry(name, shown, said)


def _path(workstream: Workstream) -> tuple[Block, ...]:
    if workstream.shown not in (Colour.RED, Colour.AMBER):
        return ()
    told = workstream.commentary
    if told is None or not told.path_action:
        return (Subheading("Path to green"), Paragraph("None has been given."))
    when = f"by {dates.long(told.path_date)}" if told.path_date else "no date"
    facts = (
        Fact("Action", words.sentence(told.path_action)),
        Fact("Who and when", f"{told.path_owner or 'No owner'}, {when}"),
        Fact("Decision needed", words.sentence(told.path_decision) or "None"),
    )
    return (Subheading("Path to green"), Facts(facts))


def _told(source: Source, told: Commentary | None) -> tuple[Fact, ...]:
    if told is None:
        missing = f"No update was accepted for {source.document.month.name}."
        return (Fact("What happened", missing),)
    whose = f" on behalf of {told.on_behalf_of}" if told.on_behalf_of else ""
    by = f"{told.submitted_by}{whose}" if told.submitted_by else ""
    return (
        Fact("What happened", told.happened),
        Fact("What is needed", told.needed),
        Fact("Submitted by", by),
    )


def _due(source: Source, workstream: Workstream) -> tuple[Block, ...]:
    own = tuple(e for e in source.document.milestones if e.workstream == workstream.ref)
    chosen = milestones.due_or_late(source, own)
    return (milestones.table(source, chosen, caption="Milestones due and late"),) if chosen else ()


def _schemes(source: Source, workstream: Workstream) -> tuple[Block, ...]:
    own = [e for e in source.document.schemes if e.workstream == workstream.ref]
    if not own:
        return ()
    own.sort(key=lambda each: (each.figures.forecast - each.figures.plan, each.ref))
    columns = (
        Column("Ref"),
        Column("Scheme", weight=3),
        Column("Status"),
        Column("Plan", Kind.MONEY),
        Column("Forecast", Kind.MONEY),
        Column("Variance", Kind.MONEY, signed=True),
        Column("Rating", Kind.RATING),
    )
    rest = len(own) - MOST_SCHEMES
    note = f"And {words.count(rest, 'more scheme')}, in the register." if rest > 0 else ""
    rows = tuple(_scheme(each) for each in own[:MOST_SCHEMES])
    return (Table(columns, rows, caption="Schemes, the furthest below plan first", note=note),)


def _scheme(scheme: Scheme) -> tuple[Cell, ...]:
    plan, forecast = scheme.figures.plan, scheme.figures.forecast
    status = scheme.development_status.capitalize()
    return (scheme.ref, scheme.title, status, plan, forecast, forecast - plan, cell(scheme.rated))


def _risks(source: Source, workstream: Workstream) -> tuple[Block, ...]:
    own = tuple(e for e in source.document.risks if e.workstream == workstream.ref)
    chosen = risks.highest(own, MOST_RISKS)
    return (risks.table(chosen, caption="The highest risks"),) if chosen else ()
