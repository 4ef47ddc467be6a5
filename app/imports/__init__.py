"""Workbooks and CSV in: read, map, check, preview, apply, undo."""
<<<<<<< HEAD
=======

from __future__ import annotations

from flask import Flask

from app.core.actor import Permission
from app.imports.views import bp
from app.web import page


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    app.register_blueprint(bp)
    page.add_to_navigation(app, "imports.index", "Import", Permission.IMPORT)
>>>>>>> 50ffe2c (Preview, apply and undo files; download the workbook)
