"""A person at a browser: finds things as people do, and notices what is wrong with each page."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page
from playwright.sync_api import TimeoutError as TooLate

PASSWORD = "a long enough password"
PHONE = {"width": 375, "height": 740}
LAPTOP = {"width": 1280, "height": 900}
LOOK = Path(os.environ["LOOK_AT"]) if "LOOK_AT" in os.environ else None
"""A folder for a picture of every page that is checked: set LOOK_AT to look at them."""

PATIENCE = 120_000  # milliseconds; a page that comes at once is not waited for
NOTED = ("403", "409", "422", "ERR_INTERNET_DISCONNECTED")
"""Of a page that refuses, and of a signal that a test took away, the browser makes a note."""

INPUTS = """() => {
  const seen = new Set()
  for (const box of document.querySelectorAll('main input, main select, main textarea')) {
    const hidden = box.type === 'hidden' || !box.checkVisibility()
    if (hidden) continue
    const date = box.closest('.nhsuk-date-input')
    seen.add(date ? date.id : box.name)
  }
  return seen.size
}"""
"""Questions on show: radios count once, and so do the three boxes of a date."""

A_MOMENT, FOLDING = 100, 30_000  # milliseconds
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def fits(page: Page) -> bool:
    """Whether the page does not scroll sideways, once its menu has had the time to fold."""
    for _ in range(FOLDING // A_MOMENT):
        if page.evaluate(SIDEWAYS) <= 0:
            return True
        page.wait_for_timeout(A_MOMENT)
    return False


@dataclass
class Visitor:
    """Somebody who has signed in."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    inputs: int = 0

    @classmethod
    def arrive(
        cls, browser: Browser, address: str, email: str, *, phone: bool, scripts: bool = True
    ) -> Visitor:
        """Signs in through the page."""
        context = browser.new_context(
            viewport=PHONE if phone else LAPTOP,
            has_touch=phone,
            is_mobile=phone,
            java_script_enabled=scripts,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        visitor = cls(page, address)
        page.on("console", visitor._heard)
        page.on("pageerror", lambda error: visitor.problems.append(str(error)))
        page.on("request", visitor._asked)
        visitor.go("/sign-in")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        visitor.press("Sign in")
        return visitor

    def go(self, path: str) -> None:
        """Opens an address of the app."""
        self.page.goto(self.address + path)

    def press(self, name: str, **more: Any) -> None:
        """Presses the button, or the link that looks like one, and waits for the next page."""
        with self._arriving():
            self.touch(name, **more)

    def touch(self, name: str, **more: Any) -> None:
        """Presses a button that stays on the page."""
        self.page.get_by_role("button", name=name, **more).first.click()

    def follow(self, name: str) -> None:
        """Follows a link, and waits for the next page."""
        with self._arriving():
            self.page.get_by_role("link", name=name).first.click()

    def card(self, title: str) -> Locator:
        """The questions about one record."""
        return self.page.get_by_role("group", name=title)

    def reads(self, text: str) -> bool:
        """Whether the text is on the page, or comes to it: a script may write it."""
        try:
            self.page.get_by_text(text).first.wait_for()
        except TooLate:
            return False
        return True

    def heading(self) -> str:
        """The page's one first heading."""
        return self.page.locator("h1").inner_text()

    def note_screen(self) -> None:
        """Counts a screen of questions, with the questions on show."""
        self.screens.append(self.heading())
        self.inputs += self.page.evaluate(INPUTS)

    def check(self) -> None:
        """The page is accessible, and does not scroll sideways."""
        if LOOK:
            LOOK.mkdir(exist_ok=True)
            width = self.page.viewport_size["width"]
            self.look(LOOK, f"{len(list(LOOK.iterdir())):02d} {width} {self.heading()}")
        found = Axe().run(
            self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
        )
        assert not found.violations_count, f"{self.page.url}\n{found.generate_report()}"
        assert fits(self.page), f"{self.page.url} scrolls sideways"

    def look(self, folder: Path, name: str) -> None:
        """Keeps a picture of the whole page."""
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def leave(self) -> None:
        """Nothing went wrong on any page."""
        self.page.context.close()
        assert not self.problems, "\n".join(self.problems)

    def _arriving(self) -> AbstractContextManager[Any]:
        """Ends when the next page has come whole: a click may end before it has begun to come.

        What asks for a page only afterwards may be shown the one that is being left.
        """
        return self.page.expect_navigation()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(note in message.text for note in NOTED):
            self.problems.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.problems.append(f"{self.page.url} asks {request.url}")
