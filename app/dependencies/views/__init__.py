"""The dependency register, the matrix, a dependency's page, and what its two sides can do."""

from app.dependencies.views import matrix, moves, record, register
from app.dependencies.views.blueprint import bp

__all__ = ["bp", "matrix", "moves", "record", "register"]
