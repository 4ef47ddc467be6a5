"""Cumulative savings: plan, actual to date, and the forecast that leaves from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reportlab.graphics.shapes import Drawing

from app.core import money
from app.reports import palette
from app.reports.charts import scale
from app.reports.charts.sheet import NARROW, TEXT_SIZE, Point, Sheet, fit, text_width
from app.reports.content import SavingsCurve

HEIGHT = {True: 300.0, False: 340.0}
TOP = 16.0
BOTTOM = 32.0
LABEL_GAP = 38.0
ACTUAL_LABEL_CLEARANCE = 10.0
WHISKER = 10.0
WHISKER_GAP = 12.0

Values = Sequence[int | None]


@dataclass(frozen=True)
class _Plot:
    sheet: Sheet
    xs: list[float]
    y: scale.Scale
    left: float
    right: float

    def points(self, values: Values) -> list[list[Point]]:
        """The runs of months that have a figure, as points to join."""
        known = [
            (None if value is None else (x, self.y.at(value)))
            for x, value in zip(self.xs, values, strict=True)
        ]
        runs = groupby(known, key=lambda point: point is not None)
        return [[point for point in run if point] for has, run in runs if has]


def draw(curve: SavingsCurve, width: float) -> Drawing:
    narrow = width <= NARROW
    sheet = Sheet(width, HEIGHT[narrow])
    values = [
        v for v in (*curve.plan, *curve.forecast, *curve.actual, curve.target) if v is not None
    ]
    values += curve.year_end or ()
    if not values or not curve.months:
        return Sheet(width, 90).empty("There are no savings figures to show")
    plot = _axes(sheet, curve, values, narrow)
    if curve.target is not None:
        _target(plot, curve.target)
    _fill(plot, curve.actual)
    _join(plot, curve.plan, colour=palette.MUTED, width=2)
    _join(plot, curve.forecast, colour=palette.BLUE, width=2.5, dash=(6, 4))
    _join(plot, curve.actual, colour=palette.BLUE, width=3.5)
    if curve.year_end is not None:
        _whisker(plot, curve.year_end)
    _end_marks(plot, curve)
    _labels(plot, curve)
    return sheet.drawing


def _axes(sheet: Sheet, curve: SavingsCurve, values: list[int], narrow: bool) -> _Plot:
    ticks = scale.ticks(min(0, *values), max(0, *values))
    words = scale.axis_money(ticks)
    left = max(text_width(word) for word in words) + 10
    right = sheet.width - (82 if narrow else 128)
    y = scale.Scale(ticks[0], ticks[-1], sheet.height - BOTTOM, TOP)
    for tick, word in zip(ticks, words, strict=True):
        colour = palette.MUTED if tick == 0 else palette.HAIRLINE
        sheet.line((left, y.at(tick)), (right, y.at(tick)), colour=colour)
        sheet.text((left - 8, y.at(tick) + 5), word, colour=palette.MUTED, anchor="end")
    xs = _month_positions(len(curve.months), left, right)
    _month_names(sheet, curve.months, xs)
    return _Plot(sheet, xs, y, left, right)


def _month_positions(count: int, left: float, right: float) -> list[float]:
    step = (right - left) / count
    return [left + step * (index + 0.5) for index in range(count)]


def _month_names(sheet: Sheet, months: Sequence[str], xs: Sequence[float]) -> None:
    """As many names as have room, counted back from the last."""
    widest = max(text_width(name) for name in months) + 8
    step = xs[1] - xs[0] if len(xs) > 1 else sheet.width
    every = max(1, -(-int(widest) // max(int(step), 1)))
    for index in range(len(months) - 1, -1, -every):
        at = (xs[index], sheet.height - 10)
        sheet.text(at, months[index], colour=palette.MUTED, anchor="middle")


def _join(
    plot: _Plot, values: Values, *, colour: str, width: float, dash: Sequence[float] = ()
) -> None:
    for run in plot.points(values):
        if len(run) > 1:
            plot.sheet.path(run, colour=colour, width=width, dash=dash)
        else:
            plot.sheet.dot(run[0], 3, fill=colour, stroke=colour)


def _fill(plot: _Plot, values: Values) -> None:
    """A pale ground under the actual, so that the past reads as done."""
    zero = plot.y.at(0)
    for run in plot.points(values):
        if len(run) > 1:
            ground = [*run, (run[-1][0], zero), (run[0][0], zero)]
            plot.sheet.polygon(ground, fill=palette.PALE_BLUE)


def _target(plot: _Plot, target: int) -> None:
    y = plot.y.at(target)
    plot.sheet.line((plot.left, y), (plot.right, y), colour=palette.INK, width=1.2, dash=(2, 3))
    words = f"Target {money.pounds(target)}"
    plot.sheet.text((plot.left + 6, y + 16), words, halo=palette.PAPER)


def _end_marks(plot: _Plot, curve: SavingsCurve) -> None:
    for values, fill in ((curve.forecast, palette.PAPER), (curve.actual, palette.BLUE)):
        if runs := plot.points(values):
            plot.sheet.dot(runs[-1][-1], 4.5, fill=fill, stroke=palette.BLUE)


def _whisker(plot: _Plot, year_end: tuple[int, int, int]) -> None:
    """Beside March: a band from the low end to the high one, a stroke at the middle."""
    low, middle, high = (plot.y.at(value) for value in year_end)
    x = min(plot.xs[-1] + WHISKER_GAP, plot.right - WHISKER / 2)
    left, right = x - WHISKER / 2, x + WHISKER / 2
    height = max(low - high, 2)
    plot.sheet.rect((left, high), WHISKER, height, fill=palette.PALE_BLUE, stroke=palette.DARK_BLUE)
    plot.sheet.line((left - 3, middle), (right + 3, middle), colour=palette.DARK_BLUE, width=3)


def _labels(plot: _Plot, curve: SavingsCurve) -> None:
    """Names at the right end, pushed apart; the actual named where it stops."""
    ends = [
        (name, _last(values), colour)
        for name, values, colour in (
            ("Plan", curve.plan, palette.MUTED),
            ("Forecast", curve.forecast, palette.BLUE),
        )
        if _last(values) is not None
    ]
    said = [(name, money.pounds(value or 0), colour) for name, value, colour in ends]
    wanted = [plot.y.at(value or 0) for _, value, _ in ends]
    if curve.year_end is not None:
        said.append(("Range", _span(curve.year_end[0], curve.year_end[2]), palette.DARK_BLUE))
        wanted.append(plot.y.at(curve.year_end[1]))
    places = scale.spread(wanted, LABEL_GAP, TOP + 4, plot.sheet.height - BOTTOM - 20)
    for (name, value, colour), y in zip(said, places, strict=True):
        x = plot.right + 8
        room = plot.sheet.width - x
        plot.sheet.text((x, y + 2), name, colour=colour, bold=True)
        plot.sheet.text((x, y + 19), fit(value, room), colour=colour)
    _actual_label(plot, curve)


def _span(low: int, high: int) -> str:
    """`£3.2–4.0m`, or both whole where they are said in different units."""
    first, last = money.pounds(low), money.pounds(high)
    if first[-1] == last[-1] and not last[-1].isdigit():
        first = first[:-1]
    return f"{first}–{last.removeprefix('£')}"


def _actual_label(plot: _Plot, curve: SavingsCurve) -> None:
    """Below and right of the last actual point, in the ground that no line crosses."""
    runs = plot.points(curve.actual)
    value = _last(curve.actual)
    if not runs or value is None:
        return
    x, y = runs[-1][-1]
    words = ("Actual to date", money.pounds(value))
    room = max(text_width(word, bold=True) for word in words)
    left = min(x + ACTUAL_LABEL_CLEARANCE, plot.right - room)
    floor = plot.y.at(0) - 24
    top = min(y + 40, floor) if y + 22 < floor else y - 30
    plot.sheet.text((left, top), words[0], colour=palette.BLUE, bold=True, halo=palette.PAPER)
    below = (left, top + TEXT_SIZE + 3)
    plot.sheet.text(below, words[1], colour=palette.BLUE, halo=palette.PAPER)


def _last(values: Values) -> int | None:
    return next((value for value in reversed(values) if value is not None), None)
