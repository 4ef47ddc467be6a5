"""How risks read: the register, the 5×5, a record's statement and scores."""

from app.risks.display.matrix import MatrixRow, counted, matrix, picture
from app.risks.display.record import BAND_COLOURS, LABELS, ScoreLine, score_lines, statement
from app.risks.display.register import Line, listing

__all__ = [
    "BAND_COLOURS",
    "LABELS",
    "Line",
    "MatrixRow",
    "ScoreLine",
    "counted",
    "listing",
    "matrix",
    "picture",
    "score_lines",
    "statement",
]
