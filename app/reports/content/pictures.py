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
    year_end: tuple[int, int, int] | None = None  # one, five and nine in ten draws end below


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


@dataclass(frozen=True)
class Step:
    """A row of a bridge: a whole that stands on nought, or what leads from one to the next."""

    name: str
    amount: int  # pence; of a change, below zero takes away
    is_whole: bool = False


@dataclass(frozen=True)
class Bridge:
    """From one whole to another: the first and the last step are wholes."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Firmness:
    """Development status by delivery risk: pounds and how many schemes in each place."""

    statuses: tuple[str, ...]
    risks: tuple[str, ...]
    cells: tuple[tuple[tuple[int, int], ...], ...]  # a row a status: pence, count


@dataclass(frozen=True)
class MonthColumns:
    """Two series by month, in pence: side by side, or the second on top of the first."""

    months: tuple[str, ...]
    names: tuple[str, str]
    first: tuple[int | None, ...]
    second: tuple[int | None, ...]
    is_stacked: bool = False


Picture = (
    SavingsCurve
    | PlanBars
    | RiskGrid
    | MilestoneSlips
    | RatingsStrip
    | Bridge
    | Firmness
    | MonthColumns
)
