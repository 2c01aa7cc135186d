"""The waterfall and response questions by hand in pandas, SQLite and PostgreSQL, over the same wide rows.

What a user would give up elsewhere: the same two answers from one row per cycle, loaded beforehand. PostgreSQL is
started and stopped here; where it is not installed its line says so.
"""

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from tests.bench.measure import milliseconds
from tests.postgresql import postgresql, psql

HERE = Path(__file__).parent
QUESTIONS = {"waterfall": "waterfall_elsewhere.sql", "response": "response_elsewhere.sql"}
COLUMNS = ("source", "opened", "mql", "sal", "sqls", "won", "closed", "response")
DAY_90 = 7_776_000_000_000
NOW = 1_794_783_600_000_000


def wide_rows(generation: Path, target: Path) -> None:
    """The columns both questions need, as CSV: text and microseconds."""
    con = duckdb.connect(str(generation), read_only=True)
    con.execute(
        "copy (select source, epoch_us(opened_at) as opened, epoch_us(reached_mql_at) as mql, "
        "epoch_us(reached_sal_at) as sal, epoch_us(reached_sql_at) as sqls, epoch_us(won_at) as won, "
        f"epoch_us(first_closed_at) as closed, epoch_us(response_at) as response from cycles) to '{target}' (header)",
    )
    con.close()


def texts() -> dict[str, str]:
    """The two questions as portable SQL."""
    return {name: (HERE / file).read_text(encoding="utf-8") for name, file in QUESTIONS.items()}


def in_duckdb(rows: Path) -> dict[str, float]:
    """The same text in DuckDB, for a fair line."""
    con = duckdb.connect()
    con.execute(f"create table cycles as from read_csv('{rows}')")
    return {name: milliseconds(_answer, con, text) for name, text in texts().items()}


def in_sqlite(rows: Path) -> dict[str, float]:
    """SQLite in memory, one index on the opening."""
    con = sqlite3.connect(":memory:")
    con.execute(f"create table cycles ({', '.join(COLUMNS)})")
    for chunk in pd.read_csv(rows, chunksize=100_000):
        con.executemany(
            f"insert into cycles values ({', '.join('?' * len(COLUMNS))})",
            chunk.astype(object).where(chunk.notna(), None).to_numpy().tolist(),
        )
    con.execute("create index opening on cycles (opened)")
    return {name: milliseconds(_answer, con, text) for name, text in texts().items()}


def _answer(con: duckdb.DuckDBPyConnection | sqlite3.Connection, text: str) -> list[Any]:
    return con.execute(text).fetchall()


def in_pandas(rows: Path) -> dict[str, float]:
    """Pandas over one frame."""
    frame = pd.read_csv(rows)
    return {
        "waterfall": milliseconds(_waterfall, frame),
        "response": milliseconds(_response, frame),
    }


def _waterfall(frame: pd.DataFrame) -> pd.DataFrame:
    cohort = frame[(frame.opened >= 1_779_145_200_000_000) & (frame.opened < 1_787_007_600_000_000)]
    steps = [("opened", "mql"), ("mql", "sal"), ("sal", "sqls"), ("sqls", "won")]
    counted = {}
    for before, after in steps:
        due = cohort[before] + DAY_90
        counted[after] = (due <= NOW) & (cohort[after] <= due)
    return pd.DataFrame(counted).groupby(cohort.source).sum()


def _response(frame: pd.DataFrame) -> pd.Series:
    cohort = frame[(frame.opened >= 1_786_921_200_000_000) & (frame.opened < NOW)]
    elapsed = cohort.response.fillna(cohort.closed).fillna(NOW) - cohort.opened
    event, competing = cohort.response.notna(), cohort.response.isna() & cohort.closed.notna()
    times = (
        pd.DataFrame(
            {"source": cohort.source, "elapsed": elapsed, "event": event, "competing": competing, "leaving": 1}
        )
        .groupby(["source", "elapsed"])
        .sum()
        .reset_index()
    )
    times["at_risk"] = times.iloc[::-1].groupby("source").leaving.cumsum()
    left = (times.at_risk - times.event - times.competing) / times.at_risk
    before = left.groupby(times.source).cumprod().groupby(times.source).shift(fill_value=1.0)
    times["incidence"] = (before * times.event / times.at_risk).groupby(times.source).cumsum()
    return times[times.incidence >= 0.5 - 1e-9].groupby("source").elapsed.min()


def in_postgres(rows: Path) -> dict[str, float] | None:
    """PostgreSQL with one index, timed by psql itself; None where there is no server to start."""
    with postgresql() as socket:
        if socket is None:
            return None
        columns = ", ".join(f"{column} {'text' if column == 'source' else 'bigint'}" for column in COLUMNS)
        psql(socket, f"create table cycles ({columns})")
        psql(socket, f"\\copy cycles from '{rows}' (format csv, header)")
        psql(socket, "create index opening on cycles (opened)")
        psql(socket, "analyze cycles")
        return {name: milliseconds(psql, socket, text) for name, text in texts().items()}


def compare(generation: Path) -> None:
    """Print one line per engine for the cycles of a generation."""
    with tempfile.TemporaryDirectory() as name:
        rows = Path(name) / "cycles.csv"
        wide_rows(generation, rows)
        rows.parent.chmod(0o755)
        engines = {"DuckDB": in_duckdb, "pandas": in_pandas, "SQLite": in_sqlite, "PostgreSQL": in_postgres}
        print("\n| the same two questions by hand | waterfall | response |\n|---|---:|---:|")
        for engine, ask in engines.items():
            found = ask(rows)
            line = (
                "not installed here | "
                if found is None
                else f"{found['waterfall']:.0f} ms | {found['response']:.0f} ms"
            )
            print(f"| {engine} | {line} |")
