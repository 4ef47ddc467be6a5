"""Schemes that land on one place: each may look small, together they may not be (2.3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.quality.rules.thresholds import DEFAULTS, PanelThresholds


@dataclass(frozen=True, kw_only=True)
class Landing:
    """A scheme on a place: its score in each domain, after mitigation where there is one."""

    scheme_id: int
    ref: str
    title: str
    scores: Mapping[str, int] = field(default_factory=dict)
    pence: int = 0
    standing: str = ""  # of its newest assessment, in words


@dataclass(frozen=True, kw_only=True)
class DomainPicture:
    """One domain on one place. The sum is no score of its own: it only shows what piles up."""

    domain: str
    highest: int
    counts: Mapping[int, int]  # how many schemes have each score, highest score first
    moderate: int  # schemes that score at least moderately
    is_flagged: bool

    @property
    def total(self) -> int:
        return sum(score * count for score, count in self.counts.items())

    @property
    def schemes(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class PlacePicture:
    """One place, with all that lands on it."""

    place: str
    landings: Sequence[Landing]
    domains: Sequence[DomainPicture]

    @property
    def pence(self) -> int:
        return sum(each.pence for each in self.landings)

    @property
    def highest(self) -> int:
        return max((each.highest for each in self.domains), default=0)

    @property
    def is_flagged(self) -> bool:
        return any(each.is_flagged for each in self.domains)

    @property
    def meets(self) -> bool:
        """Whether several schemes score in one domain here."""
        return any(each.schemes > 1 for each in self.domains)

    def of(self, domain: str) -> DomainPicture | None:
        """The domain's picture here, if any scheme scores in it."""
        return next((each for each in self.domains if each.domain == domain), None)


def pictures(
    landings: Iterable[tuple[str, Landing]], thresholds: PanelThresholds = DEFAULTS
) -> list[PlacePicture]:
    """The places, those that are flagged first, then by the highest score and the name."""
    by_place: dict[str, dict[int, Landing]] = defaultdict(dict)
    for place, landing in landings:
        by_place[place][landing.scheme_id] = landing
    found = [
        PlacePicture(place, list(there.values()), _domains(there.values(), thresholds))
        for place, there in by_place.items()
    ]
    return sorted(found, key=lambda each: (not each.is_flagged, -each.highest, each.place))


def _domains(landings: Iterable[Landing], thresholds: PanelThresholds) -> list[DomainPicture]:
    scores: dict[str, list[int]] = defaultdict(list)
    for landing in landings:
        for domain, score in landing.scores.items():
            scores[domain].append(score)
    return [_domain(domain, given, thresholds) for domain, given in scores.items()]


def _domain(domain: str, scores: Sequence[int], thresholds: PanelThresholds) -> DomainPicture:
    ordered = sorted(scores, reverse=True)
    moderate = sum(score >= thresholds.moderate_from for score in ordered)
    return DomainPicture(
        domain=domain,
        highest=ordered[0],
        counts={score: ordered.count(score) for score in dict.fromkeys(ordered)},
        moderate=moderate,
        is_flagged=moderate >= thresholds.meeting_schemes,
    )


def in_words(picture: DomainPicture, place: str) -> str:
    """`3 schemes each scored 6 on access land on Clinic 4`."""
    domain = picture.domain.lower()
    if len(picture.counts) == 1:
        count = picture.schemes
        if count == 1:
            return f"1 scheme scored {picture.highest} on {domain} lands on {place}"
        return f"{_some(count)} each scored {picture.highest} on {domain} land on {place}"
    scored = ", ".join(f"{count} at {score}" for score, count in picture.counts.items())
    return (
        f"{_some(picture.schemes)} scored on {domain} land on {place}: {scored}; "
        f"the highest is {picture.highest}"
    )


_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def _some(count: int) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} schemes"
