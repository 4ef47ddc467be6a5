"""The register of assessments: what it lists, narrows and exports."""

from __future__ import annotations

from datetime import date

from app.quality.models import AssessmentStatus
from app.quality.rules.scoring import DOMAINS
from tests import make

EXPERIENCE = DOMAINS[2]


def text(response):
    return response.get_data(as_text=True)


def test_it_says_what_to_do_when_there_is_none(client):
    client.sign_in(make.pmo(make.programme()))
    assert "choose a scheme" in text(client.get("/quality"))


def test_it_lists_the_newest_edition_of_each_scheme_with_its_scores(client):
    programme = make.programme()
    workstream = make.workstream(programme=programme)
    scheme = make.scheme(workstream_id=workstream.id, title="One clinic")
    make.assessment(of=scheme, status=AssessmentStatus.REFUSED)
    make.assessment(of=scheme, edition=2, negative={EXPERIENCE: (3, 4)})
    make.assessment(of=scheme, edition=3, status=AssessmentStatus.WITHDRAWN)
    client.sign_in(make.pmo(programme))
    page = text(client.get("/quality"))
    assert page.count("One clinic") == 1
    assert "12</td>" in page
    assert "Draft" in page
    assert "Showing 1 to 1 of 1 assessments" in page


def test_it_finds_approvals_that_end_within_thirty_days(client):
    programme = make.programme()
    workstream = make.workstream(programme=programme)
    for title, until in (("Soon", date(2026, 11, 1)), ("Later", date(2027, 5, 1))):
        scheme = make.scheme(workstream_id=workstream.id, title=title, quality_cleared_until=until)
        make.assessment(of=scheme, status=AssessmentStatus.APPROVED, valid_until=until)
    client.sign_in(make.pmo(programme))
    page = text(client.get("/quality?ends=soon"))
    assert "Soon" in page
    assert "Later" not in page


def test_a_workforce_sensitive_scheme_is_not_listed_for_others(client):
    programme = make.programme()
    workstream = make.workstream(programme=programme)
    scheme = make.scheme(
        workstream_id=workstream.id, title="Fewer wards", disclosure="workforce-sensitive"
    )
    make.assessment(of=scheme)
    client.sign_in(make.pmo(programme))
    assert "Fewer wards" not in text(client.get("/quality"))


def test_it_goes_out_as_a_file(client):
    programme = make.programme()
    workstream = make.workstream(programme=programme)
    make.assessment(of=make.scheme(workstream_id=workstream.id, title="=1+1"))
    client.sign_in(make.pmo(programme))
    csv = text(client.get("/quality?format=csv"))
    assert "'=1+1" in csv


def test_it_asks_as_much_for_one_as_for_many(client, queries):
    programme = make.programme()
    workstream = make.workstream(programme=programme)
    make.assessment(of=make.scheme(workstream_id=workstream.id))
    client.sign_in(make.pmo(programme))
    client.get("/quality")
    queries.clear()
    client.get("/quality")
    few = len(queries)
    for _ in range(8):
        make.assessment(of=make.scheme(workstream_id=workstream.id))
    queries.clear()
    client.get("/quality")
    assert len(queries) == few
