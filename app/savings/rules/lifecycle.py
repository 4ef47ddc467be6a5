"""The gates of a scheme's life, G0 to G7 (nhs-domain 1.4), and the stage that it has reached."""

from enum import StrEnum


class Gate(StrEnum):
    """A point that a scheme passes only with a signature."""

    G0 = "G0"
    G1 = "G1"
    G2 = "G2"
    G3A = "G3a"
    G3B = "G3b"
    G4 = "G4"
    G5 = "G5"
    G6 = "G6"
    G7 = "G7"


class Stage(StrEnum):
    """Where a scheme stands between two gates."""

    IDEA = "idea"  # waits for G0
    SCOPING = "scoping"  # waits for G1
    DESIGN = "design"  # waits for G2
    ASSURANCE = "assurance"  # waits for G3a and G3b, in either order
    APPROVAL = "approval"  # waits for G4
    APPROVED = "approved"  # waits for G5
    IN_DELIVERY = "in delivery"  # waits for G6
    DELIVERED = "delivered"  # waits for G7
    CLOSED = "closed"


class Verdict(StrEnum):
    """What was said at a gate."""

    SIGNED = "signed"
    REJECTED = "rejected"
    REOPENED = "reopened"
