"""Reads of the home page and the programme page."""

from app.overview.queries.position import Position, of_workstream, position
from app.overview.queries.records import id_of
from app.overview.queries.task import Task
from app.overview.queries.waiting import tasks

__all__ = ["Position", "Task", "id_of", "of_workstream", "position", "tasks"]
