"""Tables made once per moment: the same for everybody who looks at it, another for another moment, bounded."""

from collections.abc import Iterator

import duckdb
import pytest

from dashboard import kept
from dashboard.kept import KeptTables

DAYS = "select day from warehouse_days where day < $as_of"


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with a few days."""
    with duckdb.connect() as opened:
        opened.execute("create table warehouse_days as select unnest(range(10)) as day")
        yield opened


def days_in(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Rows of a kept table."""
    return int(connection.execute(f"select count(*) from {name}").fetchall()[0][0])


def test_the_same_moment_is_made_once(connection: duckdb.DuckDBPyConnection) -> None:
    """What is bound decides, not what else is known."""
    tables = KeptTables(connection)
    first = tables.name_of(DAYS, {"as_of": 3, "slice_source": ["web"]})
    assert tables.name_of(DAYS, {"as_of": 3}) == first
    other = tables.name_of(DAYS, {"as_of": 7})
    assert (days_in(connection, first), days_in(connection, other)) == (3, 7)


def test_old_tables_go_but_not_under_a_question(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bound on tables, that waits for whoever may still be reading the oldest."""
    monkeypatch.setattr(kept, "KEPT_TABLES", 2)
    tables = KeptTables(connection)
    names = [tables.name_of(DAYS, {"as_of": day}) for day in range(5)]
    assert [days_in(connection, name) for name in names] == [0, 1, 2, 3, 4]
    monkeypatch.setattr(kept, "IN_USE_SECONDS", 0.0)
    newest = tables.name_of(DAYS, {"as_of": 5})
    there = connection.execute("select table_name from duckdb_tables() where table_name like 'kept%'").fetchall()
    assert sorted(f"memory.main.{name}" for (name,) in there) == sorted([names[-1], newest])
