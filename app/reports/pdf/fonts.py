"""The typeface of every PDF: Source Sans 3, embedded, and no built-in font left anywhere."""

from functools import cache
from pathlib import Path

from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parents[3] / "static" / "vendor" / "fonts"

REGULAR = "SourceSans3"
SEMIBOLD = "SourceSans3-SemiBold"
BOLD = "SourceSans3-Bold"
FILES = {
    REGULAR: "SourceSans3-Regular.ttf",
    SEMIBOLD: "SourceSans3-SemiBold.ttf",
    BOLD: "SourceSans3-Bold.ttf",
}


class FontsMissing(RuntimeError):
    """The typeface has not been installed."""


@cache
def register() -> None:
    """Make the faces known, once in a process, and the default wherever ReportLab has one."""
    for name, file in FILES.items():
        path = FOLDER / file
        if not path.is_file():
            raise FontsMissing(f"The PDF's typeface is not installed ({file}). Run: make assets")
        pdfmetrics.registerFont(TTFont(name, str(path)))
    rl_config.canvas_basefontname = REGULAR
    shapes.STATE_DEFAULTS["fontName"] = REGULAR
