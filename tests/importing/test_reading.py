"""Reading loses no row and bends none: against Python's csv module, and the fast way against the strict one."""

import csv
import errno
import io
import os
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.importing.reading import delimited, lines
from dashboard.importing.reading.one_file import forget, stage
from dashboard.importing.reading.staged import ReadOptions
from tests.importing.staging import Outcome, read, read_bytes
from tests.shared import SHARED, needs_shared

HEADER = ("lead_id", "created_at", "name")
TEXT = st.text(st.sampled_from("ab é,;|\t\"'\n\r#\\=-1ß日\u2028\x85\xa0"), max_size=8)
CELL = st.one_of(
    TEXT, st.sampled_from(["", "1", "L1", "2024-01-05", "null", " x ", "sep=;", '"', '""', "a\r\nb", "x" * 300])
)
EXPORTS = sorted(path for folder in ("data", "golden") for path in (SHARED / folder).rglob("*.csv"))


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """One connection for all files of this module."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        yield connection


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder: hypothesis takes no fixture made anew for each test."""
    return tmp_path_factory.mktemp("reading")


def strictly(path: Path, con: duckdb.DuckDBPyConnection, piece: int = 8, **options: Any) -> Outcome:
    """The same file by the strict reader alone, in pieces as small as they can be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "scan", lambda *_: None)
        patch.setattr(lines, "PIECE", piece)
        return read(path, con, **options)


def or_refusal(reader: Callable[..., Outcome], path: Path, con: duckdb.DuckDBPyConnection) -> Outcome | str:
    """What a reader makes of a file, or the sentence that refuses it."""
    try:
        return reader(path, con, encoding="utf-8")
    except BadInput as error:
        return str(error)


def by_csv_module(text: str, delimiter: str) -> list[tuple[int, tuple[str, ...]]]:
    """Each record with the line it begins in, as Python's own reader has them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, line = [], 1
    for cells in reader:
        rows.append((line, tuple(cells)))
        line = reader.line_num + 1
    return rows


def written(rows: Sequence[tuple[str, ...]], delimiter: str, end: str, quoting: int) -> str:
    """A sound file, unlike the csv module's of Python 3.11, which leaves a lone CR unquoted."""
    sound = re.compile(rf'[^"\r\n{re.escape(delimiter)}]*')

    def cell(text: str) -> str:
        bare = quoting == csv.QUOTE_MINIMAL and sound.fullmatch(text)
        return text if bare else '"' + text.replace('"', '""') + '"'

    return "".join(delimiter.join(map(cell, row)) + end for row in (HEADER, *rows))


def is_blank(cells: tuple[str, ...], quoting: int) -> bool:
    """Whether a row is written as delimiters only."""
    return quoting == csv.QUOTE_MINIMAL and not any(cells)


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=12),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    last=st.booleans(),
)
def test_a_sound_file_gives_the_cells_and_lines_of_pythons_csv_module(
    rows: list[tuple[str, ...]],
    delimiter: str,
    end: str,
    quoting: int,
    last: bool,
    con: duckdb.DuckDBPyConnection,
    folder: Path,
) -> None:
    """Any cells, delimiter, line end and quoting; with and without a final line end; both ways of reading."""
    text = written(rows, delimiter, end, quoting)
    text = text if last else text.removesuffix(end)
    path = folder / "sound.csv"
    path.write_bytes(text.encode())
    expected = [row for row in by_csv_module(text, delimiter)[1:] if not is_blank(row[1], quoting)]
    fast, strict = read(path, con), strictly(path, con)
    assert fast.rows == strict.rows == expected
    assert fast.staged.rows_read == len(expected)
    assert fast.staged.blank == strict.staged.blank == len(rows) - len(expected)
    assert not fast.rejected


FRAGMENT = st.sampled_from(
    (
        *(b"a", b"L1", b" ", b",", b",,", b"\n", b"\n", b"\r\n", b"\r", b";", b"\t", b"\\"),
        *(b'"', b'""', b'"a"', b'"a,b"', b'"a\nb"', b'"a', b'a"'),
        *(b"1,2,3\n", b'1,"x""y",3\n', b"4,5\n", b"6,7,8,9\n", b",,\n", b"Total,,5\n", b"Confidential Information\n"),
        *(b"\x00", b"\x1a", b"\x07", b"\xff", b"\xc3\xa9", b"\xe2\x80\xa8"),
    )
)


@settings(max_examples=150, deadline=None)
@given(content=st.lists(FRAGMENT, max_size=25).map(b"".join))
def test_any_bytes_below_a_header_are_read_rejected_or_refused_in_one_sentence(
    content: bytes, con: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    """Whatever follows the header, each line is accounted for, and both ways of reading agree."""
    path = folder / "any.csv"
    path.write_bytes(b"lead_id,created_at,name\n" + content)
    fast, strict = or_refusal(read, path, con), or_refusal(strictly, path, con)
    if not isinstance(fast, Outcome) or not isinstance(strict, Outcome):
        assert fast == strict
        assert "\n" not in str(fast)
        return
    assert (fast.rows, fast.rejected, fast.staged.blank, fast.staged.footer) == (
        strict.rows,
        strict.rejected,
        strict.staged.blank,
        strict.staged.footer,
    )


def test_pieces_do_not_change_what_is_read(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """A file of many chunks, with line breaks in values and blank lines at every place, is read as csv reads it."""
    chance = random.Random(5)
    values = ["x", "ü" * 40, 'say "hi"', "two\nlines", "a\r\nb", "", "a,b", "\n\n"]
    rows = [(f"L{index}", chance.choice(values), chance.choice(values)) for index in range(30_000)]
    text = written(rows, ",", "\n", csv.QUOTE_MINIMAL)
    blanks = 0
    for place in sorted(chance.sample(range(30_000), 40), reverse=True):
        at = text.find(f"\nL{place},")
        text = text[: at + 1] + "\n" + text[at + 1 :]
        blanks += 1
    path = folder / "long.csv"
    path.write_bytes(text.encode())
    expected = [row for row in by_csv_module(text, ",")[1:] if row[1]]
    fast, strict = read(path, con), strictly(path, con, 5_000)
    assert fast.rows == expected
    assert strict.rows == expected
    assert fast.staged.blank == strict.staged.blank == blanks


def test_a_plain_file_takes_the_fast_way(
    con: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Quoted values, doubled quotes, line breaks, umlauts, CRLF: none of them needs the strict reader."""

    def never(*_: object) -> None:
        raise AssertionError("the strict reader was asked")

    monkeypatch.setattr(delimited, "_stage_strictly", never)
    for end in ("\n", "\r\n"):
        path = folder / "plain.csv"
        path.write_bytes(f'lead_id,name{end}1,"Ü ""x"""{end}{end}2,"a\nb, c"{end}3,"a\r\nb"{end}4,d{end}{end}'.encode())
        got = read(path, con)
        assert got.rows == [(2, ("1", 'Ü "x"')), (4, ("2", "a\nb, c")), (6, ("3", "a\r\nb")), (8, ("4", "d"))]
        assert got.staged.blank == 2


def test_values_that_look_like_rows_stay_values_in_a_file_of_many_buffers(tmp_path: Path) -> None:
    """Line breaks, quotes and delimiters in values of 40 MB: DuckDB's parallel reader alone loses its place."""
    chance = random.Random(3)
    values = [
        'x\n","a","b"\n',
        "\n1,2,3\n4,5,6\n",
        '"\n"',
        "plain",
        '\n"\n,\n"',
        '","","\n',
        "x" * 9_000 + "\n1,2,3",
        '"',
    ]
    rows = [(str(index), chance.choice(values), chance.choice(values)) for index in range(18_000)]
    path = tmp_path / "many.csv"
    path.write_bytes(written(rows, ",", "\n", csv.QUOTE_ALL).encode())
    assert path.stat().st_size > 36_000_000
    with duckdb.connect() as con:
        assert read(path, con).cells == rows
        assert strictly(path, con, 50_000).cells == rows


@needs_shared
@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_real_exports_are_read_as_the_csv_module_reads_them(path: Path, con: duckdb.DuckDBPyConnection) -> None:
    """Every sound export beside the project: each header, each cell, each line."""
    text = path.read_bytes().decode("utf-8-sig")
    header, *rows = by_csv_module(text, ",")
    staged = stage(con, path, path.name, 1, ReadOptions(), len)
    got = [
        (line, tuple(cell or "" for cell in cells)) for line, *cells in con.table(staged.table).order("line").fetchall()
    ]
    assert staged.headers == tuple(cell.strip() for cell in header[1])
    assert got == rows
    assert staged.rows_read == len(rows)
    forget(con, staged)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, r"\(No space left on device\); make room on the disk"),
        (errno.EIO, r"\(Input/output error\); see that the file and the disk can be read"),
    ],
)
def test_a_fault_of_the_disk_is_said_in_a_sentence(
    con: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """The old warehouse serves on, so the sentence is all the user needs; only a full disk is called full."""

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    path = folder / "odd.csv"
    path.write_bytes(b"lead_id,name\n1,a\n2\n")
    monkeypatch.setattr(delimited, "Rejects", fail)
    with pytest.raises(BadInput, match=f"odd.csv: reading stopped.*{words}"):
        read(path, con)


def test_a_sound_file_too_large_for_the_memory_is_not_called_damaged(tmp_path: Path) -> None:
    """Of a Parquet file too: another export would not help."""
    path = tmp_path / "leads.parquet"
    duckdb.execute(f"copy (select range as lead_id, hash(range)::varchar as name from range(3000000)) to '{path}'")
    with duckdb.connect() as con:
        con.execute("set memory_limit = '30MB'")
        con.execute("set temp_directory = ''")
        with pytest.raises(BadInput, match=r"leads.parquet: reading stopped.*; make room in memory"):
            stage(con, path, path.name, 1, ReadOptions(), len)


def test_temporary_files_lie_where_the_import_spills_and_are_gone_afterwards(tmp_path: Path) -> None:
    """So that a killed import leaves personal data nowhere but where the next one sweeps."""
    scratch = tmp_path / "importing"
    seen: set[str] = set()

    def look(_done: int, _total: int) -> None:
        seen.update(item.name for item in scratch.rglob("*.csv"))

    path = tmp_path / "leads.csv"
    path.write_bytes(b"lead_id,name\n1,a\n2\n")
    with duckdb.connect() as con:
        con.execute("set temp_directory = $folder", {"folder": str(scratch)})
        stage(con, path, "leads.csv", 1, ReadOptions(), len, look)
        assert seen == {"clean.csv", "rejected.csv"}
        assert not list(scratch.rglob("*.csv"))


def test_progress_rises_to_the_end(folder: Path) -> None:
    """For a plain and for a damaged file, and what is reported never falls."""
    for content in (b"1,a\n" * 200_000, b"1,a\n" * 100_000 + b"2\n" + b'3,"b\nc"\n' * 9_000):
        path = folder / "bar.csv"
        path.write_bytes(b"lead_id,name\n" + content)
        shares: list[tuple[int, int]] = []
        with duckdb.connect() as con:
            stage(con, path, "bar.csv", 1, ReadOptions(), len, lambda *share, to=shares: to.append(share))
        assert shares == sorted(shares)
        assert shares[-1] == (1000, 1000)
        assert len(shares) > 2


def test_a_row_duckdb_would_bend_is_never_left_to_it(tmp_path: Path) -> None:
    """DuckDB takes an extra empty field at the end of a row for nothing; the count of delimiters does not."""
    got = read_bytes(tmp_path, "lead_id,name\n1,a,\n2,b\n")
    assert got.rows == [(3, ("2", "b"))]
    assert got.reasons == [(2, "too_many_fields")]


def test_counts_that_differ_are_never_published(
    con: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the second count finds other lines than the reader, the file is refused."""
    path = folder / "odd.csv"
    path.write_bytes(b"lead_id,name\n1,a\n2\n")
    monkeypatch.setattr(delimited, "count_lines", lambda _: 4)
    with pytest.raises(BadInput, match="3 lines were read of 4, so nothing was imported"):
        read(path, con)
