"""A browser that checks every page it is given."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import html5lib
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.db import db

SHOWN_VERSION = re.compile(r'name="((?:\w+-)?version)" type="hidden" value="([^"]*)"')


class Client(FlaskClient):
    """Gives each request its own session, as in production, and reads what comes back."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Sends the request; a page that comes back must be sound HTML."""
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        db.session.expire_all()
        is_file = "attachment" in response.headers.get("Content-Disposition", "")
        if (
            response.mimetype == "text/html"
            and not is_file
            and response.status_code not in range(300, 400)
        ):
            check_page(response.get_data(as_text=True))
        return response

    def post(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Posts a form with the page's CSRF token and the version it shows, as a browser would."""
        if self.application.config.get("WTF_CSRF_ENABLED", True):
            data = kwargs.get("data")
            if data is None or isinstance(data, dict):
                kwargs["data"] = {"csrf_token": self.token(), **(data or {})}
        data = kwargs.get("data")
        if isinstance(data, dict) and not any(name.endswith("version") for name in data):
            kwargs["data"] = {**self.shown_versions(args[0], data), **data}
        return super().post(*args, **kwargs)

    def shown_versions(self, address: str, data: dict[str, Any]) -> dict[str, str]:
        """What that page would send as the versions of the records that are answered."""
        with self.session_transaction() as session:
            if "_user_id" not in session:
                return {}
        page = self.get(address)
        if page.status_code != 200 or page.mimetype != "text/html":
            return {}
        found = SHOWN_VERSION.findall(page.get_data(as_text=True))
        return {
            name: shown
            for name, shown in found
            if name == "version"
            or any(key.startswith(name.removesuffix("version")) for key in data)
        }

    def token(self) -> str:
        """A CSRF token for this browser's session."""
        secret = "0" * 40
        with self.session_transaction() as session:
            session["csrf_token"] = secret
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(secret))

    def sign_in(self, person: Person) -> Client:
        """Signs in without the sign-in page."""
        with self.session_transaction() as session:
            moment = self.application.config["CLOCK"].timestamp()
            session.clear()
            session["_user_id"] = f"{person.id}.{person.signed_out_count}"
            session["since"] = session["seen"] = moment
        return self


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.headings = 0
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Counts ids and first headings; notes inline script and style."""
        given = dict(attrs)
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        self.headings += tag == "h1"
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.inline.append(tag)
        if tag == "script" and "src" not in given:
            self.inline.append(tag)


def check_page(page: str) -> None:
    """Fails unless the page is HTML5, has one h1 that its title contains, and unique ids."""
    html5lib.HTMLParser(strict=True).parse(page)
    seen = _Ids()
    seen.feed(page)
    assert seen.headings == 1, f"{seen.headings} h1 on the page"
    repeated = [name for name, count in seen.ids.items() if count > 1]
    assert not repeated, f"ids used twice: {repeated}"
    assert not seen.inline, f"inline script or style on {seen.inline}"
    heading = _text(re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S))
    title = _text(re.search(r"<title>(.*?)</title>", page, re.S))
    assert heading in title, f"the title {title!r} does not contain the heading {heading!r}"


def _text(found: re.Match[str] | None) -> str:
    assert found
    return " ".join(re.sub(r"<[^>]+>", "", found.group(1)).split())
