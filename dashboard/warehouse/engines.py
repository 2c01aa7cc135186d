"""Which database answers: DuckDB in this process, or the Spark cluster that the process was told of."""

import os
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.warehouse.bucket.place import ObjectPath, published_at
from dashboard.warehouse.duck import DuckEngine
from dashboard.warehouse.engine import Engine
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.stores import kind_of

ENGINE_VARIABLE = "FUNNEL_REVIEW_ENGINE"
"""The cluster's address, for this process and those it starts; not there where DuckDB answers."""


def use_engine(url: str | None, folder: Path) -> None:
    """Have the cluster at ``url`` answer for the warehouse at ``folder`` from now on; None changes nothing.

    Raises BadInput when there is no such cluster, or it cannot read what the warehouse holds.
    """
    if url is None:
        return
    refuse_bucket(published_at(folder))
    if Generations(folder).kind() != "parquet":
        raise BadInput(
            f"{folder} keeps its imports as DuckDB's files, which no cluster reads; "
            "import again with --store parquet, or leave --engine out."
        )
    from dashboard.warehouse.spark.session import connect

    connect(url).stop()
    os.environ[ENGINE_VARIABLE] = url


def open_engine(path: Path) -> Engine:
    """A database open on the generation at ``path``.

    What an import or a restatement looks at on its way is one file, and so DuckDB's. Raises an EngineFault when it
    cannot be read, BadInput when the cluster does not answer.
    """
    url = os.environ.get(ENGINE_VARIABLE)
    if url is None or kind_of(path) == "duckdb":
        return DuckEngine(path)
    refuse_bucket(path)
    from dashboard.warehouse.spark.engine import SparkEngine

    return SparkEngine(url, path)


def refuse_bucket(place: Path) -> None:
    """Raises BadInput for a warehouse in a bucket, which no cluster is asked to read or write."""
    if isinstance(place, ObjectPath):
        raise BadInput(
            f"{place}: a cluster reads and writes a bucket by a connector of its own (hadoop-aws), which was not tried "
            "with this product, so none is asked; leave --engine out, or name a folder that the cluster sees."
        )
