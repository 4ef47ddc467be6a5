"""What the pages of savings ask: shape, not meaning. One module for each topic."""

from app.savings.forms.months import WORDS, MonthsForm, months_form, stored
from app.savings.forms.schemes import (
    AddForm,
    CompleteForm,
    ReopenForm,
    SchemeForm,
    SignForm,
    WithdrawForm,
)

__all__ = [
    "WORDS",
    "AddForm",
    "CompleteForm",
    "MonthsForm",
    "ReopenForm",
    "SchemeForm",
    "SignForm",
    "WithdrawForm",
    "months_form",
    "stored",
]
