"""How the tests of importing run one: texts of files in, the published tables out."""

from collections.abc import Mapping as Files
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.importing import run
from dashboard.importing.mapping.files import read_mapping
from dashboard.importing.mapping.language import Mapping
from dashboard.importing.run import ImportOptions, Summary, run_import
from dashboard.scope.settings import Settings
from dashboard.warehouse.generations import Generations

AS_OF = datetime.fromisoformat("2025-06-02")


@dataclass(frozen=True)
class Imported:
    """A published generation with its summary."""

    summary: Summary
    con: duckdb.DuckDBPyConnection
    warehouse: Path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.con.execute(query).fetchall()

    def column(self, query: str) -> list[Any]:
        return [row[0] for row in self.rows(query)]

    @property
    def counts(self) -> dict[str, tuple[int, int, int, int]]:
        """File → read, loaded, quarantined, skipped."""
        return {file.file: (file.read, file.loaded, file.quarantined, file.skipped) for file in self.summary.files}

    @property
    def quarantine(self) -> list[tuple[int, str, str]]:
        """Line, column and reason of the rows set aside."""
        return self.rows("select line, column_name, reason from quarantine order by file, line")

    @property
    def warnings(self) -> list[tuple[int, str, str, str]]:
        """Line, column, reason and value of what became null."""
        return self.rows(
            "select line, column_name, reason, value from warnings where line is not null "
            "order by file, line, column_name, reason"
        )


class Importer:
    """Imports into one folder; facts are left out, they have tests of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: list[duckdb.DuckDBPyConnection] = []

    def __call__(
        self,
        files: Files[str, str | bytes] | Path | list[Path],
        mapping: str | Mapping | list[Mapping] | None = None,
        *,
        settings: dict[str, Any] | None = None,
        as_of: datetime = AS_OF,
        **options: Any,
    ) -> Imported:
        if isinstance(files, Path):
            paths = [files]
        elif isinstance(files, list):
            paths = files
        else:
            paths = [self.write(files)]
        read = read_mapping(mapping, "test.toml") if isinstance(mapping, str) else mapping
        warehouse = self.folder / "warehouse"
        summary = run_import(
            paths,
            read if isinstance(read, list) else [read] if read else [],
            warehouse,
            Settings.model_validate(settings or {}),
            as_of,
            ImportOptions(**options),
            lambda _step: None,
        )
        con = duckdb.connect(str(Generations(warehouse).path(summary.generation)), read_only=True)
        self._opened.append(con)
        return Imported(summary, con, warehouse)

    def write(self, files: Files[str, str | bytes]) -> Path:
        folder = self.folder / "exports"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, content in files.items():
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    def close(self) -> None:
        for con in self._opened:
            con.close()


def without_facts(patch: pytest.MonkeyPatch) -> None:
    """Leaves the facts, and all that looks at what there is to review, out of every import of a test."""
    patch.setattr(run, "refuse_empty_import", lambda _con: None)
    patch.setattr(run, "build_facts", lambda _con: None)
    patch.setattr(run, "fact_contents", lambda _con: [])
    patch.setattr(run, "counting_for_nothing", lambda _con: ())
    patch.setattr(run, "check_facts", lambda _con: None)
    patch.setattr(run, "remarks", lambda *_given: ())
    patch.setattr(run, "remember_open_deals", lambda *_given, **_options: None)
