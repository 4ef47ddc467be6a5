"""What is wrong with the data, by named rules: found before a board finds it; pure."""

from app.ratings.rules.findings.catalogue import CATALOGUE, Check, Entry, Severity
from app.ratings.rules.findings.dependencies import DependencyFacts, of_dependency
from app.ratings.rules.findings.milestones import MilestoneFacts, of_milestone
from app.ratings.rules.findings.quality import QualityFacts, of_quality
from app.ratings.rules.findings.record import Finding, Record, in_order
from app.ratings.rules.findings.risks import RiskFacts, of_risk
from app.ratings.rules.findings.schemes import Fall, SchemeFacts, of_scheme
from app.ratings.rules.findings.score import scores
from app.ratings.rules.findings.thresholds import FindingThresholds
from app.ratings.rules.findings.workstreams import (
    WorkstreamFacts,
    Written,
    is_copied,
    of_portfolio,
    of_workstream,
    of_written,
)

__all__ = [
    "CATALOGUE",
    "Check",
    "DependencyFacts",
    "Entry",
    "Fall",
    "Finding",
    "FindingThresholds",
    "MilestoneFacts",
    "QualityFacts",
    "Record",
    "RiskFacts",
    "SchemeFacts",
    "Severity",
    "WorkstreamFacts",
    "Written",
    "in_order",
    "is_copied",
    "of_dependency",
    "of_milestone",
    "of_portfolio",
    "of_quality",
    "of_risk",
    "of_scheme",
    "of_workstream",
    "of_written",
    "scores",
]
