import csv
import io
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.financial_year import FinancialYear, Month
from app.core.money import THOUSAND, Pence
from app.db import db
from app.programmes.models import Disclosure, RecordReader
from app.savings import queries
from app.savings.models import DeliveryRisk, DevelopmentStatus, Scheme, SchemeStatus
from tests import make
from tests.make.store import stored

YEAR = FinancialYear(2026)
HOSTILE = '<script>alert("x")</script>'
FORMULA = '=HYPERLINK("https://example.test")'


@pytest.fixture
def programme():
    return make.programme()


@pytest.fixture
def workstream(programme):
    return make.workstream(ref="WS01", programme_id=programme.id)


@pytest.fixture
def lead(workstream):
    return make.lead(workstream, name="Ada Lead")


@pytest.fixture
def scheme(workstream):
    made = make.scheme(workstream_id=workstream.id, ref="WS01-S01", title="Virtual clinics")
    return make.money(made, plan=[20] * 12, actual=[18, 18], forecast=[None, None, *[18] * 10])


def text(response):
    return response.get_data(as_text=True)


def saved(scheme_id):
    db.session.expire_all()
    return db.session.get(Scheme, scheme_id)


def test_the_history_names_who_entered_a_scheme(client, workstream, lead):
    client.sign_in(lead)
    client.post("/savings/new", data={"workstream_id": workstream.id, "title": "Video reviews"})
    made = db.session.scalars(select(Scheme).where(Scheme.title == "Video reviews")).one()
    assert "<li>Entered by: Ada Lead</li>" in text(client.get(f"/savings/{made.id}"))


def months_of(client, scheme, year="2026-27"):
    """The year's form as the page shows it, ready to be changed and sent."""
    page = text(client.get(f"/savings/{scheme.id}/months?year={year}"))
    boxes = [piece.split(">")[0] for piece in page.split("<input")[1:]]
    named = [box for box in boxes if 'name="' in box and "csrf_token" not in box]
    return {
        box.split('name="')[1].split('"')[0]: box.split('value="')[1].split('"')[0]
        for box in named
        if 'value="' in box
    }


# The register


def test_the_register_shows_both_axes_and_the_word_of_each_variance(client, scheme, lead):
    scheme.development_status = DevelopmentStatus.OPPORTUNITY
    scheme.delivery_risk = DeliveryRisk.HIGH
    db.session.commit()
    page = text(client.sign_in(lead).get("/savings"))
    for shown in ("Opportunity", "High", "£240k", "−£4k adverse", "−£24k adverse", "May 2026 (M2)"):
        assert shown in page


def test_the_register_says_what_its_sums_leave_out(client, workstream, scheme, lead):
    make.scheme(workstream_id=workstream.id, status=SchemeStatus.WITHDRAWN, title="Gone")
    make.scheme(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE, title="Posts to go")
    page = text(client.sign_in(lead).get("/savings"))
    assert "Not listed and not added up: 1 withdrawn" in page
    assert "you are not named: 1 scheme." in page
    assert "Posts to go" not in page
    assert "Gone" not in page
    assert "Gone" in text(client.get("/savings?status=withdrawn"))


def test_the_register_counts_schemes_and_not_their_months(client, workstream, scheme, lead):
    for _ in range(51):
        make.money(make.scheme(workstream_id=workstream.id), plan=[20] * 12)
    client.sign_in(lead)
    assert "Showing 1 to 50 of 52 schemes" in text(client.get("/savings"))
    assert "Showing 51 to 52 of 52 schemes" in text(client.get("/savings?page=2"))


def test_a_search_does_not_tell_what_is_withheld(client, workstream, scheme, lead):
    make.scheme(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE, title="Posts to go")
    counts = {
        text(client.sign_in(lead).get(f"/savings?q={word}")).count("you are not named: 1 scheme")
        for word in ("Posts", "Virtual")
    }
    assert counts == {1}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=virtual", True),
        ("q=letters", False),
        ("development=plans+in+progress", True),
        ("development=opportunity", False),
        ("risk=none", True),
        ("risk=high", False),
        ("status=complete", False),
        ("mine=yes", False),
        ("month=2026-04", True),
        ("month=1066-10&development=nonsense&page=99&sort=drop+table", True),
    ],
)
def test_the_register_is_narrowed_by_its_address(client, scheme, lead, query, found):
    assert ("Virtual clinics" in text(client.sign_in(lead).get(f"/savings?{query}"))) is found


COLUMNS = ["ref", "title", "development", "risk", "category"]
SUMS = ["plan", "ytd-plan", "ytd-actual", "ytd-variance", "forecast", "forecast-variance"]


@pytest.mark.parametrize("key", [*COLUMNS, *SUMS])
def test_the_register_sorts_by_every_column(client, workstream, scheme, lead, key):
    make.scheme(workstream_id=workstream.id, ref="WS01-S02", title="Zebra crossing")
    page = text(client.sign_in(lead).get(f"/savings?sort={key}"))
    turned = text(client.get(f"/savings?sort={key}&direction=descending"))
    assert "Virtual clinics" in page
    assert "Zebra crossing" in turned


def test_sorting_by_plan_puts_the_smallest_first(client, workstream, scheme, lead):
    make.money(make.scheme(workstream_id=workstream.id, title="Tiny"), plan=[1] * 12)
    page = text(client.sign_in(lead).get("/savings?sort=plan"))
    assert page.index("Tiny") < page.index("Virtual clinics")
    page = text(client.get("/savings?sort=plan&direction=descending"))
    assert page.index("Virtual clinics") < page.index("Tiny")


def test_another_workstreams_schemes_are_not_listed(client, programme, scheme):
    other = make.lead(make.workstream(programme_id=programme.id))
    page = text(client.sign_in(other).get("/savings"))
    assert "Virtual clinics" not in page
    assert "There are no schemes yet" in page


def test_the_register_asks_as_much_for_one_scheme_as_for_fifty(client, workstream, lead, queries):
    make.money(make.scheme(workstream_id=workstream.id), plan=[1] * 12)
    client.sign_in(lead)
    client.get("/savings")
    queries.clear()
    client.get("/savings")
    one = len(queries)
    for _ in range(49):
        make.scheme(workstream_id=workstream.id)
    queries.clear()
    client.get("/savings")
    assert len(queries) == one


def test_a_csv_holds_exact_pounds_and_no_formula(client, workstream, lead):
    made = make.scheme(workstream_id=workstream.id, title=FORMULA)
    make.money(made, plan=[20] * 12, actual=[18, 18])
    response = client.sign_in(lead).get("/savings?format=csv")
    [row] = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert row["Scheme"] == f"'{FORMULA}"
    assert (row["Plan"], row["YTD variance"], row["YTD is"]) == ("240000.0", "-4000.0", "adverse")
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "savings.export")
    ).one()
    assert event.actor_name == "Ada Lead"


def test_an_xlsx_keeps_numbers_as_numbers(client, scheme, lead):
    response = client.sign_in(lead).get("/savings?format=xlsx")
    heads, row = (
        CalamineWorkbook.from_filelike(BytesIO(response.data)).get_sheet_by_index(0).to_python()
    )
    assert row[heads.index("Plan")] == 240_000.0


def test_an_export_holds_nothing_withheld(client, workstream, scheme, lead):
    make.scheme(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE, title="Posts to go")
    content = client.sign_in(lead).get("/savings?format=csv").data.decode()
    assert "Virtual clinics" in content
    assert "Posts to go" not in content


# The record


def test_the_record_shows_every_figure_of_the_year(client, workstream, lead):
    """Example A of the domain, at M8."""
    scheme = make.scheme(
        workstream_id=workstream.id, starts_on=date(2026, 8, 1), running_cost=Pence(12 * THOUSAND)
    )
    make.money(
        scheme,
        plan=[*[None] * 4, *[20] * 8],
        actual=[*[None] * 4, 0, 0, 18, 18],
        forecast=[*[None] * 8, *[18] * 4],
    )
    page = text(client.sign_in(lead).get(f"/savings/{scheme.id}"))
    for shown in (
        "£80,000.00",
        "£36,000.00",
        "−£44,000.00 adverse",
        "45.0%",
        "£108,000.00",
        "−£52,000.00 adverse",
        "£31,000.00 a month",
        "£18,000.00 a month",
        "£160,000.00",
        "£240,000.00",
        "£216,000.00",
        "£100,000.00",
        "100.0%",
        "£8,000.00 running cost",
    ):
        assert shown in page, shown


def test_before_the_start_delivery_is_not_available_rather_than_nought(client, workstream, lead):
    scheme = make.money(make.scheme(workstream_id=workstream.id), plan=[*[0] * 11, 5], actual=[0])
    assert "n/a" in text(client.sign_in(lead).get(f"/savings/{scheme.id}"))


def test_the_record_names_missing_actuals(client, scheme, lead):
    later = make.scheme(workstream_id=scheme.workstream_id)
    make.money(later, plan=[1, 1, 1], actual=[None, None, 1])
    page = text(client.sign_in(lead).get(f"/savings/{scheme.id}"))
    assert "The actual is missing for June 2026; a month" in page


def test_the_record_says_who_signed_the_full_year_effect_and_why(client, programme, scheme):
    finance = make.finance(programme, name="Fay Finance")
    page = client.sign_in(finance).get(f"/savings/{scheme.id}/sign-full-year-effect")
    assert "Sign the full-year effect" in text(page)
    client.post(
        f"/savings/{scheme.id}/sign-full-year-effect",
        data={"pence": "250,000.50", "reason": "Still growing", "version": "1"},
    )
    assert saved(scheme.id).signed_full_year_effect == 25_000_050
    page = text(client.get(f"/savings/{scheme.id}"))
    assert "Signed by Fay Finance on 20 October 2026. “Still growing”" in page
    assert "£250,000.50" in page


def test_a_year_is_chosen_by_the_address(client, scheme, lead):
    make.money(scheme, plan=[7] * 12, year=YEAR.next)
    page = text(client.sign_in(lead).get(f"/savings/{scheme.id}?year=2027-28"))
    assert "Financial year 2027/28" in page
    assert "£84,000.00" in page
    assert "Financial year 2026/27" in text(client.get(f"/savings/{scheme.id}?year=nonsense"))


def test_hostile_text_is_only_text(client, workstream, lead):
    scheme = make.scheme(workstream_id=workstream.id, title=HOSTILE, description=HOSTILE)
    for address in ("", f"/{scheme.id}", f"/{scheme.id}/edit", f"/{scheme.id}/months"):
        page = text(client.sign_in(lead).get(f"/savings{address}"))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


PAGES = ["", "/months", "/edit", "/complete", "/withdraw", "/reopen"]


@pytest.mark.parametrize("page", PAGES)
def test_a_scheme_of_another_workstream_is_not_found(client, programme, scheme, page):
    stranger = make.lead(make.workstream(programme_id=programme.id))
    assert client.sign_in(stranger).get(f"/savings/{scheme.id}{page}").status_code == 404
    if page:
        assert client.post(f"/savings/{scheme.id}{page}").status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "/sign-full-year-effect"])
def test_a_workforce_sensitive_scheme_is_not_found_by_those_not_named(
    client, programme, workstream, page
):
    named, office = make.pmo(programme), make.pmo(programme)
    hidden = make.scheme(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE)
    stored(RecordReader(record_kind="scheme", record_id=hidden.id, person_id=named.id))
    person = make.finance(programme) if page == "/sign-full-year-effect" else office
    assert client.sign_in(person).get(f"/savings/{hidden.id}{page}").status_code == 404
    if page in ("", "/months"):
        assert client.sign_in(named).get(f"/savings/{hidden.id}{page}").status_code == 200


def test_someone_who_may_only_read_is_offered_and_allowed_no_change(client, programme, scheme):
    sro = make.sro(programme)
    page = text(client.sign_in(sro).get(f"/savings/{scheme.id}"))
    assert "Edit by month" not in page
    assert client.get(f"/savings/{scheme.id}/months").status_code == 403


# Adding and editing

ANSWERS = {
    "title": "Shared transcription",
    "delivery_risk": "medium",
    "category": "Non-pay: digital",
    "cash_class": "cash-releasing",
    "starts_on-day": "1",
    "starts_on-month": "8",
    "starts_on-year": "2026",
    "running_cost": "1,200.50",
    "disclosure": "private",
}
EDITED = {**ANSWERS, "development_status": "plans in progress"}  # asked from before the gates only


def test_adding_a_scheme_gives_it_the_next_reference(client, workstream, scheme, lead):
    response = client.sign_in(lead).post(
        "/savings/new", data={**ANSWERS, "workstream_id": str(workstream.id)}
    )
    made = db.session.scalars(select(Scheme).where(Scheme.title == "Shared transcription")).one()
    assert response.location.endswith(f"/savings/{made.id}")
    assert (made.ref, made.running_cost, made.starts_on) == ("WS01-S02", 120_050, date(2026, 8, 1))


def test_a_scheme_cannot_be_added_to_another_workstream(client, programme, lead):
    other = make.workstream(programme_id=programme.id)
    client.sign_in(lead).post("/savings/new", data={**ANSWERS, "workstream_id": str(other.id)})
    assert not db.session.scalars(select(Scheme).where(Scheme.workstream_id == other.id)).all()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"title": ""}, "Enter a title"),
        ({"title": "x" * 10_000}, "Title must be 300 characters or fewer"),
        ({"title": "Call 943 476 5919"}, "Remove the NHS number"),
        ({"running_cost": "lots"}, "must be an amount of money"),
        ({"running_cost": "-5"}, "0 or more"),
        ({"starts_on-month": "13"}, "must be a real date"),
    ],
)
def test_a_wrong_answer_is_shown_again_with_a_sentence(client, workstream, lead, answers, sentence):
    data = {**ANSWERS, "workstream_id": str(workstream.id), **answers}
    response = client.sign_in(lead).post("/savings/new", data=data)
    assert response.status_code == 422
    assert sentence in text(response)
    assert not db.session.scalars(select(Scheme)).all()


def test_an_unidentified_saving_is_no_scheme(client, scheme, lead):
    answers = {**EDITED, "development_status": "unidentified", "version": "1"}
    response = client.sign_in(lead).post(f"/savings/{scheme.id}/edit", data=answers)
    assert response.status_code == 422
    assert "Not a valid choice" in text(response)


def test_a_stale_edit_shows_both_versions_and_then_saves(client, scheme, lead):
    client.sign_in(lead)
    client.post(f"/savings/{scheme.id}/edit", data={**EDITED, "version": "1"})
    mine = {**EDITED, "title": "My own words", "version": "1"}
    response = client.post(f"/savings/{scheme.id}/edit", data=mine)
    assert response.status_code == 409
    page = text(response)
    assert "My own words" in page
    assert "Shared transcription" in page
    assert saved(scheme.id).title == "Shared transcription"
    client.post(f"/savings/{scheme.id}/edit", data={**mine, "version": "2"})
    assert saved(scheme.id).title == "My own words"


def test_a_lead_hides_a_scheme_and_names_who_may_see_it(client, workstream, scheme, lead):
    colleague = make.lead(workstream)
    client.sign_in(lead).post(
        f"/savings/{scheme.id}/edit",
        data={
            **EDITED,
            "disclosure": "workforce-sensitive",
            "readers": [str(colleague.id)],
            "version": "1",
        },
    )
    for person, status in ((colleague, 200), (lead, 200), (make.lead(workstream), 404)):
        assert client.sign_in(person).get(f"/savings/{scheme.id}").status_code == status


def test_finance_is_not_asked_who_may_see_a_scheme(client, programme, scheme):
    page = text(client.sign_in(make.finance(programme)).get(f"/savings/{scheme.id}/edit"))
    assert "Who may learn of it" not in page


@pytest.mark.parametrize(
    ("page", "status"), [("complete", SchemeStatus.COMPLETE), ("withdraw", SchemeStatus.WITHDRAWN)]
)
def test_closing_asks_why_and_can_be_undone(client, scheme, lead, page, status):
    address = f"/savings/{scheme.id}"
    assert client.sign_in(lead).get(f"{address}/{page}").status_code == 200
    assert client.post(f"{address}/{page}", data={"version": "1"}).status_code == 422
    client.post(f"{address}/{page}", data={"reason": "Journal 4711", "version": "1"})
    assert saved(scheme.id).status is status
    shown = text(client.get(address))
    assert "Journal 4711" in shown
    assert "Open again" in shown
    assert ("Edit by month" in shown) is (status is SchemeStatus.COMPLETE)
    client.post(f"{address}/reopen", data={"reason": "By mistake", "version": "2"})
    assert saved(scheme.id).status is SchemeStatus.OPEN


# By month


def test_the_year_is_filled_in_with_what_is_saved(client, scheme, lead):
    boxes = months_of(client.sign_in(lead), scheme)
    assert (boxes["m01_plan_recurrent"], boxes["m01_actual_recurrent"]) == ("20,000", "18,000")
    assert boxes["m01_actual_non_recurrent"] == ""
    assert len([name for name in boxes if name.startswith("m")]) == 72


def test_saving_a_year_writes_only_what_changed(client, scheme, lead):
    boxes = months_of(client.sign_in(lead), scheme)
    changed = {**boxes, "m03_actual_recurrent": "£17,000.25", "m01_plan_non_recurrent": "0"}
    response = client.post(f"/savings/{scheme.id}/months?year=2026-27", data=changed)
    assert response.location.endswith(f"/savings/{scheme.id}?year=2026-27")
    cells = queries.cells(scheme.id, YEAR)
    assert cells[Month(2026, 6)].actual_recurrent == 1_700_025
    assert cells[Month(2026, 4)].plan_non_recurrent == 0
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "scheme.set_months")
    ).one()
    assert event.differences == {
        "2026-04 plan, non-recurrent": [None, "£0.00"],
        "2026-06 actual, recurrent": [None, "£17,000.25"],
    }
    assert "June 2026 (M3) actual, recurrent" in text(client.get(f"/savings/{scheme.id}"))


def test_a_box_that_is_no_amount_is_marked_and_nothing_typed_is_lost(client, scheme, lead):
    boxes = months_of(client.sign_in(lead), scheme)
    wrong = {**boxes, "m03_actual_recurrent": "lots", "m04_actual_recurrent": "17,500"}
    response = client.post(f"/savings/{scheme.id}/months?year=2026-27", data=wrong)
    page = text(response)
    assert response.status_code == 422
    assert "June 2026 actual, recurrent must be an amount of money" in page
    assert 'href="#m03_actual_recurrent"' in page
    assert 'value="lots"' in page
    assert 'value="17,500"' in page
    assert queries.cells(scheme.id, YEAR)[Month(2026, 7)].actual_recurrent is None


def test_a_changed_plan_asks_why(client, scheme, lead):
    boxes = {**months_of(client.sign_in(lead), scheme), "m05_plan_recurrent": "25000"}
    address = f"/savings/{scheme.id}/months?year=2026-27"
    response = client.post(address, data=boxes)
    assert response.status_code == 422
    assert "Say why the plan changes" in text(response)
    assert queries.cells(scheme.id, YEAR)[Month(2026, 8)].plan_recurrent == 20 * THOUSAND
    client.post(address, data={**boxes, "reason": "Board, 5 October"})
    assert queries.cells(scheme.id, YEAR)[Month(2026, 8)].plan_recurrent == 25 * THOUSAND


def test_a_stale_year_shows_both_amounts_and_then_saves(client, scheme, lead):
    boxes = months_of(client.sign_in(lead), scheme)
    address = f"/savings/{scheme.id}/months?year=2026-27"
    client.post(address, data={**boxes, "m03_actual_recurrent": "1,000"})
    mine = {**boxes, "m03_actual_recurrent": "2,000"}
    response = client.post(address, data=mine)
    page = text(response)
    assert response.status_code == 409
    assert "June 2026 actual, recurrent" in page
    assert "£1,000.00" in page
    assert "£2,000.00" in page
    assert queries.cells(scheme.id, YEAR)[Month(2026, 6)].actual_recurrent == 1 * THOUSAND
    client.post(address, data={**mine, "version": "2"})
    assert queries.cells(scheme.id, YEAR)[Month(2026, 6)].actual_recurrent == 2 * THOUSAND


def test_a_scheme_may_be_phased_in_another_year(client, scheme, lead):
    boxes = months_of(client.sign_in(lead), scheme, "2027-28")
    address = f"/savings/{scheme.id}/months?year=2027-28"
    client.post(address, data={**boxes, "m01_plan_recurrent": "5000"})
    assert queries.cells(scheme.id, YEAR.next)[Month(2027, 4)].plan_recurrent == 5 * THOUSAND
    assert queries.cells(scheme.id, YEAR)[Month(2026, 4)].plan_recurrent == 20 * THOUSAND


def test_a_pressure_is_entered_with_the_months(client, scheme, lead):
    boxes = months_of(client.sign_in(lead), scheme)
    address = f"/savings/{scheme.id}/months?year=2026-27"
    client.post(address, data={**boxes, "pressure": "1,500"})
    assert queries.pressure(scheme.id, YEAR).pence == 150_000
    assert "£1,500.00 adverse" in text(client.get(f"/savings/{scheme.id}"))


def test_a_withdrawn_schemes_months_are_not_saved(client, scheme, lead):
    boxes = months_of(client.sign_in(lead), scheme)
    scheme.status = SchemeStatus.WITHDRAWN
    db.session.commit()
    boxes |= {"version": "2", "m03_actual_recurrent": "1"}
    response = client.post(f"/savings/{scheme.id}/months?year=2026-27", data=boxes)
    assert response.status_code == 422
    assert "This scheme is withdrawn: reopen it to change it" in text(response)


def test_a_signed_out_post_saves_nothing(client, scheme):
    response = client.post(f"/savings/{scheme.id}/withdraw", data={"reason": "x", "version": "1"})
    assert response.status_code == 401
    assert saved(scheme.id).status is SchemeStatus.OPEN
