"""How much page one may say: when a month is rich, lists give way first, then long sentences."""

from dataclasses import dataclass

from app.reports.content import Link
from app.reports.content.build.source import Source
from app.reports.content.build.words import Words

CUT = "… Cut to fit; in full"


@dataclass(frozen=True)
class Room:
    """Lines of a list, and letters of a sentence that somebody wrote (nought: all of them)."""

    answers: int
    news: int
    letters: int = 0


FULL = Room(answers=2, news=4)
SHORTER = (
    Room(answers=2, news=2),
    Room(answers=1, news=2),
    Room(answers=1, news=1),
    Room(answers=1, news=1, letters=240),
    Room(answers=1, news=1, letters=110),
    Room(answers=1, news=1, letters=60),
)


def leading_to(source: Source, ref: str, text: str, room: Room, *, whole: str = "") -> Words:
    """A line about a workstream; one that is cut says so, and leads to where all of it stands."""
    if not room.letters or len(text) <= room.letters:
        return source.leading_to(ref, text)
    anchor = whole or source.anchor(ref)
    said = cut(text, room.letters)
    return Link(said, f"#{anchor}", numbered=True) if anchor else f"{said} in the register."


def cut(text: str, letters: int) -> str:
    """Whole words from the start, and that it was cut."""
    head = text[:letters]
    at_a_word = head.rpartition(" ")[0] if " " in head[letters // 2 :] else head
    return f"{at_a_word.rstrip(' ,;:.')} {CUT}"


def name(text: str, room: Room) -> str:
    """A name in a list of names; an ellipsis says that more of it is left."""
    most = room.letters // 2
    return f"{text[:most].rstrip()}…" if most and len(text) > most else text
