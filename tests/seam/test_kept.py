"""Tables made once per moment: the same for everybody who looks at it, another for another moment, bounded."""

from collections.abc import Iterator

import duckdb
import pytest

from dashboard.warehouse import kept
from dashboard.warehouse.kept import KeptTables

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
    asked: list[dict[str, object]] = [{"as_of": 3, "slice_source": ["web"]}, {"as_of": 3}, {"as_of": 7}]
    names = []
    for known in asked:
        with tables.read({"days": DAYS}, known) as read:
            names.append(read["{days}"])
            assert days_in(connection, names[-1]) == known["as_of"]
    assert names[0] == names[1] != names[2]


def test_a_table_stands_on_one_before_it(connection: duckdb.DuckDBPyConnection) -> None:
    """By the name the first was given."""
    texts = {"days": DAYS, "late": "select day from {days} where day > 1"}
    with KeptTables(connection).read(texts, {"as_of": 5}) as read:
        assert days_in(connection, read["{late}"]) == 3


def test_old_tables_go_but_not_under_a_question(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bound on tables, that waits for whoever is still reading the oldest."""
    monkeypatch.setattr(kept, "KEPT_TABLES", 2)
    tables = KeptTables(connection)
    with tables.read({"days": DAYS}, {"as_of": 0}) as oldest:
        names = []
        for day in range(1, 5):
            with tables.read({"days": DAYS}, {"as_of": day}) as read:
                names.append(read["{days}"])
        assert days_in(connection, oldest["{days}"]) == 0
        there = connection.execute("select table_name from duckdb_tables() where table_name like 'kept%'").fetchall()
        assert {f"memory.main.{name}" for (name,) in there} == {oldest["{days}"], names[-1]}
