import pytest

from app.core.rating import Colour, Rating, lowered, worst

RED, AMBER, GREEN = Colour.RED, Colour.AMBER, Colour.GREEN
COMPLETE, NOT_REPORTED, NOT_APPLICABLE = (
    Colour.COMPLETE,
    Colour.NOT_REPORTED,
    Colour.NOT_APPLICABLE,
)


def test_colours_have_a_word_and_a_letter():
    assert [(colour.value, colour.label, colour.letter) for colour in Colour] == [
        ("red", "Red", "R"),
        ("amber", "Amber", "A"),
        ("green", "Green", "G"),
        ("complete", "Complete", "B"),
        ("not_reported", "Not reported", "–"),
        ("not_applicable", "Not applicable", "–"),
    ]


@pytest.mark.parametrize(
    ("colours", "expected"),
    [
        ([GREEN, RED, AMBER], RED),
        ([COMPLETE, GREEN], GREEN),
        ([COMPLETE, COMPLETE], COMPLETE),
        ([NOT_REPORTED, AMBER, NOT_APPLICABLE], AMBER),
        ([NOT_REPORTED, NOT_APPLICABLE], NOT_REPORTED),
        ([NOT_APPLICABLE], NOT_APPLICABLE),
        ([], NOT_REPORTED),
    ],
)
def test_the_worst_is_taken_of_those_that_have_a_colour(colours, expected):
    assert worst(colours) is expected


def test_ratings_and_colours_may_be_compared_together():
    assert worst([Rating(AMBER), GREEN]) is AMBER


def test_lowering_is_one_step():
    assert [lowered(colour) for colour in Colour] == [
        RED,
        RED,
        AMBER,
        GREEN,
        NOT_REPORTED,
        NOT_APPLICABLE,
    ]


def test_only_the_colourless_are_unrated():
    assert [colour for colour in Colour if not colour.is_rated] == [NOT_REPORTED, NOT_APPLICABLE]
