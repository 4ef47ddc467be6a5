"""Setting up organisations, programmes and workstreams, and saying how they stand."""

from app.programmes.commands.deputies import end_deputy, name_deputy
from app.programmes.commands.organisations import create_organisation, edit_organisation
from app.programmes.commands.people import leave
from app.programmes.commands.programmes import create_programme, edit_programme, set_target
from app.programmes.commands.readers import (
    drop_reader,
    keep_in_sight,
    name_reader,
    set_readers,
)
from app.programmes.commands.roles import Scope, assign_role, end_role
from app.programmes.commands.standing import (
    decide_not_applicable,
    give_confidence,
    make_applicable,
    set_cost,
)
from app.programmes.commands.workstreams import add_workstream, edit_workstream

__all__ = [
    "Scope",
    "add_workstream",
    "assign_role",
    "create_organisation",
    "create_programme",
    "decide_not_applicable",
    "drop_reader",
    "edit_organisation",
    "edit_programme",
    "edit_workstream",
    "end_deputy",
    "end_role",
    "give_confidence",
    "keep_in_sight",
    "leave",
    "make_applicable",
    "name_deputy",
    "name_reader",
    "set_cost",
    "set_readers",
    "set_target",
]
