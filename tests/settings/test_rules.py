from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from app.core.errors import RuleBroken
from app.core.setting import said
from app.settings import rules
from app.settings.rules import Group


class Colour(StrEnum):
    BLUE = "blue"
    GREY = "grey"


@dataclass(frozen=True)
class Shape:
    green: int = said(5, "Green up to", "working days", limits=(0, 20), order="slip")
    amber: int = said(20, "Amber up to", "working days", limits=(0, 90), order="slip")
    floor: int = said(95, "Green from", "% of plan", order="-share")
    ceiling: int = said(75, "Amber from", "% of plan", order="-share")
    share: Decimal = Decimal("0.25")
    is_strict: bool = False
    closed: tuple[date, ...] = ()
    colour: Colour = Colour.BLUE
    domains: tuple[str, ...] = said(("Safety",), "Domains", limits=(0, 20))


SETTINGS = {each.name: each for each in rules.declared(Group("test", Shape, "Test", "Office"))}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("green", " 12 ", 12),
        ("share", "0.5", Decimal("0.5")),
        ("is_strict", "Yes", True),
        ("closed", "2026-12-24, 2026-12-31", (date(2026, 12, 24), date(2026, 12, 31))),
        ("closed", "2026-12-24\n2026-12-31\n", (date(2026, 12, 24), date(2026, 12, 31))),
        ("closed", "none", ()),
        ("colour", "Grey", Colour.GREY),
        ("domains", "Safety, of staff; Access", ("Safety, of staff", "Access")),
    ],
)
def test_a_value_is_read_as_the_type_of_its_field(name, text, value):
    assert rules.read(SETTINGS[name], text) == value


@pytest.mark.parametrize("name", list(SETTINGS))
def test_what_is_written_is_read_as_it_was(name):
    setting = SETTINGS[name]
    assert rules.read(setting, rules.written(setting.default)) == setting.default


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("green", "", "Enter a value"),
        ("green", "five", "Enter a whole number, such as 5"),
        ("green", "5.5", "Enter a whole number, such as 5"),
        ("green", "-1", "The value must be 0 or more"),
        ("green", "21", "The value must be 20 or less"),
        ("share", "NaN", "Enter a number, such as 2.5"),
        ("is_strict", "maybe", "Enter yes or no"),
        ("closed", "24 December", "Enter dates as year, month and day, such as 2026-12-25"),
        ("colour", "pink", "Enter one of: blue, grey"),
        (
            "domains",
            "Safety; Experience of patients",
            "“Experience of patients” must be 20 characters or fewer",
        ),
        ("green", "9" * 2001, "The value must be 2,000 characters or fewer"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_what_to_type(name, text, sentence):
    with pytest.raises(RuleBroken) as refused:
        rules.read(SETTINGS[name], text)
    assert (refused.value.field, refused.value.message) == ("value", sentence)


def test_amber_may_not_end_before_green():
    with pytest.raises(RuleBroken, match=r"to” \(6\) must not be above “Amber up"):
        rules.must_be_in_order(SETTINGS["amber"], {"green": 6, "amber": 5})
    rules.must_be_in_order(SETTINGS["amber"], {"green": 5, "amber": 5})


def test_a_falling_order_is_checked_the_other_way_round():
    with pytest.raises(RuleBroken, match="“Amber from”"):
        rules.must_be_in_order(SETTINGS["ceiling"], {"floor": 70, "ceiling": 75})


def test_a_setting_without_an_order_agrees_with_any_other():
    rules.must_be_in_order(SETTINGS["share"], {"green": 9, "amber": 1})


def test_a_value_is_shown_with_its_unit():
    assert SETTINGS["green"].shown(5) == "5 working days"
    assert SETTINGS["floor"].shown(95) == "95% of plan"
    assert SETTINGS["share"].shown(Decimal("0.25")) == "0.25"


def test_a_setting_without_words_is_called_after_its_field():
    assert SETTINGS["is_strict"].label == "Is strict"


@dataclass(frozen=True)
class WithoutDefault:
    green: int


@dataclass(frozen=True)
class Unreadable:
    green: complex = 1j


@pytest.mark.parametrize("shape", [WithoutDefault, Unreadable, int])
def test_a_dataclass_that_cannot_be_filled_is_refused_at_the_start(shape):
    with pytest.raises(TypeError):
        rules.declared(Group("test", shape, "Test", "Office"))
