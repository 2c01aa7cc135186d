"""Spark as the Engine of a warehouse: a generation of Parquet files, asked through Spark Connect."""

import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow.parquet import read_schema
from sqlglot import exp
from sqlglot.errors import SqlglotError

from dashboard.warehouse.engine import (
    EngineFault,
    Statement,
    Table,
    UnansweredEngine,
    UnknownNames,
    UnreadableFiles,
)
from dashboard.warehouse.relations import BASE
from dashboard.warehouse.spark.binding import kind_of_value, rows_of, sent
from dashboard.warehouse.spark.compared import refuse_uncompared
from dashboard.warehouse.spark.macros import parsed
from dashboard.warehouse.spark.session import acting, brief, connect, spark_path
from dashboard.warehouse.spark.translation import translation
from dashboard.warehouse.stores import DamagedStore, check_files, kind_of, read_manifest

if TYPE_CHECKING:
    from pyspark.errors import PySparkException
    from pyspark.sql import DataFrame

KEPT = "kept"
"""The schema, to the statements, of the tables that are kept beside the generation."""
KEPT_TRANSLATIONS = 1_000
LOST = ("INVALID_HANDLE.SESSION", "CHECKPOINT_RDD_BLOCK_ID_NOT_FOUND", "RETRIES_EXCEEDED")
"""What Spark calls it when the session is gone, with its cluster or after a silence, or a table with its executor."""
UNREACHED = ("StatusCode.UNAVAILABLE", "Checkpoint block")
UNKNOWN = ("UNRESOLVED_COLUMN", "UNRESOLVED_ROUTINE", "TABLE_OR_VIEW_NOT_FOUND")


class SparkEngine:
    """A session at a cluster, as the Engine of a warehouse."""

    def __init__(self, url: str, path: Path) -> None:
        """Open the generation at ``path``, which the cluster reads at the same place.

        Raises EngineFault when it cannot be read, BadInput when the cluster does not answer.
        """
        if kind_of(path) != "parquet":
            raise EngineFault(
                "it is a file of DuckDB's, which no cluster reads; `import --store parquet` keeps Parquet"
            )
        self._path = path
        self._session = connect(url)
        # also where nobody closes it: a session that the interpreter's end finds open can keep it from ending
        self._end = weakref.finalize(self, self._session.stop)
        self._kept: dict[str, DataFrame] = {}
        self._columns: dict[str, dict[str, dict[str, str]]] = {BASE: {}, KEPT: {}}
        self._lock = threading.Lock()
        self._translated = lru_cache(KEPT_TRANSLATIONS)(self._translate)
        try:
            with self._faults():
                check_files(path)
                for name, table in read_manifest(path).tables.items():
                    self._show_files(name, [path / file.path for file in table.files])
        except BaseException:
            self.close()
            raise

    def run(self, statement: Statement) -> Table:
        """The rows a statement selects."""
        refuse_uncompared(statement.question)
        with self._faults():
            sql = self._sql_of(statement)
            return rows_of(self._frame(sql, statement).toArrow(), sql)

    def keep(self, name: str, statement: Statement) -> str:
        """Make a table of what a statement selects, in the executors' memory."""
        with self._faults():
            return self._keep(name, self._frame(self._sql_of(statement), statement))

    def keep_rows(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> str:
        """Make a table of rows in the same way."""
        with self._faults():
            types = {column: _kind(kind) for column, kind in columns.items()}
            values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
            table = pa.table(dict(zip(columns, values, strict=True)))
            made = self._session.createDataFrame(table)
            selected = [f"cast(`{column}` as {kind}) as `{column}`" for column, kind in types.items()]
            return self._keep(name, made.selectExpr(*selected))

    def drop(self, table: str) -> None:
        """Free a table's memory."""
        with self._faults(), self._lock:
            name = table.removeprefix(f"{KEPT}.")
            self._session.catalog.dropTempView(_view(name))
            self._kept.pop(name)
            self._columns[KEPT] = {each: columns for each, columns in self._columns[KEPT].items() if each != name}

    def close(self) -> None:
        """End the session, and what it keeps with it."""
        self._end()

    def _sql_of(self, statement: Statement) -> str:
        types = tuple((name, kind_of_value(value)) for name, value in sorted(statement.bound.items()))
        return self._translated(statement.sql, types)

    def _frame(self, sql: str, statement: Statement) -> "DataFrame":
        bound = {name: sent(value) for name, value in statement.bound.items() if value is not None}
        return self._session.sql(sql, args=bound)

    def _translate(self, sql: str, types: tuple[tuple[str, str | None], ...]) -> str:
        if not isinstance(parsed(sql), exp.Query):  # it could write what is within the cluster's reach
            raise EngineFault(f"no selection: {sql}")
        views = {name: _view(name) for tables in self._columns.values() for name in tables}
        return translation(sql, dict(self._columns), views, {name: kind for name, kind in types if kind})

    def _keep(self, name: str, made: "DataFrame") -> str:
        """Cut off from how it was made, which Spark would plan anew for each statement that reads it."""
        with acting(self._session):
            kept = made.localCheckpoint(eager=True)
        kept.createOrReplaceTempView(_view(name))
        columns = {column.name: column.dataType.simpleString() for column in kept.schema.fields}
        with self._lock:
            self._kept[name] = kept
            self._columns[KEPT] = {**self._columns[KEPT], name: columns}
        return f"{KEPT}.{name}"

    def _show_files(self, name: str, files: Sequence[Path]) -> None:
        """A table of the generation: its columns are read here, as asking the cluster takes a job for each table."""
        from pyspark.sql.pandas.types import from_arrow_schema

        columns = from_arrow_schema(read_schema(files[0]), prefer_timestamp_ntz=True)
        places = [spark_path(file) for file in files]
        made = self._session.read.schema(columns).parquet(*places)
        made.createOrReplaceTempView(_view(name))
        self._columns[BASE][name] = {column.name: column.dataType.simpleString() for column in columns}

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """What Spark raises, as the faults of an engine."""
        from pyspark.errors import PySparkException

        try:
            yield
        except DamagedStore as error:
            raise UnreadableFiles(str(error)) from error
        except SqlglotError as error:
            raise EngineFault(f"has no words in Spark's SQL: {brief(error)}") from error
        except PySparkException as error:
            try:
                check_files(self._path)
            except DamagedStore as damage:
                raise UnreadableFiles(str(damage)) from error
            raise _fault(error)(brief(error)) from error


def _fault(error: "PySparkException") -> type[EngineFault]:
    """What a refusal of Spark's is to whoever asked."""
    from pyspark.errors import AnalysisException

    condition = error.getCondition() or ""
    if condition.startswith(LOST) or any(word in str(error) for word in UNREACHED):
        return UnansweredEngine
    return UnknownNames if isinstance(error, AnalysisException) and condition.startswith(UNKNOWN) else EngineFault


def _view(name: str) -> str:
    return f"of_{name}"


def _kind(kind: str) -> str:
    """A type of DuckDB's by Spark's word."""
    return exp.DataType.build(kind, dialect="duckdb").sql("spark")
