"""Who signs which gate, how far value may move, and what each stage counts as (nhs-domain 1.3)."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import money
from app.core.money import Pence
from app.core.setting import said
from app.programmes.roles import Role
from app.savings.rules.lifecycle import CLINICAL, Gate, Stage
from app.savings.rules.totals import DevelopmentStatus

ONE_IS_ENOUGH = frozenset({Gate.G5})
"""Of these any one of the roles signs; of the others each of them does."""


@dataclass(frozen=True)
class Gates:
    """Who signs, the limit above which G4 goes higher, the tolerance, and the stage's status."""

    g0: tuple[Role, ...] = said((Role.LEAD,), "G0, idea, is signed by")
    g1: tuple[Role, ...] = said((Role.PROGRAMME_DIRECTOR,), "G1, scoping, is signed by")
    g2: tuple[Role, ...] = said((Role.SRO, Role.PMO), "G2, mandate, is signed by each of")
    g3a: tuple[Role, ...] = said((Role.FINANCE,), "G3a, finance validation, is signed by")
    g4: tuple[Role, ...] = said((Role.SRO,), "G4, approval up to the limit, is signed by")
    g4_above: tuple[Role, ...] = said((Role.SPONSOR,), "G4, approval above it, is signed by")
    g4_limit: int = said(
        100_000_000, "G4 goes higher for a scheme worth more than", "pence", limits=(0, None)
    )
    g5: tuple[Role, ...] = said((Role.LEAD, Role.PMO), "G5, in delivery, is signed by one of")
    g6: tuple[Role, ...] = said((Role.FINANCE, Role.SRO), "G6, delivered, is signed by each of")
    g7: tuple[Role, ...] = said((Role.SRO,), "G7, closure, is signed by")
    tolerance_percent: int = said(
        10, "Value may move after it was signed by up to", "%", limits=(0, 100)
    )
    tolerance_pence: int = said(
        5_000_000, "Value may move after it was signed by at most", "pence", limits=(0, None)
    )
    kept_months: int = said(
        3,
        "A scheme is delivered once it has saved, and each KPI was held, for",
        "months",
        limits=(0, 36),
    )
    idea: DevelopmentStatus = said(DevelopmentStatus.OPPORTUNITY, "An idea counts as")
    scoping: DevelopmentStatus = said(DevelopmentStatus.OPPORTUNITY, "Scoping counts as")
    design: DevelopmentStatus = said(DevelopmentStatus.PLANS_IN_PROGRESS, "Design counts as")
    assurance: DevelopmentStatus = said(DevelopmentStatus.PLANS_IN_PROGRESS, "Assurance counts as")
    approval: DevelopmentStatus = said(DevelopmentStatus.PLANS_IN_PROGRESS, "Approval counts as")
    approved: DevelopmentStatus = said(DevelopmentStatus.FULLY_DEVELOPED, "Approved counts as")
    in_delivery: DevelopmentStatus = said(
        DevelopmentStatus.FULLY_DEVELOPED, "In delivery counts as"
    )
    delivered: DevelopmentStatus = said(DevelopmentStatus.FULLY_DEVELOPED, "Delivered counts as")
    closed: DevelopmentStatus = said(DevelopmentStatus.FULLY_DEVELOPED, "Closed counts as")

    def signers(self, gate: Gate, value: Pence) -> tuple[Role, ...]:
        """The roles that the gate asks of a scheme of that value. Never nobody."""
        if gate is Gate.G3B:
            return CLINICAL
        above = gate is Gate.G4 and value > self.g4_limit
        name = "g4_above" if above else gate.value.lower()
        roles: tuple[Role, ...] = getattr(self, name) or getattr(DEFAULTS, name)
        return roles

    def status(self, stage: Stage) -> DevelopmentStatus:
        """The national value that the stage counts as."""
        status: DevelopmentStatus = getattr(self, stage.value.replace(" ", "_"))
        return status

    def is_beyond(self, before: int, now: int) -> bool:
        """Whether a value has moved by more than either tolerance allows."""
        moved = abs(now - before)
        return moved > self.tolerance_pence or moved * 100 > abs(before) * self.tolerance_percent


DEFAULTS = Gates()


@dataclass(frozen=True)
class Value:
    """What a scheme is worth when it is signed: the first year's plan, and the full-year effect."""

    plan: Pence
    full_year: Pence

    @property
    def whole(self) -> Pence:
        """The larger: that is what the limit is held against."""
        return max(self.plan, self.full_year)

    def moved_beyond(self, signed: Value, gates: Gates) -> str:
        """What moved too far from what was signed, as a sentence; empty when nothing did."""
        for what, before, now in (
            ("Plan", signed.plan, self.plan),
            ("Full-year effect", signed.full_year, self.full_year),
        ):
            if gates.is_beyond(before, now):
                return (
                    f"{what} moved from {money.exact(before)} to {money.exact(now)}, which is more "
                    f"than {gates.tolerance_percent}% or {money.exact(gates.tolerance_pence)}"
                )
        return ""
