"""The pack as plain text: lines no wider than a terminal, tables in columns."""

from textwrap import wrap
from unicodedata import east_asian_width

from dashboard.meeting.pack.document import Grid, Pack
from dashboard.meeting.pack.outline import OutlineSection, cover_lines, first_page, headline, other_pages

WIDTH = 96
GAP = "  "


def plain_text(pack: Pack) -> str:
    """The whole pack."""
    title = headline(pack.cover)
    return "\n".join([title, "=" * len(title), *_lines([*cover_lines(pack.cover)], ""), *_written(pack)]) + "\n"


def first_page_text(pack: Pack) -> str:
    """What somebody who was not in the room reads in a minute: the body of a mail, the text for a channel."""
    lines = [headline(pack.cover), *cover_lines(pack.cover)]
    for section in first_page(pack):
        lines += ["", section.title, *(f"• {line}" for line in section.lines)]
    return "\n".join(lines) + "\n"


def _written(pack: Pack) -> list[str]:
    lines = []
    for section in [*first_page(pack), *other_pages(pack)]:
        lines += ["", section.title, "-" * len(section.title), *_lines(section.lines, "- "), *_tables(section)]
    return lines


def _lines(texts: tuple[str, ...] | list[str], mark: str) -> list[str]:
    return [
        line
        for text in texts
        for line in wrap(text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False)
    ]


def _tables(section: OutlineSection) -> list[str]:
    return [line for table in section.tables for line in ["", f"{table.title}:", *_columns(table)]]


def _columns(table: Grid) -> list[str]:
    rows = [table.columns, *table.rows]
    widths = [max(map(_width, cells)) for cells in zip(*rows, strict=True)]
    lines = [
        GAP.join(
            f"{' ' * (widths[place] - _width(cell))}{cell}" if place in table.numbers
            else f"{cell}{' ' * (widths[place] - _width(cell))}"
            for place, cell in enumerate(row)
        ).rstrip()
        for row in rows
    ]  # fmt: skip
    return [*lines, *([table.more] if table.more else [])]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
