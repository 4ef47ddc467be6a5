"""What the page of a clinical executive asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.core import answers
from app.quality.rules.approval import PanelVerdict, Seat
from app.web.forms import DateParts, OptionalSelect, Versioned, offered

LINES = (1, 2, 3)
TOO_LONG = f"A condition must be {answers.LONGEST_TITLE} characters or fewer"


def _condition(number: int) -> StringField:
    return StringField(f"Condition {number}", [Length(max=answers.LONGEST_TITLE, message=TOO_LONG)])


class DecideForm(Versioned):
    """One executive's word, with up to three conditions."""

    seat = RadioField("In which seat do you decide?", [InputRequired("Choose a seat")])
    verdict = RadioField("What do you decide?", [InputRequired("Choose what you decide")])
    reason = TextAreaField(
        "Why", [InputRequired("Say why")], description="It goes on the record beside your name"
    )
    condition_1 = _condition(1)
    owner_1 = OptionalSelect("Who meets condition 1")
    due_1 = DateParts("Condition 1 is met by")
    condition_2 = _condition(2)
    owner_2 = OptionalSelect("Who meets condition 2")
    due_2 = DateParts("Condition 2 is met by")
    condition_3 = _condition(3)
    owner_3 = OptionalSelect("Who meets condition 3")
    due_3 = DateParts("Condition 3 is met by")

    def offer(
        self,
        seats: Sequence[Seat],
        verdicts: Sequence[PanelVerdict],
        owners: Sequence[tuple[int, str]],
    ) -> None:
        """Sets what may be chosen; the seat is asked only of those who may take either."""
        self.seat.choices = offered((seat.value, seat.label) for seat in seats)
        self.verdict.choices = offered((each.value, each.label) for each in verdicts)
        for number in LINES:
            self[f"owner_{number}"].offer(owners)

    @property
    def chosen_seat(self) -> Seat:
        return Seat(self.seat.data)

    @property
    def chosen(self) -> PanelVerdict:
        return PanelVerdict(self.verdict.data)

    @property
    def conditions(self) -> list[tuple[str, int | None, date | None]]:
        """Those of which anything was entered."""
        lines = [
            (
                self[f"condition_{number}"].data or "",
                self[f"owner_{number}"].data,
                self[f"due_{number}"].data,
            )
            for number in LINES
        ]
        return [line for line in lines if line[0].strip() or line[1] or line[2]]
