"""The save that a page showed goes back with its form: on every page, and never left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from app.accounts.models import Person
from app.core.errors import Conflict
from app.db import db
from app.db.model import Versioned as Stored
from app.web.forms import Versioned
from config import Config
from tests import make
from tests.browser import tour
from tests.client import Client
from tests.conftest import migrate

NOTHING_STORED = {
    "actions.add",
    "dependencies.add",
    "mandates.add_kpi",
    "milestones.add",
    "programmes.add",
    "programmes.add_organisation",
    "programmes.add_workstream",
    "quality.add_measure",
    "quality.plan_mitigation",
    "quality.start",
    "reporting.rating",
    "reporting.words",
    "risks.add",
    "savings.add",
}
"""Pages that make a record, of which nobody has seen a save."""


NONE_YET = "0"
"""What a page shows of a record that nobody has begun."""


@dataclass
class Sent:
    """A form of a page as a browser would send it."""

    action: str
    answers: dict[str, list[str]] = field(default_factory=dict)

    @property
    def versions(self) -> dict[str, list[str]]:
        return {name: each for name, each in self.answers.items() if is_version(name)}

    @property
    def without_versions(self) -> dict[str, Any]:
        """What the client is to post, to the letter."""
        left = [(name, e) for name, each in self.answers.items() for e in each]
        text = urlencode([(name, e) for name, e in left if not is_version(name)])
        return {"data": text, "content_type": "application/x-www-form-urlencoded"}


def is_version(name: str) -> bool:
    return name == "version" or name.endswith("-version")


def saving(app: Flask) -> set[str]:
    """The pages that send their own form, and those that hold another's."""
    own = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    return own | {"reporting.review", "imports.detail", "quality.screening_limits"}


def visits(
    plan: dict[str, list[tuple[str, str]]], endpoints: set[str]
) -> Iterator[tuple[str, str, str]]:
    for who, pages in plan.items():
        yield from ((who, *page) for page in pages if who and page[0] in endpoints)


def forms_of(answered: TestResponse, address: str) -> list[Sent]:
    found: list[Sent] = []
    if answered.mimetype != "text/html":
        return found
    page = answered.get_data(as_text=True)
    for form in html5lib.parse(page, namespaceHTMLElements=False).iter("form"):
        if form.get("method") == "post":
            sent = Sent(form.get("action") or address)
            for box in form.iter():
                for text in answer(box):
                    sent.answers.setdefault(box.get("name", ""), []).append(text)
            found.append(sent)
    return found


def answer(box: Element) -> list[str]:
    if not box.get("name"):
        return []
    if box.tag == "textarea":
        return [box.text or ""]
    if box.tag == "select":
        options = list(box.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None] or options[:1]
        return [each.get("value") or "" for each in chosen]
    if box.tag != "input" or box.get("type") in ("submit", "file"):
        return []
    is_ticked = box.get("checked") is not None
    is_sent = is_ticked or box.get("type") not in ("radio", "checkbox")
    return [box.get("value") or ""] if is_sent else []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app with the demo, and two files brought in."""
    folder = tmp_path_factory.mktemp("demo")
    address = f"sqlite:///{folder / 'demo.db'}"
    migrate(address)
    made = create_app(Config.for_tests(address, folder))
    made.config["CLOCK"] = tour.NOW
    made.test_client_class = Client
    tour.tell(made)
    with made.app_context():
        office = signed_in(made, "amara")
        for name in ("OPD", "OPD/empty"):
            book = office.get(f"/imports/workbook/{name}.xlsx").data
            file = {"programme_id": "1", "file": (BytesIO(book), "opd.xlsx")}
            brought = office.post("/imports/new", data=file, content_type="multipart/form-data")
            assert brought.status_code == 302, brought.get_data(as_text=True)
    yield made
    made.extensions["database"]["engine"].dispose()


def signed_in(app: Flask, who: str) -> Client:
    client = app.test_client()
    assert isinstance(client, Client)
    statement = select(Person).where(Person.email == f"{who}@{tour.PLACE}")
    return client.sign_in(db.session.scalars(statement).one())


def test_every_page_sends_its_version_and_none_is_saved_without(demo):
    plan = tour.stops(demo)
    refused, empty, saved = Counter[int](), set(), []
    with demo.app_context():
        for who, endpoint, address in visits(plan, saving(demo)):
            client = signed_in(demo, who)
            for form in forms_of(client.get(address), address):
                shown = [text for [text] in form.versions.values()]
                if "" in shown:
                    empty.add(endpoint)
                elif form.versions and shown != [NONE_YET]:
                    answer = client.post(form.action, **form.without_versions)
                    refused[answer.status_code] += 1
                    saved += [endpoint] if answer.status_code == 302 else []
    assert empty <= NOTHING_STORED
    assert not saved
    assert refused.keys() <= {409, 422}  # stale; or what else it needs is not answered
    assert refused[409] > 20


@pytest.mark.parametrize("sent", [{}, {"version": ""}, {"version": "latest"}, {"version": "-1"}])
def test_a_page_that_sends_no_version_is_stale_and_never_the_latest(app, sent):
    stored = Stored()
    stored.version = 7
    with app.test_request_context(method="POST", data=sent):
        form = Versioned(data={"version": 7})
        with pytest.raises(Conflict):
            stored.must_be(form.shown_version)


def test_the_version_that_was_shown_is_taken(app):
    with app.test_request_context(method="POST", data={"version": "7"}):
        assert Versioned(data={"version": 8}).shown_version == 7


def test_an_edit_without_its_version_shows_both_and_saves_nothing(client):
    workstream = make.workstream()
    stored = make.milestone(workstream_id=workstream.id, title="As it was")
    inside = client.sign_in(make.lead(workstream))
    address = f"/milestones/{stored.id}/edit"
    (form,) = [each for each in forms_of(inside.get(address), address) if each.versions]
    typed = {name: texts[0] for name, texts in form.answers.items() if name != "csrf_token"}
    for version in ("", "latest"):
        answer = inside.post(address, data={**typed, "title": "Mine", "version": version})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "Mine" in page
        assert "As it was" in page
    assert inside.post(address, data={**typed, "title": "Mine"}).status_code == 302
