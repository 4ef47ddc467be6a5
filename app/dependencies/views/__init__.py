"""The dependency register, the matrix, a dependency's page, and what its two sides can do."""

from app.dependencies.views import changes, matrix, moves, record
from app.dependencies.views.blueprint import bp

__all__ = ["bp", "changes", "matrix", "moves", "record"]
