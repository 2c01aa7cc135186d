"""What the tasks of an import on a cluster are told, and what they give back."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from dashboard.importing.building import ImportOptions
from dashboard.importing.cluster.keys import LINE, PREFIX
from dashboard.importing.cluster.stored import ENDING, TypedTable
from dashboard.importing.converting.wholes import WholeCompany
from dashboard.importing.facts import TableContent
from dashboard.importing.mapping.language import Lookup, Mapping
from dashboard.importing.mapping.matching import CANONICAL
from dashboard.scope.settings import Settings
from dashboard.warehouse.stores import ParquetFile


@dataclass(frozen=True)
class PartTable:
    """A table of which each part has some rows: its columns, what an import calls it, and its mapping, if any."""

    place: str
    label: str
    schema: pa.Schema
    mapping: Mapping | None

    @classmethod
    def of(cls, table: TypedTable) -> "PartTable":
        """What a task needs to know of a table."""
        return cls(table.place, table.label, table.schema, None if table.mapping is CANONICAL else table.mapping)


@dataclass(frozen=True)
class PartsOrder:
    """What the tasks of an import are told: where its rows lie by part, where they write, and how they import.

    ``shared`` is seen by the whole cluster at one path. ``tables`` are those there are, ``lookups`` what is looked up
    in them. The stages of deals are told by the tables of ``deal_tables``, which the files ``deal_files`` feed.
    """

    shared: Path
    warehouse: Path
    tables: tuple[PartTable, ...]
    settings: Settings
    as_of: datetime
    options: ImportOptions
    lookups: tuple[tuple[str, Lookup], ...] = ()
    deal_tables: frozenset[str] = frozenset()
    deal_files: frozenset[str] = frozenset()

    @property
    def routed(self) -> Path:
        """Where the rows of each table lie by part."""
        return self.shared / "routed"

    @property
    def built(self) -> Path:
        """The folder that becomes the generation."""
        return self.shared / "built.parquet"

    @property
    def shares(self) -> Path:
        """Where each part's share of the company's own tables lies."""
        return self.shared / "shares"

    def shares_of(self, name: str) -> list[str]:
        """The files of what each part tells of one of them."""
        return [str(path) for path in sorted((self.shares / name).glob(f"*{ENDING}"))]

    @property
    def answers(self) -> Path:
        """Where what the rows of each part look up lies."""
        return self.shared / "answers"

    @property
    def stages(self) -> Path:
        """The file of what all parts tell of each stage."""
        return self.shared / f"stages{ENDING}"

    def whole(self, part: int) -> WholeCompany:
        """What a part is told of the whole."""
        answers = self.answers / f"{PREFIX}part={part}"
        matches = {each: sorted((answers / f"lookup={at}").glob(f"*{ENDING}")) for at, each in enumerate(self.lookups)}
        return WholeCompany(LINE, matches, self.stages if self.stages.exists() else None)


@dataclass(frozen=True)
class PartReport:
    """What came of one part: what it holds, the files it wrote, or the sentence it refused with."""

    part: int
    tables: list[TableContent]
    facts: list[TableContent]
    files: dict[str, ParquetFile]
    stages: list[str]
    currencies: list[str]
    refusal: str = ""

    def to_json(self) -> str:
        """As the one text that a task gives back."""
        files = {name: file.model_dump() for name, file in self.files.items()}
        return json.dumps({**self.__dict__, "files": files})

    @classmethod
    def from_json(cls, text: str) -> "PartReport":
        """What ``to_json`` wrote."""
        read = json.loads(text)
        contents = {name: [tuple(each) for each in read[name]] for name in ("tables", "facts")}
        files = {name: ParquetFile.model_validate(file) for name, file in read["files"].items()}
        return cls(**{**read, **contents, "files": files})


def files_of_tables(
    folder: Path, tables: Sequence[PartTable], write: Callable[[PartTable, Path], None]
) -> tuple[list[Path], list[Mapping]]:
    """A folder for each of ``tables``, with the file of it that is written there, and the mappings of each."""
    folders = [folder / str(number) for number in range(len(tables))]
    for table, each in zip(tables, folders, strict=True):
        each.mkdir(parents=True)
        write(table, each / table.label)
    return folders, [table.mapping or CANONICAL for table in tables]


def rows_of_nothing(schema: pa.Schema) -> pa.Table:
    """A table without a row, with the columns that a part's has."""
    return schema.append(pa.field(LINE, pa.int64())).empty_table()
