"""The Explore screen: a measure, one or two columns to split by, a grain of time; table, chart, records."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.findings.about import enquirers
from dashboard.findings.words import days_of
from dashboard.screens.address import box
from dashboard.screens.drawers import drawer, opening_table
from dashboard.screens.evidence import behind, download, nothing
from dashboard.screens.explore.choice import NOTHING, Choice
from dashboard.screens.explore.drawing import chart
from dashboard.screens.explore.exports import about_export, exported
from dashboard.screens.explore.measures import MEASURES
from dashboard.screens.explore.words import DIMENSIONS, highest_and_lowest, shown
from dashboard.screens.frame import CARD, screen
from dashboard.screens.headings import finding
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count

NUMBER = st.column_config.NumberColumn(format="localized")
WORDS_OF_NUMBERS = st.column_config.TextColumn(alignment="right")
GRAINS = {NOTHING: "Whole window", "week": "Week", "month": "Month", "quarter": "Quarter"}


def draw() -> None:
    """Draw the screen."""
    screen("Explore", "Anything else?", _draw, "Enquiries and deals")


def _draw(view: View) -> None:
    offered = [name for name, measure in MEASURES.items() if measure.is_offered(view)]
    if not offered:
        st.info("There are neither leads nor deals to explore.")
        return
    choice = _choice(view, offered)
    measure = choice.measure
    name, extra = choice.question
    rows = ask(view, name, **extra).rows
    words, topic = highest_and_lowest(measure, rows, choice.grain, view.settings.currency), choice.topic
    claim = f"{measure.label}: {words}" if words else topic
    finding(topic if words else "Explored", claim, _about(view, choice, rows))
    if not rows:
        nothing(view, "Nothing came in.")
        return
    opened = chart(view, choice, rows)
    place = opening_table(
        shown(measure, rows, choice.first, choice.second, view.settings.currency),
        "explored-rows",
        f"{measure.label}, by part",
        column_config=dict.fromkeys((measure.noun, "Counted", "With an amount"), NUMBER)
        | dict.fromkeys(("Share", "95 % interval", "Value"), WORDS_OF_NUMBERS),
    )
    st.caption("Click a mark of the chart or a row for its records.")
    with st.container(horizontal=True, gap="small"):
        behind(view, name, rows, **extra)
        download(exported(choice, rows), "explore", about_export(view, choice))
    if opened is None and place is not None:
        opened = rows[place]
    if opened is not None:
        records, bound = choice.records(opened)
        drawer(choice.title(opened), view, records, int(opened[measure.opened]), **bound)


def _choice(view: View, offered: Sequence[str]) -> Choice:
    """The four boxes; what they say stands in the address."""
    splits = [name for name in DIMENSIONS if name != "icp_tier" or view.definition[0]]
    labels = {name: measure.label for name, measure in MEASURES.items()}
    boxes = st.grid(4, min_column_width=CARD)
    with boxes.cell():
        measure = _box("Measure", offered, labels, "measure")
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
    """Whose records of which days it is, and what is left out; one line."""
    measure, span = choice.measure, days_of(view, choice.window)
    cut = "" if choice.grain == NOTHING else f" The window may cut the first and the last {choice.grain}."
    few = "" if measure.is_sum else f" Fewer than {FEWEST_FOR_RATE}: counts only."
    if not measure.is_sum and (measure.has_interval or choice.grain != NOTHING or choice.second != NOTHING):
        few = f" Fewer than {FEWEST_FOR_RATE}: counts only; fewer than {FEWEST_FOR_RANK}: grey."
    if measure.is_standing:
        return f"As the deals stand now, renewals left out, so there is no course over time.{few}"
    if measure.is_mature:
        return (
            f"Enquiries that came in {span}, each given {view.horizon_days:.0f} days; the younger are left out. "
            f"Interval: 95 %.{few}{cut}"
        )
    if measure.tables == ("deals",):
        return f"Deals, renewals left out, of {span}.{few}{cut}"
    if choice.name == "leads":
        total = count(sum(row["records"] for row in rows))
        return f"{total} enquiries came in {enquirers(view)}; a lead that comes back is one more.{cut}"
    return f"{measure.noun} of {span}.{few}{cut}"
