"""The pages of signing in and out, forgotten passwords, and oneself."""

from app.accounts.views import me, reset
from app.accounts.views.blueprint import bp
from app.accounts.views.sign_in import ask_to_sign_in

__all__ = ["ask_to_sign_in", "bp", "me", "reset"]
