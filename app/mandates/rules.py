"""What a mandate must hold together: the benchmark with its source, a KPI that is kept (1.4)."""

from __future__ import annotations

from collections.abc import Mapping

from app.core import quantity
from app.core.errors import RuleBroken
from app.core.financial_year import Month


def must_be_whole_benchmark(benchmark: str, source: str, none_exists: str) -> None:
    """Raises RuleBroken for a benchmark without a source, or one that is said not to exist."""
    if none_exists and (benchmark or source):
        raise RuleBroken(
            "no_benchmark",
            "Give the benchmark and its source, or say why none exists: not both",
        )
    if benchmark and not source:
        raise RuleBroken(
            "benchmark_source",
            "Say where the benchmark comes from, for example Model Hospital, 2025/26",
        )
    if source and not benchmark:
        raise RuleBroken("benchmark", "Say what the benchmark shows: your figure, and the peers’")


def must_be_sound_target(baseline: int, target: int, *, is_better_above: bool) -> None:
    """Raises RuleBroken for a target that is worse than where the KPI begins, or where it is."""
    if target == baseline:
        raise RuleBroken(
            "target",
            f"The target is the baseline of {quantity.plain(baseline)}: enter where it is to "
            "stand once the scheme has worked",
        )
    if not is_held(target, baseline, is_better_above=is_better_above):
        side = "below" if is_better_above else "above"
        raise RuleBroken(
            "target",
            f"The target lies {side} the baseline of {quantity.plain(baseline)}, which is worse: "
            "change it, or change which way is better",
        )


def is_held(value: int, target: int, *, is_better_above: bool) -> bool:
    """Whether the value is at the target or better."""
    return value >= target if is_better_above else value <= target


def months_held(readings: Mapping[Month, int], target: int, *, is_better_above: bool) -> int:
    """How many months in a row, up to the last one that was read, it stood at its target.

    A month without a reading ends the row: what nobody measured was not held.
    """
    held = 0
    later: Month | None = None
    for month in sorted(readings, reverse=True):
        follows = later is None or month == later.previous
        if not follows or not is_held(readings[month], target, is_better_above=is_better_above):
            break
        held, later = held + 1, month
    return held
