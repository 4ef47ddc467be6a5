"""Ready-made records for tests, with parents: `make.workstream(name="Virtual clinics")`."""

from tests.make.people import actor, finance, lead, person, pmo, sro, with_role
from tests.make.programmes import organisation, programme, workstream

__all__ = [
    "actor",
    "finance",
    "lead",
    "organisation",
    "person",
    "pmo",
    "programme",
    "sro",
    "with_role",
    "workstream",
]
