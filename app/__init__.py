"""Ragstone: the programme office's system of record for a transformation programme."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app.db import db
from app.web import access, addresses, errors, filters, headers, health, logs, page, settle, static
from config import Config

ROOT = Path(__file__).resolve().parent.parent

FEATURES = (
    "audit",
    "settings",
    "accounts",
    "programmes",
    "actions",
    "milestones",
    "savings",
    "risks",
    "dependencies",
    "mandates",
    "quality",
    "ratings",
    "reporting",
    "imports",
    "reports",
    "overview",
    "cli",
)

MENU = (
    "overview",
    "programmes",
    "milestones",
    "savings",
    "risks",
    "dependencies",
    "quality",
    "actions",
    "reporting",
    "reports",
    "imports",
    "people",
    "settings",
    "audit",
)


def create_app(config: Config | None = None) -> Flask:
    """The one place where everything meets. Reads the environment unless told."""
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        static_url_path="/static",
    )
    app.config.from_object(config or Config.from_env())
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _plumbing(app)
    for feature in FEATURES:
        import_module(f"app.{feature}.wiring").init_app(app)
    page.order_navigation(app, MENU)
    access.must_all_declare(app)
    return app


def _plumbing(app: Flask) -> None:
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]  # how WSGI middleware is put on
    logs.init_app(app)
    db.init_app(app)
    settle.init_app(app)
    headers.init_app(app)
    CSRFProtect(app)
    errors.init_app(app)
    addresses.init_app(app)
    filters.init_app(app)
    page.init_app(app)
    static.init_app(app)
    access.init_app(app)
    health.init_app(app)
