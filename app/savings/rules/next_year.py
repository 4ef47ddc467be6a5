"""How this year's roll-over becomes the plan with which next year opens."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import money
from app.core.money import Pence
from app.savings.rules.figures import MONTHS, Cells, Split, added, fye

NOTHING: Cells = (Pence(0),) * MONTHS


@dataclass(frozen=True)
class Opening:
    """One scheme's year and what next year opens with: in pence, None where it is not known."""

    full_year_effect: Pence | None
    in_year: Pence
    months: Cells

    @property
    def roll_over(self) -> Pence | None:
        """Full-year effect − the recurrent part of this year."""
        effect = self.full_year_effect
        return None if effect is None else Pence(effect - self.in_year)


def opening(outturn: Split, signed: Pence | None = None) -> Opening:
    """What next year opens with after a year that looks like this."""
    effect = fye(outturn, signed)
    in_year = added(outturn.recurrent)
    months = NOTHING if effect is None else phase_rollover(outturn.recurrent, effect)
    return Opening(effect, in_year, months)


def phase_rollover(recurrent: Sequence[Pence | None], effect: Pence) -> Cells:
    """Next year's months, which add exactly to the roll-over.

    It falls in the months in which this year fell short of the steady state (effect ÷ 12), in
    proportion to what was short: a scheme from August rolls over April to July. A scheme that
    saved more than its steady state is taken back in the months that had too much. What is not
    recurrent is not handed in, and adds nothing.
    """
    had = [cell or 0 for cell in recurrent]
    roll_over = Pence(effect - sum(had))
    steady = money.spread(effect, [1] * MONTHS)
    sign = -1 if roll_over < 0 else 1
    short = [max(0, sign * (month - before)) for month, before in zip(steady, had, strict=True)]
    return tuple(money.spread(roll_over, short))
