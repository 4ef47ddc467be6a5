"""What is done to dependencies: add and edit, sign, deliver, accept, dispute, move a date."""

from app.dependencies.commands.agreement import accept, deliver, dispute, sign, withdraw
from app.dependencies.commands.dates import move_date, note
from app.dependencies.commands.records import add, edit

__all__ = [
    "accept",
    "add",
    "deliver",
    "dispute",
    "edit",
    "move_date",
    "note",
    "sign",
    "withdraw",
]
