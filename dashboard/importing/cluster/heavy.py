"""The part of a company that one task imports while the others are done: much is tied by one key."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.importing.cluster.keys import KEYS, PREFIX
from dashboard.importing.cluster.routing import Routed, select
from dashboard.warehouse.spark.session import spark_path

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

HEAVY = 2
"""How many times the rows of a usual part one has that is said to stand out."""
HOME = f"{PREFIX}home"
MOVE = "Where that stands for nobody, leave it empty in the tables."


@dataclass(frozen=True)
class HeavyPart:
    """A part of many rows, and in words why they belong together."""

    rows: int
    all_rows: int
    parts: int
    why: str

    @property
    def share(self) -> str:
        """How much of all rows it has."""
        return f"{self.rows / self.all_rows:.0%}"

    @property
    def sentence(self) -> str:
        """What it is, and what to do."""
        return (
            f"{self.rows:,} of {self.all_rows:,} rows ({self.share}) belong together and were imported by one task, "
            f"the others by {self.parts - 1:,}: {self.why}"
        )


def heavy_part(session: "SparkSession", routed: Routed, folder: Path, *, personal_data: bool) -> HeavyPart | None:
    """The part with the most rows of what lies in ``folder``, if it stands out; a key may say who somebody is."""
    frames = [
        session.read.parquet(spark_path(folder / place)).select(f"{PREFIX}part", HOME, *KEYS) for place in routed.places
    ]
    if routed.parts <= HEAVY or not frames:
        return None
    rows = reduce(lambda above, below: above.unionAll(below), frames)
    rows.createOrReplaceTempView("routed_rows")
    most, *others = select(session, "rows_of_parts").toArrow().to_pylist()
    count, every = most["row_count"], most["row_count"] + sum(each["row_count"] for each in others)
    if count * routed.parts <= HEAVY * every:
        return None
    rows.where(f"{PREFIX}part = {most['part']}").createOrReplaceTempView("rows_of_part")
    return HeavyPart(count, every, routed.parts, _why(session, count, personal_data=personal_data))


def _why(session: "SparkSession", rows: int, *, personal_data: bool) -> str:
    """By what ``rows_of_part`` belong together: one key that most go by, or else one that ties many."""
    (home,) = select(session, "home_of_most").toArrow().to_pylist()
    if home["row_count"] * 2 < rows:
        pairs = ", ".join(f"'{key.removeprefix(PREFIX)}', {key}" for key in KEYS)
        keys = session.table("rows_of_part").selectExpr(
            f"{HOME} as home", f"stack({len(KEYS)}, {pairs}) as (kind, own_key)"
        )
        keys.createOrReplaceTempView("named_keys")
        (widest,) = select(session, "widest_key").toArrow().to_pylist()
        which = _which(widest, personal_data=personal_data)
        return f"{which} alone ties {widest['home_count']:,} accounts, leads or deals. {MOVE}"
    if home["own_key"] is None:
        return f"{home['row_count']:,} of them name no lead, deal or account."
    return f"{home['row_count']:,} of them go by {_which(home, personal_data=personal_data)}. {MOVE}"


def _which(key: Mapping[str, str], *, personal_data: bool) -> str:
    return f"the {key['kind']} “{key['own_key']}”" if personal_data else f"one {key['kind']}"
