"""Colours, ticks, scores and choices are read from the words that people use."""

import pytest

from app.imports.reading.cells import text, words
from app.imports.reading.cells.answers import Mistake, Read, Words


@pytest.mark.parametrize(
    ("cell", "colour"),
    [
        ("Red", "red"),
        ("R", "red"),
        ("Amber/Red", "amber/red"),
        ("AMBER - RED", "amber/red"),
        ("Amber", "amber"),
        ("amber/green", "amber/green"),
        ("Green ", "green"),
        ("On track", "green"),
        ("Blue", "blue"),
        ("Complete", "blue"),
        ("B", "blue"),
        ("Grey", "grey"),
        ("Not started", "grey"),
    ],
)
def test_a_colour_is_read(cell, colour):
    assert words.colour(cell) == Read(colour)


def test_a_reason_for_no_colour_is_words_and_nonsense_a_mistake():
    assert isinstance(words.colour("Exempt under Section 24 of the Act"), Words)
    assert isinstance(words.colour("Mauve"), Mistake)
    assert words.colour("") is None


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("Yes", True), ("y", True), (True, True), ("✓", True), ("No", False)],
)
def test_yes_and_no_are_read(cell, answer):
    assert words.yes_no(cell) == Read(answer)


def test_maybe_is_neither_yes_nor_no():
    assert isinstance(words.yes_no("maybe"), Mistake)
    assert isinstance(words.yes_no("TBC"), Words)


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        (4.0, 4),
        ("4", 4),
        ("Likely", 4),
        ("4 - Likely", 4),
        ("Likely (4)", 4),
        ("Almost certain", 5),
        ("Catastrophic", 5),
        ("Rare", 1),
        ("Medium", 3),
        ("very low", 1),
    ],
)
def test_a_score_is_read(cell, score):
    assert words.score(cell) == Read(score)


@pytest.mark.parametrize("cell", [0, 6, 2.5, "7", "2.5", "0 - none at all here", "often"])
def test_a_score_off_the_scale_is_a_mistake(cell):
    assert isinstance(words.score(cell), Mistake)


def test_a_choice_is_read_by_its_words():
    choices = {"low": "low", "l": "low", "high": "high"}
    assert words.choice("L", choices) == Read("low")
    assert words.choice(" High ", choices) == Read("high")
    assert isinstance(words.choice("middling", choices), Mistake)
    assert isinstance(words.choice("TBC", choices), Words)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  two   words ", "two words"),
        ("line one\r\r\n\r\r\nline two", "line one\n\nline two"),
        ("a_x000D_\nb", "a\nb"),
        ("e\u0301", "é"),
        ("a\u00a0b\u200b", "a b"),
        ("a\x0bb", "a\nb"),
        ("\ufeffa\x00b", "ab"),
        ("\u202eevil", "evil"),
    ],
)
def test_text_is_kept_as_it_was_meant(given, kept):
    assert text.tidy(given) == kept


def test_a_title_is_one_line_and_not_too_long():
    assert text.line("New\nrooms", 200) == Read("New rooms")
    answer = text.line("x" * 10_000, 200)
    assert isinstance(answer, Mistake)
    assert "10,000 characters" in answer.message
    assert "200 characters or fewer" in answer.message


def test_characters_that_cannot_be_seen_are_taken_out_and_said():
    assert text.line("Rooms\x07", 200) == Read(
        "Rooms", "Characters that cannot be seen were taken out"
    )


def test_hostile_text_is_kept_as_text():
    assert text.passage("<script>alert(1)</script>") == Read("<script>alert(1)</script>")
    assert text.line("=HYPERLINK(1)", 200) == Read("=HYPERLINK(1)")


def test_an_email_address_is_read_in_small_letters():
    assert text.email(" Ada@Example.NHS.uk ") == Read("ada@example.nhs.uk")
    assert isinstance(text.email("ada at example"), Mistake)
    assert text.email("") is None


def test_an_nhs_number_is_seen_as_text_and_as_a_number():
    assert text.holds_nhs_number("ref 943 476 5919")
    assert text.holds_nhs_number(9434765919.0)
    assert not text.holds_nhs_number(9434765918.0)
    assert not text.holds_nhs_number(None)
