"""When a claimed saving counts as validated by finance (nhs-domain 1.6)."""

from enum import StrEnum


class Evidence(StrEnum):
    """What an actual rests on, strongest first."""

    LEDGER = "ledger"
    ESR = "ESR"
    ACTIVITY_MODEL = "activity model"
    SELF_DECLARED = "self-declared"


class Finding(StrEnum):
    """What finance said of a month's claim."""

    VALIDATED = "validated"
    QUERIED = "queried"
    REJECTED = "rejected"
