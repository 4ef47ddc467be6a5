"""The colours of every report, and how a rating is drawn: never by colour alone."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.rating import Colour

INK = "#212b32"
MUTED = "#4c6272"
RULE = "#aeb7bd"
HAIRLINE = "#d8dde0"
PAPER = "#ffffff"
WASH = "#f0f4f5"
BLUE = "#005eb8"
DARK_BLUE = "#003087"
PALE_BLUE = "#d9e7f5"


class Mark(StrEnum):
    """The shape that says a rating where colour cannot."""

    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    CIRCLE = "circle"
    SQUARE = "square"
    RING = "ring"
    BAR = "bar"


@dataclass(frozen=True)
class RatingLook:
    mark: Mark
    solid: str
    tint: str


RATINGS = {
    Colour.RED: RatingLook(Mark.DIAMOND, "#d5281b", "#fbe3e0"),
    Colour.AMBER: RatingLook(Mark.TRIANGLE, "#c25e00", "#ffeed6"),
    Colour.GREEN: RatingLook(Mark.CIRCLE, "#007f3b", "#e0f0e6"),
    Colour.COMPLETE: RatingLook(Mark.SQUARE, BLUE, "#e1ecf7"),
    Colour.NOT_REPORTED: RatingLook(Mark.RING, MUTED, WASH),
    Colour.NOT_APPLICABLE: RatingLook(Mark.BAR, MUTED, PAPER),
}

# Low to extreme, light to dark, so that the 5×5 reads in grey as well.
RISK_BANDS = (
    ("Low", "#e9f5ee"),
    ("Moderate", "#fbe9b0"),
    ("High", "#f8cf9d"),
    ("Extreme", "#eea79f"),
)


def corners(mark: Mark, size: float) -> tuple[tuple[float, float], ...]:
    """The corners of a mark about (0, 0), y upwards; none for the round ones."""
    half = size / 2
    if mark is Mark.DIAMOND:
        reach = half * 1.16
        return ((0, reach), (reach, 0), (0, -reach), (-reach, 0))
    if mark is Mark.TRIANGLE:
        return ((0, half * 1.05), (half * 1.12, -half * 0.9), (-half * 1.12, -half * 0.9))
    if mark is Mark.SQUARE:
        side = half * 0.9
        return ((-side, side), (side, side), (side, -side), (-side, -side))
    if mark is Mark.BAR:
        thin = size * 0.09
        return ((-half, thin), (half, thin), (half, -thin), (-half, -thin))
    return ()


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
