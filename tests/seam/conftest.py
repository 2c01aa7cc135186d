"""In a full run every test of the seam sees both kinds of store; ``test_stores`` compares them in every run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.warehouse.generations import Generations
from dashboard.warehouse.stores import KINDS, StoreKind
from tests.claims import company
from tests.enduring import FULL
from tests.stores import as_parquet

OF_ONE_FILE = {"test_data_gone", "test_gate", "test_generations_shown", "test_kept", "test_serving", "test_stores"}
"""Tests of what a file is and a folder is not, or of both by themselves."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test once for each kind."""
    if FULL and Path(str(metafunc.module.__file__)).stem not in OF_ONE_FILE:
        metafunc.parametrize("store_kind", KINDS, indirect=True, scope="module")


@pytest.fixture(autouse=True, scope="module")
def store_kind(request: pytest.FixtureRequest) -> Iterator[StoreKind]:
    """The kind that imports, and rows written down, become."""
    kind: StoreKind = getattr(request, "param", "duckdb")
    with pytest.MonkeyPatch.context() as patch:
        if kind == "parquet":
            patch.setattr(Generations, "kind", lambda _: kind)
            patch.setattr(company, "keep", as_parquet)
        yield kind
