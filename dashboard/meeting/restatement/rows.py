"""What each lead and deal adds to the figures that are counts and sums: what a frozen figure rests on."""

from collections import defaultdict
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.asking.view import View

SCHEMA = pa.schema(
    [
        ("figure", pa.string()),
        ("kind", pa.string()),
        ("id", pa.string()),
        ("lead_id", pa.string()),
        ("amount", pa.float64()),
    ]
)
RecordShares = dict[str, dict[tuple[str, str], float]]
"""By figure: what each record, a kind and an id, adds."""


def rows_of(view: View) -> bytes:
    """The shares of every record as Parquet; of equal figures equal bytes."""
    rows = [
        {"figure": row["figure"], "kind": kind, "id": row[f"{kind}_id"], "lead_id": row["lead_id"]}
        | {"amount": float(row["amount"])}
        for kind, row in _rows(view)
    ]
    file = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), file)
    return file.getvalue()


def shares_of(view: View) -> RecordShares:
    """What each record adds to each figure that is a count or a sum, at the moment of ``view``."""
    shares: RecordShares = defaultdict(dict)
    for kind, row in _rows(view):
        shares[row["figure"]][kind, row[f"{kind}_id"]] = row["amount"]
    return shares


def _rows(view: View) -> list[tuple[str, Mapping[str, Any]]]:
    leads = [("lead", row) for row in view.ask("restatement/lead_shares").rows] if view.has("leads") else []
    deals = view.pipeline_view()
    return leads + ([("deal", row) for row in deals.ask("restatement/deal_shares").rows] if view.has("deals") else [])
