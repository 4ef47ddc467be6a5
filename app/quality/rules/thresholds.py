"""The numbers that the quality gate and its colours depend on; settings replace them."""

from dataclasses import dataclass

from app.core.setting import said


@dataclass(frozen=True)
class PanelThresholds:
    """How long an approval holds, how long the panel may take, and when moderate ones meet."""

    valid_months: int = said(12, "An approval of quality holds for", "months", limits=(1, 36))
    warning_days: int = said(
        30,
        "The end of an approval, and a review of it, are announced",
        "days before",
        limits=(0, 180),
    )
    review_months: tuple[int, ...] = said(
        (3, 6), "An approval is reviewed this long after it was given", "months", limits=(1, 36)
    )
    waiting_days: int = said(
        10, "Quality is amber when the panel has taken more than", "working days", limits=(1, 250)
    )
    reading_months: int = said(
        3, "A quality measure needs a reading at least every", "months", limits=(1, 24)
    )
    moderate_from: int = said(
        4, "A score after mitigation adds to others from", "points", limits=(1, 25)
    )
    meeting_schemes: int = said(
        3, "Moderate effects on one place are flagged from", "schemes", limits=(2, 50)
    )


DEFAULTS = PanelThresholds()
