"""docs/settings.md lists every setting that there is, with its default and limits."""

import re
from pathlib import Path

from flask import Flask

from app.settings import registry

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text()


def row(setting):
    limits = ["" if limit is None else str(limit) for limit in setting.words.limits]
    cells = [f"`{setting.key}`", setting.label, setting.shown(setting.default), *limits]
    return "| " + " | ".join(cells) + " |"


def test_the_page_lists_every_setting_in_order_and_no_other(app: Flask):
    written = re.findall(r"^\| `.*$", PAGE, re.MULTILINE)
    assert written == [row(setting) for setting in registry.settings()]
