"""How the app takes the feature in: its pages, its menu entry, its settings."""

from __future__ import annotations

from flask import Flask

from app.core.actor import Permission
from app.programmes import changing_hands
from app.savings import models as models  # so that migrations see its tables
from app.savings import rules, views
from app.savings.rules import gates
from app.savings.rules.honesty import HonestyThresholds
from app.savings.rules.validation import ValidationTolerances
from app.settings import registry as settings
from app.settings.registry import FINANCE
from app.web import page

BESIDE_THE_REGISTER = (
    ("index", "Schemes", Permission.READ_PROGRAMME),
    ("sheet", "One sheet", Permission.EDIT_SAVINGS),
    ("gates_waiting", "Gates to sign", Permission.SIGN_GATES),
    ("summary", "Summary", Permission.READ_PROGRAMME),
    ("gap", "Closing the gap", Permission.READ_PROGRAMME),
    ("next_year", "Next year", Permission.READ_PROGRAMME),
    ("validation", "Validation", Permission.READ_PROGRAMME),
    ("queries", "Queries", Permission.READ_PROGRAMME),
    ("journals", "Journals", Permission.READ_PROGRAMME),
    ("reconciliation", "Reconciliation", Permission.READ_PROGRAMME),
    ("double_counting", "Double counting", Permission.READ_PROGRAMME),
)
OF_A_SCHEME = (
    ("detail", "Summary"),
    ("gates", "Gates"),
    ("scheme_validation", "Validation"),
    ("transacted", "Transacted"),
    ("budget_lines", "Budget lines and shares"),
    ("corrections", "Corrections"),
    ("scheme_actions", "Actions"),
)


def init_app(app: Flask) -> None:
    """Registers the feature with the app."""
    settings.declare("savings", rules.SavingsThresholds, title="Savings", owner=FINANCE)
    settings.declare("weights", rules.Weights, title="Savings after risk", owner=FINANCE)
    settings.declare("gates", gates.Gates, title="Gates of a scheme")
    settings.declare("validation", ValidationTolerances, title="Finance validation", owner=FINANCE)
    settings.declare("honesty", HonestyThresholds, title="Is the forecast honest?", owner=FINANCE)
    app.register_blueprint(views.bp)
    changing_hands.watch(app, views.changing_hands.look)
    page.add_to_navigation(app, "savings.index", "Savings", Permission.READ_PROGRAMME)
    for endpoint, text, permission in BESIDE_THE_REGISTER:
        page.add_tab(app, "savings", f"savings.{endpoint}", text, permission)
    for endpoint, text in OF_A_SCHEME:
        page.add_tab(app, "scheme", f"savings.{endpoint}", text, Permission.READ_PROGRAMME)
