"""Parquet: every column as text that loses nothing."""

# ruff: noqa: S608 — the names of tables are made here from a number, those of columns are quoted

import duckdb

from dashboard.errors import BadInput
from dashboard.importing.reading.layout import no_known_column, refuse_header
from dashboard.importing.reading.loading import check_stored, count, name_rows, no_rejected, run_watched
from dashboard.importing.reading.rejects import KEPT, SENTENCES
from dashboard.importing.reading.staged import FIELD_LIMIT, Read, StagedFile, Tally
from dashboard.importing.sql import identifier, run

ROW_CAP = 200_000_000
"""Rows a Parquet file may claim: a file of a few bytes can claim any number."""
ROWS_OF_ANY, ROWS_A_BYTE = 1_000_000, 100
CELLS_OF_ANY, CELLS_A_BYTE = 50_000_000, 200
TEXT_OF_ANY, TEXT_A_BYTE = 512 << 20, 100
"""Rows, cells and bytes of text that a file of any size may claim, else so many for each byte of its own."""
NESTED = ("STRUCT", "MAP", "UNION", "VARIANT", "GEOMETRY")
OLD_MOMENT = "INT96"
"""Moments as files held them before they said their zone: Spark, which writes them so to this day, means UTC."""
AS_TEXT = {
    "TIMESTAMP WITH TIME ZONE": "replace(cast({0} at time zone 'UTC' as varchar), ' ', 'T') || 'Z'",
    OLD_MOMENT: "replace(cast({0} as varchar), ' ', 'T') || 'Z'",
    "DOUBLE": r"case when abs({0}) < 9007199254740992 then regexp_replace(cast({0} as varchar), '\.0$', '') "
    "else cast({0} as varchar) end",
    "FLOAT": r"case when abs({0}) < 16777216 then regexp_replace(cast({0} as varchar), '\.0$', '') "
    "else cast({0} as varchar) end",
    "BLOB": "decode({0})",
}
"""Where a plain cast to text would depend on the session's zone, or show bytes or a whole number otherwise.

A number too large for its kind to hold every digit keeps its point, as what it is: an id would be another's.
"""


def stage_parquet(con: duckdb.DuckDBPyConnection, source: StagedFile, tally: Tally) -> Read:
    """Stages a Parquet file: times in ISO (UTC where they have a zone), decimals exact, whole numbers without point.

    Raises BadInput for a damaged or encrypted file, nested columns, and one that claims too many rows.
    """
    path = str(source.path)
    try:
        rows = _claimed_rows(con, source)
        relation = con.read_parquet(path)
        numbered_by = source.options.line_column
        kinds = [
            (name, str(kind))
            for name, kind in zip(relation.columns, relation.types, strict=True)
            if name != numbered_by
        ]
        _refuse_columns(kinds, source)
        # as they were written: DuckDB's own names tell columns apart that differ in case alone
        written = [each for each in run(con, "parquet_headers", path=path).fetchall()[1:] if each[0] != numbered_by]
        headers = tuple(name.strip() for name, _ in written)
        is_old = [stored == OLD_MOMENT for _, stored in written]
        kinds = [(name, OLD_MOMENT if old else kind) for (name, kind), old in zip(kinds, is_old, strict=True)]
        if not source.known(headers):
            raise no_known_column(source.label, "the list of columns", headers)
        _refuse_weight(con, source)
        _refuse_bytes(con, path, kinds, source.label)
        _load(con, path, source, kinds)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        raise _damaged(source) from None
    name_rows(con, source.table, len(headers), line=f"{source.table}_text.line", rows=f"{source.table}_text")
    tally.accepted = count(con, f"{source.table}_text")
    no_rejected(con, source.table)
    if tally.accepted != rows:
        raise BadInput(f"{source.label}: the file claims {rows:,} rows but holds {tally.accepted:,}; export it again.")
    _reject(con, source, headers, tally)
    check_stored(con, source, tally, count(con, f"{source.table}_text"))
    return Read(headers, 0, "Parquet")


def _claimed_rows(con: duckdb.DuckDBPyConnection, source: StagedFile) -> int:
    rows, cells, unpacked = run(con, "parquet_claims", path=str(source.path)).fetchall()[0]
    size = source.path.stat().st_size
    most_rows = min(ROW_CAP, max(ROWS_OF_ANY, ROWS_A_BYTE * size))
    if rows > most_rows or cells > max(CELLS_OF_ANY, CELLS_A_BYTE * size) or unpacked > _most_text(source):
        raise BadInput(
            f"{source.label}: the file claims {rows:,} rows, {cells:,} cells and {unpacked:,} bytes, and has {size:,} "
            "bytes itself, as no export does; is it damaged? Export it again, or split it."
        )
    return int(rows)


def _refuse_weight(con: duckdb.DuckDBPyConnection, source: StagedFile) -> None:
    """Raises BadInput when the texts are far more than the file, told before anything is unpacked."""
    cap = left = _most_text(source)
    columns = run(con, "parquet_repeating", path=str(source.path)).fetchall()
    for name, most, is_exact, has_prefixes in columns:
        if most <= cap:
            continue
        size: int | None = most
        if not is_exact:
            from dashboard.importing.reading.weight import bytes_of_text, bytes_of_text_apart

            size = (bytes_of_text_apart if has_prefixes else bytes_of_text)(source.path.resolve(), name, cap)
        if size is None:
            raise _damaged(source)
        left -= size
        if left < 0:
            raise BadInput(
                f"{source.label}: the file unpacks to more than {cap >> 20:,} MB of text, as no export does; "
                f"export it again, or leave out its long texts (“{name[:60]}”)."
            )


def _most_text(source: StagedFile) -> int:
    return max(TEXT_OF_ANY, TEXT_A_BYTE * source.path.stat().st_size)


def _damaged(source: StagedFile) -> BadInput:
    return BadInput(
        f"{source.label}: this Parquet file is damaged, cut short, encrypted, or its text is not UTF-8; "
        "export it again (NOT_PARQUET)."
    )


def _refuse_columns(kinds: list[tuple[str, str]], source: StagedFile) -> None:
    refuse_header([name for name, _ in kinds], source.label, source.known)
    for name, kind in kinds:
        if kind.endswith("]") or kind.startswith(NESTED):
            raise BadInput(f"{source.label}: column “{name}” is nested ({kind[:40]}); export it as plain columns.")


def _refuse_bytes(con: duckdb.DuckDBPyConnection, path: str, kinds: list[tuple[str, str]], label: str) -> None:
    for name, kind in kinds:
        if kind == "BLOB":
            condition = f"{identifier(name)} is not null and try(decode({identifier(name)})) is null"
            bad = con.execute(f"select count(*) from read_parquet($path) where {condition}", {"path": path}).fetchall()
            if bad[0][0]:
                raise BadInput(
                    f"{label}: column “{name}” holds bytes that are no UTF-8 text; leave it out of the export."
                )


def _load(con: duckdb.DuckDBPyConnection, path: str, source: StagedFile, kinds: list[tuple[str, str]]) -> None:
    cells = [f"{as_text(name, kind)} as c{index}" for index, (name, kind) in enumerate(kinds)]
    numbered_by = source.options.line_column
    line = "file_row_number + 2" if numbered_by is None else identifier(numbered_by)
    sql = (
        f"create temp table {source.table}_text as select {line} as line, {', '.join(cells)} "
        "from read_parquet($path, file_row_number = true)"
    )
    run_watched(con, sql, {"path": path}, source.progress)


def as_text(name: str, kind: str) -> str:
    """The text of a column of DuckDB's type ``kind``, as SQL: it loses nothing and no setting changes it."""
    return AS_TEXT.get(kind, "cast({0} as varchar)").replace("{0}", identifier(name))


def _reject(con: duckdb.DuckDBPyConnection, source: StagedFile, headers: tuple[str, ...], tally: Tally) -> None:
    """Moves rows with a NUL or a field over 1 MB to the rejects."""
    text, cells = f"{source.table}_text", [f"c{index}" for index in range(len(headers))]
    bad = (
        ("field_too_long", " or ".join(f"strlen({cell}) > {FIELD_LIMIT}" for cell in cells)),
        ("nul_byte", " or ".join(f"contains({cell}, chr(0))" for cell in cells)),
    )
    for reason, condition in bad:
        con.execute(
            f"insert into {source.table}_rejected "
            "select line, $reason, replace($sentence, '{line}', line::varchar), "
            f"replace(left(concat_ws(',', {', '.join(cells)}), {KEPT}), chr(0), '␀') from {text} where {condition}",
            {"reason": reason, "sentence": SENTENCES[reason]},
        )
        con.execute(f"delete from {text} where {condition}")
    tally.rejected = count(con, f"{source.table}_rejected")
    tally.accepted -= tally.rejected
