"""A frozen month reads back as it was written, and hashes the same everywhere."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.financial_year import FinancialYear, Month
from app.core.rating import Colour
from app.reporting import frozen


def document(**given) -> frozen.Document:
    rated = frozen.Rated(
        colour=Colour.AMBER,
        reasons=(frozen.Why(rule="savings.ytd-share", sentence="80%", figures=(("Plan", "£10"),)),),
    )
    values = {
        "schema": frozen.SCHEMA,
        "programme": frozen.Programme(
            code="OPD", name="Café", organisation="A trust", organisation_code="ZZ1"
        ),
        "month": Month(2026, 10),
        "as_at": date(2026, 10, 31),
        "financial_year": FinancialYear.parse("2026/27"),
        "target": 1_200_000_00,
        "overall": rated,
        "savings": frozen.Savings(schemes=1, plan=5),
        "months": frozen.Months(plan=(1,) * 12, actual=(1, None) * 6, forecast=(1,) * 12),
        "workstreams": (
            frozen.Workstream(
                ref="WS01",
                name="Virtual clinics",
                overall=rated,
                shown=Colour.AMBER,
                dimensions={"savings": rated},
            ),
        ),
    }
    return frozen.Document(**{**values, **given})


def test_a_document_reads_back_as_it_was_written():
    written = frozen.write(document())
    assert frozen.read(written) == document()
    assert frozen.write(frozen.read(written)) == written


def test_the_same_words_hash_the_same_however_their_accents_were_typed():
    composed = frozen.write(document())
    typed_apart = document(
        programme=frozen.Programme(
            code="OPD", name="Cafe\u0301", organisation="A trust", organisation_code="ZZ1"
        )
    )
    assert frozen.data_hash(frozen.write(typed_apart)) == frozen.data_hash(composed)


def test_any_change_changes_the_hash():
    before = frozen.data_hash(frozen.write(document()))
    assert frozen.data_hash(frozen.write(document(target=1))) != before


def test_what_cannot_be_written_exactly_is_refused():
    with pytest.raises(TypeError, match="float"):
        frozen.write(document(target=1.5))


def test_a_month_locked_before_a_field_was_added_still_reads():
    written = frozen.write(document()).replace('"audience":"full",', "")
    assert frozen.read(written).audience == "full"
