"""One colour for a programme out of its workstreams'."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.rating import Colour, Rating, Reason, worst

RULE = "programme.worst-workstream"


def programme_rating(overall: Sequence[Rating]) -> Rating:
    """The worst workstream's colour, with how many have each. Never an average."""
    colours = [each.colour for each in overall]
    colour = worst(colours) if colours else Colour.NOT_REPORTED
    counts = [(each.label, str(colours.count(each))) for each in Colour if each in colours]
    if not colour.is_rated:
        sentence = "No workstream has a rating for the month"
    else:
        same = colours.count(colour)
        verb = "is" if same == 1 else "are"
        sentence = f"{same} of {len(colours)} workstreams {verb} {colour.label.lower()}"
    return Rating(colour, (Reason(RULE, sentence, tuple(counts)),))
