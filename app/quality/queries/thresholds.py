"""The settings of quality, as they hold for a scheme on a day."""

from __future__ import annotations

from datetime import date

from app.quality.rules.scoring import QualityThresholds
from app.quality.rules.thresholds import PanelThresholds
from app.savings.models import Scheme
from app.settings import queries as settings


def of_programme(programme_id: int | None, on: date) -> QualityThresholds:
    """The domains, bands and triggers of the programme."""
    return settings.fill(QualityThresholds, "quality", programme_id, on)


def of_scheme(scheme: Scheme, on: date) -> QualityThresholds:
    """Those of the scheme's programme; needs the workstream to be loaded."""
    return of_programme(scheme.workstream.programme_id, on)


def both_of_scheme(scheme: Scheme, on: date) -> tuple[QualityThresholds, PanelThresholds]:
    """Those of the assessment and those of the panel, in one read."""
    values = settings.as_at(scheme.workstream.programme_id, on)
    return values.fill(QualityThresholds, "quality"), values.fill(PanelThresholds, "panel")
