"""The Explore screen: a measure, one or two columns to split by, a grain of time; table, chart, records."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.explore import bars_chart, over_time_chart
from dashboard.charts.look import money_ticks, share_ticks
from dashboard.charts.rows import rates_chart
from dashboard.screens.address import box
from dashboard.screens.drawers import drawer, opening_chart, opening_table
from dashboard.screens.evidence import behind, download, nothing
from dashboard.screens.explore.choice import NOTHING, Choice
from dashboard.screens.explore.words import (
    DIMENSIONS,
    MEASURES,
    OF_DEALS,
    STAGES,
    bar_of,
    label,
    point_of,
    rate_of,
    records_of,
    shown,
)
from dashboard.screens.frame import CARD, current_look, screen
from dashboard.screens.headings import enquirers
from dashboard.screens.words import days_of
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, plain

NUMBER = st.column_config.NumberColumn(format="localized")
WORDS_OF_NUMBERS = st.column_config.TextColumn(alignment="right")
MOST_BARS = 20
MOST_LINES = 5
GRAINS = {NOTHING: "Whole window", "week": "Week", "month": "Month", "quarter": "Quarter"}


def draw() -> None:
    """Draw the screen."""
    screen("Explore", "Anything else?", _draw, "Enquiries and deals")


def _draw(view: View) -> None:
    offered = [name for name in MEASURES if view.has("deals" if name in OF_DEALS else "leads")]
    if not offered:
        st.info("There are neither leads nor deals to explore.")
        return
    choice = _choice(view, offered)
    name, extra = choice.question
    rows = ask(view, name, **extra).rows
    st.caption(_about(view, choice, rows))
    if not rows:
        nothing(view, "Nothing came in.")
        return
    opened = _chart(view, choice, rows)
    place = opening_table(
        shown(choice.measure, rows, choice.first, choice.second, view.settings.currency),
        "explored-rows",
        f"{MEASURES[choice.measure]}, by part",
        column_config=dict.fromkeys(("Enquiries", "Deals", "Reached", "With an amount"), NUMBER)
        | dict.fromkeys(("Share", "95 % interval", "Value"), WORDS_OF_NUMBERS),
    )
    st.caption("Click a mark of the chart or choose a row for its records.")
    with st.container(horizontal=True, gap="small"):
        behind(view, name, rows, **extra)
        download(rows, "explore")
    if opened is None and place is not None:
        opened = rows[place]
    if opened is not None:
        records, bound = choice.records(opened)
        drawer(choice.title(opened), view, records, records_of(choice.measure, opened), **bound)


def _choice(view: View, offered: Sequence[str]) -> Choice:
    """The four boxes; what they say stands in the address."""
    splits = [name for name in DIMENSIONS if name != "icp_tier" or view.definition[0]]
    boxes = st.grid(4, min_column_width=CARD)
    with boxes.cell():
        measure = _box("Measure", offered, MEASURES, "measure")
    with boxes.cell():
        first = _box("Split by", [*splits, NOTHING], DIMENSIONS | {NOTHING: "Nothing"}, "by")
    with boxes.cell():
        second = _box("Then by", [NOTHING, *splits], DIMENSIONS | {NOTHING: "Nothing"}, "then")
    with boxes.cell():
        grain = _box("Over time", list(GRAINS), GRAINS, "grain")
    return Choice.of(view, measure, first, second, grain)


def _box(title: str, options: Sequence[str], words: Mapping[str, str], key: str) -> str:
    """A box whose choice stands in the address."""
    return str(box(st.selectbox, title, key, options, lambda name: words[name], usual=options[0]))


def _about(view: View, choice: Choice, rows: Sequence[Mapping[str, Any]]) -> str:
    span = days_of(view, choice.window)
    cut = "" if choice.grain == NOTHING else f" The window may cut the first and the last {choice.grain}."
    if choice.is_share:
        return (
            f"Enquiries that came in {span}, each given {view.horizon_days:.0f} days to reach "
            f"{STAGES[choice.measure]}; the younger are left out. Interval: 95 %. Fewer than {FEWEST_FOR_RATE}: counts "
            f"only; fewer than {FEWEST_FOR_RANK}: grey.{cut}"
        )
    if choice.measure in OF_DEALS:
        return f"Deals created, renewals left out, of {span}.{cut}"
    total = count(sum(row["records"] for row in rows))
    return f"{total} enquiries came in {enquirers(view)}; a lead that comes back is one more.{cut}"


def _chart(view: View, choice: Choice, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Bars by part, or lines over time, of the largest parts only, and it says so; gives the row just clicked."""
    look, currency, measure = current_look(), view.settings.currency, choice.measure
    if rows[0]["period"] is not None:
        parts = _lines(rows)
        kept = [label(rows[places[0]]) for places in parts[:MOST_LINES]]
        lines = [
            (name, [point_of(measure, place, rows[place], currency) for place in places])
            for name, places in zip(kept, parts, strict=False)
        ]
        figure = over_time_chart(lines, look, share_ticks if choice.is_share else _ticks(measure, currency))
        left = len(parts) - len(kept)
    else:
        shown_rows = rows[:MOST_BARS]
        kept = [label(row) for row in shown_rows]
        figure = (
            rates_chart([rate_of(n, row, currency) for n, row in enumerate(shown_rows)], look)
            if choice.is_share
            else bars_chart([bar_of(measure, row, currency) for row in shown_rows], look)
        )
        left = len(rows) - len(kept)
    mark = opening_chart(figure, "explored", f"{MEASURES[measure]}: {', '.join(plain(part) for part in kept)}")
    if left:
        st.caption(f"The {count(len(kept))} largest parts; {count(left)} more in the table.")
    return None if mark is None else rows[int(mark["customdata"][0])]


def _ticks(measure: str, currency: str | None) -> Callable[[float], dict[str, Any]] | None:
    """How an axis of the measure is written: money with its sign, counts as Plotly does."""
    return partial(money_ticks, currency=currency) if measure == "value" else None


def _lines(rows: Sequence[Mapping[str, Any]]) -> list[list[int]]:
    """The places of each part's rows, the largest part first."""
    places: dict[tuple[str | None, str | None], list[int]] = {}
    for n, row in enumerate(rows):
        places.setdefault((row["part"], row["second"]), []).append(n)
    return sorted(places.values(), key=lambda part: (-sum(rows[n]["records"] for n in part), label(rows[part[0]])))
