"""A bridge: from one whole, by what is taken from it or added, to another; a row each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlab.graphics.shapes import Drawing

from app.core import money
from app.reports import palette
from app.reports.charts import scale
from app.reports.charts.sheet import LINE_HEIGHT, NARROW, TEXT_SIZE, Sheet, text_width, wrap
from app.reports.content import Bridge, Step

TOP = 8.0
BAR = 18.0
NAME_WIDTH = 230.0
GAP = 14.0


@dataclass(frozen=True)
class _Bar:
    """A step with where it begins and ends, in pence, and its words."""

    step: Step
    start: int
    end: int
    name: list[str]
    figure: str


@dataclass(frozen=True)
class _Chart:
    sheet: Sheet
    axis: scale.Scale
    narrow: bool

    def height(self, bar: _Bar) -> float:
        return _height(bar, narrow=self.narrow)


def draw(bridge: Bridge, width: float) -> Drawing:
    if not bridge.steps:
        return Sheet(width, 90).empty("There are no savings figures to show")
    narrow = width <= NARROW
    bars = _bars(bridge.steps, width if narrow else NAME_WIDTH)
    sheet = Sheet(width, TOP + sum(_height(bar, narrow=narrow) for bar in bars))
    chart = _Chart(sheet, _axis(bars, width, narrow=narrow), narrow)
    tops = [TOP]
    for bar in bars:
        _row(chart, bar, tops[-1])
        tops.append(tops[-1] + chart.height(bar))
    for (above, below), y in zip(pairwise(bars), tops[1:], strict=False):
        _link(chart, above, y, y + _middle(chart, below))
    return sheet.drawing


def _height(bar: _Bar, *, narrow: bool) -> float:
    lines = len(bar.name) * LINE_HEIGHT
    return lines + BAR + 18 if narrow else max(lines, BAR) + 16


def _bars(steps: Sequence[Step], room: float) -> list[_Bar]:
    reached, bars = 0, []
    for step in steps:
        start = 0 if step.is_whole else reached
        reached = start + step.amount
        figure = money.pounds(step.amount)
        if not step.is_whole and step.amount > 0:
            figure = f"+{figure}"
        bars.append(_Bar(step, start, reached, wrap(step.name, room, 2), figure))
    return bars


def _axis(bars: Sequence[_Bar], width: float, *, narrow: bool) -> scale.Scale:
    ends = [0, *(value for bar in bars for value in (bar.start, bar.end))]
    low, high = min(ends), max(ends)
    figure = max(text_width(bar.figure, bold=True) for bar in bars)
    left = 2 if narrow else NAME_WIDTH + GAP
    return scale.Scale(low, high if high > low else low + 1, left, width - figure - GAP)


def _middle(chart: _Chart, bar: _Bar) -> float:
    lines = len(bar.name) * LINE_HEIGHT
    return lines + 6 + BAR / 2 if chart.narrow else (max(lines, BAR) + 6) / 2


def _row(chart: _Chart, bar: _Bar, y: float) -> None:
    sheet, middle = chart.sheet, y + _middle(chart, bar)
    first = y + TEXT_SIZE if chart.narrow else middle + 5 - (len(bar.name) - 1) * LINE_HEIGHT / 2
    for index, line in enumerate(bar.name):
        sheet.text((0, first + index * LINE_HEIGHT), line, bold=bar.step.is_whole)
    left, right = sorted((chart.axis.at(bar.start), chart.axis.at(bar.end)))
    corner, length = (left, middle - BAR / 2), max(right - left, 1.5)
    if bar.step.is_whole:
        sheet.rect(corner, length, BAR, fill=palette.BLUE)
    else:
        sheet.rect(corner, length, BAR, fill=palette.PALE_BLUE, stroke=palette.BLUE)
    sheet.text((sheet.width, middle + 5), bar.figure, anchor="end", bold=bar.step.is_whole)


def _link(chart: _Chart, above: _Bar, boundary: float, below: float) -> None:
    """A thin line from where one step ends to where the next begins."""
    x = chart.axis.at(above.end)
    start = boundary - chart.height(above) + _middle(chart, above) + BAR / 2
    if not chart.narrow:
        chart.sheet.line((x, start), (x, below - BAR / 2), colour=palette.MUTED)
