"""The shape of a frozen month. Money is integer pence, dates are dates, references are ours.

No database ids and no clock but the as-at date: two databases with the same facts freeze the same
bytes. A new field gets a default and says since which schema it is kept, so that months locked
before it still read, and are written again as they were.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.core.financial_year import FinancialYear, Month
from app.core.rating import Colour
from app.reporting.frozen.rated import APART, IN_SECOND, SINCE, Rated
from app.reporting.frozen.savings import (
    Accuracy,
    GapAction,
    Months,
    Reconciliation,
    Savings,
    Scheme,
    YearEnd,
)


@dataclass(frozen=True, kw_only=True)
class Declared:
    """The lead's own rating where it differs from the calculated one."""

    colour: Colour
    reason: str = ""
    is_better: bool = False
    granted_by: str = ""
    granted_reason: str = ""
    months_diverging: int = 0


@dataclass(frozen=True, kw_only=True)
class Commentary:
    """The accepted update: what happened, what is needed, and the path to green."""

    status: str
    happened: str = ""
    needed: str = ""
    path_action: str = ""
    path_owner: str = ""
    path_date: date | None = None
    path_decision: str = ""
    submitted_by: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What it was to cost in the year, and is forecast to; pence, None where not given."""

    baseline: int | None = None
    forecast: int | None = None


@dataclass(frozen=True, kw_only=True)
class Workstream:
    """How one workstream stood."""

    ref: str
    name: str
    overall: Rated
    dimensions: dict[str, Rated]
    shown: Colour
    purpose: str = ""
    category: str = ""
    sponsor: str = ""
    lead: str = ""
    clinical_lead: str = ""
    finance_lead: str = ""
    is_unassigned: bool = False
    not_applicable: dict[str, str] = field(default_factory=dict)
    previous: Colour | None = None
    months_at_colour: int = 1
    declared: Declared | None = None
    delivery_confidence: Colour | None = None
    confidence_reason: str = ""
    confidence_by: str = ""
    commentary: Commentary | None = None
    savings: Savings = field(default_factory=Savings)
    cost: Cost = field(default_factory=Cost)
    target: int | None = field(default=None, metadata=IN_SECOND)


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One dated promise. Slips are in working days."""

    ref: str
    title: str
    workstream: str
    rated: Rated
    owner: str = ""
    first_baseline: date | None = None
    current_baseline: date | None = None
    forecast: date | None = None
    completed_on: date | None = None
    evidence: str = ""
    evidence_link: str = ""
    is_gate: bool = False
    is_critical: bool = False
    is_late: bool = False
    times_moved: int = 0
    disclosure: str = "private"


@dataclass(frozen=True, kw_only=True)
class Risk:
    """One open risk. Scores are consequence × likelihood."""

    ref: str
    title: str
    workstream: str
    rated: Rated
    cause: str = ""
    event: str = ""
    effect: str = ""
    category: str = ""
    controls: str = ""
    owner: str = ""
    consequence: int | None = None
    likelihood: int | None = None
    band: str = ""
    inherent: int | None = None
    target: int | None = None
    target_date: date | None = None
    next_review: date | None = None
    previous_consequence: int | None = None
    previous_likelihood: int | None = None
    disclosure: str = "private"


@dataclass(frozen=True, kw_only=True)
class Dependency:
    """One promise between two owners."""

    ref: str
    title: str
    giver: str
    receiver: str
    rated: Rated
    status: str
    need_by: date | None = None
    promise: date | None = None
    float_days: int = 0
    gap_days: int | None = None
    is_late: bool = False
    is_agreed: bool = False
    disclosure: str = "private"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something wrong with the data, named by its rule."""

    rule: str
    severity: str
    workstream: str
    record: str
    message: str


@dataclass(frozen=True, kw_only=True)
class SettingUsed:
    """A setting that the month was rated with."""

    key: str
    value: str
    owner: str = ""
    since: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Programme:
    """The programme, and the body that answers for it."""

    code: str
    name: str
    organisation: str
    organisation_code: str
    sro: str = ""
    purpose: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """How many records an audience's copy leaves out, and why."""

    kind: str
    count: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """One month of one programme, whole."""

    schema: int
    programme: Programme
    month: Month
    as_at: date
    financial_year: FinancialYear
    target: int | None
    overall: Rated
    savings: Savings
    months: Months
    workstreams: tuple[Workstream, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    risks: tuple[Risk, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    findings: tuple[Finding, ...] = ()
    settings: tuple[SettingUsed, ...] = ()
    audience: str = "full"
    withheld: tuple[Withheld, ...] = ()
    weights: dict[str, int] = field(default_factory=dict, metadata=IN_SECOND)
    year_end: YearEnd | None = field(default=None, metadata=IN_SECOND)
    accuracy: tuple[Accuracy, ...] = field(default=(), metadata=IN_SECOND)
    actions: tuple[GapAction, ...] = field(default=(), metadata=IN_SECOND)
    reconciliation: Reconciliation | None = field(default=None, metadata=IN_SECOND)

    @property
    def has_money(self) -> bool:
        """Whether it keeps what finance validated and quality holds: not before schema 2."""
        return self.schema >= IN_SECOND[SINCE]

    @property
    def tells_parts_apart(self) -> bool:
        """Whether what is made of it never sets sums of the whole beside what is left of them.

        Not before schema 3: what was made of an earlier month stays as it was, to the byte.
        """
        return self.schema >= APART
