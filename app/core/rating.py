"""A colour that explains itself: a rating is a colour and the reasons for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Colour(StrEnum):
    """How something stands. The value is what is stored, exported and put into JSON."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    COMPLETE = "complete"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"

    _severity: int  # kept on each member: a page asks thousands of times

    @property
    def label(self) -> str:
        """The word to print: `Red`, `Not reported`."""
        return self.value.replace("_", " ").capitalize()

    @property
    def letter(self) -> str:
        """R, A, G, B (blue: complete), or a dash where there is no colour."""
        return _LETTERS.get(self, "–")

    @property
    def severity(self) -> int:
        """Red is 4, amber 3, green 2, complete 1; 0 where there is no colour."""
        return self._severity

    @property
    def is_rated(self) -> bool:
        """Whether it says anything: not reported and not applicable do not."""
        return self._severity > 0


class Dimension(StrEnum):
    """What a workstream is rated on. The first four set the colour; the last two may lower it."""

    DELIVERY = "delivery"
    SAVINGS = "savings"
    RISK = "risk"
    QUALITY = "quality"
    DEPENDENCIES = "dependencies"
    COST = "cost"

    @property
    def label(self) -> str:
        """The word to print: `Delivery`."""
        return self.value.capitalize()


_LETTERS = {Colour.RED: "R", Colour.AMBER: "A", Colour.GREEN: "G", Colour.COMPLETE: "B"}
_SEVERITY = {Colour.RED: 4, Colour.AMBER: 3, Colour.GREEN: 2, Colour.COMPLETE: 1}
for _colour in Colour:
    _colour._severity = _SEVERITY.get(_colour, 0)

_ONE_STEP_WORSE = {
    Colour.COMPLETE: Colour.GREEN,
    Colour.GREEN: Colour.AMBER,
    Colour.AMBER: Colour.RED,
}


@dataclass(frozen=True)
class RecordLink:
    """The record that a reason came from: `RecordLink("milestone", "WS01-M03", "Rooms booked")`."""

    kind: str
    ref: str
    title: str


@dataclass(frozen=True)
class Reason:
    """Why: the rule's stable id, a sentence, the figures it compared, and the record."""

    rule: str
    sentence: str
    figures: tuple[tuple[str, str], ...] = ()
    record: RecordLink | None = None


@dataclass(frozen=True)
class Rating:
    """A colour and why. The reason that set the colour comes first."""

    colour: Colour
    reasons: tuple[Reason, ...] = ()

    @property
    def why(self) -> str:
        """The sentences of its reasons, on one line."""
        return "; ".join(reason.sentence for reason in self.reasons)


def worst(of: Iterable[Colour | Rating]) -> Colour:
    """The worst colour among those that have one.

    What is not reported or not applicable is left out, and complete counts as better than green.
    With no colour at all: not applicable if that is all there is, else not reported.
    """
    colours = [each.colour if isinstance(each, Rating) else each for each in of]
    rated = [colour for colour in colours if colour.is_rated]
    if rated:
        return max(rated, key=lambda colour: colour.severity)
    if colours and all(colour is Colour.NOT_APPLICABLE for colour in colours):
        return Colour.NOT_APPLICABLE
    return Colour.NOT_REPORTED


def lowered(colour: Colour) -> Colour:
    """One step worse: complete, green, amber, red. Red and the colourless stay as they are."""
    return _ONE_STEP_WORSE.get(colour, colour)
