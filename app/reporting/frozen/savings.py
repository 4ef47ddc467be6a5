"""What a frozen month keeps of the savings: sums, each scheme's months, and what finance said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.reporting.frozen.rated import IN_SECOND, IN_THIRD, Rated


@dataclass(frozen=True, kw_only=True)
class Savings:
    """Sums of identified schemes in the month's financial year, in pence; WTE in hundredths.

    Every field adds up over schemes. `forecast` is all that is identified, `held` the part of it
    that the quality gate holds; after risk, only what is counted weighs. `transacted` is what left
    budgets, with a journal, for the year; `cash_releasing` to `unclassified` are what was saved to
    date by kind, and add up to it.
    """

    schemes: int = 0
    plan: int = 0
    forecast: int = 0
    ytd_plan: int = 0
    ytd_actual: int = 0
    recurrent_forecast: int = 0
    risk_adjusted_forecast: int = 0
    full_year_effect: int = 0
    pressures: int = 0
    held: int = field(default=0, metadata=IN_SECOND)
    validated: int = field(default=0, metadata=IN_SECOND)
    transacted: int = field(default=0, metadata=IN_SECOND)
    cash_releasing: int = field(default=0, metadata=IN_SECOND)
    avoided: int = field(default=0, metadata=IN_SECOND)
    productivity: int = field(default=0, metadata=IN_SECOND)
    income: int = field(default=0, metadata=IN_SECOND)
    unclassified: int = field(default=0, metadata=IN_SECOND)
    ytd_recurrent: int = field(default=0, metadata=IN_SECOND)
    part_year_effect: int = field(default=0, metadata=IN_SECOND)
    roll_over: int = field(default=0, metadata=IN_SECOND)
    running_cost: int = field(default=0, metadata=IN_SECOND)
    set_up_cost: int = field(default=0, metadata=IN_SECOND)
    wte_budgeted: int = field(default=0, metadata=IN_SECOND)
    wte_contracted: int = field(default=0, metadata=IN_SECOND)

    @property
    def has_any(self) -> bool:
        """Whether a scheme is counted here, or a share of one."""
        return bool(self.schemes or self.plan or self.forecast)

    @property
    def counted(self) -> int:
        """What the forecast counts: all but what the quality gate holds."""
        return self.forecast - self.held

    @property
    def not_validated(self) -> int:
        """Claimed to date, and not validated by finance."""
        return self.ytd_actual - self.validated


@dataclass(frozen=True, kw_only=True)
class Months:
    """The programme's savings month by month, April first, in pence."""

    plan: tuple[int, ...] = ()
    actual: tuple[int | None, ...] = ()
    forecast: tuple[int, ...] = ()
    validated: tuple[int | None, ...] = field(default=(), metadata=IN_SECOND)
    recurrent: tuple[int, ...] = field(default=(), metadata=IN_SECOND)  # actual, then forecast


Cells = tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class SchemeMonths:
    """A scheme's twelve months, April first, in pence; None where nothing was given."""

    plan_recurrent: Cells = ()
    plan_non_recurrent: Cells = ()
    forecast_recurrent: Cells = ()
    forecast_non_recurrent: Cells = ()
    actual_recurrent: Cells = ()
    actual_non_recurrent: Cells = ()
    validated: Cells = ()


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """One scheme's figures for the month's financial year."""

    ref: str
    title: str
    workstream: str
    rated: Rated
    development_status: str
    delivery_risk: str = ""
    category: str = ""
    cash_class: str = ""
    owner: str = ""
    status: str = "open"
    disclosure: str = "private"
    figures: Savings = field(default_factory=Savings)
    is_full_year_effect_signed: bool = False
    has_estimated_split: bool = False
    has_estimated_phasing: bool = False
    months: SchemeMonths = field(default_factory=SchemeMonths, metadata=IN_SECOND)
    stage: str = field(default="", metadata=IN_SECOND)  # empty: from before the gates
    weight: int = field(default=0, metadata=IN_SECOND)  # per cent of what remains
    quality: str = field(default="", metadata=IN_SECOND)
    quality_cleared_by: str = field(default="", metadata=IN_SECOND)
    quality_cleared_until: date | None = field(default=None, metadata=IN_SECOND)
    quality_stopped: str = field(default="", metadata=IN_SECOND)
    shares: dict[str, int] = field(default_factory=dict, metadata=IN_THIRD)
    """By workstream's reference, in hundredths of a per cent; none where it is not cross-cutting.

    A month that was locked without them put the whole to the workstream that owns the scheme.
    """


@dataclass(frozen=True, kw_only=True)
class Past:
    """What schemes of one status delivered of one month's forecast, made a month ahead.

    `count` of them delivered so many whole per cent of `pence` together.
    """

    status: str
    month: str
    percent: int
    pence: int
    count: int


@dataclass(frozen=True, kw_only=True)
class YearEnd:
    """How the year may end, and all that the figures were made from besides the schemes."""

    p10: int
    p50: int
    p90: int
    method: str
    seed: str
    draws: int
    observations: int
    by_history: int  # schemes whose remaining forecast was drawn from the history
    by_weight: int  # and from their weights
    history: tuple[Past, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """How forecasts of so many months ahead came out; None where the history is short."""

    subject: str  # programme, workstream or scheme
    ref: str
    ahead: int
    observations: int
    bias: int | None = None  # pence, actual less forecast, on average
    bias_permille: int | None = None
    spread: int | None = None  # pence
    spread_permille: int | None = None


@dataclass(frozen=True, kw_only=True)
class GapAction:
    """What somebody does to close the gap, and what came of it; pence."""

    ref: str
    title: str
    workstream: str
    owner: str = ""
    due_on: date | None = None
    status: str = "open"
    expected: int | None = None
    achieved: int | None = None
    completed_on: date | None = None
    outcome: str = ""
    disclosure: str = "private"


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """Validated savings to date beside another's figure: ours less theirs, and what explains it."""

    theirs: int
    explained: int
    unexplained: int
    is_agreed: bool  # within tolerance


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """The month's savings to date against the ledger and the finance paper; pence."""

    claimed: int = 0
    validated: int = 0
    ledger: Reconciled | None = None
    paper: Reconciled | None = None
    paper_title: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    moved: tuple[str, ...] = ()  # signed figures that are no longer what they were
