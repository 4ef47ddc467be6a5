"""When the quality gate holds a scheme's remaining forecast out of what is counted (D4)."""

from app.savings.rules.totals import DevelopmentStatus


def is_held(
    *, is_gated: bool, status: DevelopmentStatus, is_valid: bool, is_transacted: bool
) -> bool:
    """Whether what is still to come is held. What was saved already never is.

    A scheme that goes through the gates is held until both clinical executives have approved it
    and while that holds. One from before the gates is held once it is declared fully developed.
    A transacted scheme has left its budgets: nothing of it is held.
    """
    if is_transacted or is_valid:
        return False
    return is_gated or status is DevelopmentStatus.FULLY_DEVELOPED
