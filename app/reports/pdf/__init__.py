"""A pack as a PDF: the same pack always gives the same bytes."""

from dataclasses import replace

from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer

from app.core import dates
from app.reports.content import Block, Pack, Section, Table
from app.reports.pdf import blocks, fonts, page, styles
from app.reports.pdf.grid import Grid, Row
from app.reports.pdf.lines import EntryLine, Line, fitted, set_words
from app.reports.pdf.page import Anchor, Numbers, Place
from app.reports.pdf.styles import BODY_WIDTH, Setting

CONTENTS_FROM = 6  # sections; fewer need no list
PAGE_COLUMN = 34.0
HEADING_ROOM = 46.0
PART_ROOM = 0.45 * styles.BODY_HEIGHT  # less of a page than this is no place to begin a part
MOST_PARTS = 14
CONTENTS_GAP = 28.0


def render(pack: Pack) -> bytes:
    """Exactly two passes: the first counts the pages, the second prints the counts."""
    fonts.register()
    counted = Numbers()
    page.build(pack, _story(pack, counted, found=counted), total=0, found=counted)
    printed = Numbers()
    story = _story(pack, counted, found=printed)
    content = page.build(pack, story, total=counted.total, found=printed)
    if printed != counted:
        raise AssertionError("Page numbers moved between the passes")
    return content


def _story(pack: Pack, known: Numbers, *, found: Numbers) -> list[Flowable]:
    first, *rest = pack.sections or (Section("", "top", ()),)
    setting = Setting(pages=known.sections, keeps_tables=pack.edition > 1)
    story: list[Flowable] = _page_one(pack, first, found, setting)
    if sum(each.level == 1 for each in rest) >= CONTENTS_FROM:
        story += _contents(rest, known)
    for section in rest:
        story += _section(section, found, setting)
    return story


def _page_one(pack: Pack, section: Section, found: Numbers, setting: Setting) -> list[Flowable]:
    """Set closer until it is one page, then said shorter, where the pack says how."""
    ways = [(section.blocks, setting)]
    if section.shorter:
        closer = [replace(each, pages=setting.pages) for each in styles.CLOSER]
        ways += [(section.blocks, each) for each in closer]
        ways += [(less, closer[-1]) for less in section.shorter]
    for said, way in ways:
        story = [_masthead(pack), *_section(replace(section, blocks=said), found, way, first=True)]
        if _measured(story) <= styles.BODY_HEIGHT - 1:
            break
    return story


def _measured(story: list[Flowable]) -> float:
    return sum(
        float(each.wrap(BODY_WIDTH, styles.BODY_HEIGHT)[1]) + float(each.getSpaceAfter())
        for each in story
    )


def _masthead(pack: Pack) -> Grid:
    version = f" · version {pack.version}" if pack.version > 1 else ""
    when = f"{pack.month} · as at {dates.long(pack.as_at)}{version}"
    cell = [
        *set_words(pack.organisation, styles.ORGANISATION, BODY_WIDTH),
        *set_words(pack.title, styles.TITLE, BODY_WIDTH),
        *set_words(f"{pack.programme} · {when}", styles.SUBTITLE, BODY_WIDTH),
    ]
    return Grid([Row([cell], flows=True)], [BODY_WIDTH], after=14)


def _section(
    section: Section, found: Numbers, setting: Setting, *, first: bool = False
) -> list[Flowable]:
    style = styles.SECTION if section.level == 1 else styles.PART
    heading = Grid(
        [Row([set_words(section.heading, style, BODY_WIDTH)], flows=True)], [BODY_WIDTH], after=7
    )
    body = [each for block in section.blocks for each in _marked(block, found, setting)]
    opening: list[Flowable] = []
    if section.page_break:
        opening.append(PageBreak())
    elif not first:
        needed = HEADING_ROOM + _needed(body, setting)
        if setting.keeps_tables and section.level > 1:
            needed = max(needed, PART_ROOM)
        opening += [Spacer(0, 14), CondPageBreak(min(needed, styles.BODY_HEIGHT))]
    return [*opening, Anchor(section, found), heading, *body]


def _marked(block: Block, found: Numbers, setting: Setting) -> list[Flowable]:
    """The block, and where a link leads to it if one may."""
    story = blocks.flowables(block, setting)
    if not isinstance(block, Table) or not block.anchor:
        return story
    at = next((n for n, each in enumerate(story) if isinstance(each, Grid)), 0)
    return [*story[:at], Place(block.anchor, found), *story[at:]]


def _needed(body: list[Flowable], setting: Setting) -> float:
    """The height of what a heading may not be parted from."""
    height = 0.0
    for each in body:
        if isinstance(each, CondPageBreak):
            return height + float(each.height)
        if isinstance(each, Grid):
            return height + (each.opening if setting.keeps_tables else each.minimum)
        height += float(each.wrap(BODY_WIDTH, styles.BODY_HEIGHT)[1])
    return height


def _contents(sections: list[Section], known: Numbers) -> list[Flowable]:
    """What follows, with its page: sections on the left, their parts on the right."""
    left = [section for section in sections if section.level == 1]
    right = [section for section in sections if section.level > 1]
    if not 0 < len(right) <= MOST_PARTS:  # two even columns of sections
        half = -(-len(left) // 2)
        left, right = left[:half], left[half:]
    width = (BODY_WIDTH - CONTENTS_GAP) / 2
    cells = [_entries(column, known, width) for column in (left, right)]
    title = set_words("In this report", styles.SUBHEADING, BODY_WIDTH)
    body = Grid([Row(cells)], [width, width], gap=CONTENTS_GAP, after=8)
    return [
        Spacer(0, 6),
        CondPageBreak(min(body.rows[0].height + 24, styles.BODY_HEIGHT)),
        Grid([Row([title], below=3)], [BODY_WIDTH]),
        body,
    ]


def _entries(sections: list[Section], known: Numbers, width: float) -> list[Line]:
    """As tall on the first pass, which knows no page, as on the second."""
    return [
        EntryLine(
            fitted(section.heading, styles.CONTENTS, width - PAGE_COLUMN),
            f"#{section.anchor}",
            str(known.sections.get(section.anchor, "")),
        )
        for section in sections
    ]
