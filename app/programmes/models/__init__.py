"""The tables of organisations, programmes, workstreams and roles."""

from app.programmes.models.organisation import Organisation, OrganisationKind
from app.programmes.models.placed import Disclosed, Disclosure, Placed, RecordReader
from app.programmes.models.programme import Programme, ProgrammeStatus, ProgrammeTarget
from app.programmes.models.role import Deputy, RoleAssignment
from app.programmes.models.workstream import (
    DimensionNotApplicable,
    Workstream,
    WorkstreamCost,
    WorkstreamStatus,
    WorkstreamTarget,
)

__all__ = [
    "Deputy",
    "DimensionNotApplicable",
    "Disclosed",
    "Disclosure",
    "Organisation",
    "OrganisationKind",
    "Placed",
    "Programme",
    "ProgrammeStatus",
    "ProgrammeTarget",
    "RecordReader",
    "RoleAssignment",
    "Workstream",
    "WorkstreamCost",
    "WorkstreamStatus",
    "WorkstreamTarget",
]
