"""Every page of the app in the demo: for everybody, on every screen, without a complaint."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app import create_app
from config import Config
from tests.browser import tour
from tests.browser.visitor import PASSWORD, PATIENCE, fits

PHONE, SMALLEST, LAPTOP = 375, 320, 1280
GONE = 410  # a password link that is spent: the page says what to do

CRITERIA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
READERS = ("colin", "board", "icb", "audit", "hr")

DRAWN = """async () => {
  for (const _ of Array(5)) await new Promise(requestAnimationFrame)
}"""
"""The menu folds or unfolds, a frame or two after the page has got its width."""

FOCUS = """() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const style = getComputedStyle(at)
  const shows = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
  return {what: at.outerHTML.slice(0, 120), shows: shows && at.checkVisibility()}
}"""


@pytest.fixture(scope="module")
def app(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app with the demo."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(empty_database, folder / "demo.db")
    made = create_app(Config.for_tests(f"sqlite:///{folder / 'demo.db'}", folder))
    made.config["CLOCK"] = tour.NOW
    tour.tell(made)
    yield made
    made.extensions["database"]["engine"].dispose()


@pytest.fixture(scope="module")
def served(app: Flask) -> Iterator[str]:
    """Where the demo is served, from a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Looker:
    """Opens pages and collects what is wrong with them."""

    page: Page
    address: str
    wrong: list[str]

    @classmethod
    def arrive(cls, browser: Browser, address: str, who: str) -> Looker:
        """Signs in, unless nobody is named."""
        page = browser.new_context(viewport={"width": PHONE, "height": 900}).new_page()
        page.set_default_timeout(PATIENCE)
        looker = cls(page, address, [])
        page.on("console", looker._heard)
        page.on("pageerror", lambda error: looker._note(str(error)))
        page.on("request", looker._asked)
        if who:
            page.goto(f"{address}/sign-in")
            page.get_by_label("E-mail address").fill(f"{who}@{tour.PLACE}")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            with page.expect_navigation():
                page.get_by_role("button", name="Sign in").click()
            assert "sign-in" not in page.url, f"{who} cannot sign in"
        return looker

    def open(self, path: str) -> None:
        """Opens a page; it answers, has one first heading, and is titled after it."""
        answer = self.page.goto(self.address + path)
        if answer is None or not (answer.ok or answer.status == GONE):
            self._note(f"answers {answer and answer.status}")
        headings = self.page.locator("h1").all_inner_texts()
        if len(headings) != 1 or " ".join(headings[0].split()) not in self.page.title():
            self._note(f"headings {headings} in a page titled {self.page.title()!r}")

    def look(self) -> None:
        """Looks at the page on a phone, a small one and a laptop, then presses Tab."""
        for width in (PHONE, SMALLEST, LAPTOP):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.evaluate(DRAWN)
            if not fits(self.page):
                self._note(f"scrolls sideways at {width} px")
            if width != SMALLEST:
                self._ask_axe(width)
        self._press_tab()
        self.page.set_viewport_size({"width": PHONE, "height": 900})

    def upload(self, path: str) -> None:
        """Brings the programme's own workbook in, as downloaded."""
        workbook = self.page.request.get(self.address + path, timeout=PATIENCE).body()
        self.page.goto(f"{self.address}/imports/new")
        self.page.get_by_label("Programme").select_option(index=1)
        self.page.locator("input[type=file]").set_input_files(
            {"name": "opd.xlsx", "mimeType": "application/octet-stream", "buffer": workbook}
        )
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Read and check the file").click()
        if self.page.url.endswith("/new"):
            self._note("does not take the workbook")

    def leave(self) -> None:
        """Says all that was wrong."""
        self.page.context.close()
        assert not self.wrong, "\n" + "\n".join(self.wrong)

    def _ask_axe(self, width: int) -> None:
        found = Axe().run(self.page, options={"runOnly": CRITERIA, "resultTypes": ["violations"]})
        for violation in found.response["violations"]:
            places = [node["html"][:160] for node in violation["nodes"][:2]]
            self._note(f"at {width} px: {violation['id']}: {places}")

    def _press_tab(self) -> None:
        for _ in range(3):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUS)
            if focused and not focused["shows"]:
                self._note(f"does not show the focus on {focused['what']}")

    def _heard(self, message: Any) -> None:
        if message.type == "error" and str(GONE) not in message.text:
            self._note(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self._note(f"asks {request.url}")

    def _note(self, what: str) -> None:
        self.wrong.append(f"{self.page.url.removeprefix(self.address)} {what}")


def test_every_page_is_in_order_on_every_screen(served: str, app: Flask, browser: Browser) -> None:
    office = Looker.arrive(browser, served, "amara")
    office.upload("/imports/workbook/OPD.xlsx")
    office.upload("/imports/workbook/OPD/empty.xlsx")
    office.leave()

    wrong: list[str] = []
    for who, pages in tour.stops(app).items():
        looker = Looker.arrive(browser, served, who)
        for _endpoint, path in pages:
            looker.open(path)
            looker.look()
        looker.page.context.close()
        wrong += [f"{who}: {line}" for line in looker.wrong]

    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("who", READERS)
def test_every_page_of_the_menu_opens(served: str, browser: Browser, who: str) -> None:
    looker = Looker.arrive(browser, served, who)
    menu = looker.page.locator("header nav a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )

    for path in dict.fromkeys(menu):
        looker.open(path)

    assert "/" in menu
    looker.leave()
