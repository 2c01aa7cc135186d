"""A file that changes while it is read: what was read is neither the one nor the other, so it is refused."""

import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.errors import BadInput
from dashboard.importing.reading import one_file
from dashboard.importing.reading.one_file import stage
from dashboard.importing.reading.staged import ReadOptions
from tests.importing.staging import known_columns
from tests.importing.test_headers import KINDS

ROWS = [[f"L{number}", "2025-01-02", "Ann"] for number in range(500)]
HEADER = ["lead_id", "created_at", "name"]
TRIES, MOST_TRIES = 40, 2_000


def longer(path: Path) -> None:
    """Somebody goes on writing."""
    with path.open("ab") as file:
        file.write(b"L,2025-01-02,Bob\n" * 10)


def shorter(path: Path) -> None:
    """Somebody begins anew."""
    os.truncate(path, path.stat().st_size // 2)


def same_size(path: Path) -> None:
    """Somebody corrects a letter, and the time of it is put back."""
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(before.st_size // 2)
        file.write(b"z")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    """Somebody puts another file in its place."""
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def gone(path: Path) -> None:
    """Somebody tidies up."""
    path.unlink()


CHANGES = [longer, shorter, same_size, replaced, gone]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_refused_with_that_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, when: str, change: Callable[[Path], None]
) -> None:
    """Changed before its rows are read or after, whatever else goes wrong for it; read again, it is as it is."""
    path = tmp_path / f"leads.{kind}"
    path.write_bytes(KINDS[kind](HEADER, ROWS))
    format_ = {"csv": "text", "xlsx": "excel", "parquet": "parquet"}[kind]
    stager = one_file.STAGERS[format_]

    def changing(con: duckdb.DuckDBPyConnection, source: Any, tally: Any) -> Any:
        if when == "before":
            change(path)
        found = stager(con, source, tally)
        if when == "after":
            change(path)
        return found

    monkeypatch.setitem(one_file.STAGERS, format_, changing)
    with duckdb.connect() as con, pytest.raises(BadInput) as refused:
        stage(con, path, path.name, 1, ReadOptions(), known_columns)
    assert str(refused.value) == (
        f"leads.{kind}: the file changed while it was read, so nothing was imported; import it once it is whole."
    )


def test_a_file_that_somebody_writes_is_whole_or_refused(tmp_path: Path) -> None:
    """A writer that adds rows all the time, in a thread of its own: never a row that is half of one."""
    path = tmp_path / "leads.csv"
    chance = random.Random(5)
    ended = threading.Event()
    steps = [0]  # odd while a part of the file is being written
    whole = "lead_id,created_at,name\n" + "".join(f"L{number:05},2025-01-02,{'n' * 20}\n" for number in range(3_000))

    def write() -> None:
        while not ended.is_set():
            with path.open("wb", buffering=0) as file:
                rest = whole.encode()
                while rest:
                    part = chance.randrange(1, 20_000)
                    steps[0] += 1
                    file.write(rest[:part])
                    steps[0] += 1
                    rest = rest[part:]
            time.sleep(chance.random() / 20)

    path.write_text("lead_id,created_at,name\n")
    writer = threading.Thread(target=write)
    writer.start()
    outcomes: list[str] = []
    try:
        with duckdb.connect() as con:
            # a busy machine may give the writer no turn for a while
            while len(outcomes) < TRIES or ("refused" not in outcomes and len(outcomes) < MOST_TRIES):
                before = steps[0]
                try:
                    staged = stage(con, path, path.name, len(outcomes), ReadOptions(), known_columns)
                except BadInput as error:
                    outcomes.append("refused" if "changed while it was read" in str(error) else str(error))
                    continue
                # a writer that rests in the middle leaves a file that nobody can tell from a whole one
                has_rested = steps[0] - before < 3
                seen = con.execute(
                    f"select count(*), count(*) filter (length(c2) <> 20) from {staged.table}"
                ).fetchone()
                outcomes.append("read" if seen == (3_000, 0) or has_rested else f"{seen}")
    finally:
        ended.set()
        writer.join()
    assert "refused" in outcomes
    assert {outcome for outcome in outcomes if outcome not in {"read", "refused"}} <= {
        "leads.csv: the file is empty; export it again (EMPTY_FILE).", "(0, 0)",
    }, outcomes  # fmt: skip
