"""Pictures: their words fit, can be read, and survive whatever the figures are."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics import shapes

from app.core.rating import Colour
from app.reports import charts, palette
from app.reports.charts import scale, sheet
from app.reports.content import (
    BarRow,
    Bridge,
    Figure,
    Firmness,
    MilestoneMark,
    MilestoneSlips,
    MonthColumns,
    PlanBars,
    RatingsRow,
    RatingsStrip,
    RiskGrid,
    RiskPoint,
    SavingsCurve,
    Step,
)
from tests.reports import hostile, sample

MONTHS = sample.MONTHS
NOTHING = (None,) * 12
BILLION = 10**11
DAY = date(2026, 10, 31)


def curve(plan=NOTHING, forecast=NOTHING, actual=NOTHING, target=None):
    return SavingsCurve(MONTHS, tuple(plan), tuple(forecast), tuple(actual), target)


def mark(name="Milestone", baseline=DAY, lands=DAY, colour=Colour.GREEN):
    return MilestoneMark(name, baseline, lands, colour, "on time")


def ranged(*year_end):
    return SavingsCurve(MONTHS, (5_00,) * 12, (6_00,) * 12, (4_00,) * 12, None, year_end)


def bridge(target, *changes):
    names = ("No scheme behind it", "Held by the quality gate", "Taken off for risk")
    steps = [Step(n, each * 100_00) for n, each in zip(names, changes, strict=True)]
    last = Step("After risk", (target + sum(changes)) * 100_00, is_whole=True)
    return Bridge((Step("Target", target * 100_00, is_whole=True), *steps, last))


def months_of(first, second, **given):
    names = ("Claimed by the leads", "Validated by finance")
    return MonthColumns(MONTHS, names, tuple(first)[:12], tuple(second)[:12], **given)


PICTURES = {
    **{
        f"sample {block.title}": block.picture
        for section in sample.pack().sections
        for block in section.blocks
        if isinstance(block, Figure)
    },
    "curve without figures": curve(),
    "curve without months": SavingsCurve((), (), (), ()),
    "curve of noughts": curve(plan=(0,) * 12, actual=(0, *NOTHING[1:])),
    "curve below nought": curve(plan=range(0, -12_000_000, -1_000_000), target=-5_000_000),
    "curve of one month": SavingsCurve(("Apr",), (5_00,), (7_00,), (4_00,)),
    "curve of billions": curve(plan=range(0, 12 * BILLION, BILLION), target=99 * BILLION),
    "curve of pennies": curve(plan=range(12)),
    "bars without rows": PlanBars(()),
    "bars of noughts": PlanBars((BarRow("None", 0, 0), BarRow("Unknown", None, None))),
    "bars below nought": PlanBars((BarRow("Cost", -5_000_00, 2_000_00), BarRow("B", 1, -9_00))),
    "bars of 235": PlanBars(tuple(BarRow(f"Project {n}", n * BILLION, 1) for n in range(235))),
    "bars with hostile names": PlanBars(tuple(BarRow(t, 100_00, 50_00) for t in hostile.ALL)),
    "curve with a range": ranged(9_000_000_00, 10_000_000_00, 11_500_000_00),
    "curve with a range of one": ranged(0, 0, 0),
    "curve with a range of billions": ranged(-BILLION, BILLION, 99 * BILLION),
    "curve with a range of two units": ranged(900_000_00, 1_000_000_00, 1_200_000_00),
    "bridge": bridge(12_000, -1_500, -400, -2_045),
    "bridge above the target": bridge(1_000, 500, -200, -100),
    "bridge below nought": bridge(100, -900, -500, 50),
    "bridge of noughts": bridge(0, 0, 0, 0),
    "bridge of billions": bridge(99 * 10**9, -(10**9), -1, -5),
    "bridge without steps": Bridge(()),
    "bridge with hostile names": Bridge(tuple(Step(t, 100_00) for t in hostile.ALL)),
    "firmness": Firmness(
        ("Fully developed", "Plans in progress", "Opportunity"),
        ("Low", "Medium", "High", "Not given"),
        (((4_800_000_00, 12), (900_000_00, 3), (0, 0), (0, 0)),) * 3,
    ),
    "firmness of billions": Firmness(("Plans",), ("Low", "High"), (((99 * BILLION, 9_999),) * 2,)),
    "firmness below nought": Firmness(("Plans",), ("Low",), (((-5_00, 1),),)),
    "firmness without schemes": Firmness((), (), ()),
    "firmness with hostile names": Firmness(
        tuple(hostile.ALL), tuple(hostile.ALL)[:4], (((1_00, 1),) * 4,) * len(hostile.ALL)
    ),
    "columns side by side": months_of(range(0, 1200, 100), (*range(0, 700, 100), *NOTHING[:5])),
    "columns stacked": months_of(range(1200), [500_00] * 12, is_stacked=True),
    "columns below nought": months_of([-5_00, 9_00] * 6, [-5_00, -2_00] * 6, is_stacked=True),
    "columns of noughts": months_of([0] * 12, [0] * 12),
    "columns of billions": months_of([BILLION] * 12, [9 * BILLION] * 12, is_stacked=True),
    "columns of nothing": months_of(NOTHING, NOTHING),
    "columns without months": MonthColumns((), ("a", "b"), (), ()),
    "columns with hostile names": MonthColumns(
        MONTHS, (hostile.ALL[0], hostile.ALL[-1]), (5_00,) * 12, (4_00,) * 12
    ),
    "grid without risks": RiskGrid(()),
    "grid of 500 in one cell": RiskGrid(
        tuple(RiskPoint(f"WS01-R{n:03d}", 5, 5, (4, 4)) for n in range(500))
    ),
    "grid with hostile references": RiskGrid(tuple(RiskPoint(t, 3, 3) for t in hostile.ALL)),
    "milestones without rows": MilestoneSlips((), DAY),
    "one milestone on the day": MilestoneSlips((mark(),), DAY),
    "milestones over 60 years": MilestoneSlips(
        (mark(baseline=date(2000, 1, 1), lands=date(2060, 12, 31)),), DAY
    ),
    "milestones of 235": MilestoneSlips(tuple(mark(f"Gate {n}") for n in range(235)), DAY),
    "milestones with hostile names": MilestoneSlips(tuple(mark(t) for t in hostile.ALL), DAY),
    "strip without rows": RatingsStrip(("Apr",), ()),
    "strip without months": RatingsStrip((), (RatingsRow("A", ()),)),
    "strip never rated": RatingsStrip(("Apr",), (RatingsRow("A", (None,)),)),
    "strip of every colour": RatingsStrip(
        MONTHS, tuple(RatingsRow(c.label, (c,) * 12) for c in Colour)
    ),
    "strip of 235": RatingsStrip(
        MONTHS, tuple(RatingsRow(f"Project {n}", (Colour.RED,) * 12) for n in range(235))
    ),
}
each_picture = pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
each_width = pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW], ids=["wide", "narrow"])


def strings(drawing):
    return [shape for shape in drawing.contents if isinstance(shape, shapes.String)]


def extent(string):
    """Left and right of the words, by the wider of the two typefaces."""
    bold = string.fontName.endswith("Bold")
    width = sheet.text_width(string.text, string.fontSize, bold=bold)
    left = string.x - width * {"start": 0, "middle": 0.5, "end": 1}[string.textAnchor]
    return left, left + width


@each_width
@each_picture
def test_no_words_leave_the_sheet(picture, width):
    drawing = charts.draw(picture, width=width)
    assert drawing.width == width
    assert strings(drawing)
    for string in strings(drawing):
        left, right = extent(string)
        assert left >= -0.5, string.text
        assert right <= width + 0.5, string.text
        assert 0 <= string.y <= drawing.height - string.fontSize * 0.7, string.text


@each_width
@each_picture
def test_words_are_large_enough(picture, width):
    sizes = [string.fontSize for string in strings(charts.draw(picture, width=width))]
    assert min(sizes) >= 12
    assert sum(size >= 14 for size in sizes) >= 1


def ground(drawing, upto, point):
    """The colour behind a point: the last filled shape drawn over it before the words."""
    found = palette.PAPER
    for shape in drawing.contents[:upto]:
        fill = getattr(shape, "fillColor", None)
        if fill is not None and not isinstance(shape, shapes.String):
            left, bottom, right, top = shape.getBounds()
            if left <= point[0] <= right and bottom <= point[1] <= top:
                found = f"#{fill.hexval()[2:]}"
    return found


@each_width
@each_picture
def test_words_stand_out_from_what_is_behind_them(picture, width):
    drawing = charts.draw(picture, width=width)
    for index, shape in enumerate(drawing.contents):
        if not isinstance(shape, shapes.String):
            continue
        ink = f"#{shape.fillColor.hexval()[2:]}"
        left, right = extent(shape)
        for x in (left, (left + right) / 2, right):
            behind = ground(drawing, index, (x, shape.y + shape.fontSize * 0.3))
            assert palette.contrast(ink, behind) >= 4.5, (shape.text, ink, behind)


@each_picture
def test_a_picture_is_drawn_the_same_each_time(picture):
    def shown():
        return [shape.getProperties() for shape in charts.draw(picture).contents]

    assert str(shown()) == str(shown())


@pytest.mark.parametrize("name", ["bars of 235", "milestones of 235", "strip of 235"])
@each_width
def test_what_has_no_room_is_counted(name, width):
    words = " ".join(string.text for string in strings(charts.draw(PICTURES[name], width=width)))
    assert "more, in the table" in words


def test_the_key_names_the_bands_of_the_settings():
    grid = RiskGrid((), bands_from=(5, 10, 20))
    texts = [s.text for s in strings(charts.draw(grid))]
    assert {"Low 1–4", "Moderate 5–9", "High 10–16", "Extreme 20–25"} <= set(texts)


def test_a_crowded_cell_counts_the_risks_it_cannot_name():
    words = [s.text for s in strings(charts.draw(PICTURES["grid of 500 in one cell"]))]
    assert "and 498 more" in words


def test_a_phone_shows_how_many_risks_stand_in_a_cell():
    picture = PICTURES["grid of 500 in one cell"]
    assert "500" in [s.text for s in strings(charts.draw(picture, width=charts.NARROW))]


def test_a_risk_that_moved_has_an_arrow_and_one_that_stayed_has_none():
    def lines(previous):
        drawing = charts.draw(RiskGrid((RiskPoint("R1", 4, 4, previous),)))
        return sum(isinstance(shape, shapes.Line) for shape in drawing.contents)

    assert (lines((3, 4)), lines((4, 4)), lines(None)) == (1, 0, 0)


def test_the_lines_of_a_curve_stop_where_the_figures_do():
    drawing = charts.draw(curve(plan=range(0, 1200, 100), actual=(1, 2, *NOTHING[2:])))
    points = [len(s.points) // 2 for s in drawing.contents if isinstance(s, shapes.PolyLine)]
    assert points == [12, 2]


def test_each_rating_has_a_shape_of_its_own():
    marks = [palette.RATINGS[colour].mark for colour in Colour]
    assert len(set(marks)) == len(marks)


def test_the_bands_of_risk_darken_as_they_worsen():
    fills = [fill for _, fill in palette.RISK_BANDS]
    lightness = [palette.contrast("#000000", fill) for fill in fills]
    assert all(light > dark for light, dark in pairwise(lightness))


@pytest.mark.parametrize("colour", list(Colour))
def test_a_rating_stands_out_from_paper_and_its_words_from_its_tint(colour):
    look = palette.RATINGS[colour]
    assert palette.contrast(look.solid, palette.PAPER) >= 3
    assert palette.contrast(look.solid, look.tint) >= 3
    assert palette.contrast(palette.INK, look.tint) >= 4.5


@given(st.integers(-(10**13), 10**13), st.integers(0, 10**13))
def test_ticks_are_few_and_hold_every_value(low, span):
    ticks = scale.ticks(low, low + span)
    assert ticks[0] <= low
    assert ticks[-1] >= low + span
    assert 2 <= len(ticks) <= 12
    assert len({b - a for a, b in pairwise(ticks)}) == 1


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_labels_pushed_apart_keep_their_order_and_their_room(positions):
    places = scale.spread(positions, 38, 0, 300)
    assert all(-0.01 <= place <= 300.01 for place in places)
    ordered = sorted(places)
    assert all(b - a >= 37.99 for a, b in pairwise(ordered))


@pytest.mark.parametrize(
    ("ticks", "words"),
    [
        ([0, 250_000_000, 500_000_000], ["£0", "£2.5m", "£5m"]),
        ([-100_000_00, 0, 100_000_00], ["−£100k", "£0", "£100k"]),
        ([0, 5_00], ["£0", "£5"]),
    ],
)
def test_an_axis_says_money_in_one_unit(ticks, words):
    assert scale.axis_money(ticks) == words


@given(st.text(max_size=300), st.floats(30, 300))
def test_words_cut_to_fit_do_fit(words, width):
    assert sheet.text_width(sheet.fit(words, width)) <= width


def test_a_bridge_ends_where_its_steps_lead():
    def widths(picture):
        drawing = charts.draw(picture)
        return [s.width for s in drawing.contents if isinstance(s, shapes.Rect)]

    full, *_rest, last = widths(bridge(1_000, -250, -250, 0))
    assert last == pytest.approx(full / 2)


def test_stacked_columns_below_nought_go_down_and_hide_nothing():
    drawing = charts.draw(months_of([-5_00] * 12, [9_00] * 12, is_stacked=True))
    columns = [s for s in drawing.contents if isinstance(s, shapes.Rect)][:2]
    below, above = (column.getBounds() for column in columns)
    assert below[3] <= above[1] + 0.01  # one ends at nought, where the other begins


def test_the_two_series_are_told_apart_in_grey():
    assert palette.contrast(palette.BLUE, palette.PALE_BLUE) >= 3


def test_the_range_stands_on_the_curve_only_when_it_is_known():
    def words(picture):
        return [s.text for s in strings(charts.draw(picture))]

    assert "£9.0–11.5m" in words(PICTURES["curve with a range"])
    assert "£900k–1.2m" in words(PICTURES["curve with a range of two units"])
    assert "Range" not in words(curve(plan=range(12)))
