"""The page and the type of every PDF: one scale of sizes, one measure of space."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reportlab.lib.pagesizes import A4

from app.reports import palette
from app.reports.pdf import fonts

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE = 48.0
HEAD = 68.0  # from the top of the page to the text
FOOT = 58.0
BODY_WIDTH = PAGE_WIDTH - 2 * SIDE
BODY_HEIGHT = PAGE_HEIGHT - HEAD - FOOT


@dataclass(frozen=True)
class Type:
    """A way to set words."""

    size: float
    leading: float
    font: str = fonts.REGULAR
    colour: str = palette.INK

    def in_colour(self, colour: str) -> "Type":
        return replace(self, colour=colour)


@dataclass(frozen=True)
class Setting:
    """How close a section is set, and what is known when it is: the page of each anchor."""

    size: float = 1.0
    leading: float = 1.0
    space: float = 1.0
    pages: Mapping[str, int] = field(default_factory=dict)
    keeps_tables: bool = False  # a short table goes to the next page whole

    def of(self, style: Type) -> Type:
        return replace(style, size=style.size * self.size, leading=style.leading * self.leading)


CLOSER = (  # tried in turn where a section must stay on one page
    Setting(leading=0.94, space=0.7),
    Setting(size=0.97, leading=0.9, space=0.5),
    Setting(size=0.92, leading=0.86, space=0.4),
)


TITLE = Type(25, 29, fonts.BOLD)
ORGANISATION = Type(11, 15, fonts.SEMIBOLD, palette.BLUE)
SUBTITLE = Type(11.5, 16, colour=palette.MUTED)
HEADLINE = Type(15, 20, fonts.SEMIBOLD, palette.DARK_BLUE)
SECTION = Type(18, 22, fonts.BOLD, palette.DARK_BLUE)
PART = Type(14, 18, fonts.BOLD)
SUBHEADING = Type(11, 14, fonts.SEMIBOLD)
BODY = Type(9.6, 12.8)
STRONG = Type(9.6, 12.8, fonts.SEMIBOLD)
FIGURE = Type(21, 25, fonts.BOLD, palette.DARK_BLUE)
LABEL = Type(9, 12, fonts.SEMIBOLD)
SMALL = Type(8.5, 11, colour=palette.MUTED)
REASON = Type(9.2, 12)
CELL = Type(8.8, 11.4)
CELL_STRONG = Type(8.8, 11.4, fonts.SEMIBOLD)
CELL_NOTE = Type(7.6, 9.6, colour=palette.MUTED)
CONTENTS = Type(9.5, 13.5, colour=palette.DARK_BLUE)
RUNNING = Type(8, 10, colour=palette.MUTED)
RUNNING_STRONG = Type(8, 10, fonts.SEMIBOLD)
HASH = Type(6.6, 9, colour=palette.MUTED)
