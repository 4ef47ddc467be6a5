"""Writes a Drawing as inline SVG with presentation attributes only, as our style policy asks."""

from collections.abc import Sequence
from functools import singledispatch

from markupsafe import Markup, escape
from reportlab.graphics import shapes
from reportlab.lib.colors import Color

from app.core.rating import Colour
from app.reports import palette

FONT_FAMILY = "Arial, Helvetica, sans-serif"


def write(drawing: shapes.Drawing, *, prefix: str, title: str, description: str = "") -> Markup:
    """The drawing as one <svg>. The prefix makes its ids unique on the page."""
    labels = [f"{prefix}-title", *([f"{prefix}-desc"] if description else [])]
    width, height = _number(drawing.width), _number(drawing.height)
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{}" '
        'viewBox="0 0 {} {}" width="{}" height="{}" font-family="{}">'
    ).format(" ".join(labels), width, height, width, height, FONT_FAMILY)
    names = Markup('<title id="{}">{}</title>').format(labels[0], _plain(title))
    if description:
        names += Markup('<desc id="{}">{}</desc>').format(labels[1], _plain(description))
    whole = float(drawing.height)
    body = Markup("").join(_element(shape, whole) for shape in drawing.contents)
    return head + names + body + Markup("</svg>")


def rating(colour: Colour, *, size: float = 14) -> Markup:
    """The shape of a rating beside its letter and word, and so hidden from screen readers."""
    look = palette.RATINGS[colour]
    box = _number(size)
    half = size / 2
    inner = size * 0.86
    corners = palette.corners(look.mark, inner)
    if corners:
        points = " ".join(f"{_number(half + x)},{_number(half - y)}" for x, y in corners)
        shape = Markup('<polygon points="{}" fill="{}"/>').format(points, look.solid)
    else:
        fill = palette.PAPER if look.mark is palette.Mark.RING else look.solid
        shape = Markup(
            '<circle cx="{0}" cy="{0}" r="{1}" fill="{2}" stroke="{3}" stroke-width="1.6"/>'
        ).format(_number(half), _number(inner / 2 - 0.8), fill, look.solid)
    return (
        Markup(
            '<svg class="report-mark" aria-hidden="true" focusable="false" width="{0}" '
            'height="{0}" viewBox="0 0 {0} {0}">'
        ).format(box)
        + shape
        + Markup("</svg>")
    )


@singledispatch
def _element(shape: shapes.Shape, height: float) -> Markup:
    """One shape, with its y axis turned to go down."""
    raise TypeError(f"There is no SVG for {type(shape).__name__}")


@_element.register
def _line(shape: shapes.Line, height: float) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}"{}/>').format(
        _number(shape.x1),
        _number(height - shape.y1),
        _number(shape.x2),
        _number(height - shape.y2),
        _stroke(shape),
    )


@_element.register
def _rect(shape: shapes.Rect, height: float) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}"{}/>').format(
        _number(shape.x),
        _number(height - shape.y - shape.height),
        _number(shape.width),
        _number(shape.height),
        _paint(shape),
    )


@_element.register
def _circle(shape: shapes.Circle, height: float) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="{}"{}/>').format(
        _number(shape.cx), _number(height - shape.cy), _number(shape.r), _paint(shape)
    )


@_element.register
def _polygon(shape: shapes.Polygon, height: float) -> Markup:
    points = _points(shape.points, height)
    return Markup('<polygon points="{}"{}/>').format(points, _paint(shape))


@_element.register
def _polyline(shape: shapes.PolyLine, height: float) -> Markup:
    points = _points(shape.points, height)
    return Markup('<polyline points="{}" fill="none"{}/>').format(points, _stroke(shape))


@_element.register
def _text(shape: shapes.String, height: float) -> Markup:
    weight = "700" if shape.fontName.endswith("Bold") else "400"
    return Markup(
        '<text x="{}" y="{}" font-size="{}" font-weight="{}" text-anchor="{}" fill="{}">{}</text>'
    ).format(
        _number(shape.x),
        _number(height - shape.y),
        _number(shape.fontSize),
        weight,
        shape.textAnchor,
        _hex(shape.fillColor),
        _plain(shape.text),
    )


def _points(flat: Sequence[float], height: float) -> str:
    pairs = zip(flat[::2], flat[1::2], strict=True)
    return " ".join(f"{_number(x)},{_number(height - y)}" for x, y in pairs)


def _paint(shape: shapes.SolidShape) -> Markup:
    return Markup(' fill="{}"').format(_hex(shape.fillColor)) + _stroke(shape)


def _stroke(shape: shapes.LineShape) -> Markup:
    if shape.strokeColor is None:
        return Markup("")
    out = Markup(' stroke="{}" stroke-width="{}"').format(
        _hex(shape.strokeColor), _number(shape.strokeWidth)
    )
    dashes = [float(each) for each in shape.strokeDashArray or () if isinstance(each, int | float)]
    if dashes:
        out += Markup(' stroke-dasharray="{}"').format(" ".join(map(_number, dashes)))
    return out


def _hex(colour: Color | None) -> str:
    return "none" if colour is None else f"#{colour.hexval()[2:]}"


def _number(value: float) -> str:
    """At most one decimal, and no minus before a nought."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _plain(words: str) -> Markup:
    """Escaped, without the control characters that XML forbids."""
    return escape("".join(each for each in words if each >= " " or each in "\t\n"))
