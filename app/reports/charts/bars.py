"""Plan against forecast, a row a workstream: a bar for the forecast, a stroke for the plan."""

from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing

from app.core import money
from app.reports import palette
from app.reports.charts import scale
from app.reports.charts.sheet import LINE_HEIGHT, NARROW, TEXT_SIZE, Sheet, text_width, wrap
from app.reports.content import BarRow, PlanBars

MOST_ROWS = 20
HEAD = 34.0
FOOT = 26.0
BAR = 14.0
STROKE = 22.0
NAME_WIDTH = 240.0
FIGURE_GAP = 14.0


@dataclass(frozen=True)
class _Layout:
    """Where the names end, the bars run and the two columns of figures stand."""

    left: float
    right: float
    forecast_at: float
    plan_at: float
    narrow: bool

    def height(self, name: list[str]) -> float:
        lines = len(name) * LINE_HEIGHT
        return lines + BAR + 24 if self.narrow else max(lines, STROKE) + 14


@dataclass(frozen=True)
class _Chart:
    sheet: Sheet
    layout: _Layout
    axis: scale.Scale


def draw(bars: PlanBars, width: float) -> Drawing:
    shown = bars.rows[:MOST_ROWS]
    if not shown:
        return Sheet(width, 90).empty("There are no workstreams to show")
    layout = _layout(shown, width)
    name_width = layout.plan_at if layout.narrow else NAME_WIDTH
    names = [wrap(row.name, name_width, 2) for row in shown]
    left_out = len(bars.rows) - len(shown)
    body = sum(layout.height(name) for name in names)
    sheet = Sheet(width, HEAD + body + (FOOT if left_out else 6))
    _heading(sheet, layout)
    chart = _Chart(sheet, layout, _axis(shown, layout))
    y = HEAD
    for row, name in zip(shown, names, strict=True):
        _row(chart, row, name, y)
        y += layout.height(name)
    if left_out:
        words = f"and {left_out:,} more, in the table"
        sheet.text((0, y + 18), words, colour=palette.MUTED)
    return sheet.drawing


def _layout(rows: tuple[BarRow, ...], width: float) -> _Layout:
    amounts = [value for row in rows for value in (row.plan, row.forecast)]
    figure = max(70.0, *(text_width(_figure(amount), bold=True) for amount in amounts))
    if width <= NARROW:
        return _Layout(
            2, width - 2 * (figure + FIGURE_GAP), width - figure - FIGURE_GAP, width, True
        )
    plan_at = width
    forecast_at = plan_at - figure - FIGURE_GAP
    return _Layout(
        NAME_WIDTH + 16, forecast_at - figure - FIGURE_GAP, forecast_at, plan_at, narrow=False
    )


def _axis(rows: tuple[BarRow, ...], layout: _Layout) -> scale.Scale:
    known = [value for row in rows for value in (row.plan, row.forecast) if value is not None]
    low, high = min([0, *known]), max([0, *known])
    return scale.Scale(low, high if high > low else low + 1, layout.left, layout.right)


def _heading(sheet: Sheet, layout: _Layout) -> None:
    """The key doubles as the heads of the two columns of figures."""
    y = 17.0
    name = "Forecast"
    left = layout.forecast_at - text_width(name, bold=True)
    sheet.rect((left - 20, y - 11), 14, 12, fill=palette.BLUE)
    sheet.text((layout.forecast_at, y), name, bold=True, anchor="end")
    left = layout.plan_at - text_width("Plan", bold=True)
    sheet.line((left - 9, y - 14), (left - 9, y + 4), colour=palette.INK, width=3)
    sheet.text((layout.plan_at, y), "Plan", bold=True, anchor="end")
    sheet.line((0, HEAD - 6), (sheet.width, HEAD - 6), colour=palette.RULE)


def _row(chart: _Chart, row: BarRow, name: list[str], y: float) -> None:
    sheet, layout = chart.sheet, chart.layout
    for index, line in enumerate(name):
        sheet.text((0, y + TEXT_SIZE + 3 + index * LINE_HEIGHT), line)
    bottom = y + layout.height(name) - 5
    if layout.narrow:
        middle = bottom - BAR / 2 - 6
    else:
        middle = y + (LINE_HEIGHT + 2 if len(name) > 1 else TEXT_SIZE - 2)
    _bar(chart, row, middle)
    for value, x, bold in (
        (row.forecast, layout.forecast_at, True),
        (row.plan, layout.plan_at, False),
    ):
        sheet.text((x, middle + 5), _figure(value), anchor="end", bold=bold)
    sheet.line((0, bottom), (sheet.width, bottom))


def _bar(chart: _Chart, row: BarRow, middle: float) -> None:
    sheet, axis = chart.sheet, chart.axis
    zero = axis.at(0)
    sheet.line((zero, middle - STROKE / 2), (zero, middle + STROKE / 2), colour=palette.RULE)
    if row.forecast:
        end = axis.at(row.forecast)
        corner = (min(zero, end), middle - BAR / 2)
        sheet.rect(corner, max(abs(end - zero), 1), BAR, fill=palette.BLUE)
    if row.plan is not None:
        x = axis.at(row.plan)
        top, bottom = (x, middle - STROKE / 2), (x, middle + STROKE / 2)
        sheet.line(top, bottom, colour=palette.PAPER, width=6)
        sheet.line(top, bottom, colour=palette.INK, width=3)


def _figure(value: int | None) -> str:
    return "–" if value is None else money.pounds(value)
