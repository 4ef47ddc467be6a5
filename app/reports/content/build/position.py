"""Page one: the sentence to remember, the figures, the news, and answers to what boards ask."""

from collections import Counter

from app.core import money
from app.core.rating import Colour
from app.reporting.frozen import Document
from app.reports.content import (
    Block,
    Facts,
    Headline,
    KeyFigure,
    KeyFigures,
    Section,
)
from app.reports.content.build import answers, kept, news, words
from app.reports.content.build import room as rooms
from app.reports.content.build.source import COLOURS, Source


def section(source: Source) -> Section:
    """All of it on one page since schema 2; an older month may run on, as it always did."""
    shorter = rooms.SHORTER if source.document.has_money else ()
    return Section(
        "The position",
        "position",
        _blocks(source, rooms.FULL),
        shorter=tuple(_blocks(source, room) for room in shorter),
    )


def _blocks(source: Source, room: rooms.Room) -> tuple[Block, ...]:
    return (
        Headline(headline(source)),
        KeyFigures(_figures(source)),
        news.boxes(source, room),
        Facts(answers.facts(source, room)),
    )


def headline(source: Source) -> str:
    """`Forecast £10.5m of £12.0m; £8.1m after risk; worse than September 2026.`"""
    document, savings = source.document, source.document.savings
    if not savings.schemes:
        return words.sentence(_ratings_in_words(source))
    goal = document.target if document.target is not None else savings.plan
    parts = [
        f"Forecast {money.pounds(savings.counted)} of {money.pounds(goal)}",
        f"{money.pounds(savings.risk_adjusted_forecast)} after risk",
    ]
    if document.has_money:
        validated, claimed = money.pounds_apart(savings.validated, savings.ytd_actual)
        parts.append(f"{validated} validated of {claimed} claimed")
    if source.before and source.before.financial_year == document.financial_year:
        moved = savings.counted - source.before.savings.counted
        how = "better than" if moved > 0 else "worse than" if moved < 0 else "the same as"
        parts.append(f"{how} {source.before.month.name}")
    return f"{'; '.join(parts)}."


def _ratings_in_words(source: Source) -> str:
    of = words.count(len(source.workstreams), "workstream")
    if source.confidence:
        return f"Delivery confidence of {of}: {words.colours(source.confidence)}"
    return f"Of {of}, {words.colours(source.colours) or 'none is rated'}"


def _figures(source: Source) -> tuple[KeyFigure, ...]:
    """Money, colours, then what is counted; a register without records has no figure."""
    figures = (*_money_figures(source), _red("Ratings", source.colours), *_counted(source))
    if source.confidence:
        return (_red("Delivery confidence", source.confidence), *figures)
    return figures


def _red(label: str, counted: Counter[Colour]) -> KeyFigure:
    rest: Counter[Colour] = Counter(
        {colour: counted[colour] for colour in COLOURS if colour is not Colour.RED}
    )
    return KeyFigure(label, f"{counted[Colour.RED]} red", words.colours(rest))


def _counted(source: Source) -> tuple[KeyFigure, ...]:
    document = source.document
    late = [each for each in document.milestones if each.is_late]
    hard = sum(each.is_gate or each.is_critical for each in late)
    extreme = sum(each.band == "extreme" for each in document.risks)
    overdue = sum(each.is_late for each in document.dependencies)
    unagreed = sum(not each.is_agreed for each in document.dependencies)
    figures = (
        (document.milestones, "Milestones late", len(late), f"; {hard} gates or critical"),
        (document.risks, "Extreme risks", extreme, " open"),
        (document.dependencies, "Dependencies late", overdue, f"; {unagreed} not agreed"),
    )
    return tuple(
        KeyFigure(label, str(number), f"of {len(records)}{more}")
        for records, label, number, more in figures
        if records
    )


def _money_figures(source: Source) -> tuple[KeyFigure, ...]:
    savings = source.document.savings
    if not savings.schemes:
        return ()
    if source.document.has_money:
        return _kept(source)
    delivered = money.share_in_words(savings.ytd_actual, savings.ytd_plan)
    recurrent = money.share_in_words(savings.recurrent_forecast, savings.forecast, places=0)
    again = savings.forecast - savings.recurrent_forecast
    return (
        KeyFigure(
            "Savings forecast",
            money.pounds(savings.forecast),
            words.compared(savings.forecast, savings.plan, "plan"),
        ),
        KeyFigure("After risk", money.pounds(savings.risk_adjusted_forecast), "weighted forecast"),
        KeyFigure(
            "Delivered to date",
            money.pounds(savings.ytd_actual),
            f"{delivered} of plan to date",
        ),
        KeyFigure("Recurrent", recurrent, f"{money.pounds(again)} is one-off"),
    )


def _kept(source: Source) -> tuple[KeyFigure, ...]:
    """What finance validated comes first; what is claimed, held or unidentified stands apart."""
    document, savings = source.document, source.document.savings
    share = money.share_in_words(savings.validated, savings.ytd_plan)
    recurrent = money.share_in_words(savings.recurrent_forecast, savings.forecast, places=0)
    again = savings.forecast - savings.recurrent_forecast
    held, missing = savings.held, _unidentified(source)
    figures = (
        ("Validated to date", savings.validated, f"{share} of plan to date"),
        ("Claimed, not validated", savings.not_validated, "to date"),
        (
            "Forecast that counts",
            savings.counted,
            words.compared(savings.counted, savings.plan, "plan"),
        ),
        ("After risk", savings.risk_adjusted_forecast, _weighed(document)),
        ("Held by quality gate", held, "not in the forecast that counts"),
        ("Unidentified", missing, "of the target has no scheme"),
    )
    said = [
        KeyFigure(label, money.pounds(amount), explained)
        for label, amount, explained in figures
        if amount or label not in ("Held by quality gate", "Unidentified")
    ]
    return (*said, KeyFigure("Recurrent", recurrent, f"{money.pounds(again)} is one-off"))


def _weighed(document: Document) -> str:
    """By which weights; page one has room for those by risk."""
    return kept.weights(document).split(";")[0] or "weighted forecast"


def _unidentified(source: Source) -> int:
    """Target with no scheme behind it: never forecast."""
    return max(0, (source.document.target or 0) - source.document.savings.forecast)
