"""What every section asks of the document: names, links, colours, and who has a page."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from app.core import working_days
from app.core.rating import Colour, Dimension
from app.reporting.frozen import Document, Milestone, Rated, Workstream
from app.reports.content import Link, RatingCell

MOST_PAGES = 40  # workstreams; of more, only the red have a page
COLOURS = (
    Colour.RED,
    Colour.AMBER,
    Colour.GREEN,
    Colour.COMPLETE,
    Colour.NOT_REPORTED,
    Colour.NOT_APPLICABLE,
)
DIMENSIONS = tuple(Dimension)


@dataclass(frozen=True)
class Source:
    """A frozen month, and the one before it where there is one."""

    document: Document
    before: Document | None = None

    @cached_property
    def workstreams(self) -> tuple[Workstream, ...]:
        """Those that are rated: records without a workstream stand in a list of their own."""
        return tuple(each for each in self.document.workstreams if not each.is_unassigned)

    @cached_property
    def worst_first(self) -> tuple[Workstream, ...]:
        """Red, then amber: the order in which a board reads."""
        return tuple(sorted(self.workstreams, key=lambda each: (-each.shown.severity, each.ref)))

    @cached_property
    def confidence(self) -> Counter[Colour]:
        """What senior responsible owners think of delivery, where they said."""
        said = (each.delivery_confidence for each in self.workstreams)
        return Counter(each for each in said if each)

    @cached_property
    def with_page(self) -> tuple[Workstream, ...]:
        if len(self.workstreams) <= MOST_PAGES:
            return self.workstreams
        return tuple(
            each
            for each in self.workstreams
            if Colour.RED in (each.shown, each.delivery_confidence)
        )

    @cached_property
    def earlier(self) -> dict[str, Workstream]:
        """Each workstream a month before, by its reference."""
        return {each.ref: each for each in self.before.workstreams} if self.before else {}

    @cached_property
    def colours(self) -> Counter[Colour]:
        return Counter(each.shown for each in self.workstreams)

    @cached_property
    def _anchors(self) -> dict[str, str]:
        return {each.ref: f"workstream-{n}" for n, each in enumerate(self.with_page, 1)}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {each.ref: each.name for each in self.document.workstreams}

    def anchor(self, ref: str) -> str:
        """Where the workstream's page is; empty if it has none."""
        return self._anchors.get(ref, "")

    def name(self, ref: str) -> str:
        """The name of a workstream; an outside body is its own."""
        return self._names.get(ref, ref)

    def leading_to(self, ref: str, words: str) -> str | Link:
        """The words, leading to the workstream's page where it has one."""
        anchor = self.anchor(ref)
        return Link(words, f"#{anchor}") if anchor else words

    def overall(self, workstream: Workstream) -> RatingCell:
        calculated = workstream.overall.colour
        return RatingCell(
            workstream.shown,
            previous=workstream.previous,
            months=workstream.months_at_colour,
            calculated=calculated if calculated is not workstream.shown else None,
        )

    def whole(self, anchor: str) -> str:
        """Where the rest of a list stands; months before schema 2 only counted it."""
        return anchor if self.document.has_money else ""

    def slip(self, milestone: Milestone) -> int | None:
        """Working days after the current baseline: an open one that is overdue slips each day."""
        expected = milestone.completed_on or milestone.forecast
        if milestone.current_baseline is None or expected is None:
            return None
        if not milestone.completed_on:
            expected = max(expected, self.document.as_at)
        return working_days.between(milestone.current_baseline, expected)


def cell(rated: Rated | None) -> RatingCell:
    """A dimension that the document does not hold is not reported."""
    return RatingCell(rated.colour if rated else Colour.NOT_REPORTED)
