"""Texts, numbers, words and ids as people and spreadsheets write them (classes 9, 31–35, 42–45 and 49)."""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import MustAsk
from dashboard.importing.sql import load_macros
from tests.importing.importer import Importer

WHITE = "".join(chr(code) for code in range(1, 0x3001) if chr(code).isspace())


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the import's macros."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        load_macros(connection)
        yield connection


def value(con: duckdb.DuckDBPyConnection, expression: str, **parameters: object) -> Any:
    """What an expression of our own macros gives."""
    row = con.execute(f"select {expression}", parameters or None).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize(
    ("text", "with_point", "with_comma"),
    [
        ("1,234.50", 1234.5, None),
        ("1.234,50", None, 1234.5),
        ("1.234", 1.234, 1234),
        ("1 234", 1234, 1234),
        ("1\u202f234", 1234, 1234),
        ("1'234", 1234, 1234),
        ("$1,117.10K", 1117100, None),
        ("R$ 100.000", 100, 100000),
        ("€1.234,5", None, 1234.5),
        ("(599.98)", -599.98, None),
        ("-$5", -5, -5),
        ("500-", -500, -500),
        ("USD 5", 5, 5),
        ("5 EUR", 5, 5),
        ("1.5m", 1500000, None),
        ("2bn", 2e9, 2e9),
        ("1,00,000", 100000, None),
        ("2000000.0", 2000000, None),
        ("1e5", 100000, None),
        (".5", 0.5, None),
        ("-0", 0, 0),
        *(
            (text, None, None)
            for text in ("12%", "-", "", "inf", "nan", "1e308", "1e16", "1_000", "0x1F", "((5)", "5)")
        ),
        *((text, None, None) for text in ("1,23,4.5", "1..5", "K", "ten", "1.5x", "--5", "=1+1", "#N/A", "१२")),
    ],
)
def test_money(con: duckdb.DuckDBPyConnection, text: str, with_point: float | None, with_comma: float | None) -> None:
    """Classes 42 and 43 under both decimal marks; what is no number is null."""
    assert value(con, "as_sane(as_number($text, '.'))", text=text) == with_point
    assert value(con, "as_sane(as_number($text, ','))", text=text) == with_comma


@settings(deadline=None)
@given(st.floats(min_value=-1e15, max_value=1e15))
def test_numbers_a_program_wrote_come_back(con: duckdb.DuckDBPyConnection, number: float) -> None:
    """What Python prints for a number is read as that number."""
    assert value(con, "as_sane(as_number($text, '.'))", text=repr(number)) == number


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  a b \t", "a b"),
        ("\u00a0a\u2003", "a"),
        ("\ufeffa", "a"),
        ("a\x1f", "a"),
        ("a\r\nb\n", "a\r\nb"),
        ("\u2003", None),
        ("", None),
        ("null", "null"),
        ("Null", "Null"),
        ("N/A", "N/A"),
        ("Çem", "Çem"),
    ],
)
def test_text_is_trimmed_and_only_empty_is_null(con: duckdb.DuckDBPyConnection, text: str, cleaned: str | None) -> None:
    """Classes 9 and 31: Unicode white space at the ends goes; a surname Null stays."""
    assert value(con, "cleaned($text)", text=text) == cleaned


@settings(deadline=None)
@given(st.text(st.one_of(st.sampled_from(WHITE), st.characters(exclude_characters="\x00\ufeff", codec="utf-8"))))
def test_trimming_is_pythons(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """What str.strip() takes away, no more and no less."""
    assert value(con, "cleaned($text)", text=text) == (text.strip() or None)


def test_keys_are_composed_and_lose_what_nobody_sees(con: duckdb.DuckDBPyConnection) -> None:
    """Class 9: two spellings of one é are one key, a zero-width space is none; leading zeros stay (class 32)."""
    assert value(con, "as_key($text)", text="e\u0301a\u200b") == "éa"
    assert value(con, "as_key($text)", text="00123") == "00123"


@pytest.mark.parametrize("text", ["{A1B2C3D4-0001-4ABC-8DEF-0123456789AB}", "a1b2c3d4-0001-4abc-8def-0123456789AB"])
def test_the_letters_of_a_guid_have_no_case(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """One id however a system writes it; what only looks like one keeps its case."""
    assert value(con, "as_key($text)", text=text) == "a1b2c3d4-0001-4abc-8def-0123456789ab"
    assert value(con, "as_key($text)", text=f"X{text[1:]}") == f"X{text[1:]}"


@pytest.mark.parametrize(
    ("text", "is_mangled"),
    [
        ("4.88E+18", True),
        ("4,88E+18", True),
        ("1.08912e11", True),
        ("4e+18", True),
        ("4.876876000000376e+18", True),
        ("9007199254740992.0", True),
        ("123.0", True),
        ("123,00", True),
        ("4876876000000376001", False),
        ("12E5", False),
        ("1.5", False),
        ("10.2.0", False),
        ("a@x.example", False),
        ("Ann, Lee", False),
    ],
)
def test_ids_a_spreadsheet_made_numbers(con: duckdb.DuckDBPyConnection, text: str, is_mangled: bool) -> None:
    """Class 34: an exponent, or a whole number with a point; long digits are no fault of a text."""
    assert value(con, "is_mangled_id($text)", text=text) is is_mangled


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("Yes", True),
        ("TRUE", True),
        ("1", True),
        ("y", True),
        ("No", False),
        ("0", False),
        ("f", False),
        ("maybe", None),
        ("2", None),
    ],
)
def test_booleans(con: duckdb.DuckDBPyConnection, text: str, truth: bool | None) -> None:
    """The words for yes and no, whatever their case."""
    assert value(con, "as_boolean($text)", text=text) is truth


@pytest.mark.parametrize(
    ("text", "given", "defect"),
    [
        ("00Q1G00000nDnM5", "00Q1G00000nDnM5UAK", None),
        ("00Q1G00000nDnM5UAK", "00Q1G00000nDnM5UAK", None),
        ("00Q1G00000nDnM5uak", "00Q1G00000nDnM5UAK", None),
        ("00Q1G00000nDnM5UAX", None, "bad_id"),
        ("00q1G00000nDnM5UAK", None, "bad_id"),
        ("4.41234E+11", None, "id_mangled_by_spreadsheet"),
        ("4,41234E+11", None, "id_mangled_by_spreadsheet"),
        ("55E12", None, "id_mangled_by_spreadsheet"),
        ("9007199254740993", None, "id_mangled_by_spreadsheet"),
        ("4876876000000376001", None, "id_mangled_by_spreadsheet"),
        ("123.0", None, "id_mangled_by_spreadsheet"),
        ("9007199254740991", "9007199254740991", None),
        ("006000000000001", "006000000000001AAA", None),
        ("108912345678", "108912345678", None),
        ("L-7", "L-7", None),
    ],
)
def test_salesforce_ids(con: duckdb.DuckDBPyConnection, text: str, given: str | None, defect: str | None) -> None:
    """Classes 33 and 34: fifteen characters get their check, a wrong check is told, other ids stay."""
    assert value(con, "salesforce_id($text)", text=text) == given
    assert value(con, "salesforce_id_defect($text)", text=text) == defect


@pytest.mark.parametrize(
    ("text", "is_of_another"),
    [
        ("00Q1G00000nDnM5", False),
        ("00Q1G00000nDnM5UAK", False),
        ("0061G00000N38JZ", True),
        ("0061G00000N38JZQAZ", True),
        ("00q1G00000nDnM5", True),
        ("0061G00000N38", False),
        ("L-7", False),
        (None, None),
    ],
)
def test_the_object_of_a_salesforce_id(
    con: duckdb.DuckDBPyConnection, text: str | None, is_of_another: bool | None
) -> None:
    """Class 49: its first three characters, case and all; ids of another form are no object's."""
    assert value(con, "is_of_another_object($text, ['00Q', '003'])", text=text) is is_of_another


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=64), st.text(st.characters(codec="utf-8")))
def test_keyed_hashes_are_hmac(con: duckdb.DuckDBPyConnection, key: bytes, text: str) -> None:
    """RFC 2104 with SHA-256, as Python's hmac has it."""
    padded = key.ljust(64, b"\0")
    inner, outer = bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)
    made = value(con, "keyed_hash($text, $inner, $outer)", text=text, inner=inner, outer=outer)
    assert made == hmac.new(key, text.encode(), sha256).hexdigest()


DEALS = "deal_id,created_at,amount\n"


@pytest.mark.parametrize(
    ("amounts", "said", "read"),
    [
        (["1.234", "2500.5"], None, [1.234, 2500.5]),
        (["1.234", "99,50"], None, [1234, 99.5]),
        (["1.234", "2.500"], ",", [1234, 2500]),
        (["1.234", "2.500"], ".", [1.234, 2.5]),
        (["1234", "7"], None, [1234, 7]),
        (["99,50", "1.5"], ".", [None, 1.5]),
    ],
)
def test_the_decimal_mark_is_proven_or_said(
    importing: Importer, amounts: list[str], said: str | None, read: list[float | None]
) -> None:
    """Class 42: one value that can be read one way only decides the column; else --decimal does."""
    rows = "".join(f'D{at},2025-01-01,"{amount}"\n' for at, amount in enumerate(amounts))
    done = importing({"deals.csv": DEALS + rows}, decimal=said)
    assert done.column("select amount from deals") == read


@pytest.mark.parametrize(
    ("amounts", "words"),
    [(["1.234", "2.500"], '"1.234", "2.500"'), (["99,50", "1.5"], '"1.5" and "99,50"')],
)
def test_an_open_decimal_mark_is_asked_for(importing: Importer, amounts: list[str], words: str) -> None:
    """The question names file, column, values and the option; nothing is written."""
    rows = "".join(f'D{at},2025-01-01,"{amount}"\n' for at, amount in enumerate(amounts))
    with pytest.raises(MustAsk, match=r'deals.csv: the column "amount".*--decimal') as asked:
        importing({"deals.csv": DEALS + rows})
    assert words in str(asked.value)
    assert not (importing.folder / "warehouse" / "current.json").exists()


def test_whole_numbers_prove_what_amounts_leave_open(importing: Importer) -> None:
    """1.234 employees can only be a thousand and some; 1.000 could be one."""
    done = importing({"leads.csv": "lead_id,created_at,employees\nL1,2025-01-01,1.234\nL2,2025-01-01,12.5\n"})
    assert done.column("select employees from leads") == [1234, None]
    with pytest.raises(MustAsk, match="--decimal"):
        importing({"leads.csv": "lead_id,created_at,employees\nL1,2025-01-01,1.000\n"})
