"""Words and rows of the Explore screen."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.explore import Point
from dashboard.charts.rows import Rate
from dashboard.texts import FEWEST_FOR_RATE, count, interval, money, percent, plain

STAGES = {"mql": "MQL", "sal": "SAL", "sql": "SQL", "won": "Won"}
MEASURES = {
    "leads": "Enquiries that came in",
    **{stage: f"Enquiries that reached {name} in time" for stage, name in STAGES.items()},
    "deals": "Deals created",
    "value": "Pipeline created",
}
DIMENSIONS = {
    "source": "Source",
    "campaign": "Campaign",
    "segment": "Company size",
    "region": "Region",
    "country": "Country",
    "industry": "Industry",
    "owner": "Owner",
    "icp_tier": "ICP tier",
}
OF_DEALS = ("deals", "value")


def label(row: Mapping[str, Any]) -> str:
    """The part a row stands for, with its second part."""
    return plain(" · ".join(part for part in (row["part"], row["second"]) if part) or "All")


def period_words(row: Mapping[str, Any], grain: str) -> str:
    """The period a row stands for, as people say it; empty for the whole window."""
    return f"{grain} of {row['period']:%Y-%m-%d}" if row["period"] else ""


def value_of(measure: str, row: Mapping[str, Any]) -> float | None:
    """The figure of a row; None for a share of fewer than ten."""
    figure: float | None = row["value"] if measure == "value" else row["records"]
    if measure in STAGES:
        figure = row["rate"] if row["mature"] >= FEWEST_FOR_RATE else None
    return figure


def records_of(measure: str, row: Mapping[str, Any]) -> int:
    """How many records a row opens: what its figure rests on."""
    return int(row["mature"] if measure in STAGES else row["records"])


def point_of(measure: str, place: int, row: Mapping[str, Any], currency: str | None) -> Point:
    """A row as a point of a line over time."""
    figure = value_of(measure, row)
    records = records_of(measure, row)
    said = said_of(measure, row, currency)
    return Point(place, row["period"], figure, row.get("low"), row.get("high"), said, records)


def bar_of(measure: str, row: Mapping[str, Any], currency: str | None) -> tuple[str, float, str, int]:
    """A row as a bar: its label, its length, what is said of it, how many records it opens."""
    return label(row), value_of(measure, row) or 0, said_of(measure, row, currency), records_of(measure, row)


def said_of(measure: str, row: Mapping[str, Any], currency: str | None) -> str:
    """The figure of a row in words, with what it rests on."""
    if measure in STAGES:
        counts = f"{count(row['reached'])} of {count(row['mature'])}"
        return f"{percent(row['rate'])} · {counts}" if row["mature"] >= FEWEST_FOR_RATE else counts
    if measure == "value":
        return f"{money(row['value'], currency)} from {count(row['valued'])} of {count(row['records'])} deals"
    return count(row["records"])


def rate_of(place: int, row: Mapping[str, Any], currency: str | None) -> Rate:
    """A row as a share with its interval; its key is its place."""
    said = said_of("sql", row, currency)
    return Rate(str(place), label(row), row["rate"], row["low"], row["high"], row["mature"], said)


def shown(
    measure: str, rows: Sequence[Mapping[str, Any]], first: str, second: str | None, currency: str | None
) -> list[dict[str, Any]]:
    """The rows as the table shows them: counts below ten have no share."""
    table = []
    for row in rows:
        line: dict[str, Any] = {"From": f"{row['period']:%Y-%m-%d}"} if row["period"] else {}
        line |= {DIMENSIONS[first]: plain(row["part"])} if first in DIMENSIONS else {}
        line |= {DIMENSIONS[second]: plain(row["second"])} if second in DIMENSIONS else {}
        line["Deals" if measure in OF_DEALS else "Enquiries"] = row["mature"] if measure in STAGES else row["records"]
        if measure in STAGES:
            enough = row["mature"] >= FEWEST_FOR_RATE
            line |= {
                "Reached": row["reached"],
                "Share": percent(row["rate"]) if enough else "–",
                "95 % interval": interval(row["low"], row["high"]) if enough else "–",
            }
        if measure == "value":
            line |= {"With an amount": row["valued"], "Value": money(row["value"], currency)}
        table.append(line)
    return table
