"""A fact that does not fit into the memory an import usually takes is built with more, not refused."""

from pathlib import Path

import duckdb
import pytest

from dashboard.importing import facts

ROWS = 4_000_000


def test_a_fact_that_does_not_fit_gets_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first try runs out of memory, the second has it."""
    (tmp_path / "wide.sql").write_text(
        f"create table wide as select range as place, hash(range)::varchar as text from range({ROWS});",
        encoding="utf-8",
    )
    monkeypatch.setattr(facts, "FACTS", tmp_path)
    with duckdb.connect() as con:
        con.execute("set memory_limit = '40MB'")
        con.execute("set temp_directory = ''")
        with pytest.raises(duckdb.OutOfMemoryException):
            con.execute((tmp_path / "wide.sql").read_text(encoding="utf-8"))
        facts._run(con, "wide")
        assert con.execute("select count(*) from wide").fetchall() == [(ROWS,)]
