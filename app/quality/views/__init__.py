"""The pages of quality: a scheme's assessment step by step, and the register of them."""

from app.quality.views import answers, assessment, measures, sending
from app.quality.views.blueprint import bp

__all__ = ["answers", "assessment", "bp", "measures", "sending"]
