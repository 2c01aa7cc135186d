"""What a mapping reads of rows on the way to their part: what they look up, what is found in them, whose they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard.importing.building import ReadFiles
from dashboard.importing.cluster.keys import KEYS, LINE, PREFIX
from dashboard.importing.converting.column_sql import ImportLimits
from dashboard.importing.converting.expressions import Expressions, Pads
from dashboard.importing.converting.keys import warehouse_pads
from dashboard.importing.converting.lookups import matches_in
from dashboard.importing.converting.passes import conversion
from dashboard.importing.converting.planning import PlannedFeed, planned_feeds
from dashboard.importing.mapping.language import Lookup, Reading
from dashboard.importing.mapping.matching import FilePlan
from dashboard.importing.mapping.readings import EACH_ROW
from dashboard.importing.reading.parquet import as_text
from dashboard.importing.sql import load_macros, text, used
from dashboard.importing.working import MERGED_RECORDS

UNFIT, ANSWERS = f"{PREFIX}unfit", f"{PREFIX}answers"
"""Whether an import sets a row aside before it reads its cells, and what the row's lookups found."""
REQUESTS = "line bigint, lookup int, looked_up string"
MATCHES = "lookup int, looked_up string, found string"
OWNERS = f"line bigint, fed string, {', '.join(f'{key} string' for key in KEYS)}"
"""What ``requests``, ``matches`` and ``owners`` give, as Spark writes a schema."""
NEVER = datetime(9999, 1, 1)  # noqa: DTZ001 — naive UTC, as everywhere
NO_LIMITS = ImportLimits("UTC", NEVER, NEVER, ())
"""Of columns that are no moment and no amount."""
MERGES = ("records", "merged_id", "survivor_id")

Select = tuple[str, dict[str, object]]
"""A selection with its parameters."""


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one file in the tasks of a cluster as the import of the whole would.

    ``lookups`` are those of the import, each known by its place among them; ``warehouse`` keeps the key of hashes, None
    where there are none.
    """

    plan: FilePlan
    names: tuple[str, ...]
    lookups: tuple[tuple[str, Lookup], ...]
    warehouse: Path | None
    personal_data: bool

    @cached_property
    def own_lookups(self) -> tuple[int, ...]:
        """The lookups that its rows need."""
        lookups = {
            lookup
            for feed in planned_feeds(self.plan)
            for lookup in (
                *(each for reading in feed.columns.values() for each in reading.lookups()),
                *(each for item in feed.where if item.lookup for each in item.lookup.chain()),
            )
        }
        return tuple(
            at for at, (origin, each) in enumerate(self.lookups) if origin == self.plan.origin and each in lookups
        )

    @cached_property
    def answered(self) -> tuple[int, ...]:
        """The lookups that look into its rows."""
        return tuple(
            at
            for at, (origin, lookup) in enumerate(self.lookups)
            if origin == self.plan.origin and lookup.source == self.plan.source.name
        )

    @cached_property
    def feeds(self) -> tuple[PlannedFeed, ...]:
        """The passes that say whose its rows are, of their keys alone, each once."""
        feeds: list[PlannedFeed] = []
        for feed in planned_feeds(self.plan):
            kept = MERGES if feed.table == MERGED_RECORDS else KEYS.values()
            columns = {name: _alike(reading) for name, reading in feed.columns.items() if name in kept}
            same = [each for each in feeds if each.table == feed.table and each.columns == columns]
            if columns and not same:
                feeds.append(replace(feed, columns=columns, where=()))
        return tuple(feeds)

    def requests(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What rows look up, but in the answer to another lookup."""
        yield from self._each(batches, [self._request(at) for at in self.own_lookups if isinstance(self._by(at), str)])

    def matches(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What there is to be found in rows, for each lookup."""
        yield from self._each(batches, [self._match(at) for at in self.answered])

    def owners(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Whose rows are, for each table that they feed."""
        pads = warehouse_pads(self.warehouse) if self.warehouse else None
        yield from self._each(batches, [self._owner(feed, pads) for feed in self.feeds])

    def _by(self, at: int) -> str | Lookup:
        return self.lookups[at][1].by

    def _expressions(self, pads: Pads | None = None) -> Expressions:
        def table(origin: str, lookup: Lookup) -> str:
            return f"lookup_{self.lookups.index((origin, lookup))}"

        return Expressions(self.plan, table, pads, self.personal_data)

    def _request(self, at: int) -> Select:
        expressions, lookup = self._expressions(), self.lookups[at][1]
        key = expressions.lookup_key(lookup, expressions.cell(str(lookup.by)))
        sql = f"select line, {at}::integer as lookup, {key} as looked_up from {expressions.rows()}"  # noqa: S608 — our own names
        return f"from ({sql}) where looked_up is not null", expressions.parameters

    def _match(self, at: int) -> Select:
        expressions = self._expressions()
        sql = matches_in(expressions, self.lookups[at][1])
        known = f"from ({sql}) where looked_up is not null and found is not null"
        return f"select {at}::integer as lookup, looked_up, found {known}", expressions.parameters

    def _owner(self, feed: PlannedFeed, pads: Pads | None) -> Select:
        done = conversion(self.plan, feed, self._expressions(pads), {}, NO_LIMITS)
        if feed.table == MERGED_RECORDS:
            return f"with merged as (\n{done.values}\n)\n{text('cluster/keys_of_merges')}", done.parameters
        texts = [name if name in feed.columns else "null::varchar" for name in KEYS.values()]
        ids = [
            f"unnest(coalesce(string_split({each}, chr(31)), [null::varchar])) as of_{at}(id)"
            for at, each in enumerate(texts)
        ]
        keys = ", ".join(f"of_{at}.id as {key}" for at, key in enumerate(KEYS))
        crossed = " cross join ".join(["row_values", *ids])
        return (
            f"with row_values as (\n{done.values}\n)\nselect line, '{feed.table.name}' as fed, {keys} from {crossed}",
            done.parameters,
        )

    def _each(self, batches: Iterator[pa.RecordBatch], selects: Sequence[Select]) -> Iterator[pa.RecordBatch]:
        """What is selected of each batch of rows, staged as the import of a file stages them."""
        with duckdb.connect(config={"threads": 1}) as con:
            load_macros(con)
            con.execute("set TimeZone = 'UTC'")
            for batch in batches:
                self._stage(con, batch)
                for sql, parameters in selects:
                    yield from con.execute(sql, used(con, sql, parameters)).to_arrow_table().to_batches()

    def _stage(self, con: duckdb.DuckDBPyConnection, batch: pa.RecordBatch) -> None:
        con.register("rows_read", pa.Table.from_batches([batch]))
        kinds: Mapping[str, str] = dict(
            con.execute("select column_name, column_type from (describe rows_read)").fetchall()
        )
        cells = ", ".join(f"{as_text(name, kinds[name])} as c{at}" for at, name in enumerate(self.names))
        con.execute(
            f"create or replace temp table {self.plan.staged.table} as "  # noqa: S608 — our own names
            f"select {LINE} as line, {cells} from rows_read where not {UNFIT}"
        )
        if ANSWERS not in kinds:
            return
        # of distinct structs that are unnested at once DuckDB 1.5 keeps one
        unnested = f"select unnest({ANSWERS}, recursive := true) from rows_read"  # noqa: S608 — our own names
        con.execute(f"create or replace temp table answers as from ({unnested})")
        for at in self.own_lookups:
            con.execute(
                f"create or replace temp table lookup_{at} as "  # noqa: S608 — our own names
                f"select distinct looked_up, found, matches, several from answers where lookup = {at}"
            )


def _alike(reading: Reading) -> Reading:
    """The reading, with rows that are alike in every cell read alike: they belong together."""
    parts = tuple(map(_alike, reading.first_of))
    return reading.model_copy(
        update={"first_of": parts, "row_key": True if reading.row_key == EACH_ROW else reading.row_key}
    )


@dataclass(frozen=True)
class AnswerReader:
    """Reads what a lookup finds as what another one looks up by it."""

    at: int
    lookup: Lookup

    def requests(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows of the first lookup as those of the second."""
        key = Expressions.lookup_key(self.lookup, "found")
        with duckdb.connect(config={"threads": 1}) as con:
            load_macros(con)
            for batch in batches:
                con.register("answers", pa.Table.from_batches([batch]))
                sql = f"select file, line, {self.at}::integer as lookup, {key} as looked_up from answers"  # noqa: S608
                yield from con.execute(f"from ({sql}) where looked_up is not null").to_arrow_table().to_batches()


def readers(
    read: ReadFiles, names: Mapping[str, Sequence[str]], warehouse: Path, *, personal_data: bool
) -> list[RowReader]:
    """A reader for each file that is read; ``names`` are the columns of each, by its label."""
    keeps_hashes = warehouse if read.pads else None
    return [
        RowReader(plan, tuple(names[plan.staged.label]), read.lookups.keys, keeps_hashes, personal_data)
        for plan in read.plans
    ]
