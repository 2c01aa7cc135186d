"""Companies to ask of: the golden one, imported once, and small ones written down row by row."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.scope.settings import Settings
from dashboard.warehouse.warehouse import Warehouse
from tests.claims.company import AS_OF, Rows, write_generation
from tests.shared import SHARED

GOLDEN = SHARED / "golden" / "small"


def profile(name: str = "profile") -> str:
    """A definition of one criterion, for tests that need one and do not care which."""
    return f"""
name = "{name}"
version = "1"
effective_from = 2024-01-01
approved_by = {{ marketing = "Ann", sales = "Bob" }}
[[criteria]]
name = "region"
field = "region"
one_of = ["north"]
weight = 1
"""


@pytest.fixture(scope="session")
def golden_warehouse(golden_folder: Path) -> Iterator[Warehouse]:
    """The golden company, open."""
    warehouse = Warehouse(golden_folder)
    yield warehouse
    warehouse.close()


@pytest.fixture
def golden_view(golden_warehouse: Warehouse) -> Callable[..., View]:
    """``golden_view(**options)``: the golden company as of its worked answers; options as of ``open_view``."""

    def view(**options: Any) -> View:
        defaults: dict[str, Any] = {"as_of": AS_OF, "icp_file": GOLDEN / "icp.toml"}
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
        write_generation(tmp_path, tables, settings or Settings(), name)
        opened.append(Warehouse(tmp_path, name))
        defaults: dict[str, Any] = {"as_of": AS_OF}
        return open_view(opened[-1], **defaults | options)

    yield view
    for warehouse in opened:
        warehouse.close()
