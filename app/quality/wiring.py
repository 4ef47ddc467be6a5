"""How the app takes the feature in: its pages, its settings."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.core.actor import Permission
from app.quality import models as models  # so that migrations see its tables
from app.quality import views
from app.quality.models import Assessment
from app.quality.queries import said
from app.quality.rules.scoring import QualityThresholds
from app.quality.rules.thresholds import PanelThresholds
from app.savings.queries import given, lifecycle
from app.settings import registry as settings
from app.web import page

EXECUTIVES = "Medical director and chief nurse"


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("quality", QualityThresholds, title="Quality", owner=EXECUTIVES)
    settings.declare("panel", PanelThresholds, title="Quality panel", owner=EXECUTIVES)
    app.register_blueprint(views.bp)
    lifecycle.counts_actions_of("assessment", select(Assessment.id, Assessment.scheme_id))
    given.reads_panel(said.of_scheme)
    page.add_to_navigation(app, "quality.index", "Quality", Permission.READ_PROGRAMME)
    page.add_tab(app, "quality", "quality.index", "Assessments", Permission.READ_PROGRAMME)
    page.add_tab(
        app, "scheme", "quality.scheme", "Quality", Permission.READ_PROGRAMME, after="savings.gates"
    )
    page.add_tab(app, "quality", "quality.waiting", "Waits for you", Permission.APPROVE_QUALITY)
    page.add_tab(app, "quality", "quality.cumulative", "Cumulative view", Permission.READ_PROGRAMME)
    page.add_tab(app, "quality", "quality.reviews", "Reviews due", Permission.READ_PROGRAMME)
    page.add_tab(app, "quality", "quality.expiring", "Ends soon", Permission.READ_PROGRAMME)
    page.add_tab(
        app, "quality", "quality.screening_limits", "Screening limits", Permission.READ_PROGRAMME
    )
