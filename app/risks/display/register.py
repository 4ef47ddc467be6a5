"""The risk register: its columns, filters and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.rating import Colour, Rating
from app.programmes import columns
from app.programmes import queries as programmes
from app.programmes.filters import place_filters
from app.programmes.models import Programme, Workstream
from app.risks import queries, rules
from app.risks.display.record import BAND_COLOURS
from app.risks.models import Risk, RiskStatus
from app.settings import queries as settings
from app.web import register
from app.web.filters import short_date
from app.web.register import Column, Filter, Kind, Listing

ARROWS = {
    rules.Trend.UP: "▲ Up",
    rules.Trend.DOWN: "▼ Down",
    rules.Trend.SAME: "► Same",
    rules.Trend.NEW: "New",
}
OPEN = Risk.status == RiskStatus.OPEN
SOON = timedelta(days=30)
NOT_SCORED = "Not scored"
Thresholds = Mapping[int, rules.RiskThresholds]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the register, with what the rules make of it on the day."""

    row: Any
    today: date
    thresholds: rules.RiskThresholds

    @property
    def is_open(self) -> bool:
        """Whether it still has to be looked after."""
        return self.row.status is RiskStatus.OPEN

    @property
    def band(self) -> str:
        """The word of the current score."""
        if self.row.current is None:
            return NOT_SCORED
        return rules.band(self.row.current, self.thresholds).label

    @property
    def trend(self) -> str:
        """Where the score has gone since the scoring before."""
        before = (self.row.previous_consequence or 0) * (self.row.previous_likelihood or 0)
        if self.row.current is None:
            return ""
        return ARROWS[rules.trend(before or None, self.row.current)]

    @property
    def is_overdue(self) -> bool:
        """Whether an open risk's review date has passed."""
        return self.is_open and rules.is_overdue(self.row.next_review_on, self.today)

    @property
    def review(self) -> str:
        """The date of the next review, and the word when it has passed."""
        if not self.is_open:
            return "Closed"
        day = self.row.next_review_on
        if day is None:
            return "Not set"
        return f"Overdue: {short_date(day)}" if self.is_overdue else short_date(day)

    @property
    def rating(self) -> Rating:
        """As the record's page rates it."""
        return rules.rate(queries.facts(self.row), self.today, self.thresholds)


def listing(actor: Actor, args: Mapping[str, str], today: date) -> Listing:
    """The register as this reader may see it, today."""
    readable = programmes.readable(actor)
    limits = settings.filled(rules.RiskThresholds, "risks", [each.id for each in readable], today)
    chosen = args.get("programme", "")
    return Listing(
        name="risks",
        columns=[*_names(), *_scores(), _review(), *_for_files()],
        filters=[
            *place_filters(actor, readable, chosen_programme=chosen),
            *filters(actor, limits, today),
        ],
        searched=(Risk.ref, Risk.title, Risk.cause, Risk.event, Risk.effect, Person.name),
        sort="score",
        descending=True,
        last=(Programme.code, Workstream.ref, Risk.ref, Risk.id),
        read=lambda row: Line(row, today, limits[row.programme_id]),
    )


def _names() -> list[Column]:
    return [
        columns.reference(Programme.code, Workstream.ref, Risk.ref, narrow=None),
        columns.title("Risk", Risk.title, register.links_to("risks.detail", "risk_id")),
        Column(
            key="owner",
            heading="Owner",
            value=lambda line: line.row.owner_name,
            shown=lambda line: line.row.owner_name or "Nobody yet",
            sort=Person.name,
        ),
    ]


def _scores() -> list[Column]:
    return [
        Column(
            key="score",
            heading="Score",
            kind=Kind.NUMBER,
            value=lambda line: line.row.current,
            sort=queries.CURRENT,
        ),
        Column(
            key="band",
            heading="Band",
            kind=Kind.TAG,
            value=lambda line: line.band,
            colours=BAND_COLOURS,
        ),
        Column(key="trend", heading="Trend", value=lambda line: line.trend),
        Column(
            key="target",
            heading="Target",
            kind=Kind.NUMBER,
            value=lambda line: line.row.target,
            sort=queries.TARGET,
        ),
    ]


def _review() -> Column:
    return Column(
        key="review",
        heading="Next review",
        kind=Kind.DATE,
        value=lambda line: line.row.next_review_on,
        shown=lambda line: line.review,
        sort=Risk.next_review_on,
    )


def _for_files() -> list[Column]:
    return register.for_files(
        ("overdue", "Review overdue", Kind.TEXT, lambda line: line.is_overdue),
        ("rating", "Rating", Kind.RATING, _rating),
        ("consequence", "Consequence", Kind.NUMBER, lambda line: line.row.current_consequence),
        ("likelihood", "Likelihood", Kind.NUMBER, lambda line: line.row.current_likelihood),
        ("inherent", "Inherent score", Kind.NUMBER, lambda line: line.row.inherent),
        ("reviewed", "Last reviewed", Kind.DATE, lambda line: line.row.last_reviewed_on),
        ("target-date", "Target date", Kind.DATE, lambda line: line.row.target_date),
        ("workstream", "Workstream", Kind.TEXT, _workstream),
        ("category", "Category", Kind.TEXT, lambda line: line.row.category),
        ("cause", "Cause", Kind.TEXT, lambda line: line.row.cause),
        ("event", "Event", Kind.TEXT, lambda line: line.row.event),
        ("effect", "Effect", Kind.TEXT, lambda line: line.row.effect),
        ("controls", "Controls", Kind.TEXT, lambda line: line.row.controls),
        ("status", "Status", Kind.TEXT, lambda line: line.row.status.value.capitalize()),
        ("closed", "Closed", Kind.DATE, lambda line: line.row.closed_on),
        ("closing", "Note on closing", Kind.TEXT, lambda line: line.row.closing_note),
        ("disclosure", "Who may see it", Kind.TEXT, _disclosure),
        ("programme", "Programme", Kind.TEXT, lambda line: line.row.programme_code),
    )


def _workstream(line: Line) -> str:
    return f"{line.row.workstream_ref} {line.row.workstream_name}"


def _rating(line: Line) -> Colour | None:
    return line.rating.colour if line.is_open else None


def _disclosure(line: Line) -> str:
    return str(line.row.disclosure.value).capitalize()


def filters(actor: Actor, limits: Thresholds, today: date) -> list[Filter]:
    """Band, both axes, review, owner, status."""
    bands = {band.value: (band.label, _in_band(band, limits)) for band in rules.Band}
    bands["none"] = (NOT_SCORED, queries.CURRENT.is_(None))
    reviews = {
        "overdue": ("Overdue", and_(OPEN, Risk.next_review_on < today)),
        "soon": ("In 30 days", and_(OPEN, Risk.next_review_on.between(today, today + SOON))),
        "none": ("Not set", and_(OPEN, Risk.next_review_on.is_(None))),
    }
    owners = {
        "mine": ("Mine", Risk.owner_id == (actor.person_id or 0)),
        "none": ("Nobody yet", Risk.owner_id.is_(None)),
    }
    closed = {"closed": ("Closed", ~OPEN), "any": ("Open and closed", or_(OPEN, ~OPEN))}
    return [
        register.choice("band", "Band", bands, every="Any band"),
        _axis("consequence", rules.CONSEQUENCES, Risk.current_consequence),
        _axis("likelihood", rules.LIKELIHOODS, Risk.current_likelihood),
        register.choice("review", "Next review", reviews, every="Any time"),
        register.choice("owner", "Owner", owners, every="Anybody"),
        register.choice("status", "Status", closed, every="Open", otherwise=OPEN),
    ]


def _axis(key: str, words: tuple[str, ...], column: Any) -> Filter:
    options = {
        str(value): (f"{value} {words[value - 1]}", column == value) for value in rules.SCALE
    }
    return register.choice(key, key.capitalize(), options, every=f"Any {key}")


def _in_band(band: rules.Band, limits: Thresholds) -> ColumnElement[bool]:
    """The band's scores: each programme has its own."""
    conditions = [
        and_(Workstream.programme_id == key, queries.CURRENT.in_(_scores_of(band, own)))
        for key, own in limits.items()
    ]
    return or_(*conditions) if conditions else Risk.id.is_(None)


def _scores_of(band: rules.Band, thresholds: rules.RiskThresholds) -> list[int]:
    possible = {one * other for one in rules.SCALE for other in rules.SCALE}
    return sorted(score for score in possible if rules.band(score, thresholds) is band)
