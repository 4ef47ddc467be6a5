from datetime import date

import pytest

from app.core.errors import RuleBroken
from app.programmes import rules


@pytest.mark.parametrize("code", ["opd", " OPD ", "Opd"])
def test_a_programmes_code_is_kept_in_capitals(code):
    assert rules.programme_code(code) == "OPD"


@pytest.mark.parametrize("code", ["", "new", "A/B", "É1", "-A", "x" * 21, "two words"])
def test_a_code_that_an_address_cannot_hold_is_refused(code):
    with pytest.raises(RuleBroken, match="up to 20 letters and numbers"):
        rules.programme_code(code)


@pytest.mark.parametrize("code", ["", "zz9", " ZZ9 "])
def test_an_organisations_code_may_be_unknown(code):
    assert rules.organisation_code(code) == code.strip().upper()


@pytest.mark.parametrize("code", ["Z-9", "x" * 13])
def test_an_organisations_code_has_letters_and_numbers_only(code):
    with pytest.raises(RuleBroken, match="up to 12 letters and numbers"):
        rules.organisation_code(code)


@pytest.mark.parametrize(
    ("used", "next_one"),
    [
        ([], "WS01"),
        (["WS01", "WS02"], "WS03"),
        (["WS09", "ws11", "UNASSIGNED", "WS-40", "WS07"], "WS12"),
        (["WS99"], "WS100"),
    ],
)
def test_workstreams_are_counted_on_from_the_highest(used, next_one):
    assert rules.next_ref(used) == next_one


@pytest.mark.parametrize("ref", ["", "new", "A/B", "A\\B", "x" * 61])
def test_a_reference_that_an_address_cannot_hold_is_refused(ref):
    with pytest.raises(RuleBroken, match="without slashes"):
        rules.workstream_ref(ref)


def test_a_reference_keeps_its_own_letters():
    assert rules.workstream_ref("  DfE_0001  Q1 ") == "DfE_0001 Q1"


FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        ((None, None), (None, None), True),
        ((None, FIRST), (FIRST, None), True),
        ((None, date(2026, 3, 31)), (FIRST, None), False),
        ((FIRST, LAST), (date(2027, 4, 1), None), False),
        ((FIRST, None), (LAST, LAST), True),
    ],
)
def test_periods_meet_when_they_share_a_day(one, other, meets):
    assert rules.meet(one, other) is meets
    assert rules.meet(other, one) is meets


def test_an_end_before_its_start_is_refused():
    rules.must_end_after(FIRST, FIRST, field="ends_on")
    rules.must_end_after(None, FIRST, field="ends_on")
    with pytest.raises(RuleBroken) as refused:
        rules.must_end_after(LAST, FIRST, field="ends_on")
    assert refused.value.field == "ends_on"


def test_a_text_that_is_too_long_says_how_long_it_is():
    with pytest.raises(RuleBroken, match="Enter 300 characters or fewer; this has 10,000"):
        rules.required("name", "x" * 10_000, ask="Enter a name", longest=300)
    with pytest.raises(RuleBroken, match="Enter a name"):
        rules.required("name", "  ", ask="Enter a name")
