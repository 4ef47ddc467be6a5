"""What the pages of roles, deputies and leavers may ask."""

from __future__ import annotations

from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.programmes.roles import Role
from app.web.forms import DateParts, Form, OptionalSelect, offered

_BY_LABEL = sorted(Role, key=lambda role: role.label)
ROLES = [("", "Choose one"), *((role.value, role.label) for role in _BY_LABEL)]


class GiveRoleForm(Form):
    """Which role, where, and between which days."""

    role = SelectField("Role", [InputRequired("Choose a role")], choices=offered(ROLES))
    where = SelectField("Where", [InputRequired("Choose where the role is held")])
    starts_on = DateParts("First day", [InputRequired("Enter the first day")])
    ends_on = DateParts("Last day", description="Leave empty if it is not known")


class EndRoleForm(Form):
    """The last day, and why."""

    last_day = DateParts("Last day", description="Leave empty to end it now")
    reason = TextAreaField("Why does it end?", [InputRequired("Say why"), Length(max=500)])


class DeputyForm(Form):
    """Who stands in, from when until when, and why."""

    deputy_id = OptionalSelect("Who stands in?", [InputRequired("Choose who stands in")])
    starts_on = DateParts("First day", [InputRequired("Enter the first day")])
    ends_on = DateParts("Last day", [InputRequired("Enter the last day")])
    reason = TextAreaField("Why?", [InputRequired("Say why"), Length(max=500)])


class LeaveForm(Form):
    """Why somebody can no longer sign in."""

    reason = TextAreaField("Why?", [InputRequired("Say why"), Length(max=500)])


class ReturnForm(Form):
    """Why somebody may sign in again."""

    reason = TextAreaField("Why?", [InputRequired("Say why"), Length(max=500)])
