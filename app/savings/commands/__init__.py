"""Changes to schemes and to their money."""

from app.savings.commands.months import set_months, set_pressure
from app.savings.commands.schemes import (
    add,
    complete,
    edit,
    reopen,
    sign_full_year_effect,
    withdraw,
)

__all__ = [
    "add",
    "complete",
    "edit",
    "reopen",
    "set_months",
    "set_pressure",
    "sign_full_year_effect",
    "withdraw",
]
