"""Words and rows of the Explore screen."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.explore import Point
from dashboard.charts.matrix import MatrixCell
from dashboard.charts.rows import Rate
from dashboard.screens.explore.measures import Measure
from dashboard.texts import FEWEST_FOR_RATE, count, days, in_markdown, interval, money, percent, plain, waiting_time

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


def label(row: Mapping[str, Any]) -> str:
    """The part a row stands for, with its second part."""
    return plain(" · ".join(part for part in (row["part"], row["second"]) if part) or "All")


def period_words(row: Mapping[str, Any], grain: str) -> str:
    """The period a row stands for, as people say it; empty for the whole window."""
    return f"{grain} of {row['period']:%Y-%m-%d}" if row.get("period") else ""


def written(measure: Measure, value: float | None, currency: str | None) -> str:
    """A figure as people read it; a dash for what is not known."""
    if value is None:
        return "–"
    if measure.kind == "count":
        return count(int(value))
    if measure.kind == "share":
        return percent(value)
    return {"money": money(value, currency), "minutes": waiting_time(value)}.get(measure.kind, days(value))


def row_words(measure: Measure, row: Mapping[str, Any], currency: str | None) -> str:
    """The figure of a row in words, with what it rests on; of fewer than ten the counts alone."""
    opened = count(row[measure.opened])
    if measure.kind == "share":
        counts = f"{count(row[measure.hits or ''])} of {opened}"
        return f"{percent(row[measure.figure])} · {counts}" if measure.n(row) >= FEWEST_FOR_RATE else counts
    if measure.kind == "count":
        return opened
    noun = measure.noun.lower()
    if measure.kind == "money":
        known = f"from {count(row[measure.hits or ''])} of {opened} {noun}"
        value = measure.value(row)
        return known if value is None and measure.enough else f"{money(value, currency)} {known}"
    if not _is_enough(measure, row):
        return f"{opened} {noun}"
    value = measure.value(row)
    figure = "not reached" if value is None and measure.kind == "minutes" else written(measure, value, currency)
    return f"{figure} · {opened} {noun}"


def _is_enough(measure: Measure, row: Mapping[str, Any]) -> bool:
    return measure.n(row) >= FEWEST_FOR_RATE


def highest_and_lowest(
    measure: Measure, rows: Sequence[Mapping[str, Any]], grain: str, currency: str | None
) -> str:  # fmt: skip
    """The part or period of the highest figure and of the lowest, where their intervals lie apart, in Markdown.

    Of sums the most alone. Empty where fewer than two can be compared, or where parts go through time.
    """
    by_period = bool(rows) and bool(rows[0].get("period"))
    sure = [row for row in rows if measure.is_sure(row) and measure.value(row) is not None]
    if len(sure) < 2 or (by_period and len({label(row) for row in rows}) > 1):
        return ""

    def phrase(row: Mapping[str, Any], how: str) -> str:
        name = period_words(row, grain) if by_period else label(row)
        span = f" ({interval(row['low'], row['high'])})" if measure.has_interval else ""
        return f"{in_markdown(name)} {how} {written(measure, measure.value(row), currency)}{span}"

    high, low = (choose(sure, key=lambda row: measure.value(row) or 0) for choose in (max, min))
    if measure.is_sum:
        return phrase(high, "has the most:") if measure.value(high) else ""
    if measure.has_interval and high["low"] <= low["high"]:
        return f"No {'period' if by_period else 'part'} can be told apart from the others: their intervals overlap"
    if measure.value(high) == measure.value(low):
        return ""
    return f"{phrase(high, 'is highest at')}, {phrase(low, 'lowest at')}"


def point_of(measure: Measure, place: int, row: Mapping[str, Any], currency: str | None) -> Point:
    """A row as a point of a line over time."""
    has_interval = measure.has_interval and _is_enough(measure, row)
    low, high = (row["low"], row["high"]) if has_interval else (None, None)
    detail = row_words(measure, row, currency)
    opened = int(row[measure.opened])
    return Point(place, row["period"], measure.value(row), low, high, detail, opened, is_sure=measure.is_sure(row))


def bar_of(measure: Measure, row: Mapping[str, Any], currency: str | None) -> tuple[str, float, str, int]:
    """A row as a bar: its label, its length, what is said of it, how many records it opens."""
    return label(row), measure.value(row) or 0, row_words(measure, row, currency), int(row[measure.opened])


def rate_of(measure: Measure, place: int, row: Mapping[str, Any]) -> Rate:
    """A row as a share with its interval; its key is its place."""
    detail = row_words(measure, row, None)
    return Rate(str(place), label(row), row[measure.figure], row["low"], row["high"], int(row[measure.opened]), detail)


def cell_of(measure: Measure, place: int, row: Mapping[str, Any], currency: str | None) -> MatrixCell:
    """A row as a square of the matrix; of fewer than ten it holds the counts, of fewer than thirty no colour."""
    detail = row_words(measure, row, currency)
    value = measure.value(row)
    text = detail if value is None and measure.kind == "share" else written(measure, value, currency)
    shade = value if measure.is_sure(row) else None
    return MatrixCell(
        place, row["part"], row["second"], shade, text, f"{label(row)}: {detail}", int(row[measure.opened])
    )


def shown(
    measure: Measure, rows: Sequence[Mapping[str, Any]], first: str, second: str | None, currency: str | None
) -> list[dict[str, Any]]:
    """The rows as the table shows them: counts below ten have no share."""
    table = []
    for row in rows:
        line: dict[str, Any] = {"From": f"{row['period']:%Y-%m-%d}"} if row.get("period") else {}
        line |= {DIMENSIONS[first]: plain(row["part"])} if first in DIMENSIONS else {}
        line |= {DIMENSIONS[second]: plain(row["second"])} if second in DIMENSIONS else {}
        line[measure.noun] = row[measure.opened]
        enough = _is_enough(measure, row)
        if measure.kind == "share":
            line |= {
                "Counted": row[measure.hits or ""],
                "Share": percent(row[measure.figure]) if enough else "–",
                "95 % interval": interval(row["low"], row["high"]) if enough else "–",
            }
        elif measure.kind != "count":
            line |= {"With an amount": row[measure.hits]} if measure.hits else {}
            line["Value"] = written(measure, measure.value(row), currency)
        table.append(line)
    return table
