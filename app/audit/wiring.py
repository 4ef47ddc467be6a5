"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import event

from app.audit import commands, evidence, kept, views
from app.core.actor import Permission
from app.web import page


def init_app(app: Flask) -> None:
    """Seals what was recorded just before each transaction commits; registers the pages."""
    sessions = app.extensions["database"]["sessions"]
    event.listen(sessions, "before_commit", commands.seal)
    event.listen(sessions, "after_transaction_create", commands.remember)
    event.listen(sessions, "after_soft_rollback", commands.forget)
    kept.init_app(app)
    app.after_request(evidence.keep_refusal)
    app.register_blueprint(views.bp)
    page.add_to_navigation(app, "audit.index", "Audit", Permission.READ_AUDIT)
