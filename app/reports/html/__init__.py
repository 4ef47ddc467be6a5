"""A pack as accessible HTML: the reading page, and a file that stands alone."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.core import dates
from app.reports import display, svg
from app.reports.content import Pack
from app.reports.html import blocks

ROOT = Path(__file__).resolve().parents[3]
STYLES = ROOT / "static" / "css" / "report.css"
FOLDS = STYLES.with_name("folds.css")  # of what edition 2 folds


def article(pack: Pack) -> Markup:
    """The pack from its title to its foot, for a page of the app that loads report.css."""
    return _filled("reports/article.html", pack)


def document(pack: Pack) -> str:
    """The pack as one file: nothing in it is fetched, and no script runs."""
    sheets = (STYLES, FOLDS) if pack.edition > 1 else (STYLES,)
    written = "\n".join(each.read_text(encoding="utf-8") for each in sheets)
    css = Markup(written)  # noqa: S704  our own files
    return str(_filled("reports/document.html", pack, css=css))


def _filled(name: str, pack: Pack, **more: Markup) -> Markup:
    template = _environment().get_template(name)
    page = template.render(pack=pack, **more)
    return Markup(page)  # noqa: S704  every value in it went through autoescape


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        long_date=dates.long,
        rating_mark=svg.rating,
        rating_note=display.rating_note,
        cell_text=display.cell_text,
        kind=blocks.kind,
        picture=blocks.picture,
        cell_class=blocks.cell_class,
        is_dense=blocks.is_dense,
        is_wide=blocks.is_wide,
        fact_column=blocks.fact_column,
    )
    return environment
