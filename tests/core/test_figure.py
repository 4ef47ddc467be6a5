"""What only Python reads as a number is none on a page, wherever one is typed or brought in."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from werkzeug.datastructures import MultiDict

from app.core import figure, quantity
from app.core.errors import RuleBroken
from app.imports.reading.cells import figures
from app.imports.reading.cells.answers import Mistake, Words
from app.savings.forms.budget_lines import Percent
from app.savings.forms.wte import Wte
from app.settings import rules as settings
from app.web.forms import DateParts, Money, Thousandths, WholeNumber
from app.web.forms.fields import pence

HOSTILE = {
    "underscore": "1_000",
    "exponent": "1e5",
    "small exponent": "100e-2",
    "huge exponent": "1e999999",
    "no number": "NaN",
    "signalling": "sNaN",
    "endless": "Infinity",
    "endless in short": "-inf",
    "full-width digits": "１２",
    "Arabic digits": "١٢",
    "superscript": "1²",
    "hexadecimal": "0x10",
    "comma for a point": "12,5",
    "commas anywhere": "1,2,3",
    "comma first": ",100",
    "two signs": "--5",
    "two points": "1.2.3",
    "a sign alone": "-",
    "a point alone": ".",
    "words": "twelve",
    "more digits than anything has": "9" * 5000,
    "decimals that are rounded unseen": "1." + "0" * 40 + "1",
}
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


class Boxes:
    """A form with one box of each kind of number."""

    @staticmethod
    def filled(kind, text):
        box = kind("Number").bind(SimpleNamespace(meta=META), "box")
        box.process(MultiDict({"box": text}))
        return box


META = SimpleNamespace(get_translations=lambda _: None, locales=())


@hostile
def test_a_number_is_digits_commas_at_the_thousands_a_point_and_a_sign(text):
    assert figure.typed(text) is None
    assert figure.whole(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"),
        (" 1,250.50 ", "1250.50"),
        ("1 250", "1250"),
        ("−500", "-500"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1,000,000", "1000000"),
        ("0012", "12"),
    ],
)
def test_what_people_write_is_read_exactly(text, number):
    assert figure.typed(text) == Decimal(number)


def test_a_whole_number_has_no_decimals():
    assert (figure.whole("1,000"), figure.whole("5.0"), figure.whole("5.5")) == (1000, 5, None)


@hostile
@pytest.mark.parametrize("kind", [Money, Thousandths, WholeNumber, Percent, Wte])
def test_no_box_takes_it(kind, text):
    box = Boxes.filled(kind, text)
    assert box.data is None
    assert box.process_errors


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Money, "£1,250.50", 125_050),
        (Thousandths, "12.5%", 12_500),
        (WholeNumber, "1,200", 1_200),
        (Percent, "33.34%", 3_334),
        (Wte, "-2.25", -225),
    ],
)
def test_each_box_takes_what_people_write(kind, text, value):
    box = Boxes.filled(kind, text)
    assert (box.data, list(box.process_errors)) == (value, [])


@pytest.mark.parametrize("kind", [Money, Thousandths, WholeNumber, Percent, Wte])
def test_an_empty_box_is_no_number_and_no_mistake(kind):
    box = Boxes.filled(kind, " ")
    assert (box.data, list(box.process_errors)) == (None, [])


@hostile
def test_no_amount_of_the_grid_is_read_from_it(text):
    assert pence(text) is None
    assert quantity.thousandths(text) is None


@pytest.mark.parametrize("text", ["£5£5", "5£", "££5", "((5))", "(-5)", "-£-5", "1.234", "1,25"])
def test_an_amount_has_one_pound_sign_and_one_minus(text):
    assert pence(text) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [("£5", 500), ("-£5", -500), ("£-5", -500), ("(£1,250.50)", -125_050), ("£ 5", 500)],
)
def test_an_amount_is_read_as_finance_writes_it(text, amount):
    assert pence(text) == amount


NOISE = "decimals that are rounded unseen"  # a spreadsheet's formulas write them, and mean nothing


@pytest.mark.parametrize("text", [text for name, text in HOSTILE.items() if name != NOISE])
def test_no_cell_of_a_file_is_read_from_it(text):
    for read in (figures.money, figures.percentage, figures.whole_number):
        assert isinstance(read(text), Mistake | Words), read.__name__


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf"), 1e300])
def test_no_cell_of_a_spreadsheet_is_endless(cell):
    for read in (figures.money, figures.whole_number):
        assert isinstance(read(cell), Mistake), read.__name__


@hostile
@pytest.mark.parametrize("kind", [int, Decimal])
def test_no_setting_takes_it(kind, text):
    with pytest.raises(RuleBroken):
        settings._one(kind, text)


@pytest.mark.parametrize("part", ["1_0", "１", "+1", "1e0", "²"])
def test_no_day_is_read_from_it(part):
    box = DateParts("Due").bind(SimpleNamespace(meta=META), "due")
    box.process(MultiDict({"due-day": part, "due-month": "1", "due-year": "2027"}))
    with pytest.raises(ValueError, match="Due must be a real date"):
        box.pre_validate(None)
