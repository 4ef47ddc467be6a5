import csv
import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.actor import Actor
from app.db import db
from app.programmes.models import Disclosure, RecordReader
from app.programmes.roles import Role
from app.risks import commands, queries
from app.risks.models import ClosingReason, Risk, RiskStatus, ScoreKind
from tests import make
from tests.make.store import stored

HOSTILE = '<script>alert("x")</script>'
FORMULA = "@SUM(A1:A9)"
SYSTEM = Actor.system("test")
JUNE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


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
def risk(workstream, lead):
    added = commands.add(
        workstream,
        title="Rooms are not ready",
        cause="Two sites are late.",
        event="Clinics open late.",
        effect="NHS waits grow",
        owner_id=lead.id,
        inherent=(5, 4),
        current=(4, 3),
        target=(4, 2),
        actor=SYSTEM,
        at=JUNE,
    )
    db.session.commit()
    return added


def text(response):
    return response.get_data(as_text=True)


def saved(risk_id):
    db.session.expire_all()
    return db.session.get(Risk, risk_id)


# The register and its 5×5


def test_the_register_shows_band_trend_owner_and_an_overdue_review(client, risk, lead):
    page = text(client.sign_in(lead).get("/risks"))
    for shown in ("Rooms are not ready", "Ada Lead", "High", "New", "Overdue: 31 Aug 2026"):
        assert shown in page


def test_the_trend_is_against_the_scoring_before(client, risk, lead):
    commands.review(risk, consequence=4, likelihood=4, note="Lift", actor=SYSTEM, at=OCTOBER)
    db.session.commit()
    page = text(client.sign_in(lead).get("/risks"))
    assert "▲ Up" in page
    assert "Extreme" in page
    commands.review(risk, consequence=4, likelihood=4, actor=SYSTEM, at=OCTOBER)
    db.session.commit()
    assert "► Same" in text(client.get("/risks"))


def test_the_matrix_counts_open_risks_and_links_to_them(client, workstream, risk, lead):
    make.risk(workstream_id=workstream.id, current=(4, 3), title="Another")
    make.risk(workstream_id=workstream.id, current=(4, 3), status=RiskStatus.CLOSED)
    make.risk(workstream_id=workstream.id, title="Unscored")
    page = text(client.sign_in(lead).get("/risks/matrix"))
    assert "2 open and scored risks." in page
    link = 'href="/risks?consequence=4&amp;likelihood=3">2 risks'
    assert link in page
    found = text(client.get("/risks?consequence=4&likelihood=3"))
    assert "Another" in found
    assert "Unscored" not in found


def test_the_matrix_keeps_to_the_chosen_workstream(client, programme, workstream, risk):
    other = make.workstream(programme_id=programme.id)
    make.risk(workstream_id=other.id, current=(4, 3))
    office = make.pmo(programme)
    assert "2 open and scored" in text(client.sign_in(office).get("/risks/matrix"))
    page = text(client.get(f"/risks/matrix?workstream={workstream.id}"))
    assert "1 open and scored risk." in page
    assert f"consequence=4&amp;likelihood=3&amp;workstream={workstream.id}" in page


def test_the_picture_draws_where_each_risk_stands_and_stood(client, risk, lead):
    commands.review(risk, consequence=4, likelihood=4, note="Lift", actor=SYSTEM, at=OCTOBER)
    db.session.commit()
    page = text(client.sign_in(lead).get("/risks/matrix"))
    assert "<svg" in page
    assert "WS01-R01" in page
    [row] = queries.standing(SYSTEM, date(2026, 10, 1))
    assert (row.previous_consequence, row.previous_likelihood) == (4, 3)
    [row] = queries.standing(SYSTEM, date(2026, 6, 1))
    assert row.previous_consequence is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=rooms", True),
        ("q=waits", True),
        ("q=letters", False),
        ("band=high", True),
        ("band=low", False),
        ("band=none", False),
        ("review=overdue", True),
        ("review=soon", False),
        ("review=none", False),
        ("owner=mine", True),
        ("owner=none", False),
        ("status=closed", False),
        ("status=any", True),
        ("likelihood=3", True),
        ("likelihood=5", False),
        ("band=nonsense&page=99&sort=drop+table&likelihood=77", True),
    ],
)
def test_the_register_is_narrowed_by_its_address(client, risk, lead, query, found):
    page = text(client.sign_in(lead).get(f"/risks?{query}"))
    assert (f'href="/risks/{risk.id}"' in page) is found


@pytest.mark.parametrize("key", ["ref", "title", "owner", "score", "target", "review"])
def test_the_register_sorts_by_its_columns(client, workstream, risk, lead, key):
    make.risk(workstream_id=workstream.id, title="Unscored")
    for direction in ("", "&direction=descending"):
        page = text(client.sign_in(lead).get(f"/risks?sort={key}{direction}"))
        assert "Unscored" in page


def test_the_highest_score_comes_first(client, workstream, risk, lead):
    make.risk(workstream_id=workstream.id, title="Worst of all", current=(5, 5))
    page = text(client.sign_in(lead).get("/risks"))
    assert page.index("Worst of all") < page.index("Rooms are not ready</a>")


def test_the_register_asks_as_much_for_one_risk_as_for_fifty(
    client, workstream, risk, lead, queries
):
    client.sign_in(lead)
    client.get("/risks")
    queries.clear()
    client.get("/risks")
    one = len(queries)
    for _ in range(49):
        make.risk(workstream_id=workstream.id, current=(2, 2))
    queries.clear()
    client.get("/risks")
    assert len(queries) == one


def test_an_export_holds_no_formula_and_says_who_took_it(client, workstream, lead):
    make.risk(workstream_id=workstream.id, title=FORMULA, current=(4, 3))
    response = client.sign_in(lead).get("/risks?format=csv")
    [row] = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert row["Risk"] == f"'{FORMULA}"
    assert (row["Score"], row["Band"], row["Rating"]) == ("12", "High", "Amber")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "risks.export")).one()
    assert event.actor_name == "Ada Lead"


def test_what_is_withheld_is_counted_and_shown_nowhere(client, workstream, risk, lead):
    make.risk(
        workstream_id=workstream.id,
        title="Posts at risk",
        current=(5, 5),
        disclosure=Disclosure.WORKFORCE,
    )
    for query in ("", "?q=Posts", "?consequence=5&likelihood=5", "?format=csv", "?status=any"):
        assert "Posts at risk" not in text(client.sign_in(lead).get(f"/risks{query}"))
    page = text(client.get("/risks?q=Posts"))
    assert "you are not named: 1 open risk." in page
    page = text(client.get("/risks/matrix"))
    assert "you are not named: 1 open risk." in page
    assert "1 open and scored risk." in page


def test_another_workstreams_risks_are_not_listed(client, programme, risk):
    other = make.lead(make.workstream(programme_id=programme.id))
    page = text(client.sign_in(other).get("/risks"))
    assert "Rooms are not ready" not in page
    assert "There are no open risks here" in page


# The record


def test_the_record_reads_as_one_sentence_and_three_scores(client, risk, lead):
    page = text(client.sign_in(lead).get(f"/risks/{risk.id}"))
    assert (
        "Because two sites are late, there is a risk that clinics open late, "
        "leading to NHS waits grow." in page
    )
    for shown in ("Major (4) × Possible (3)", "Catastrophic (5) × Likely (4)", "Review overdue"):
        assert shown in page
    assert "The current score is 12; up to 6 is green, up to 12 is amber" in page


def test_scores_out_of_order_are_warned_of(client, workstream, lead):
    odd = make.risk(workstream_id=workstream.id, current=(4, 4), inherent=(2, 2))
    page = text(client.sign_in(lead).get(f"/risks/{odd.id}"))
    assert "The current score 16 is above the inherent score 4." in page


def test_an_imported_risk_without_owner_or_scores_has_a_page(client, workstream, lead):
    bare = make.risk(workstream_id=workstream.id)
    page = text(client.sign_in(lead).get(f"/risks/{bare.id}"))
    assert "Nobody yet" in page
    assert "It has not been scored in Ragstone" in page


def test_hostile_text_is_only_text(client, workstream, lead):
    made = make.risk(workstream_id=workstream.id, title=HOSTILE, cause=HOSTILE, controls=HOSTILE)
    for address in ("", f"/{made.id}", f"/{made.id}/edit", f"/{made.id}/review"):
        page = text(client.sign_in(lead).get(f"/risks{address}"))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


PAGES = ["", "/edit", "/review", "/score", "/close", "/reopen"]


@pytest.mark.parametrize("page", PAGES)
def test_a_risk_of_another_workstream_is_not_found(client, programme, risk, page):
    stranger = make.lead(make.workstream(programme_id=programme.id))
    assert client.sign_in(stranger).get(f"/risks/{risk.id}{page}").status_code == 404
    if page:
        assert client.post(f"/risks/{risk.id}{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_workforce_sensitive_risk_is_not_found_by_those_not_named(
    client, programme, workstream, page
):
    named, office = make.pmo(programme), make.pmo(programme)
    hidden = make.risk(workstream_id=workstream.id, disclosure=Disclosure.WORKFORCE)
    stored(RecordReader(record_kind="risk", record_id=hidden.id, person_id=named.id))
    assert client.sign_in(office).get(f"/risks/{hidden.id}{page}").status_code == 404
    assert client.sign_in(named).get(f"/risks/{hidden.id}{page}").status_code == 200


def test_someone_who_may_only_read_is_offered_and_allowed_no_change(client, programme, risk):
    page = text(client.sign_in(make.finance(programme)).get(f"/risks/{risk.id}"))
    assert "/review" not in page
    assert client.get(f"/risks/{risk.id}/review").status_code == 403


# Adding and editing


def answers(lead, workstream, **given):
    usual = {
        "workstream_id": str(workstream.id),
        "title": "Booking upgrade slips",
        "owner_id": str(lead.id),
        "current_consequence": "4",
        "current_likelihood": "3",
        "disclosure": "private",
    }
    return {**usual, **given}


def test_adding_a_risk_scores_it_and_sets_its_review(client, workstream, lead):
    client.sign_in(lead).post("/risks/new", data=answers(lead, workstream))
    made = db.session.scalars(select(Risk)).one()
    assert (made.ref, made.next_review_on) == ("WS01-R01", date(2027, 1, 19))
    assert (made.current_consequence, made.target_consequence) == (4, None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Enter a title"),
        ({"title": "x" * 10_000}, "Title must be 300 characters or fewer"),
        ({"cause": "Ring 943 476 5919"}, "Remove the NHS number"),
        ({"owner_id": ""}, "Choose an owner"),
        ({"current_likelihood": ""}, "Choose the current likelihood"),
        ({"current_likelihood": "6"}, "Not a valid choice"),
        ({"target_consequence": "2"}, "Choose both the target consequence and likelihood"),
        (
            {"target_consequence": "5", "target_likelihood": "5"},
            "The target score 25 is above the current score 12; say why",
        ),
    ],
)
def test_a_wrong_answer_is_shown_again_with_a_sentence(client, workstream, lead, given, sentence):
    response = client.sign_in(lead).post("/risks/new", data=answers(lead, workstream, **given))
    assert response.status_code == 422
    assert sentence in text(response)
    assert not db.session.scalars(select(Risk)).all()


def test_a_stale_edit_shows_both_versions_and_then_saves(client, workstream, risk, lead):
    address = f"/risks/{risk.id}/edit"
    client.sign_in(lead).post(address, data=answers(lead, workstream, title="First", version="1"))
    mine = answers(lead, workstream, title="My own words", version="1")
    response = client.post(address, data=mine)
    assert response.status_code == 409
    assert "First" in text(response)
    assert "My own words" in text(response)
    assert saved(risk.id).title == "First"
    client.post(address, data={**mine, "version": "2"})
    assert saved(risk.id).title == "My own words"


def test_a_lead_hides_a_risk_and_names_who_may_see_it(client, workstream, risk, lead):
    colleague = make.lead(workstream)
    data = answers(
        lead,
        workstream,
        disclosure="workforce-sensitive",
        readers=[str(colleague.id)],
        version="1",
    )
    client.sign_in(lead).post(f"/risks/{risk.id}/edit", data=data)
    for person, status in ((colleague, 200), (lead, 200), (make.lead(workstream), 404)):
        assert client.sign_in(person).get(f"/risks/{risk.id}").status_code == status


def test_a_clinical_lead_is_not_asked_who_may_see_a_risk(client, workstream, risk):
    clinical = make.with_role(Role.CLINICAL_LEAD, workstream=workstream)
    page = text(client.sign_in(clinical).get(f"/risks/{risk.id}/edit"))
    assert "Who may learn of it" not in page


# Reviewing, scoring, closing


def test_a_review_that_finds_it_the_same_takes_one_tick(client, risk, lead):
    address = f"/risks/{risk.id}/review"
    page = text(client.sign_in(lead).get(address))
    assert "The current score is Major (4) × Possible (3) = 12" in page
    same = {"verdict": "same", "consequence": "4", "likelihood": "3", "version": "1"}
    client.post(address, data=same)
    found = saved(risk.id)
    assert (found.last_reviewed_on, found.next_review_on) == (date(2026, 10, 20), date(2027, 1, 19))
    assert found.score(ScoreKind.CURRENT) == 12


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose same, up or down"),
        ({"verdict": "up", "consequence": "4", "likelihood": "2"}, "Up means a score above 12"),
        ({"verdict": "down", "consequence": "4", "likelihood": "4"}, "Down means a score below 12"),
        ({"verdict": "up", "consequence": "5", "likelihood": "5"}, "Say in one line why"),
    ],
)
def test_a_review_must_say_the_same_in_word_and_score(client, risk, lead, given, sentence):
    data = {"consequence": "4", "likelihood": "3", "version": "1", **given}
    response = client.sign_in(lead).post(f"/risks/{risk.id}/review", data=data)
    assert response.status_code == 422
    assert sentence in text(response)
    assert saved(risk.id).score(ScoreKind.CURRENT) == 12


def test_a_review_up_moves_the_score_and_is_in_the_history(client, risk, lead):
    data = {"verdict": "up", "consequence": "4", "likelihood": "4", "note": "Lift", "version": "1"}
    client.sign_in(lead).post(f"/risks/{risk.id}/review", data=data)
    page = text(client.get(f"/risks/{risk.id}"))
    assert "Major (4) × Likely (4)" in page
    assert "“Lift”" in page
    assert "▲ Up" in page


def test_a_stale_review_is_shown_again(client, risk, lead):
    data = {"verdict": "same", "consequence": "4", "likelihood": "3", "version": "1"}
    client.sign_in(lead).post(f"/risks/{risk.id}/review", data=data)
    response = client.post(f"/risks/{risk.id}/review", data={**data, "note": "Mine"})
    assert response.status_code == 409
    assert "Mine" in text(response)


def test_a_target_above_the_current_score_asks_why(client, risk, lead):
    address = f"/risks/{risk.id}/score"
    assert client.sign_in(lead).get(address).status_code == 200
    data = {"kind": "target", "consequence": "5", "likelihood": "5", "version": "1"}
    response = client.post(address, data=data)
    assert response.status_code == 422
    assert "The target score 25 is above the current score 12; say why" in text(response)
    client.post(address, data={**data, "reason": "The board accepts it"})
    assert saved(risk.id).score(ScoreKind.TARGET) == 25


def test_closing_asks_why_and_can_be_undone(client, risk, lead):
    address = f"/risks/{risk.id}"
    assert client.sign_in(lead).get(f"{address}/close").status_code == 200
    assert client.post(f"{address}/close", data={"version": "1"}).status_code == 422
    data = {"because": "treated", "note": "Rooms were handed over", "version": "1"}
    client.post(f"{address}/close", data=data)
    assert saved(risk.id).closing_reason is ClosingReason.TREATED
    page = text(client.get(address))
    assert "Rooms were handed over" in page
    assert "Open again" in page
    client.post(f"{address}/reopen", data={"reason": "It came back", "version": "2"})
    assert saved(risk.id).status is RiskStatus.OPEN


def test_a_risk_above_its_target_is_not_tolerated(client, risk, lead):
    data = {"because": "tolerated at target", "note": "Board", "version": "1"}
    response = client.sign_in(lead).post(f"/risks/{risk.id}/close", data=data)
    assert response.status_code == 422
    assert "It stands at 12, above its target 8: review it first" in text(response)


def test_a_signed_out_post_saves_nothing(client, risk):
    data = {"because": "treated", "note": "x", "version": "1"}
    assert client.post(f"/risks/{risk.id}/close", data=data).status_code == 401
    assert saved(risk.id).status is RiskStatus.OPEN
