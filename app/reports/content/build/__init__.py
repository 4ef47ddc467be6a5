"""Says what a frozen month says: a pack out of one document, and the month before it."""

from app.reporting.frozen import Document
from app.reports.content import Pack
from app.reports.content.build import (
    appendix,
    asked,
    changes,
    dependencies,
    milestones,
    position,
    ratings,
    risks,
    savings,
    workstreams,
)
from app.reports.content.build.source import Source

MARKING = "Private: not for publication"


def build(
    document: Document, *, data_hash: str, version: int = 1, before: Document | None = None
) -> Pack:
    """The programme's pack. `before` is the newest frozen month earlier than this one."""
    source = Source(document, before)
    sections = (
        position.section(source),
        *asked.sections(source),
        changes.section(source),
        ratings.section(source),
        savings.section(source),
        milestones.section(source),
        risks.section(source),
        dependencies.section(source),
        *workstreams.sections(source),
        *appendix.sections(source),
    )
    return Pack(
        title="Programme report",
        organisation=document.programme.organisation,
        programme=document.programme.name,
        month=document.month.label,
        as_at=document.as_at,
        marking=MARKING,
        data_hash=data_hash,
        sections=sections,
        version=version,
        edition=2 if document.has_money else 1,
    )
