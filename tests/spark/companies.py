"""A company on DuckDB and, as Parquet by bucket, on a cluster; and how the answers of the two differ."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.errors import FunnelReviewError
from dashboard.importing.publishing import parquet
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import load_settings
from dashboard.warehouse.catalogue import Query, about_records, catalogue
from dashboard.warehouse.engine import Statement
from dashboard.warehouse.engines import ENGINE_VARIABLE
from dashboard.warehouse.warehouse import Warehouse
from tests.metrics.conftest import profile
from tests.oracle.company import write_company
from tests.seam.test_adding_up import AS_OF, LEADS, SEED
from tests.spark.alike import differences, looks
from tests.stores import parquet_copy

BUCKETS = 8
"""About so many files a table has, so that a row's place says nothing."""
QUESTIONS = [*catalogue().values(), about_records("parts")]
"""Every question there is, and what the records of a list come to."""


@contextmanager
def drawn_company(folder: Path, url: str) -> Iterator[tuple[View, View]]:
    """A company full of corners, with a definition of each team: on DuckDB, and on the cluster by bucket."""
    drawn = write_company(folder / "company", SEED, LEADS)
    for team in ("icp", "marketing", "sales"):
        (folder / f"{team}.toml").write_text(profile(team), encoding="utf-8")
    run_import([drawn.data], [], folder / "file", load_settings(drawn.settings), AS_OF, ImportOptions(), lambda _: None)
    with both(folder / "file", folder / "[folder]'s", url, icp_file=folder / "icp.toml") as views:
        yield views


@contextmanager
def both(one: Path, other: Path, url: str, **options: object) -> Iterator[tuple[View, View]]:
    """A warehouse on DuckDB, and a copy of it, as Parquet, on the cluster."""
    warehouses = [Warehouse(one)]
    ((leads,),) = warehouses[0].select(Statement("select count(*) from warehouse.leads")).values
    with patch.object(parquet, "LEADS_IN_A_BUCKET", leads // BUCKETS):
        parquet_copy(one, other)
    with patch.dict(os.environ, {ENGINE_VARIABLE: url}):
        warehouses.append(Warehouse(other))
    try:
        first, second = (open_view(warehouse, **options) for warehouse in warehouses)  # type: ignore[arg-type]
        yield first, second
    finally:
        for warehouse in warehouses:
            warehouse.close()


def unlike(views: tuple[View, View], query: Query, among: Sequence[str] = ()) -> list[str]:
    """How the answers of a question differ, whole, sliced and by account, or in the looks that are named."""
    one, other = (looks(view) for view in views)
    lines = []
    for look in among or one:
        try:
            lines += [f"{look}: {line}" for line in differences(one[look], other[look], query)]
        except FunnelReviewError as error:
            lines.append(f"{look}: {error}")
    return lines
