"""What the pages of the month ask."""

from app.reporting.forms.cards import Card, Cards, answered_ids
from app.reporting.forms.milestones import MilestoneCard
from app.reporting.forms.office import (
    AcceptForm,
    AnswerForm,
    ConfirmForm,
    CorrectForm,
    LockForm,
    OpenForm,
    ReturnForm,
)
from app.reporting.forms.risks import RiskCard
from app.reporting.forms.savings import SchemeCard
from app.reporting.forms.words import RatingForm, WordsForm

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "Card",
    "Cards",
    "ConfirmForm",
    "CorrectForm",
    "LockForm",
    "MilestoneCard",
    "OpenForm",
    "RatingForm",
    "ReturnForm",
    "RiskCard",
    "SchemeCard",
    "WordsForm",
    "answered_ids",
]
