"""Ready-made records for tests, with parents: `make.workstream(name="Virtual clinics")`."""

from tests.make.actions import action
from tests.make.dependencies import dependency
from tests.make.finance import claim, ledger_line
from tests.make.milestones import milestone
from tests.make.people import actor, finance, lead, person, pmo, sro, with_role
from tests.make.programmes import organisation, programme, workstream
from tests.make.quality import assessment, mitigation
from tests.make.reporting import period, update
from tests.make.risks import risk
from tests.make.savings import money, scheme

__all__ = [
    "action",
    "actor",
    "assessment",
    "claim",
    "dependency",
    "finance",
    "lead",
    "ledger_line",
    "milestone",
    "mitigation",
    "money",
    "organisation",
    "period",
    "person",
    "pmo",
    "programme",
    "risk",
    "scheme",
    "sro",
    "update",
    "with_role",
    "workstream",
]
