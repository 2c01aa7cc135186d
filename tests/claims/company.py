"""A warehouse of just the rows a test writes down."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.importing.facts import build_facts
from dashboard.scope.settings import Settings, read_settings, settings_to_json
from dashboard.scope.slices import Slice
from dashboard.warehouse.catalogue import QUERIES
from dashboard.warehouse.warehouse import Warehouse

AS_OF = "2025-06-02"
REQUIRED: dict[str, dict[str, Any]] = {
    "touches": {"kind": "email", "direction": "outbound", "automated": False},
    "deals": {"renewal": False},
}
Rows = Sequence[Mapping[str, Any]]


@contextmanager
def open_company(tables: Mapping[str, Rows], settings: Mapping[str, Any], options: Mapping[str, Any]) -> Iterator[View]:
    """A view of a company of just these rows; as of 2 June 2025 00:00 UTC unless ``options`` say otherwise."""
    asked = {"as_of": AS_OF} | dict(options)
    chosen = Slice.parse(asked.pop("slice", []))
    with TemporaryDirectory() as folder:
        write_generation(Path(folder), tables, read_settings(dict(settings), "the test's settings"))
        warehouse = Warehouse(Path(folder), "company")
        try:
            yield open_view(warehouse, chosen=chosen, **asked)
        finally:
            warehouse.close()


def write_generation(folder: Path, tables: Mapping[str, Rows], settings: Settings, name: str = "company") -> None:
    """A generation of these rows; a column left out is null."""
    (folder / "generations").mkdir(exist_ok=True)
    file = folder / "generations" / f"{name}.duckdb"
    with duckdb.connect(str(file)) as con:
        con.execute((QUERIES / "tables.sql").read_text(encoding="utf-8"))
        for table, rows in tables.items():
            for number, given in enumerate(rows):
                row = REQUIRED.get(table, {}) | dict(given)
                if table == "touches":
                    row.setdefault("touch_id", f"T{number}")
                columns = ", ".join(f'"{column}"' for column in row)
                marks = ", ".join("?" * len(row))
                con.execute(f"insert into {table} ({columns}) values ({marks})", list(row.values()))
        build_facts(con)
        con.execute(
            "insert into generation values ('2025-10-01', '2025-10-01', '2025-10-01', ?, 'digest', true, '0')",
            [settings_to_json(settings)],
        )
    keep(file)


def keep(file: Path) -> Path:
    """The file as the test that goes on wants it; ``tests/seam`` puts another kind of store in its place."""
    return file
