"""Headers that cannot be told (classes 15 and 17), in every kind of file: asked about or refused, never by position."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import BadInput, MustAsk
from tests.importing.importer import Importer

MAPPING = """name = "ours"
[[sources]]
name = "people"
files = ["people"]
[[sources.feeds]]
table = "leads"
columns = { lead_id = "Id", created_at = "Created", source = "Source" }
"""
Written = Callable[[Sequence[str], Sequence[Sequence[str]]], bytes]


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The bytes of a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def as_workbook(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The bytes of a workbook."""
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.worksheets[0].append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The bytes of a Parquet file."""
    columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(len(header))]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, list(header)), out)
    return out.getvalue()


KINDS: dict[str, Written] = {"csv": as_csv, "xlsx": as_workbook, "parquet": as_parquet}
ROW = ["1", "2025-01-02", "web", "mail"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("header", "says"),
    [
        (["Id", "Created", "Source", "Source"], r'"Source" is used and stands in 2 columns \(3, 4\); rename'),
        (
            ["Id", "Created", "Source", "SOURCE"],
            r'in 2 columns \(3, 4: "SOURCE" and "Source"\); rename all but the one',
        ),
        (
            ["Id", "Created", "source", "SOURCE"],
            r'in 2 columns \(3, 4: "SOURCE" and "source"\); rename all but the one',
        ),
        (["Id", "Created", " Source ", "Source"], r"in 2 columns \(3, 4\); rename all but the one"),
        (["Id", "Created", "Source", "id"], r'"Id" is used and stands in 2 columns \(1, 4: "Id" and "id"\)'),
    ],
)
def test_a_name_that_repeats_and_is_used_is_asked_about(
    importing: Importer, kind: str, header: list[str], says: str
) -> None:
    """In the same letters, in others, with blanks around it."""
    with pytest.raises(BadInput, match=rf"people\.{kind}: the header .*{says}"):
        importing({f"people.{kind}": KINDS[kind](header, [ROW])}, MAPPING)


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_repeats_and_is_not_used_does_no_harm(importing: Importer, kind: str) -> None:
    """Nobody reads it."""
    content = KINDS[kind](
        ["Id", "Created", "Source", "Note", "NOTE", "Note"], [["1", "2025-01-02", "web", "a", "b", "c"]]
    )
    assert importing({f"people.{kind}": content}, MAPPING).rows("select lead_id, source from leads") == [("1", "web")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", [0, 2, 3])
def test_a_column_with_values_and_no_name_is_asked_about(importing: Importer, kind: str, place: int) -> None:
    """First, in the middle, last; without a value it is nothing."""
    header, row = ["Id", "Created", "Source"], ROW[:3]
    for cell, is_refused in (("x", True), ("", False)):
        content = KINDS[kind]([*header[:place], "", *header[place:]], [[*row[:place], cell, *row[place:]]])
        if is_refused and not (kind == "xlsx" and place == 3):  # there the header ends before, and the row is too long
            with pytest.raises(MustAsk, match=rf"column {place + 1} holds values and its header is empty; "):
                importing({f"people.{kind}": content}, MAPPING)
        elif not is_refused:
            assert importing({f"people.{kind}": content}, MAPPING).column("select source from leads") == ["web"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("header", "says"),
    [
        (["Id", "Created", *(f"c{number}" for number in range(999))], "1,001 columns, more than 1,000; .*TOO_MANY_COL"),
        (
            ["Id", "Created", *(f"c{number}" for number in range(4_998))],
            "5,000 columns, more than 1,000; .*TOO_MANY_",
        ),
        (["Id", "Created", "x" * 30_000], "name of column 3 is longer than 1,000 characters; .*HEADER_TOO_LONG"),
    ],
)
def test_a_header_of_too_many_columns_or_letters_is_refused(
    importing: Importer, kind: str, header: list[str], says: str
) -> None:
    """A thousand columns, and a thousand characters of a name, are the most."""
    with pytest.raises(BadInput, match=rf"people\.{kind}: .*{says}"):
        importing({f"people.{kind}": KINDS[kind](header, [["1"] * len(header)])}, MAPPING)


@pytest.mark.parametrize("megabytes", [0.9, 1, 2.5, 9])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_header_of_megabytes_is_refused_as_what_it_is(importing: Importer, megabytes: float, sign: str) -> None:
    """Longer than what is looked at for the header: one name, or names without end, quoted or not."""
    size = int(megabytes * 1_000_000)
    names = sign.join(f"column {number}" for number in range(size // 12))
    cases = {
        f"Id{sign}Created{sign}{'x' * size}": "HEADER_TOO_LONG",
        f'Id{sign}Created{sign}"{"x" * size}"': "HEADER_TOO_LONG",
        f"Id{sign}Created{sign}{names}": "TOO_MANY_COLUMNS",
    }
    for header, code in cases.items():
        with pytest.raises(BadInput, match=rf"people\.csv: the (header|name of column 3) .* \({code}\)\."):
            importing({"people.csv": f"{header}\n1{sign}2025-01-02{sign}web\n"}, MAPPING)


def test_a_long_header_within_the_bounds_is_read(importing: Importer) -> None:
    """A thousand columns of long names."""
    header = ["Id", "Created", "Source", *(f"{'n' * 900} {number}" for number in range(997))]
    content = as_csv(header, [["1", "2025-01-02", "web", *[""] * 997]])
    assert importing({"people.csv": content}, MAPPING).column("select source from leads") == ["web"]


@pytest.mark.parametrize("name", ["leads (1).csv", "leads-2026.csv", "Leads copy.xlsx", "lead.parquet", "export.csv"])
def test_a_file_that_is_not_called_like_a_table_is_told_so(importing: Importer, name: str) -> None:
    """Not that its header is missing; and the name it should have, where that can be told."""
    content = KINDS[name.rpartition(".")[2]](["lead_id", "created_at"], [ROW[:2]])
    with pytest.raises(BadInput, match="no canonical table has this name, and only those need no mapping") as refused:
        importing({name: content})
    assert str(refused.value).startswith(f"{name}: ")
    assert ("(leads.csv)" in str(refused.value)) == name.lower().startswith("leads")


def test_names_from_outside_are_shown_and_not_obeyed(importing: Importer, tmp_path: Path) -> None:
    """A name that is not UTF-8, of several lines, that turns the writing around, that holds a terminal's commands."""
    folder = tmp_path / "odd"
    folder.mkdir()
    names = [b"people\xe9.csv", "people\u202egpj.csv".encode(), b"people\n\x1b[2J.csv", "people\u2028\x85.csv".encode()]
    for number, name in enumerate(names):
        (folder / name.decode("utf-8", "surrogateescape")).write_text(f"Id,Created,Source\n{number},2025-01-02,web\n")
    done = importing(folder, MAPPING.replace('"people"]', '"people*"]'))
    assert sorted(done.column("select file from import_files")) == sorted(
        [r"people\xe9.csv", r"people\u202egpj.csv", r"people\n\x1b[2J.csv", r"people\u2028\x85.csv"]
    )
    assert len(done.column("select lead_id from leads")) == 4
