"""Takes the README's picture again: the programme page of the demo, as the office sees it."""

import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.accounts import passwords
from app.db import db
from app.demo import seed, story
from config import Config

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "programme.png"
TOLD_ON = date(2026, 11, 23)
SCREEN: ViewportSize = {"width": 1280, "height": 1100}
SRO = "david@ludmouth.example"


def main() -> int:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chromium is None:
        print("The picture needs Chromium, and there is none", file=sys.stderr)
        return 1
    password = secrets.token_urlsafe()
    with tempfile.TemporaryDirectory() as scratch:
        app = _demo(Path(scratch), password)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever).start()
        try:
            _take(chromium, f"http://127.0.0.1:{server.server_port}", password)
        finally:
            server.shutdown()
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")
    return 0


def _demo(folder: Path, password: str) -> Flask:
    address = f"sqlite:///{folder / 'picture.db'}"
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=ROOT,
        env={"DATABASE_URL": address, "SECRET_KEY": password},
        check=True,
        stderr=subprocess.DEVNULL,
    )
    app = create_app(Config.for_tests(address, folder))
    app.config["CLOCK"] = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    with app.app_context(), db.transaction():
        hashed = passwords.hashed(password)
        seed.tell(TOLD_ON, {person.key: hashed for person in story.PEOPLE})
    return app


def _take(chromium: str, address: str, password: str) -> None:
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SCREEN)
        page.goto(f"{address}/sign-in")
        page.get_by_label("E-mail address").fill(SRO)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{address}/programmes/OPD")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
