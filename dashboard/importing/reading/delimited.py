"""Delimited text: the fast way for plain files, the strict way for all others, and the count that must agree."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from dashboard.importing.reading.cleaning import Cleaner
from dashboard.importing.reading.encoding import Utf8File, as_utf8
from dashboard.importing.reading.layout import Layout, find_layout
from dashboard.importing.reading.lines import count_lines, whole_lines
from dashboard.importing.reading.loading import (
    Form,
    check_stored,
    drop,
    load_clean,
    load_plain,
    load_rejected,
    no_rejected,
    unbalanced,
)
from dashboard.importing.reading.rejects import Rejects
from dashboard.importing.reading.scan import Plain, scan
from dashboard.importing.reading.staged import Progress, Read, StagedFile, Tally, part_of
from dashboard.importing.reading.tail import take_footers

LOOKING = 0.15
"""The share of its time that looking at a plain file takes; loading it takes the rest."""
CLEANING = 0.75
"""The share of its time that the strict reader takes."""


def stage_delimited(con: duckdb.DuckDBPyConnection, source: StagedFile, tally: Tally) -> Read:
    """Stages a file of delimited text."""
    text = as_utf8(source.path, source.label, source.options.encoding, source.folder)
    layout = find_layout(text.path, text.start, source.label, source.options, source.known)
    tally.titles, tally.blank = layout.titles, layout.blank
    if not _stage_plain(con, source, text, layout, tally):
        drop(con, source.table)
        _stage_strictly(con, source, text, layout, tally)
    footer = take_footers(
        con,
        source.table,
        grammar=layout.grammar,
        width=len(layout.headers),
        tally=tally,
        skip=source.options.skip_footer,
    )
    return Read(layout.headers, footer, f"{text.words}, {layout.words}")


def _stage_plain(
    con: duckdb.DuckDBPyConnection, source: StagedFile, text: Utf8File, layout: Layout, tally: Tally
) -> bool:
    """Whether the file was plain and DuckDB loaded exactly the rows that were counted."""
    plain = scan(text.path, layout, part_of(source.progress, 0, LOOKING))
    if plain is None:
        return False
    form = Form(len(layout.headers), layout.grammar.delimiter, plain.crlf, plain.breaks)
    jumps = _jumps(plain, source.folder)
    progress = part_of(source.progress, LOOKING, 1)
    try:
        loaded = load_plain(con, text.path, source.table, form, layout.first_line, jumps, progress)
    except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.NotImplementedException):
        return False  # what DuckDB finds odd is for the strict reader to judge
    if loaded != plain.rows:
        return False
    no_rejected(con, source.table)
    tally.accepted = loaded
    tally.blank += plain.blank
    return True


def _jumps(plain: Plain, folder: Path) -> Path | None:
    """The pieces of a plain file in which line and row run in step, as a file: from, to, lines ahead."""
    if not plain.jumps:
        return None
    rows = np.concatenate([[0], *(rows for rows, _ in plain.jumps), [plain.rows]])
    ahead = np.concatenate([[0], *(ahead for _, ahead in plain.jumps)])
    file = folder / "jumps.csv"
    with file.open("w", encoding="ascii") as output:
        for at in range(0, len(ahead), 100_000):
            piece = slice(at, at + 100_000)
            output.writelines(
                f"{start},{end},{more}\n"
                for start, end, more in zip(
                    rows[:-1][piece].tolist(), rows[1:][piece].tolist(), ahead[piece].tolist(), strict=True
                )
            )
    return file


def _stage_strictly(
    con: duckdb.DuckDBPyConnection, source: StagedFile, text: Utf8File, layout: Layout, tally: Tally
) -> None:
    clean, rejected = source.folder / "clean.csv", source.folder / "rejected.csv"
    width = len(layout.headers)
    with Rejects(rejected, width, tally) as rejects, clean.open("w", encoding="utf-8", newline="") as output:
        cleaner = Cleaner(layout.grammar, width, layout.first_line, source.label, rejects, tally)
        for records in cleaner.clean(_reported(text, layout, part_of(source.progress, 0, CLEANING))):
            output.write(records)
    form = Form(width, layout.grammar.delimiter, breaks=cleaner.breaks, longest=cleaner.longest)
    loaded = load_clean(con, clean, source.table, form, part_of(source.progress, CLEANING, 1))
    load_rejected(con, rejected, source.table)
    check_stored(con, source, tally, loaded)
    if cleaner.line - 1 != (lines := count_lines(text.path)):
        raise unbalanced(source, f"{cleaner.line - 1:,} lines were read of {lines:,}")


def _reported(text: Utf8File, layout: Layout, progress: Progress) -> Iterator[bytes]:
    total, done = text.path.stat().st_size, layout.start
    for piece in whole_lines(text.path, layout.start):
        yield piece
        done += len(piece)
        progress(done, total)
