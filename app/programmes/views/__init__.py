"""The pages that set up organisations, programmes and workstreams."""

from app.programmes.views import organisations, programmes, standing, targets, workstreams
from app.programmes.views.blueprint import bp

__all__ = ["bp", "organisations", "programmes", "standing", "targets", "workstreams"]
