"""The pages of people: who they are, their roles, who stands in for them, and leaving."""

from app.programmes.views.people import changes, deputies, roles
from app.programmes.views.people.blueprint import bp
from app.programmes.views.people.pages import detail, index

__all__ = ["bp", "changes", "deputies", "detail", "index", "roles"]
