"""The tables that a cluster imports by a mapping: where they lie, and that a part of one reads as the whole would."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow.parquet import ParquetFile

from dashboard.errors import BadInput
from dashboard.importing.building import ReadFiles
from dashboard.importing.canonical import ColumnKind
from dashboard.importing.cluster.stored import ENDING, TypedTable, inside, place_of, table_at
from dashboard.importing.converting.planning import PlannedFeed
from dashboard.importing.converting.settling import MERGEABLE
from dashboard.importing.mapping.language import Mapping, Reading
from dashboard.importing.mapping.matching import FilePlan, headers_of
from dashboard.importing.reading.lakes import lake_kind
from dashboard.importing.reading.sources import is_export
from dashboard.importing.working import MERGED_RECORDS

PLAIN = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_boolean, pa.types.is_integer,
    pa.types.is_floating, pa.types.is_decimal, pa.types.is_date, pa.types.is_timestamp,
)  # fmt: skip
"""The types of columns that are read alike in a file and on their way through a cluster."""
TEXT = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary)
DATED = (ColumnKind.INSTANT, ColumnKind.DAY)
KEYED = {"leads", "deals", "accounts", "touches"}
"""The tables whose rows are there once, by a key."""


def mapped_tables(paths: Sequence[Path], mappings: Sequence[Mapping]) -> list[TypedTable]:
    """The tables at ``paths``, each with its mapping, in order: Parquet files, Delta tables, or folders of such.

    Raises BadInput for what is none, or cannot be read.
    """
    if len(mappings) > 1 and len(mappings) != len(paths):
        raise BadInput(
            f"{len(paths)} paths and {len(mappings)} mappings: give --mapping once for all paths, or once for each."
        )
    tables: dict[str, TypedTable] = {}
    for path, mapping in zip(paths, mappings if len(mappings) > 1 else [*mappings] * len(paths), strict=True):
        for table in _tables(place_of(path), mapping):
            if table.label in tables:
                raise BadInput(f"{path}: the table {table.name} is there twice; name one of them, or rename it.")
            tables[table.label] = table
    return [*tables.values()]


def _tables(path: Path, mapping: Mapping) -> Iterator[TypedTable]:
    if not path.exists():
        raise BadInput(f"{path}: there is no such file or folder.")
    if path.suffix == ENDING or lake_kind(path) is not None:
        yield _mapped(path, mapping, is_named=True)
        return
    entries = inside(path) if path.is_dir() else [path]
    if others := [each for each in entries if not each.is_dir() and each.suffix != ENDING and is_export(each)]:
        raise BadInput(
            f"{others[0]}: a cluster imports Parquet and Delta tables alone; write it as one, or leave --engine out."
        )
    tables = [_mapped(each, mapping) for each in entries if each.is_dir() or each.suffix == ENDING]
    if not tables:
        raise BadInput(f"{path}: no Parquet file and no Delta table is here; name the folder of your tables.")
    yield from sorted(tables, key=lambda table: table.label)


def _mapped(path: Path, mapping: Mapping, *, is_named: bool = False) -> TypedTable:
    table = table_at(path, path.name.removesuffix(ENDING))
    for field in table.schema:
        if not any(is_so(field.type) for is_so in PLAIN):
            raise BadInput(
                f'{table.label}: the column "{field.name}" is of the type {field.type}, which a cluster does not read '
                "as a file is read; leave it out, or write it as text."
            )
    return TypedTable(table.name, table.files, table.schema, table.rows, table.delta, mapping, is_named=is_named)


def refuse_unread(read: ReadFiles, tables: Sequence[TypedTable]) -> None:
    """Raises BadInput for a table that was named and that its mapping does not read."""
    named = {table.label for table in tables if table.is_named}
    for file in read.left_out:
        if file.label in named:
            advice = file.mapping.advice or "add a source for it to the mapping"
            raise BadInput(f"{file.mapping.name} does not read this table: {file.beginning}; {advice}.")


def refuse_told_by_all(read: ReadFiles, tables: Sequence[TypedTable]) -> None:
    """Raises BadInput for what only all rows of a table together tell of each: a part would read it otherwise."""
    by_label = {table.label: table for table in tables}
    for plan in read.plans:
        if plan.source.fill_down:
            raise BadInput(
                f"{plan.staged.label}: the mapping {plan.origin} has blank cells mean what stands above "
                f"(fill_down of {plan.source.name}), and on a cluster rows have no order; fill them in, or leave "
                "--engine out."
            )
    for item in read.passes:
        for column in item.feed.table.columns:
            reading = item.feed.columns.get(column.name)
            if reading is not None and column.kind in DATED and not _says_how(item.plan, reading):
                _refuse_text(read, by_label, item.plan, item.feed, column.name)


def _says_how(plan: FilePlan, reading: Reading) -> bool:
    """Whether the mapping says how dates are written; else the whole column does."""
    return bool(reading.dates or plan.source.dates or reading.date_order or plan.source.date_order)


def _refuse_text(read: ReadFiles, tables: dict[str, TypedTable], plan: FilePlan, feed: PlannedFeed, name: str) -> None:
    reading = feed.columns[name]
    makes_text = any(part.join or part.values or part.containing or part.if_any for part in reading.parts())
    for label, header in _columns_of(read, plan, reading):
        if makes_text or reading.assumed or _is_text(tables[label], header):
            raise BadInput(
                f'{label}: {feed.table.name} reads {name} from "{header}" as text, and how its dates are '
                "written all rows together tell; write it as a timestamp or a date, say it in the mapping (dates or "
                "date_order), or leave --engine out."
            )


def _columns_of(read: ReadFiles, plan: FilePlan, reading: Reading) -> Iterator[tuple[str, str]]:
    """The columns that a reading takes texts from, each by its file and its name there."""
    for header in headers_of(reading):
        yield from _named(plan, header)
    for lookup in reading.lookups():
        for other in read.plans:
            if other.source.name == lookup.source and other.origin == plan.origin:
                yield from _named(other, lookup.value)


def _named(plan: FilePlan, header: str) -> Iterator[tuple[str, str]]:
    column = plan.column(header)
    if column is not None:
        yield plan.staged.label, plan.header.names[int(column.removeprefix("c"))]


def _is_text(table: TypedTable, name: str) -> bool:
    """Whether a column is text, and has any."""
    field = next(each for each in table.schema if each.name.strip() == name.strip())
    if not any(is_so(field.type) for is_so in TEXT):
        return False
    return table.delta is not None or any(_has_text(file, field.name) for file in table.files)


def _has_text(file: Path, name: str) -> bool:
    """Whether a file's own account leaves it possible that a column has a text."""
    with ParquetFile(file) as parquet:
        place = parquet.schema_arrow.names.index(name)
        for group in range(parquet.metadata.num_row_groups):
            column = parquet.metadata.row_group(group).column(place)
            statistics = column.statistics
            if statistics is None or not statistics.has_null_count or statistics.null_count < column.num_values:
                return True
    return False


def deal_tables(read: ReadFiles) -> tuple[frozenset[str], frozenset[str]]:
    """The tables of a mapping, and the files that feed them, by which the stages of deals are told; none without deals.

    What takes rows out of them is among them: records that are there twice, or were merged.
    """
    fed: dict[str, set[str]] = {}
    for item in read.passes:
        fed.setdefault(item.plan.staged.label, set()).update(_told_of(item.feed))
    tables = {"deals", "deal_history", "deal_records", "stages", f"{MERGED_RECORDS.name} of deals"}
    if not any("deals" in each for each in fed.values()):
        return frozenset(), frozenset()
    while True:
        neighbours = {name for each in fed.values() if each & tables for name in each} & KEYED
        neighbours |= {"leads"} if "touches" in neighbours else set()
        if neighbours <= tables:
            break
        tables |= neighbours | {f"{MERGED_RECORDS.name} of {name}" for name in neighbours}
    return frozenset({*tables, MERGED_RECORDS.name}), frozenset(label for label, each in fed.items() if each & tables)


def _told_of(feed: PlannedFeed) -> set[str]:
    """The table that a feed feeds; of merges those that it tells of."""
    if feed.table is not MERGED_RECORDS:
        return {feed.table.name}
    records = feed.columns["records"].constant
    return {f"{MERGED_RECORDS.name} of {name}" for name in MERGEABLE if records in (None, name)}
