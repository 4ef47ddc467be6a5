"""The pages of a scheme's mandate."""

from app.mandates.views import kpis as kpis
from app.mandates.views import pages as pages
from app.mandates.views.blueprint import bp

__all__ = ["bp"]
