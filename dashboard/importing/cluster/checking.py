"""What Spark counts a second way: what the parts wrote as one company."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.errors import FunnelReviewError
from dashboard.importing.converting.recording import FileOutcome
from dashboard.warehouse.spark.session import spark_path
from dashboard.warehouse.stores import read_manifest

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

IDS = {"leads": "lead_id", "deals": "deal_id", "accounts": "account_id", "touches": "touch_id", "cycles": "cycle_id"}
"""Tables of which each row has an id of its own, whatever part it is of."""


def check_across(session: "SparkSession", folder: Path, files: Sequence[FileOutcome]) -> None:
    """Raises FunnelReviewError where the files of all parts do not make one company.

    Each id is there once, and as many rows are quarantined as were counted when they were set aside.
    """
    manifest = read_manifest(folder)
    for name, key in IDS.items():
        rows, ids = _one_row(session, folder, name, "count(*)", f"count(distinct {key})")
        if not rows == ids == sum(file.rows for file in manifest.tables[name].files):
            raise FunnelReviewError(
                f"{name}: {rows:,} rows of all parts have {ids:,} ids; nothing was published, please report this."
            )
    aside, counted = _one_row(session, folder, "quarantine", "count(*)")[0], sum(file.quarantined for file in files)
    if aside != counted:
        raise FunnelReviewError(
            f"{aside:,} rows are in quarantine, {counted:,} were set aside; nothing was published, please report this."
        )


def _one_row(session: "SparkSession", folder: Path, name: str, *what: str) -> tuple[int, ...]:
    paths = [spark_path(folder / file.path) for file in read_manifest(folder).tables[name].files]
    row = session.read.parquet(*paths).selectExpr(*what).toArrow()
    return tuple(column[0].as_py() for column in row.columns)
