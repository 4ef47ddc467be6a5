"""A whole pack: its marking, its hash and its sections; every link in it leads somewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from app.reports.content.blocks import Block, Boxes, Bullets, Facts, Figure, ReasonList, Words
from app.reports.content.tables import Cell, Link, Table


@dataclass(frozen=True)
class Section:
    heading: str
    anchor: str
    blocks: tuple[Block, ...]
    page_break: bool = False
    level: int = 1  # 2: a part of the section before it, such as one workstream
    shorter: tuple[tuple[Block, ...], ...] = ()  # for one page: said in less, the fullest first


@dataclass(frozen=True)
class Pack:
    title: str
    organisation: str
    programme: str
    month: str  # "October 2026 (M7)"
    as_at: date
    marking: str  # "Private: not for publication"
    data_hash: str
    sections: tuple[Section, ...]
    version: int = 1
    edition: int = 1  # how it is set; 2 since a month keeps what finance and quality say

    def __post_init__(self) -> None:
        anchors = [*(section.anchor for section in self.sections), *self._tables()]
        if len(set(anchors)) < len(anchors):
            raise ValueError("Two places share an anchor")
        wanted = {link.to[1:] for link in self.links() if link.to.startswith("#")}
        if missing := wanted - set(anchors):
            raise ValueError(f"Nothing has the anchor {', '.join(sorted(missing))}")

    def links(self) -> Iterator[Link]:
        for section in self.sections:
            for block in chain(section.blocks, *section.shorter):
                yield from (words for words in _words(block) if isinstance(words, Link))

    def _tables(self) -> Iterator[str]:
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table) and block.anchor:
                    yield block.anchor


def _words(block: Block) -> Iterator[Words | Cell]:
    match block:
        case Bullets(items):
            yield from items
        case Boxes(alert, advise, assure):
            yield from (*alert, *advise, *assure)
        case ReasonList(entries):
            for entry in entries:
                yield from entry.sentences
        case Facts(facts):
            values = (fact.value for fact in facts)
            yield from chain.from_iterable(v if isinstance(v, tuple) else (v,) for v in values)
        case Table() as table:
            yield from _cells(table)
        case Figure() as figure:
            yield from _cells(figure.figures)
        case _:
            return


def _cells(table: Table) -> Iterator[Cell]:
    for row in (*table.rows, *((table.total,) if table.total else ())):
        yield from row
