"""Every bad file gets its exact reaction (classes of the reliability page, those that concern reading).

| class | here |
|---|---|
| 1 empty, white space, header only | test_nothing_to_read, test_a_header_without_rows_warns |
| 2 UTF-8 mark, 3 UTF-16 with mark | test_marks_of_unicode_are_heeded |
| 4 UTF-16 without mark, 5 Windows-1252 | test_an_encoding_is_asked_for_not_guessed, test_the_answer_is_used |
| 6 mixed encodings | test_one_line_in_a_hundred_may_be_damaged |
| 7 bad byte in the header | test_a_damaged_header_is_refused |
| 8 NUL, controls; 13, 21–25, 27, 28 rows | test_rows, test_long_fields_and_rows |
| 9, 31, 32, 57, 58 hostile or odd values | test_values_are_not_touched |
| 10 delimiters, 11 `sep=` | test_delimiters_are_told_by_the_known_columns, test_a_separator_line_is_a_hint |
| 12 title rows, 14 no header | test_the_header_row_is_asked_for, test_a_file_whose_first_row_is_data_is_refused |
| 15, 16 header names | test_headers_are_handed_on_as_they_are |
| 17 5,000 columns | test_too_many_columns |
| 13 footers | test_footers_are_recognised, test_what_only_looks_like_a_footer_stays |
| 18 quoted line breaks, 19 line ends, 26 blank lines | test_line_ends_and_blank_lines |
| 20 unclosed quote | test_an_unclosed_quote_is_refused_at_its_line |
| 24 mostly bad | test_a_mostly_bad_file_warns (data.md: rows never stop an import) |
| 29 other things called .csv | test_what_is_no_csv_is_refused_as_what_it_is |
| 30 Excel | test_excel, test_zip_bombs |
| 59 hostile names | test_names_of_files |
| 60–62 Parquet | test_parquet |
| 63 large files | test_memory_is_bounded |
| 64 cut-off uploads | test_rows (truncated), test_parquet |
"""

import gzip
import io
import socket
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from dashboard.errors import BadInput, MustAsk
from dashboard.importing.reading.one_file import stage
from dashboard.importing.reading.sources import source_files
from dashboard.importing.reading.staged import ReadOptions
from tests.importing.staging import read, read_bytes

HEAD = b"lead_id,created_at,name\n"


def rows(count: int, line: bytes = b"L%d,2024-01-05,Ann\n") -> bytes:
    """A sound file of so many rows."""
    return HEAD + b"".join(line % index for index in range(count))


def refusal(folder: Path, content: bytes | str, name: str = "leads.csv", **options: Any) -> BadInput:
    """The error that refuses a file: one sentence that names it."""
    with pytest.raises(BadInput) as caught:
        read_bytes(folder, content, name, **options)
    words = str(caught.value)
    assert words.startswith(f"{name}: ")
    assert "\n" not in words
    return caught.value


@pytest.mark.parametrize("content", [b"", b"  \n\t\r\n ", b"\xef\xbb\xbf", b"\x1a", b",,,\n;;\n"])
def test_nothing_to_read(tmp_path: Path, content: bytes) -> None:
    """Empty, white space, a lone mark, nothing but delimiters."""
    assert "EMPTY_FILE" in str(refusal(tmp_path, content))


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n \n,,\n"])
def test_a_header_without_rows_warns(tmp_path: Path, end: bytes) -> None:
    """It loads nothing and says so; it stops no import."""
    got = read_bytes(tmp_path, HEAD.rstrip() + end)
    assert got.staged.rows_read == 0
    assert [reason for reason, _ in got.staged.warnings] == ["no_rows"]


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\0\0"),
    ],
)
def test_marks_of_unicode_are_heeded(tmp_path: Path, codec: str, mark: bytes) -> None:
    """With the tabs Excel writes; what was asked for yields to the mark."""
    content = mark + "lead_id\tname\r\n1\tÇem 日本\r\n".encode(codec)
    got = read_bytes(tmp_path, content, encoding="windows-1252")
    assert got.staged.headers == ("lead_id", "name")
    assert got.rows == [(2, ("1", "Çem 日本"))]
    assert got.staged.dialect == f"{codec.upper().removesuffix('-LE').removesuffix('-BE')}, tab, header in line 1"


def test_an_encoding_is_asked_for_not_guessed(tmp_path: Path) -> None:
    """The question shows what Windows-1252 would read; UTF-16 without its mark is told by its NULs."""
    question = refusal(tmp_path, "lead_id,name\n1,Müller\n2,José\n3,Zoë\n4,Müller\n5,Noël\n".encode("cp1252"))
    assert isinstance(question, MustAsk)
    assert "“Müller”, “José”, “Zoë”" in str(question)
    assert "--encoding windows-1252" in str(question)
    for codec in ("utf-16-le", "utf-16-be"):
        question = refusal(tmp_path, "lead_id,name\n1,Ann\n".encode(codec))
        assert isinstance(question, MustAsk)
        assert f"--encoding {codec}" in str(question)


def test_the_answer_is_used(tmp_path: Path) -> None:
    """Where the file needs it: a file that is UTF-8 throughout is not bent by an answer meant for its neighbour."""
    text = "lead_id,name\n1,Müller “x”\n"
    for codec in ("cp1252", "utf-8"):
        got = read_bytes(tmp_path, text.encode(codec), encoding="windows-1252")
        assert got.cells == [("1", "Müller “x”")]
    assert read_bytes(tmp_path, text.encode("utf-16-le"), encoding="utf-16-le").cells == [("1", "Müller “x”")]
    assert read_bytes(tmp_path, b"lead_id,name\n1,\x81\n2,b\n", encoding="windows-1252").reasons == [
        (2, "bad_encoding")
    ]
    assert read_bytes(tmp_path, b"lead_id,name\n1,\xe9\n2,b\n", encoding="utf-8").reasons == [(2, "bad_encoding")]
    assert "no encoding is called 'klingon'" in str(refusal(tmp_path, text, encoding="klingon"))
    assert "no encoding is called 'hex'" in str(refusal(tmp_path, text, encoding="hex"))


def test_one_line_in_a_hundred_may_be_damaged(tmp_path: Path) -> None:
    """At 99 % of the lines the others are quarantined with their raw bytes shown; below, the user is asked."""
    got = read_bytes(tmp_path, rows(98) + b"L98,2024-01-05,Ren\xe9\n")
    assert got.staged.rows_read == 99
    assert got.rejected[0][:2] == (100, "bad_encoding")
    assert got.rejected[0][3] == r"L98,2024-01-05,Ren\xe9"
    assert isinstance(refusal(tmp_path, rows(97) + b"L98,2024-01-05,Ren\xe9\n"), MustAsk)


@pytest.mark.parametrize(("sign", "says"), [(b"\xe9", "not UTF-8"), (b"\x00", "NUL byte")])
def test_a_damaged_header_is_refused(tmp_path: Path, sign: bytes, says: str) -> None:
    """A header that cannot be read is never read by position."""
    error = refusal(tmp_path, rows(200).replace(b"name", b"nam" + sign))
    assert says in str(error)
    assert "BAD_HEADER_BYTES" in str(error)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"1,2024-01-05,A\x00nn", "nul_byte"),
        (b"1,2024-01-05", "too_few_fields"),
        (b"1", "too_few_fields"),
        (b"1,2024-01-05,Li, Wei", "too_many_fields"),
        (b"1,2024-01-05,Ann,", "too_many_fields"),
        (b'1,2024-01-05,5" pipe', "quote"),
        (b'1,2024-01-05,"5" pipe"', "quote"),
        (b'1,2024-01-05,"5" pipe', "quote"),
        (b'1,2024-01-05,"a\\"b"', "quote"),
        (b'1,2024-01-05, "Ann"', "quote"),
        (b"1,2024-01-05,\xed\xa0\x80", "bad_encoding"),
        (b"Ann Totals (3 records)", "too_few_fields"),
    ],
)
def test_rows(tmp_path: Path, line: bytes, reason: str) -> None:
    """A bad row goes to quarantine alone, with its line, reason and raw text; its neighbours load."""
    good = rows(150)
    got = read_bytes(tmp_path, good + line + b"\n" + b"L,2024-01-05,Bob\n")
    assert got.reasons == [(152, reason)]
    assert got.rejected[0][2].endswith((".", "?"))
    assert "152" in got.rejected[0][2]
    assert got.rejected[0][3].startswith("1" if line.startswith(b"1") else "Ann")
    assert len(got.rows) == 151
    assert got.rows[-1] == (153, ("L", "2024-01-05", "Bob"))


@pytest.mark.parametrize("line", [b"L9,2024-0", b"L9", b'L9,2024-01-05,"An'])
def test_a_file_cut_off_in_its_last_line(tmp_path: Path, line: bytes) -> None:
    """The piece of a row is quarantined, and a warning says the file may be incomplete."""
    got = read_bytes(tmp_path, rows(3) + line)
    assert got.reasons == [(5, "truncated")]
    assert [reason for reason, _ in got.staged.warnings] == ["truncated"]
    assert len(got.rows) == 3


def test_a_missing_last_line_end_is_no_fault(tmp_path: Path) -> None:
    """A whole last row loads with or without its line end."""
    got = read_bytes(tmp_path, rows(3).rstrip())
    assert len(got.rows) == 3
    assert not got.staged.warnings


def test_a_backslash_escapes_where_the_dialect_says_so(tmp_path: Path) -> None:
    """A quote behind a backslash is text, and so is a doubled backslash."""
    content = b'lead_id,name\n1,"a\\"b, \\\\c"\n2,"x\\\ny"\n3,"d""e"\n4,"f\\"'
    got = read_bytes(tmp_path, content + b'"\n', backslash_escapes=True)
    assert got.rows == [(2, ("1", 'a"b, \\c')), (3, ("2", "x\\\ny")), (5, ("3", 'd"e')), (6, ("4", 'f"'))]


def test_control_characters_are_stripped_and_counted(tmp_path: Path) -> None:
    """Bell, escape, delete and the like; a lone Ctrl-Z makes a blank line."""
    got = read_bytes(tmp_path, HEAD + b'1,2024-01-05,"A\x07n\x1bn"\n\x012,2024-01-05,B\x7fob\x0b\n\x1a')
    assert got.cells == [("1", "2024-01-05", "Ann"), ("2", "2024-01-05", "Bob")]
    assert got.staged.blank == 1
    ((reason, sentence),) = got.staged.warnings
    assert (reason, sentence.split()[0]) == ("control_characters", "6")


def test_values_are_not_touched(tmp_path: Path) -> None:
    """Null words, zeros, formulas, markup, SQL and invisible signs are text like any other; `#` begins a row."""
    names = [
        "null",
        "NA",
        "#N/A",
        "007",
        "=1+1",
        "<b>",
        "![x](http://h)",
        'x"; DROP',
        " x ",
        "\u200b\u202e",
        "\u2028",
        "-",
    ]
    text = "".join('#{},2024,"{}"\n'.format(place, name.replace('"', '""')) for place, name in enumerate(names))
    assert [cells[2] for cells in read_bytes(tmp_path, HEAD + text.encode()).cells] == names


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiters_are_told_by_the_known_columns(tmp_path: Path, sign: str) -> None:
    """Also where another delimiter is the commoner one in the values."""
    other = ";" if sign == "," else ","
    text = f"lead_id{sign}created_at{sign}name\n1{sign}2024{sign}a{other}b{other}c{other}d\n"
    got = read_bytes(tmp_path, text)
    assert got.cells == [("1", "2024", f"a{other}b{other}c{other}d")]


def test_a_separator_line_is_a_hint(tmp_path: Path) -> None:
    """It names the delimiter, and is neither header nor row."""
    got = read_bytes(tmp_path, "sep=;\r\nlead_id;name\r\n1;a,b\r\n")
    assert got.rows == [(3, ("1", "a,b"))]
    assert got.staged.dialect == "UTF-8, semicolon as line 1 says, header in line 2"
    assert got.staged.rows_read == 1


def test_the_header_row_is_asked_for(tmp_path: Path) -> None:
    """Title rows are skipped, counted, only when the user says where the header stands."""
    text = "Leads with Source\nAcme Corp,2024\n\nlead_id,created_at,name\n1,2024,Ann\n"
    question = refusal(tmp_path, text)
    assert isinstance(question, MustAsk)
    assert "--header-row 4" in str(question)
    got = read_bytes(tmp_path, text, header_row=4)
    assert got.rows == [(5, ("1", "2024", "Ann"))]
    assert (got.staged.footer, got.staged.blank, got.staged.rows_read) == (2, 1, 3)
    assert "NO_KNOWN_COLUMN" in str(refusal(tmp_path, text, header_row=2))
    assert "no row 9" in str(refusal(tmp_path, text, header_row=9))


def test_a_file_whose_first_row_is_data_is_refused(tmp_path: Path) -> None:
    """The first row is never eaten as a header nobody knows."""
    assert "NO_KNOWN_COLUMN" in str(refusal(tmp_path, "L1,2024-01-05,Ann\nL2,2024-01-06,Bob\n"))


def test_headers_are_handed_on_as_they_are(tmp_path: Path) -> None:
    """Repeated, differing in case, empty, quoted, with a line break: which is meant is the mapping's to say."""
    got = read_bytes(tmp_path, 'lead_id,Email, EMAIL ,,"two\nlines","a,b"\n1,2,3,4,5,6\n')
    assert got.staged.headers == ("lead_id", "Email", "EMAIL", "", "two\nlines", "a,b")
    assert got.rows == [(3, ("1", "2", "3", "4", "5", "6"))]


def test_too_many_columns(tmp_path: Path) -> None:
    """More than 1,000 are refused, however long their names; 1,000 are read."""
    many = ",".join(["lead_id", *(f"c{index}" for index in range(1_999))])
    assert "2,000 columns" in str(refusal(tmp_path, many + "\n"))
    assert "TOO_MANY_COLUMNS" in str(refusal(tmp_path, ",".join(["x" * 200] * 5_000) + "\n1\n"))
    limit = ",".join(["lead_id", *(f"c{index}" for index in range(999))])
    assert len(read_bytes(tmp_path, f"{limit}\n1{',' * 999}\n").rows) == 1


RIGHTS = "Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved."
CONFIDENTIAL = "Confidential Information - Do Not Distribute"
FOOTERS = [
    f"\n\n{RIGHTS}\n{CONFIDENTIAL}\nGenerated By:  Ann Lee 1/5/2024\nAcme Corp\n".encode(),
    f'\n"Leads with Source"\n"{RIGHTS}"\n"{CONFIDENTIAL}"\n"Generated By: Ann, 1/5/2024"\n'.encode(),
    b"Confidential Information - Do Not Distribute,,\n",
    b"Grand Totals (3 records)\n",
    b'Total,,"$1,200.50"\nGrand Total,,12 EUR\n',
    b"Total,3,\n\nCopyright (c) 2024 x\n",
]


@pytest.mark.parametrize(("footer", "count"), list(zip(FOOTERS, [4, 4, 1, 1, 2, 2], strict=True)))
def test_footers_are_recognised(tmp_path: Path, footer: bytes, count: int) -> None:
    """What reports append is counted as footer, neither loaded nor quarantined."""
    got = read_bytes(tmp_path, rows(3) + footer)
    assert got.staged.footer == count
    assert got.staged.rows_read == 3 + count
    assert len(got.rows) == 3
    assert not got.rejected


@pytest.mark.parametrize(
    "line",
    [
        b"Total,2024-01-05,Ann Lee\n",
        b"Copyright (c) 2024,2024-01-05,Ann\n",
        b"Total Energies,2024-01-05,5\n",
        b"L9,,\n",
    ],
)
def test_what_only_looks_like_a_footer_stays(tmp_path: Path, line: bytes) -> None:
    """Rows with data in several columns, or before other rows, are rows."""
    assert read_bytes(tmp_path, rows(3) + line).staged.footer == 0
    assert read_bytes(tmp_path, HEAD + b"Total,,5\n" + rows(3)[len(HEAD) :]).staged.footer == 0


@pytest.mark.parametrize(
    ("content", "lines", "blank"),
    [
        (b"1,a,b\r\n2,c,d\n3,e,f\r4,g,h\n", [2, 3, 4, 5], 0),
        (b"1,a,b\r2,c,d\r", [2, 3], 0),
        (b'1,"a\r\nb",c\n2,"d\ne",f\n3,"g\rh",i\n4,x,y\n', [2, 4, 6, 8], 0),
        (b"\n1,a,b\n\n\n2,c,d\n,,\n   \n3,e,f\n\x1a", [3, 6, 9], 6),
        (b"1,a,b\r\n\r\n2,c,d\r\n,,\r\n", [2, 4], 2),
    ],
)
def test_line_ends_and_blank_lines(tmp_path: Path, content: bytes, lines: list[int], blank: int) -> None:
    """CRLF, LF and CR, mixed or not, in values or not: lines are the physical ones, blank ones no rows."""
    got = read_bytes(tmp_path, HEAD + content)
    assert [line for line, _ in got.rows] == lines
    assert got.staged.blank == blank
    assert not got.rejected


@pytest.mark.parametrize(
    "content",
    [
        b'1,"2024,Ann\n2,2024,Bob\n3,2024,Cid\n',
        b'1,"2024,Ann\n2,2024,"Bob"\n3,2024,Cid\n',
        b'"1","2024,"Ann"\n"2","2024","Bob"\n"3","x\n"4","2024","Cid"\n',
    ],
)
def test_an_unclosed_quote_is_refused_at_its_line(tmp_path: Path, content: bytes) -> None:
    """Rows after it must not be swallowed, whether or not quotes come later."""
    error = str(refusal(tmp_path, HEAD + content))
    assert "UNCLOSED_QUOTE" in error
    assert ("line 4" if b'"3"' in content else "line 2") in error


def test_text_behind_a_bad_quote_is_not_taken_for_rows(tmp_path: Path) -> None:
    """The lines of a value whose inner quotes are not doubled go to quarantine with it."""
    got = read_bytes(tmp_path, b'lead_id,name\n1,"said "hi" and\nhello, there\nbye"\n2,b\n')
    assert got.reasons == [(2, "quote")]
    assert got.rejected[0][3] == '1,"said "hi" and\nhello, there\nbye"'
    assert got.rows == [(5, ("2", "b"))]


def test_long_fields_and_rows(tmp_path: Path) -> None:
    """A field over 1 MB quarantines its row, of which 200 characters are kept; at 1 MB it loads."""
    exact, over = b"x" * 1_000_000, b"y" * 1_000_001
    got = read_bytes(tmp_path, b"".join((HEAD, b"1,a,", exact, b'\n2,"', over, b'",b\n3,', over, b",c\n4,d,e\n")))
    assert [(line, len(cells[2])) for line, cells in got.rows] == [(2, 1_000_000), (5, 1)]
    assert got.reasons == [(3, "field_too_long"), (4, "field_too_long")]
    assert all(len(raw) == 201 for *_, raw in got.rejected)
    umlauts = "ü".encode() * 500_001
    assert read_bytes(tmp_path, HEAD + b"1,a," + umlauts + b"\n").reasons == [(2, "field_too_long")]
    row = b"1," + b",".join([b"z" * 900_000] * 12)
    wide = b"lead_id," + b",".join(b"c%d" % index for index in range(12)) + b"\n"
    got = read_bytes(tmp_path, wide + row + b"\n" + b"2" + b"," * 11 + b",v\n")
    assert (got.reasons, [line for line, _ in got.rows]) == ([(2, "field_too_long")], [3])


def test_a_field_far_larger_than_memory_should_hold(tmp_path: Path) -> None:
    """12 MB in one quoted field, on one line or on many: one row, quarantined; the next one loads."""
    for filling in (b"x" * 12_000_000, b'x, ""y"" and so on, on and on\n' * 400_000):
        path = tmp_path / "leads.csv"
        path.write_bytes(HEAD + b'1,2024,"' + filling + b'"\n2,2024,Ann\n')
        got = read(path)
        assert got.reasons == [(2, "field_too_long")]
        assert got.rows == [(3 + filling.count(b"\n"), ("2", "2024", "Ann"))]


def test_a_mostly_bad_file_warns(tmp_path: Path) -> None:
    """More than a fifth of at least 20 rows: still imported, since rows never stop an import, but said."""
    bad = b"1,2\n"
    assert [reason for reason, _ in read_bytes(tmp_path, rows(16) + bad * 5).staged.warnings] == ["mostly_bad"]
    assert not read_bytes(tmp_path, rows(16) + bad * 4).staged.warnings
    assert not read_bytes(tmp_path, rows(9) + bad * 9).staged.warnings


def zipped(**parts: bytes) -> bytes:
    """A zip archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        (b"\n  <html>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><rows/>", "web page"),
        (b'{"error": "invalid_grant"}', "JSON"),
        (b'[{"lead_id": 1}]', "JSON"),
        (b"%PDF-1.7\n", "PDF"),
        (gzip.compress(b"lead_id\n1\n", mtime=0), "gzip"),
        (zipped(x=b"lead_id\n1\n"), "zip"),
        (b"PAR1xxxxPAR1", "Parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)
def test_what_is_no_csv_is_refused_as_what_it_is(tmp_path: Path, content: bytes, says: str) -> None:
    """Whatever its name, told by its first bytes."""
    error = str(refusal(tmp_path, content))
    assert says in error
    assert ": " in error.removeprefix("leads.csv: "), "what to do"
    assert "NOT_CSV" in error


def test_workbooks_of_other_kinds_are_refused_with_a_way_out(tmp_path: Path) -> None:
    """An .ods or .xlsb is an archive too, and unpacking it would help nobody."""
    assert "save it as .xlsx or CSV" in str(refusal(tmp_path, zipped(x=b"1"), "leads.ods"))


def workbook(folder: Path, sheets: dict[str, list[list[Any]]], name: str = "leads.xlsx") -> Path:
    """A workbook of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


def test_excel(tmp_path: Path) -> None:
    """Dates as ISO text, whole numbers without a point, long ones with their exponent; rows by their number."""
    lines: list[list[Any]] = [
        ["lead_id", "created_at", "name", "amount"],
        ["007", datetime(2024, 1, 5, 10, 30), "two\nlines", 5],  # noqa: DTZ001 — Excel knows no zones
        [12, date(2024, 1, 5), 'say "hi", ', 1.5],
        [],
        [4.4e17, True, None, "x"],
        [1, 2, 3, 4, "beyond"],
        ["Confidential Information - Do Not Distribute"],
    ]
    got = read(workbook(tmp_path, {"Notes": [["about"]], "Leads": lines}))
    assert got.rows == [
        (2, ("007", "2024-01-05T10:30:00", "two\nlines", "5")),
        (3, ("12", "2024-01-05", 'say "hi", ', "1.5")),
        (5, ("4.4e+17", "TRUE", "", "x")),
    ]
    assert got.reasons == [(6, "too_many_fields")]
    assert (got.staged.blank, got.staged.footer, got.staged.rows_read) == (1, 1, 5)
    assert got.staged.dialect == "Excel, sheet “Leads”, header in row 1"


def test_excel_asks_for_sheet_and_header(tmp_path: Path) -> None:
    """Several sheets with known columns, title rows: the user says; nothing known: refused."""
    header, row = ["lead_id", "name"], ["1", "Ann"]
    path = workbook(tmp_path, {"A": [header, row], "B": [header, row, row]})
    with pytest.raises(MustAsk, match=r"“A”, “B” .* --sheet"):
        read(path)
    assert len(read(path, sheet="b").rows) == 2
    with pytest.raises(MustAsk, match=r"no sheet “C”.*“A”, “B”.*--sheet"):
        read(path, sheet="C")
    assert len(read(workbook(tmp_path, {"A": [header, row], "C": [["about"]]}, "other.xlsx"), sheet="b").rows) == 1
    path = workbook(tmp_path, {"A": [["Report"], [], header, row]})
    with pytest.raises(MustAsk, match="--header-row 3"):
        read(path)
    got = read(path, header_row=3)
    assert got.rows == [(4, ("1", "Ann"))]
    assert (got.staged.footer, got.staged.blank) == (1, 1)
    with pytest.raises(BadInput, match="NO_KNOWN_COLUMN"):
        read(workbook(tmp_path, {"A": [["1", "Ann"]]}))
    with pytest.raises(BadInput, match="EMPTY_FILE"):
        read(workbook(tmp_path, {"A": []}))


def test_a_workbook_whose_sheets_are_hidden_says_so(tmp_path: Path) -> None:
    """What was hidden is not read behind the user's back, but where it is named."""
    path = workbook(tmp_path, {"A": [["lead_id", "name"], ["1", "Ann"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = book.replace(b'state="visible"', b'state="hidden"')
    assert parts["xl/workbook.xml"] != book
    path.write_bytes(zipped(**parts))
    with pytest.raises(BadInput, match=r"all its sheets are hidden; .*--sheet"):
        read(path)
    assert read(path, sheet="A").rows == [(2, ("1", "Ann"))]


def test_zip_bombs(tmp_path: Path) -> None:
    """Refused by what the parts unpack to, also when the directory of the archive lies about it."""
    bomb = bytearray(zipped(**{"xl/worksheets/sheet1.xml": bytes(600 << 20)}))
    assert "unpacks to more than 500 MB" in str(refusal(tmp_path, bytes(bomb), "leads.xlsx"))
    at = bomb.rindex(b"PK\x01\x02") + 24
    bomb[at : at + 4] = (1000).to_bytes(4, "little")
    assert "unpacks to more than 500 MB" in str(refusal(tmp_path, bytes(bomb), "leads.xlsx"))


@pytest.mark.parametrize("content", [b"<html></html>", b"lead_id\n1\n", b"PK\x03\x04" + bytes(100)])
def test_a_false_or_damaged_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    """The name alone makes no workbook."""
    assert "damaged" in str(refusal(tmp_path, content, "leads.xlsx"))


def parquet(folder: Path, select: str, name: str = "leads.parquet") -> Path:
    """A Parquet file of what a select gives."""
    duckdb.execute(f"copy ({select}) to '{folder / name}' (format parquet)")
    return folder / name


def test_parquet(tmp_path: Path) -> None:
    """Every type as text that loses nothing and does not depend on the session's time zone."""
    path = parquet(
        tmp_path,
        "select '007' as lead_id, timestamptz '2024-01-05 10:00:00+02' as created_at, 12.50::decimal(9, 2) as amount, "
        "3.0::double as whole, 0.1::float as single, null as nothing, encode('ü') as bytes, date '2024-01-05' as day, "
        "timestamp '2024-01-05 10:00:00.123456' as at, true as yes, 123456789012345678::bigint as long, ' x ' as text",
    )
    with duckdb.connect() as con:
        con.execute("set timezone = 'Asia/Tokyo'")
        got = read(path, con)
    assert got.rows == [
        (2, ("007", "2024-01-05T08:00:00Z", "12.50", "3", "0.1", "", "ü", "2024-01-05", "2024-01-05 10:00:00.123456",
             "true", "123456789012345678", " x ")),
    ]  # fmt: skip
    assert got.staged.dialect == "Parquet"
    rejects = read(
        parquet(tmp_path, "select unnest(['a', repeat('x', 1000001), 'b' || chr(0), 'c']) as lead_id, 'n' as \"Name\"")
    )
    assert rejects.reasons == [(3, "field_too_long"), (4, "nul_byte")]
    assert [line for line, _ in rejects.rows] == [2, 5]
    assert rejects.rejected[0][2].startswith("A field of line 3 is longer than 1 MB; ")
    assert len(read(parquet(tmp_path, "select 1 as lead_id where false")).rows) == 0


def test_damaged_parquet_is_refused(tmp_path: Path) -> None:
    """Cut short, overwritten, encrypted, nested, bytes, unknown, or claiming too many rows."""
    whole = parquet(tmp_path, "select range as lead_id, repeat('x', 50) as name from range(9000)").read_bytes()
    for content in (
        whole[:-30],
        whole[: len(whole) // 2],
        whole[:4] + bytes(len(whole) - 8) + b"PAR1",
        b"PARE" + whole[4:],
    ):
        assert "leads.parquet" in str(refusal(tmp_path, content, "leads.parquet"))
    with pytest.raises(BadInput, match="column “tags” is nested"):
        read(parquet(tmp_path, "select 1 as lead_id, ['a'] as tags"))
    with pytest.raises(BadInput, match="column “blob” holds bytes"):
        read(parquet(tmp_path, r"select 1 as lead_id, '\xFF'::blob as blob"))
    with pytest.raises(BadInput, match="NO_KNOWN_COLUMN"):
        read(parquet(tmp_path, "select 1 as x"))
    with pytest.raises(BadInput, match="claims 300,000,000 rows"):
        read(parquet(tmp_path, "select 1 as lead_id from range(300000000)"))


def test_names_of_files(tmp_path: Path) -> None:
    """A name is never a pattern, a path or an identifier: DuckDB's wildcards, quotes, folders called `x=1`."""
    folder = tmp_path / "year=2024"
    folder.mkdir()
    for name in ("a[1]*?.csv", "it's; drop.csv", "\u202egpj.csv", "x" * 240 + ".csv", "leads.csv.tsv"):
        got = read_bytes(folder, b"lead_id\tname\n1\ta\n", name)
        assert got.staged.label == name
        assert got.staged.headers == ("lead_id", "name")


def test_source_files(tmp_path: Path) -> None:
    """A folder gives its data files in order; what is no file is refused in a sentence."""
    names = ["b.csv", "a.TSV", "c.parquet", "d.xlsx", "e.csv.gz", ".hidden.csv", "README.md", "settings.toml"]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / "inner.csv").mkdir()
    assert [path.name for path in source_files(tmp_path)] == ["a.TSV", "b.csv", "c.parquet", "d.xlsx", "e.csv.gz"]
    assert source_files(tmp_path / "b.csv") == [tmp_path / "b.csv"]
    with pytest.raises(BadInput, match="no CSV, TSV, Parquet or Excel file"):
        source_files(tmp_path / "inner.csv")
    with pytest.raises(BadInput, match="no such file"):
        source_files(tmp_path / "absent.csv")
    with pytest.raises(BadInput, match="NUL"):
        source_files(Path("a\x00b"))
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "absent.csv")
    with pytest.raises(BadInput, match="no such file"):
        source_files(tmp_path)


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading it would wait for ever."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("leads.csv")
        with pytest.raises(BadInput, match="this is a socket"):
            source_files(Path("leads.csv"))
        with pytest.raises(BadInput, match="this is a socket"):
            read(Path("leads.csv"))


def test_memory_is_bounded(tmp_path: Path) -> None:
    """16 MB with bad rows in it: Python holds pieces of the file, never the whole."""
    path = tmp_path / "leads.csv"
    piece = b"1,2024-01-05," + b"n" * 300_000 + b"\n" + b'2,"a\nb",c\n' * 300 + b"3,x\n"
    path.write_bytes(HEAD + piece * 50)
    tracemalloc.start()
    try:
        got = read_counts(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert got == (50 * 301, 50)
    assert peak < path.stat().st_size / 2


def read_counts(path: Path) -> tuple[int, int]:
    """Rows staged and rejected, counted where they lie."""
    with duckdb.connect() as con:
        staged = stage(con, path, path.name, 1, ReadOptions(), len)
        return con.table(staged.table).shape[0], con.table(staged.rejected).shape[0]


def test_a_file_is_known_again_by_its_bytes(tmp_path: Path) -> None:
    """One bit more or less is another sha256, kept with the import."""
    content = rows(3)
    first = read_bytes(tmp_path, content).staged.sha256
    assert first == read_bytes(tmp_path, content, "other.csv").staged.sha256
    assert first != read_bytes(tmp_path, content.replace(b"L1", b"L3")).staged.sha256
