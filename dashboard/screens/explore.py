"""The Explore screen: a measure, one or two columns to split by, a grain of time; table, chart, download, link."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.ask import ask
from dashboard.charts.explore import bars_chart, over_time_chart
from dashboard.charts.look import CONFIG
from dashboard.charts.rows import rates_chart
from dashboard.moments import Window
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.explore_words import (
    DIMENSIONS,
    MEASURES,
    OF_DEALS,
    STAGES,
    label,
    rate_of,
    said_of,
    shown,
    value_of,
)
from dashboard.screens.frame import CARD, current_look, screen
from dashboard.screens.spreadsheet import PARQUET, XLSX, as_parquet, as_xlsx
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, day
from dashboard.view import View

NUMBER = st.column_config.NumberColumn(format="localized")
MOST_BARS = 20
MOST_LINES = 5
NOTHING = "none"
GRAINS = {NOTHING: "Whole window", "week": "Week", "month": "Month", "quarter": "Quarter"}


def draw() -> None:
    """Draw the screen."""
    screen("Explore", "Anything else?", _draw, "Leads and deals")


def _draw(view: View) -> None:
    offered = [name for name in MEASURES if view.has("deals" if name in OF_DEALS else "leads")]
    if not offered:
        st.info("There are neither leads nor deals to explore.")
        return
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
    if first == second:
        second = NOTHING
    window = view.conversion_window if measure in STAGES else view.window
    name, extra = _question(measure, first, second, grain, window)
    rows = ask(view, name, **extra).rows
    cut = "" if grain == NOTHING else f" The window may cut the first and the last {grain}."
    st.caption(_about(view, measure, window) + cut)
    if not rows:
        nothing(view, "Nothing came in.")
        return
    _chart(view, measure, rows)
    st.dataframe(
        shown(measure, rows, first, second, view.settings.currency),
        hide_index=True,
        column_config=dict.fromkeys(("n", "reached", "with an amount"), NUMBER),
        alt=f"{MEASURES[measure]}, by part",
    )
    st.caption("The address of this page holds all that is chosen: copy it to share this view, bookmark it to keep it.")
    with st.container(horizontal=True, gap="small"):
        behind(view, name, rows, **extra)
        _files(rows)


def _files(rows: Sequence[Mapping[str, Any]]) -> None:
    """The rows for a spreadsheet or another program, made when somebody asks for them."""
    for words, ending, kind, made in (("Excel", "xlsx", XLSX, as_xlsx), ("Parquet", "parquet", PARQUET, as_parquet)):
        st.download_button(
            words, data=partial(made, rows), file_name=f"explore.{ending}", mime=kind, on_click="ignore",
            type="tertiary", icon=":material/download:",
        )  # fmt: skip


def _box(title: str, options: Sequence[str], words: Mapping[str, str], key: str) -> str:
    """A box whose choice stands in the address."""
    return str(st.selectbox(title, options, format_func=lambda name: words[name], key=key, bind="query-params"))


def _question(
    measure: str, first: str, second: str, grain: str, window: Window
) -> tuple[str, dict[str, str | object | None]]:
    """The question that answers the choice, and what it binds."""
    extra: dict[str, str | object | None] = {
        "dimension": first,
        "second": second,
        "grain": None if grain == NOTHING else grain,
        "since": window.start,
        "until": window.end,
    }
    if measure in OF_DEALS:
        return "explore/deals", extra
    return "explore/leads", extra | {"stage": measure if measure in STAGES else "sql"}


def _about(view: View, measure: str, window: Window) -> str:
    span = f"{day(view.local(window.start))} to before {day(view.local(window.end))}"
    if measure in STAGES:
        return (
            f"Leads that came in from {span}, each given {view.horizon_days:.0f} days to reach {STAGES[measure]}; the "
            f"younger are left out. Fewer than {FEWEST_FOR_RATE}: counts only; fewer than {FEWEST_FOR_RANK}: grey."
        )
    what = "Deals created, renewals left out," if measure in OF_DEALS else "Leads that came in"
    return f"{what} from {span}."


def _chart(view: View, measure: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows by part, or lines over time; the largest parts only, and it says so."""
    look, currency = current_look(), view.settings.currency
    if rows[0]["period"] is not None:
        sizes: dict[str, int] = {}
        for row in rows:
            sizes[label(row)] = sizes.get(label(row), 0) + row["records"]
        largest = sorted(sizes, key=lambda part: (-sizes[part], part))[:MOST_LINES]
        lines = {
            part: [
                (row["period"], value_of(measure, row), row.get("low"), row.get("high"))
                for row in rows
                if label(row) == part
            ]
            for part in largest
        }
        figure = over_time_chart(lines, look, is_share=measure in STAGES)
        left = len(sizes) - len(largest)
    else:
        kept = rows[:MOST_BARS]
        left = len(rows) - len(kept)
        figure = (
            rates_chart([rate_of(row, currency) for row in kept], look)
            if measure in STAGES
            else bars_chart(
                [(label(row), value_of(measure, row) or 0, said_of(measure, row, currency)) for row in kept], look
            )
        )
    st.plotly_chart(figure, theme=None, config=CONFIG, key="explored", alt=MEASURES[measure])
    if left:
        st.caption(
            f"The {count(len(rows) - left if rows[0]['period'] is None else MOST_LINES)} largest parts; "
            f"{count(left)} more in the table."
        )
