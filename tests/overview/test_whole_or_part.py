"""No live page sets sums of the whole programme beside sums without what its reader may not see."""

from __future__ import annotations

import html
import re

import pytest

from app.core.financial_year import Month
from app.db import db
from app.programmes import queries as programmes
from app.programmes.models import Disclosure
from app.savings.models import DeliveryRisk
from tests import make
from tests.reporting.test_outlook import YEAR, lock

RANGE = "The range is of the whole programme; it shows to finance and to who may see every scheme."
LEFT_OUT = "The sums on this page leave out 1 workforce-sensitive scheme that does not name you."
OCTOBER = Month(2026, 10)


class Mixed:
    """£240k and £180k a year that everybody reads, £444k that one person is named on."""

    def __init__(self, *, months: int = 0):
        programme = make.programme(code="OPD")
        self.clinics = make.workstream(ref="WS01", programme_id=programme.id, name="Clinics")
        theatres = make.workstream(ref="WS02", programme_id=programme.id, name="Theatres")
        self.owner = make.pmo(programme)
        sensitive = {"disclosure": Disclosure.WORKFORCE, "owner_id": self.owner.id}
        self._scheme(20, workstream_id=self.clinics.id, ref="WS01-S01")
        self._scheme(37, workstream_id=self.clinics.id, ref="WS01-S77", **sensitive)
        self._scheme(15, workstream_id=theatres.id, ref="WS02-S01")
        self.programme = programmes.by_code("OPD")
        for month in YEAR.months[:months]:
            lock(self.programme, month, actual=15)
        make.period(programme=self.programme, month=YEAR.months[months or 6])
        db.session.commit()

    def _scheme(self, thousands: int, **given):
        made = make.scheme(delivery_risk=DeliveryRisk.LOW, **given)
        cells = [thousands] * 12
        make.money(made, plan=cells, forecast=cells, actual=cells[:7])

    def sign_in(self, client, who):
        people = {
            "sro": lambda: make.sro(self.programme),
            "lead": lambda: make.lead(self.clinics),
            "finance": lambda: make.finance(self.programme),
            "owner": lambda: self.owner,
        }
        return client.sign_in(people[who]())


def words(client, address: str) -> str:
    page = client.get(address).text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(page)))


def of_programme(client) -> tuple[str, set[str]]:
    """What the programme page says, and every amount on it: the picture's too."""
    page = html.unescape(client.get("/programmes/OPD").text)
    return words(client, "/programmes/OPD"), set(re.findall(r"£[\d,.]+[km]?", page))


def test_the_programme_page_adds_up_what_its_reader_may_see(client):
    said, amounts = of_programme(Mixed().sign_in(client, "sro"))
    assert "Forecast £420k of a plan of £420k" in said
    assert LEFT_OUT in said
    assert not amounts & {"£864k", "£444k", "£72k", "£144k", "£360k", "£504k"}


def test_a_lead_gets_the_sums_of_what_they_may_see_of_their_workstream(client):
    said, amounts = of_programme(Mixed().sign_in(client, "lead"))
    assert "Forecast £240k of a plan of £240k" in said
    assert LEFT_OUT in said
    assert RANGE not in said
    assert not amounts & {"£684k", "£444k"}


@pytest.mark.parametrize("who", ["finance", "owner"])
def test_finance_and_who_is_named_on_all_of_them_see_the_whole(client, who):
    said, _amounts = of_programme(Mixed().sign_in(client, who))
    assert "Forecast £864k of a plan of £864k" in said
    assert "drawn today; the month is open" in said
    assert RANGE not in said
    assert LEFT_OUT not in said


def test_the_programme_page_draws_no_range_of_the_whole_for_who_sees_a_part(client):
    said, _amounts = of_programme(Mixed().sign_in(client, "sro"))
    assert RANGE in said
    assert "likely to end between" not in said


def test_a_part_is_not_compared_with_the_whole_that_was_locked(client):
    mixed = Mixed(months=1)
    said, _amounts = of_programme(mixed.sign_in(client, "sro"))
    for comparing in ("than April", "same as April", "Forecast savings"):
        assert comparing not in said
    assert "What changed since April 2026 No workstream has another colour." in said
    assert "same as April" in of_programme(mixed.sign_in(client, "finance"))[0]


def test_the_sums_that_are_kept_for_one_reader_are_not_shown_to_another(client, app):
    app.config["KEEPS_SUMS"] = True
    mixed = Mixed()
    for who, sums in (
        ("finance", "£864k"),
        ("sro", "£420k"),
        ("lead", "£240k"),
        ("owner", "£864k"),
    ):
        said, _amounts = of_programme(mixed.sign_in(client, who))
        assert f"Forecast {sums} of a plan of {sums}" in said


@pytest.mark.parametrize("who", ["sro", "finance"])
def test_a_part_costs_as_many_reads_for_fifty_schemes_as_for_three(client, queries, who):
    mixed = Mixed()
    browser = mixed.sign_in(client, who)
    browser.get("/programmes/OPD")
    queries.clear()
    browser.get("/programmes/OPD")
    for_three = len(queries)
    sensitive = {"disclosure": Disclosure.WORKFORCE, "owner_id": mixed.owner.id}
    for number in range(48):
        given = sensitive if number % 2 else {}
        mixed._scheme(1, workstream_id=mixed.clinics.id, ref=f"WS01-S{100 + number}", **given)
    queries.clear()
    browser.get("/programmes/OPD")
    assert len(queries) == for_three


def test_the_accuracy_of_the_whole_shows_to_who_may_learn_its_sums(client):
    mixed = Mixed(months=8)
    told = words(mixed.sign_in(client, "finance"), "/months/accuracy")
    drawn = ("What it is drawn from", "Saved to date £360,000.00")  # 8 months of 3 × £15k
    for of_the_whole in ("Forecasts one month ahead were", "One draw in ten ends below", *drawn):
        assert of_the_whole in told
    part = words(mixed.sign_in(client, "sro"), "/months/accuracy")
    for of_the_whole in (
        "Forecasts one month ahead",
        "One draw in ten",
        "forecast that counts",
        *drawn,
    ):
        assert of_the_whole not in part
    assert "they show to finance and to who may see every scheme" in part
    assert "Theatres" in part  # nothing of it is withheld


def test_the_summary_prints_the_range_for_who_may_learn_the_whole(client):
    mixed = Mixed(months=8)
    page = "/savings/summary?programme=OPD"
    assert "the year is likely to end between" in words(mixed.sign_in(client, "owner"), page)
    part = words(mixed.sign_in(client, "sro"), page)
    assert "likely to end between" not in part
    assert RANGE in part


def test_without_a_locked_month_the_summary_says_nothing_of_a_range(client):
    assert RANGE not in words(Mixed().sign_in(client, "sro"), "/savings/summary?programme=OPD")
