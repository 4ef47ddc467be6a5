"""The numbers that the data-quality rules and the score depend on; settings replace them."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.setting import said

POINTS = "points"


@dataclass(frozen=True)
class FindingThresholds:
    """When something is worth a finding, and what each takes off the score of its record."""

    moves: int = said(
        3, "A milestone is a finding when its forecast has moved", "times", limits=(1, 20)
    )
    copied_percent: int = said(
        90, "An update repeats the last one from a likeness of", "%", limits=(50, 100)
    )
    all_green_from: int = said(
        3, "An all-green programme is a finding from", "workstreams", limits=(2, 100)
    )
    error_points: int = said(
        50, "An error takes off its record", POINTS, limits=(0, 100), order="-points"
    )
    warning_points: int = said(
        20, "A warning takes off its record", POINTS, limits=(0, 100), order="-points"
    )
    note_points: int = said(
        5, "A note takes off its record", POINTS, limits=(0, 100), order="-points"
    )


DEFAULTS = FindingThresholds()
