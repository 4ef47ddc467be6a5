"""The pages of settings, and what a new value would have changed."""

from app.settings.views.pages import MAY_LOOK, bp

__all__ = ["MAY_LOOK", "bp"]
