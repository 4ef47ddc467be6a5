"""The pages of quality: a scheme's assessment step by step, and the register of them."""

from app.quality.views import assessment
from app.quality.views.blueprint import bp

__all__ = ["assessment", "bp"]
