"""Inline SVG: named for screen readers, safe from its text, and free of styles."""

import re
from xml.etree import ElementTree

import pytest
from reportlab.graphics.shapes import Drawing, Ellipse

from app.core.rating import Colour
from app.reports import charts, svg
from app.reports.content import BarRow, PlanBars, RatingsRow, RatingsStrip
from tests.reports import hostile
from tests.reports.test_charts import PICTURES, each_picture, each_width

SVG = "{http://www.w3.org/2000/svg}"


def written(picture, **given):
    defaults = {"prefix": "savings", "title": "Savings", "description": "Below plan."}
    return svg.write(charts.draw(picture), **{**defaults, **given})


@each_width
@each_picture
def test_every_picture_is_well_formed_and_named(picture, width):
    drawing = charts.draw(picture, width=width)
    root = ElementTree.fromstring(
        svg.write(drawing, prefix="one", title="A title", description="A sentence.")
    )
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "one-title one-desc"
    assert root.find(f"{SVG}title").text == "A title"
    assert root.find(f"{SVG}desc").text == "A sentence."


@each_picture
def test_looks_are_attributes_and_never_styles(picture):
    root = ElementTree.fromstring(written(picture))
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {
            *("svg", "title", "desc", "text", "line", "rect", "circle", "polyline", "polygon")
        }
        assert not {"style", "class", "onclick", "href"} & set(element.attrib)
        assert "None" not in element.attrib.values()


def test_ids_come_from_the_prefix_alone():
    picture = PICTURES["bars below nought"]
    assert written(picture) == written(picture)
    assert re.findall(r' id="([^"]+)"', written(picture, prefix="b")) == ["b-title", "b-desc"]


def test_a_picture_without_a_description_is_labelled_by_its_title():
    root = ElementTree.fromstring(written(PICTURES["bars below nought"], description=""))
    assert root.get("aria-labelledby") == "savings-title"
    assert root.find(f"{SVG}desc") is None


@pytest.mark.parametrize("text", hostile.ALL)
def test_text_can_only_be_text(text):
    picture = PlanBars((BarRow(text, 1_00, 2_00),))
    content = written(picture, title=text, description=text, prefix="p")
    root = ElementTree.fromstring(content)
    assert "<script" not in content
    assert not [element for element in root.iter() if "script" in element.tag]
    assert root.find(f"{SVG}title").text or not text


def test_words_on_a_slant_bracket_come_back_whole():
    picture = RatingsStrip(("Oct",), (RatingsRow("A & B <C>", (Colour.RED,)),))
    texts = [e.text for e in ElementTree.fromstring(written(picture)).iter(f"{SVG}text")]
    assert "A & B <C>" in texts


@pytest.mark.parametrize("colour", list(Colour))
def test_the_shape_of_a_rating_is_left_to_the_eyes(colour):
    root = ElementTree.fromstring(str(svg.rating(colour)))
    assert root.get("aria-hidden") == "true"
    assert len(root) == 1


def test_a_shape_it_cannot_write_is_refused():
    drawing = Drawing(10, 10)
    drawing.add(Ellipse(5, 5, 2, 3))
    with pytest.raises(TypeError, match="Ellipse"):
        svg.write(drawing, prefix="p", title="t")
