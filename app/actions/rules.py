"""When an action is overdue or due soon, and what the actions on a gap leave uncovered.

Days are England's working days. Every rule is dated by its caller.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core import money, working_days
from app.core.money import Pence
from app.core.setting import said


@dataclass(frozen=True)
class ActionThresholds:
    """When an action is said to be due soon."""

    due_soon_days: int = said(
        5, "An action is due soon when its date is at most", "working days off", limits=(0, 60)
    )


DEFAULTS = ActionThresholds()


def is_overdue(due_on: date | None, today: date, *, is_open: bool = True) -> bool:
    """Still to be done, and its day has passed."""
    return is_open and due_on is not None and due_on < today


def is_due_soon(
    due_on: date | None,
    today: date,
    *,
    is_open: bool = True,
    thresholds: ActionThresholds = DEFAULTS,
) -> bool:
    """Still to be done, today or within the working days that the setting gives."""
    if not is_open or due_on is None or due_on < today:
        return False
    return working_days.between(today, due_on) <= thresholds.due_soon_days


def last_day_due_soon(today: date, thresholds: ActionThresholds = DEFAULTS) -> date:
    """The last day that is still due soon: the weekend after a Friday is no working day more."""
    day = working_days.after(today, thresholds.due_soon_days + 1)
    return date.fromordinal(day.toordinal() - 1)


def days_late(due_on: date | None, today: date) -> int:
    """Working days past its date; 0 where it is not past, or has none."""
    return max(0, working_days.between(due_on, today)) if due_on else 0


@dataclass(frozen=True)
class Closer:
    """An action on a gap, as the sums need it."""

    expected: Pence
    achieved: Pence | None = None
    is_open: bool = True


@dataclass(frozen=True)
class GapCover:
    """What the actions on a gap come to. None of it is forecast: it says what is being done."""

    gap: Pence
    expected_open: Pence
    expected_done: Pence
    achieved: Pence

    @property
    def uncovered(self) -> Pence:
        """What no open action is expected to bring; never below 0."""
        return Pence(max(0, self.gap - self.expected_open))

    @property
    def shortfall(self) -> Pence:
        """How much less the completed ones brought than was expected; negative when more."""
        return Pence(self.expected_done - self.achieved)


def cover(gap: Pence, closers: Iterable[Closer]) -> GapCover:
    """The open actions against the gap, and what came of the completed ones.

    What a completed one achieved is in the schemes' forecasts by now, so it narrows the gap there
    and is not taken from it again here.
    """
    listed = list(closers)
    done = [each for each in listed if not each.is_open]
    return GapCover(
        gap=gap,
        expected_open=money.total(each.expected for each in listed if each.is_open),
        expected_done=money.total(each.expected for each in done),
        achieved=money.total(each.achieved or 0 for each in done),
    )
