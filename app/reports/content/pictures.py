"""The data of each picture in a pack; `charts` draws them."""

from dataclasses import dataclass
from datetime import date

from app.core.rating import Colour


@dataclass(frozen=True)
class SavingsCurve:
    """Cumulative pence by month. `None` where there is no figure (the future of the actual)."""

    months: tuple[str, ...]
    plan: tuple[int | None, ...]
    forecast: tuple[int | None, ...]
    actual: tuple[int | None, ...]
    target: int | None = None


@dataclass(frozen=True)
class BarRow:
    name: str
    plan: int | None  # pence
    forecast: int | None


@dataclass(frozen=True)
class PlanBars:
    """Plan against forecast, a row a workstream, in the order given."""

    rows: tuple[BarRow, ...]


@dataclass(frozen=True)
class RiskPoint:
    ref: str
    likelihood: int
    consequence: int
    previous: tuple[int, int] | None = None  # likelihood, consequence a month ago


@dataclass(frozen=True)
class RiskGrid:
    """The 5×5: where each risk stands and where it came from."""

    risks: tuple[RiskPoint, ...]
    bands_from: tuple[int, int, int] = (4, 8, 15)  # lowest moderate, high and extreme score


@dataclass(frozen=True)
class MilestoneMark:
    name: str
    baseline: date  # the first one, which never changes
    lands: date  # forecast, or the day it was completed
    colour: Colour
    label: str  # "12 days late", "on time"


@dataclass(frozen=True)
class MilestoneSlips:
    rows: tuple[MilestoneMark, ...]
    as_at: date


@dataclass(frozen=True)
class RatingsRow:
    name: str
    colours: tuple[Colour | None, ...]


@dataclass(frozen=True)
class RatingsStrip:
    """Each workstream's overall rating, month by month."""

    months: tuple[str, ...]
    rows: tuple[RatingsRow, ...]


Picture = SavingsCurve | PlanBars | RiskGrid | MilestoneSlips | RatingsStrip
