"""What the pages about signing in, and about oneself, may ask."""

from __future__ import annotations

from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.accounts.rules import LONGEST_PASSWORD
from app.web.forms import Form, Versioned

NEW_PASSWORD = "12 characters or more. Three random words work well"  # noqa: S105  a hint


class SignInForm(Form):
    """E-mail address and password; where to go next, and what was typed before."""

    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)]
    )
    password = PasswordField(
        "Password", [InputRequired("Enter your password"), Length(max=LONGEST_PASSWORD)]
    )
    next = HiddenField()
    kept = HiddenField()


class AskForLinkForm(Form):
    """Whose password is forgotten."""

    email = EmailField(
        "E-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)]
    )


class ChoosePasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(
        "New password", [InputRequired("Enter a new password")], description=NEW_PASSWORD
    )
    again = PasswordField(
        "New password again",
        [
            InputRequired("Enter the new password again"),
            EqualTo("password", "The two passwords are not the same"),
        ],
    )


class ChangePasswordForm(ChoosePasswordForm):
    """As for a forgotten one, with the password until now."""

    current = PasswordField("Password until now", [InputRequired("Enter your password until now")])


class PersonForm(Form):
    """Who somebody is."""

    name = StringField("Name", [InputRequired("Enter the person’s name"), Length(max=200)])
    email = EmailField(
        "E-mail address",
        [InputRequired("Enter their e-mail address"), Length(max=254)],
        description="They sign in with it",
    )
    job_title = StringField("Job title", [Length(max=200)])


class EditPersonForm(Versioned, PersonForm):
    """Who somebody is, from a page that showed one version of it."""
