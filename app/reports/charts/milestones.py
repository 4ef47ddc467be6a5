"""Slips: from the date first promised to the date it lands, with a line at the as-at date."""

from dataclasses import dataclass
from datetime import date

from reportlab.graphics.shapes import Drawing

from app.core import dates
from app.reports import palette
from app.reports.charts.sheet import LINE_HEIGHT, NARROW, TEXT_SIZE, Sheet, text_width, wrap
from app.reports.content import MilestoneMark, MilestoneSlips
from app.reports.display import short_date

MOST_ROWS = 20
HEAD = 30.0
FOOT = 52.0
NAME_WIDTH = 270.0
MARK = 15.0
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


@dataclass(frozen=True)
class _Time:
    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + share * (self.right - self.left)


def draw(slips: MilestoneSlips, width: float) -> Drawing:
    shown = slips.rows[:MOST_ROWS]
    if not shown:
        return Sheet(width, 90).empty("No milestones to show")
    narrow = width <= NARROW
    label = max(text_width(mark.label, bold=True) for mark in shown)
    name_width = width - label - 36 if narrow else NAME_WIDTH
    names = [wrap(mark.name, name_width, 2) for mark in shown]
    heights = [_height(name, narrow) for name in names]
    left_out = len(slips.rows) - len(shown)
    foot = FOOT + (LINE_HEIGHT if narrow else 0) + (22 if left_out else 0)
    sheet = Sheet(width, HEAD + sum(heights) + foot)
    right = width - 14 if narrow else width - label - 40
    time = _time(slips, 14 if narrow else NAME_WIDTH + 30, right)
    _months(sheet, time, HEAD + sum(heights))
    _as_at(sheet, time, slips.as_at, HEAD + sum(heights))
    y = HEAD
    for mark, name, height in zip(shown, names, heights, strict=True):
        _row(sheet, time, mark, name=name, y=y)
        y += height
    _key(sheet, y + 40, narrow)
    if left_out:
        words = f"and {left_out:,} more, in the table"
        sheet.text((0, sheet.height - 6), words, colour=palette.MUTED)
    return sheet.drawing


def _height(name: list[str], narrow: bool) -> float:
    lines = len(name) * LINE_HEIGHT
    return lines + 34 if narrow else max(lines, MARK) + 14


def _time(slips: MilestoneSlips, left: float, right: float) -> _Time:
    """Whole months around every date."""
    shown = slips.rows[:MOST_ROWS]
    days = [slips.as_at, *(day for mark in shown for day in (mark.baseline, mark.lands))]
    first, last = min(days), max(days)
    end = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return _Time(first.replace(day=1), end, left, right)


def _months(sheet: Sheet, time: _Time, bottom: float) -> None:
    months = (time.last.year - time.first.year) * 12 + time.last.month - time.first.month
    room = max(int((time.right - time.left) // 64), 1)
    step = next((each for each in MONTH_STEPS if months / each <= room), 1200)
    for index in range(0, months + 1, step):
        year, month = divmod(time.first.month - 1 + index, 12)
        day = date(time.first.year + year, month + 1, 1)
        x = time.at(day)
        sheet.line((x, HEAD - 8), (x, bottom), colour=palette.HAIRLINE)
        words = f"{dates.MONTH_NAMES[day.month - 1][:3]} {day.year % 100:02d}"
        if x + text_width(words) <= sheet.width:
            sheet.text((x, 14), words, colour=palette.MUTED)


def _row(sheet: Sheet, time: _Time, mark: MilestoneMark, *, name: list[str], y: float) -> None:
    narrow = sheet.width <= NARROW
    text_at = y + TEXT_SIZE + 2
    for index, line in enumerate(name):
        at = (0.0, text_at + index * LINE_HEIGHT)
        sheet.text(at, line, halo=palette.PAPER if narrow else None)
    middle = y + len(name) * LINE_HEIGHT + 14 if narrow else text_at - 5
    before, after = (time.at(mark.baseline), middle), (time.at(mark.lands), middle)
    look = palette.RATINGS[mark.colour]
    if mark.lands != mark.baseline:
        sheet.line(before, after, colour=look.solid, width=3)
        sheet.diamond(before, MARK - 3, fill=palette.PAPER, stroke=palette.MUTED)
    sheet.diamond(after, MARK - 3, fill=look.solid, stroke=look.solid)
    label_at = sheet.width - text_width(mark.label, bold=True) if narrow else time.right + 40
    sheet.rating((label_at - 13, text_at - 5), mark.colour)
    sheet.text((label_at, text_at), mark.label, bold=True, halo=palette.PAPER if narrow else None)
    bottom = y + _height(name, narrow) - 5
    sheet.line((0, bottom), (sheet.width, bottom))


def _as_at(sheet: Sheet, time: _Time, day: date, bottom: float) -> None:
    x = time.at(day)
    sheet.line((x, HEAD - 8), (x, bottom), colour=palette.DARK_BLUE, width=1.6, dash=(4, 3))
    words = f"As at {short_date(day)}"
    half = text_width(words, bold=True) / 2
    middle = min(max(x, half), sheet.width - half)
    sheet.text((middle, bottom + 16), words, colour=palette.DARK_BLUE, anchor="middle", bold=True)


def _key(sheet: Sheet, y: float, narrow: bool) -> None:
    sheet.diamond((8, y - 5), MARK - 3, fill=palette.PAPER, stroke=palette.MUTED)
    sheet.text((22, y), "First promised")
    x, y = (0.0, y + LINE_HEIGHT + 2) if narrow else (150.0, y)
    sheet.diamond((x + 8, y - 5), MARK - 3, fill=palette.MUTED, stroke=palette.MUTED)
    sheet.text((x + 22, y), "Lands, in the colour of its rating")
