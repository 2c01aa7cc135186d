"""Companies to ask of: the golden one, imported once, and small ones written down row by row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.catalogue import QUERIES
from dashboard.importing.facts import build_facts
from dashboard.importing.run import ImportOptions, run_import
from dashboard.opening import open_view
from dashboard.settings import Settings, load_settings, settings_to_json
from dashboard.view import View
from dashboard.warehouse import Warehouse
from tests.shared import SHARED

GOLDEN = SHARED / "golden" / "small"
AS_OF = datetime.fromisoformat("2025-06-02")
IMPORTED_AS_OF = datetime.fromisoformat("2025-10-01")
REQUIRED: dict[str, dict[str, Any]] = {
    "touches": {"kind": "email", "direction": "outbound", "automated": False},
    "deals": {"renewal": False},
}
KEYS = {"touches": "touch_id"}

Rows = Sequence[Mapping[str, Any]]
PROFILE = """
name = "profile"
version = "1"
effective_from = 2024-01-01
approved_by = { marketing = "Ann", sales = "Bob" }
[[criteria]]
name = "region"
field = "region"
one_of = ["north"]
weight = 1
"""
"""A definition of one criterion, for tests that need one and do not care which."""


@pytest.fixture(scope="session")
def golden_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The golden company, imported; skips where the worked answers are not there."""
    if not GOLDEN.is_dir():
        pytest.skip("no ../shared folder beside the project")
    folder = tmp_path_factory.mktemp("golden")
    settings = load_settings(GOLDEN / "settings.toml")
    run_import([GOLDEN / "data"], [], folder, settings, IMPORTED_AS_OF, ImportOptions(), lambda _: None)
    warehouse = Warehouse(folder)
    yield warehouse
    warehouse.close()


@pytest.fixture
def golden_view(golden_warehouse: Warehouse) -> Callable[..., View]:
    """``golden_view(**options)``: the golden company as of its worked answers; options as of ``open_view``."""

    def view(**options: Any) -> View:
        defaults: dict[str, Any] = {"as_of": "2025-06-02", "icp_file": GOLDEN / "icp.toml"}
        return open_view(golden_warehouse, **defaults | options)

    return view


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Callable[..., View]]:
    """``company(rows by table, settings=…, **options)``: a view of a company of just these rows.

    A column left out is null, instants are UTC; the moment looked at is 2 June 2025 00:00 UTC unless said otherwise.
    """
    opened: list[Warehouse] = []

    def view(tables: Mapping[str, Rows], settings: Settings | None = None, **options: Any) -> View:
        name = f"company-{len(opened)}"
        _write(tmp_path / "generations" / f"{name}.duckdb", tables, settings or Settings())
        opened.append(Warehouse(tmp_path, name))
        defaults: dict[str, Any] = {"as_of": AS_OF.isoformat()}
        return open_view(opened[-1], **defaults | options)

    yield view
    for warehouse in opened:
        warehouse.close()


def _write(path: Path, tables: Mapping[str, Rows], settings: Settings) -> None:
    path.parent.mkdir(exist_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute((QUERIES / "tables.sql").read_text(encoding="utf-8"))
        for table, rows in tables.items():
            for number, given in enumerate(rows):
                key = {KEYS[table]: f"{table} {number}"} if table in KEYS else {}
                row = key | REQUIRED.get(table, {}) | dict(given)
                columns = ", ".join(f'"{column}"' for column in row)
                marks = ", ".join("?" for _ in row)
                con.execute(f"insert into {table} ({columns}) values ({marks})", list(row.values()))
        build_facts(con)
        con.execute(
            "insert into generation values (?, ?, ?, 'digest', true, '0')",
            [AS_OF, AS_OF, settings_to_json(settings)],
        )
