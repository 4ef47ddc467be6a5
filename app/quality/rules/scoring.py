"""How the effect on quality is scored, and what the highest score asks for.

Only a negative effect is scored: consequence × likelihood, each 1 to 5. The highest domain
decides, never an average: five domains untouched do not make one harm smaller (nhs-domain 2.2).
Domains, bands and triggers are settings: trusts differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import RuleBroken
from app.core.setting import said
from app.risks import rules as risks

SCALE = risks.SCALE
CONSEQUENCES = risks.CONSEQUENCES
LIKELIHOODS = risks.LIKELIHOODS
Band = risks.Band

LONGEST_DOMAIN = 80
DOMAINS = (
    "Patient safety",
    "Clinical effectiveness",
    "Patient experience",
    "Workforce and staff experience",
    "Access, equity and inequalities",
    "Operational and partner impact",
)
QIA_TOOL = "QIA tools of NHS trusts; the national framework widens them"


class Rule(StrEnum):
    """The stable ids of these rules; each has its row in docs/rules.md."""

    HIGHEST = "quality.highest-score"
    STAGE_TWO = "quality.stage-two"
    BOARD = "quality.board-referral"
    NO_HARM = "quality.no-negative-domain"


class Direction(StrEnum):
    """Which way a scheme moves a domain. Only a negative one is scored."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


def slug(domain: str) -> str:
    """The domain as an address says it: `access-equity-and-inequalities`."""
    letters = (letter if letter.isalnum() else " " for letter in domain.lower())
    return "-".join("".join(letters).split())


@dataclass(frozen=True)
class QualityThresholds:
    """The domains that are asked about, the bands, and what a score triggers."""

    domains: tuple[str, ...] = said(
        DOMAINS,
        "Domains of quality, divided by semicolons",
        limits=(None, LONGEST_DOMAIN),
        source=QIA_TOOL,
    )
    moderate_from: int = said(4, "Moderate effects score from", limits=(2, 25), order="band")
    high_from: int = said(8, "High effects score from", limits=(2, 25), order="band")
    extreme_from: int = said(15, "Extreme effects score from", limits=(2, 25), order="band")
    stage_two_above: int = said(8, "A domain needs stage 2 above a score of", limits=(0, 24))
    board_from: int = said(15, "The board is told of a score after mitigation from", limits=(1, 25))

    @property
    def asked(self) -> tuple[str, ...]:
        """The domains, each once and in order; a list that was emptied is as if it was not set."""
        named: dict[str, str] = {}
        for each in self.domains:
            named.setdefault(slug(each), " ".join(each.split()))
        named.pop("", None)
        return tuple(named.values()) or DOMAINS


DEFAULTS = QualityThresholds()


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a scheme does to one domain: its score before mitigation, and after it."""

    domain: str
    direction: Direction
    before: int | None = None
    after: int | None = None

    @property
    def is_negative(self) -> bool:
        return self.direction is Direction.NEGATIVE

    @property
    def residual(self) -> int | None:
        """What is left: the score after mitigation, where there is one."""
        return self.before if self.after is None else self.after


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the scores come to. `highest` is 0 while nothing is scored."""

    rule: Rule
    highest: int
    highest_in: tuple[str, ...]
    stage_two: tuple[str, ...]
    residual: int
    for_board: tuple[str, ...]

    @property
    def needs_stage_two(self) -> bool:
        return bool(self.stage_two)

    @property
    def goes_to_board(self) -> bool:
        """Whether a harm this high is left that the board must be told."""
        return bool(self.for_board)


def score(consequence: int, likelihood: int) -> int:
    """Consequence × likelihood. Raises RuleBroken when either is not 1 to 5."""
    for field, value in (("consequence", consequence), ("likelihood", likelihood)):
        if value not in SCALE:
            raise RuleBroken(field, f"Choose a {field} from 1 to 5")
    return consequence * likelihood


def band(value: int, thresholds: QualityThresholds = DEFAULTS) -> Band:
    """The band of a score: low 1–3, moderate 4–6, high 8–12, extreme 15–25 by default."""
    if value >= thresholds.extreme_from:
        return Band.EXTREME
    if value >= thresholds.high_from:
        return Band.HIGH
    return Band.MODERATE if value >= thresholds.moderate_from else Band.LOW


def outcome(effects: Iterable[Effect], thresholds: QualityThresholds = DEFAULTS) -> Outcome:
    """What the negative domains come to together: the highest decides."""
    harms = [effect for effect in effects if effect.is_negative]
    scored = [(effect, effect.before) for effect in harms if effect.before is not None]
    left = [(effect, effect.residual) for effect in harms if effect.residual is not None]
    highest = max((before for _, before in scored), default=0)
    triggered = tuple(e.domain for e, before in scored if before > thresholds.stage_two_above)
    for_board = tuple(e.domain for e, residual in left if residual >= thresholds.board_from)
    return Outcome(
        rule=_rule(bool(harms), triggered, for_board),
        highest=highest,
        highest_in=tuple(e.domain for e, before in scored if before == highest),
        stage_two=triggered,
        residual=max((residual for _, residual in left), default=0),
        for_board=for_board,
    )


def _rule(has_harm: bool, triggered: tuple[str, ...], for_board: tuple[str, ...]) -> Rule:
    if not has_harm:
        return Rule.NO_HARM
    if for_board:
        return Rule.BOARD
    return Rule.STAGE_TWO if triggered else Rule.HIGHEST
