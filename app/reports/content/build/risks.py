"""Risks: where they stand on the 5×5, where they came from, and the highest of them."""

from collections import Counter

from app.reporting.frozen import Risk
from app.reports.content import (
    Column,
    Figure,
    Kind,
    Paragraph,
    RiskGrid,
    RiskPoint,
    Section,
    Table,
)
from app.reports.content.build import words
from app.reports.content.build.source import Source
from app.reports.content.tables import Cell

MOST_ROWS = 10
SCALE = range(1, 6)
STARTS = ("risk.moderate_from", "risk.high_from", "risk.extreme_from")
USUAL = ("4", "8", "15")


def section(source: Source) -> Section:
    risks = source.document.risks
    if not risks:
        return Section("Risks", "risks", (Paragraph("No risk is open."),))
    picture = RiskGrid(tuple(point for each in risks if (point := _point(each))), _starts(source))
    bands = Counter(each.band or "not scored" for each in risks)
    said = [f"{number} {band}" for band, number in sorted(bands.items())]
    story = words.sentence(f"{words.count(len(risks), 'risk')} open: {words.listed(said)}")
    blocks = (
        Figure("Where the open risks stand", picture, story, _counts(picture)),
        table(highest(risks, MOST_ROWS), caption="The highest risks"),
    )
    return Section("Risks", "risks", blocks)


def highest(risks: tuple[Risk, ...], most: int) -> list[Risk]:
    return sorted(risks, key=lambda each: (-(score(each) or 0), each.ref))[:most]


def score(risk: Risk) -> int | None:
    if risk.consequence is None or risk.likelihood is None:
        return None
    return risk.consequence * risk.likelihood


def table(risks: list[Risk], *, caption: str) -> Table:
    columns = (
        Column("Ref"),
        Column("Risk", weight=3),
        Column("Score", Kind.NUMBER),
        Column("Was", Kind.NUMBER),
        Column("Target", Kind.NUMBER),
        Column("Owner"),
        Column("Review by", Kind.DATE),
    )
    return Table(columns, tuple(_row(each) for each in risks), caption=caption)


def _row(risk: Risk) -> tuple[Cell, ...]:
    was = (
        risk.previous_consequence * risk.previous_likelihood
        if risk.previous_consequence and risk.previous_likelihood
        else None
    )
    owner = risk.owner or "No owner"
    return (risk.ref, risk.title, score(risk), was, risk.target, owner, risk.next_review)


def _point(risk: Risk) -> RiskPoint | None:
    if risk.consequence is None or risk.likelihood is None:
        return None
    previous = (
        (risk.previous_likelihood, risk.previous_consequence)
        if risk.previous_likelihood and risk.previous_consequence
        else None
    )
    return RiskPoint(risk.ref, risk.likelihood, risk.consequence, previous)


def _starts(source: Source) -> tuple[int, int, int]:
    """Where the bands began in the month, as its settings say."""
    used = {each.key: each.value for each in source.document.settings}
    moderate, high, extreme = (
        int(value) if (value := used.get(key, usual)).isdigit() else int(usual)
        for key, usual in zip(STARTS, USUAL, strict=True)
    )
    return moderate, high, extreme


def _counts(grid: RiskGrid) -> Table:
    stand = Counter((each.likelihood, each.consequence) for each in grid.risks)
    return Table(
        (
            Column("Likelihood"),
            *(Column(f"Consequence {place}", Kind.NUMBER) for place in SCALE),
        ),
        tuple(
            (str(likelihood), *(stand[likelihood, place] for place in SCALE))
            for likelihood in reversed(SCALE)
        ),
        caption="How many risks stand in each place",
    )
