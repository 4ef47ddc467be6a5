"""How assessments read: the sheet, the list of steps, the state of the gate, the register."""

from app.quality.display.gate import STATUS_COLOURS, first_answers, state, story
from app.quality.display.sheet import Line, Sheet, line, sheet, watched
from app.quality.display.steps import HINTS, former, task_lists, to_do

__all__ = [
    "HINTS",
    "STATUS_COLOURS",
    "Line",
    "Sheet",
    "first_answers",
    "former",
    "line",
    "sheet",
    "state",
    "story",
    "task_lists",
    "to_do",
    "watched",
]
