"""Tables made once per moment: the same for everybody who looks at it, another for another moment, bounded."""

import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.warehouse import kept
from dashboard.warehouse.duck import DuckEngine
from dashboard.warehouse.engine import Statement
from dashboard.warehouse.kept import KeptTables

DAYS = "select day from warehouse.days where day < $as_of"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckEngine]:
    """A generation of a few days."""
    file = tmp_path / "days.duckdb"
    with duckdb.connect(str(file)) as con:
        con.execute("create table days as select unnest(range(10)) as day")
    opened = DuckEngine(file)
    yield opened
    opened.close()


def days_in(engine: DuckEngine, name: str) -> int:
    """Rows of a kept table."""
    return int(engine.run(Statement(f"select count(*) from {name}")).values[0][0])


def test_the_same_moment_is_made_once(engine: DuckEngine) -> None:
    """What is bound decides, not what else is known."""
    tables = KeptTables(engine)
    asked: list[dict[str, object]] = [{"as_of": 3, "slice_source": ["web"]}, {"as_of": 3}, {"as_of": 7}]
    names = []
    for known in asked:
        with tables.read({"days": DAYS}, known) as read:
            names.append(read["{days}"])
            assert days_in(engine, names[-1]) == known["as_of"]
    assert names[0] == names[1] != names[2]


def test_a_table_stands_on_one_before_it(engine: DuckEngine) -> None:
    """By the name the first was given."""
    texts = {"days": DAYS, "late": "select day from {days} where day > 1"}
    with KeptTables(engine).read(texts, {"as_of": 5}) as read:
        assert days_in(engine, read["{late}"]) == 3


def test_old_tables_go_but_not_under_a_question(engine: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound on tables, that waits for whoever is still reading the oldest."""
    monkeypatch.setattr(kept, "KEPT_TABLES", 2)
    tables = KeptTables(engine)
    with tables.read({"days": DAYS}, {"as_of": 0}) as oldest:
        names = []
        for day in range(1, 5):
            with tables.read({"days": DAYS}, {"as_of": day}) as read:
                names.append(read["{days}"])
        assert days_in(engine, oldest["{days}"]) == 0
        there = engine.run(Statement("select table_name from duckdb_tables() where table_name like 'kept%'")).values
        assert {f"memory.main.{name}" for (name,) in there} == {oldest["{days}"], names[-1]}


def test_nobody_waits_for_a_table_they_do_not_read(engine: DuckEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one is made another is; who wants the first waits for it, and it is made once."""
    tables, begun, go_on, made = KeptTables(engine), threading.Event(), threading.Event(), []

    def slowly(name: str, statement: Statement) -> str:
        if statement.bound["as_of"] == 1:
            begun.set()
            assert go_on.wait(20)
        made.append(statement.bound["as_of"])
        return DuckEngine.keep(engine, name, statement)

    def first() -> None:
        with tables.read({"days": DAYS}, {"as_of": 1}):
            pass

    monkeypatch.setattr(engine, "keep", slowly)
    waiting = [threading.Thread(target=first) for _ in range(2)]
    for each in waiting:
        each.start()
    assert begun.wait(20)
    other = threading.Thread(target=lambda: tables.read({"days": DAYS}, {"as_of": 2}).__enter__())
    other.start()
    other.join(20)
    there = list(made)
    go_on.set()
    for each in waiting:
        each.join()
    assert (there, made) == ([2], [2, 1])
