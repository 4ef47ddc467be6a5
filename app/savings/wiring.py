"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.core.actor import Permission
from app.savings import models as models  # so that migrations see its tables
from app.savings import rules, views
from app.savings.rules import gates
from app.savings.rules.honesty import HonestyThresholds
from app.savings.rules.validation import ValidationTolerances
from app.settings import registry as settings
from app.settings.registry import FINANCE
from app.web import page

BESIDE_THE_REGISTER = (
    ("index", "Schemes"),
    ("summary", "Summary"),
    ("next_year", "Next year"),
    ("gap", "Closing the gap"),
    ("validation", "Validation"),
    ("queries", "Queries"),
    ("reconciliation", "Reconciliation"),
    ("double_counting", "Double counting"),
)
OF_A_SCHEME = (
    ("detail", "Summary"),
    ("gates", "Gates"),
    ("scheme_actions", "Actions"),
    ("scheme_validation", "Validation"),
    ("transacted", "Transacted"),
    ("corrections", "Corrections"),
    ("budget_lines", "Budget lines and shares"),
)


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("savings", rules.SavingsThresholds, title="Savings", owner=FINANCE)
    settings.declare("weights", rules.Weights, title="Savings after risk", owner=FINANCE)
    settings.declare("gates", gates.Gates, title="Gates of a scheme")
    settings.declare("validation", ValidationTolerances, title="Finance validation", owner=FINANCE)
    settings.declare("honesty", HonestyThresholds, title="Is the forecast honest?", owner=FINANCE)
    app.register_blueprint(views.bp)
    page.add_to_navigation(app, "savings.index", "Savings", Permission.READ_PROGRAMME)
    for endpoint, text in BESIDE_THE_REGISTER:
        page.add_tab(app, "savings", f"savings.{endpoint}", text, Permission.READ_PROGRAMME)
    page.add_tab(app, "savings", "savings.gates_waiting", "To sign", Permission.SIGN_GATES)
    page.add_tab(app, "savings", "savings.sheet", "Sheet", Permission.EDIT_SAVINGS)
    for endpoint, text in OF_A_SCHEME:
        page.add_tab(app, "scheme", f"savings.{endpoint}", text, Permission.READ_PROGRAMME)
