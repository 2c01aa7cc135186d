"""The slice bar: what every screen is about, in boxes that stand in the page's address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.scope.lastgood import last_good
from dashboard.scope.settings import settings_at_query_time, settings_file
from dashboard.scope.slices import BAR, FIELDS, Slice
from dashboard.scope.waterfalls import PRESETS
from dashboard.screens.address import any_of, choose, names, one_of, values_of
from dashboard.screens.comparing import COMPARISONS
from dashboard.screens.links import (
    REVISION,
    WEEK,
    WINDOW,
    LinkFault,
    absent_filters,
    end_of_week,
    unknown_choice,
    unknown_names,
    window_of,
)
from dashboard.texts import day, in_markdown, plain, told_apart
from dashboard.warehouse.warehouse import Warehouse

TIERS = ("A", "B", "C", "D", "Out", "Unknown")
MOST_CHOICES = 200
WEEKS_OFFERED = 156
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""Days the box of the window takes; what lies past the data is said in a sentence, not by a red box."""
CYCLES = {"all": "All, returns too", "first": "First of each lead"}


def slice_bar(everything: View, *, is_past: bool = False) -> View | None:
    """Draw the bar and give the view it says of ``everything``; None when the link asks for what is not there.

    ``is_past``: the look is that of a past review, whose week stays in the address as it says which review it is.
    """
    faults = list(unknown_names())
    with st.sidebar:
        view = _time(everything, faults, is_past=is_past)
        offered, filters = _filters(view, faults)
        view = _stages(view, faults)
    if not faults:
        faults, beside = absent_filters(view, filters, offered)
    if faults:
        refuse_link(faults)
        return None
    for sentence in beside:
        st.warning(sentence)
    return replace(view, slice=Slice.of(filters | {"cycle": [st.session_state["cycle"]]}))


def unfiltered(warehouse: Warehouse) -> View:
    """The view before anything is chosen; what is wrong with the company's files stands in its ``faults``."""
    imported = warehouse.generation.settings
    file = settings_file(None, warehouse.folder)
    kind = imported.time_zone, imported.currency  # a file that fits one import need not fit an earlier one
    settings, fault = last_good(("settings", file, kind), lambda: settings_at_query_time(file, imported))
    view = open_view(warehouse, settings=settings, lenient=True)
    if fault and settings is None:
        fault = f"{fault} Until then the settings of the import hold."
    return replace(view, file_faults=(fault, *view.file_faults)) if fault else view


def refuse_link(faults: Sequence[LinkFault]) -> None:
    """What the link asks for in vain, each part with a way to leave it out."""
    for fault in faults:
        st.error(fault.sentence)
        st.button("Leave it out", key=f"leave-out-{fault.name}", on_click=choose, args=(fault.name, ()))
    st.caption("Until then nothing is shown here, so that nobody takes the whole company for a part of it.")


def _time(view: View, faults: list[LinkFault], *, is_past: bool) -> View:
    st.subheader("Time")
    weeks = _weeks(view)
    faults += unknown_choice("Review week", WEEK, list(weeks), plain)
    week = one_of(
        st.selectbox, "Review week", WEEK, list(weeks),
        lambda week: f"{week[5:]}, to {day(view.local(weeks[week]) - timedelta(days=1))}",
        usual=None if is_past else next(iter(weeks)), drops=(REVISION,),
        help="Figures are as they were known at the end of this week.",
    )  # fmt: skip
    looked_at = replace(view, as_of=weeks[str(week)])
    faults += unknown_choice("Compare with", "compare", list(COMPARISONS), COMPARISONS.__getitem__)
    chosen = _window(looked_at, faults)
    one_of(
        st.selectbox, "Compare with", "compare", list(COMPARISONS), COMPARISONS.__getitem__, usual="previous",
        help="The same look so much earlier, so that both are equally mature.",
    )  # fmt: skip
    return chosen


def _window(view: View, faults: list[LinkFault]) -> View:
    """The view of the days chosen, where there are any."""
    said = values_of(WINDOW)
    key = "-".join((WINDOW, *said))  # another box for other days: this one cannot be told its value
    edges = st.date_input(
        "Window", key=key, value=_days(said), min_value=FIRST_DAY, max_value=LAST_DAY, on_change=_keep_window,
        args=(key,), help="First and last day of the leads looked at. Clear it for the usual windows.",
    )  # fmt: skip
    if isinstance(edges, tuple) and len(edges) == 1:
        st.caption("Choose the last day too; until then the window is the one said above the figures.")
    window = window_of(view, said) if said else None
    if isinstance(window, str):
        faults.append(LinkFault(WINDOW, window))
        return view
    return replace(view, chosen=window) if window else view


def _days(said: Sequence[str]) -> Any:
    """The first and the last day a box can show; none where the address says something else."""
    try:
        first, last = (date.fromisoformat(text) for text in said)
    except ValueError:
        return ()
    return (first, last) if FIRST_DAY <= first <= last <= LAST_DAY else ()


def _keep_window(key: str) -> None:
    days = st.session_state[key]
    if len(days) != 1:
        choose(WINDOW, [edge.isoformat() for edge in days])


def _weeks(view: View) -> dict[str, datetime]:
    """ISO weeks by name, the latest first, with the moment each ended; an earlier one the link names is the last."""
    weeks = {}
    for back in range(WEEKS_OFFERED):
        end = view.days_before(view.as_of, 7 * back)
        weeks[replace(view, as_of=end).week] = end
    for week in values_of(WEEK)[-1:]:
        if week not in weeks and (end_of := end_of_week(view, week)):
            weeks[week] = end_of
    return weeks


def _filters(view: View, faults: list[LinkFault]) -> tuple[Mapping[str, Sequence[str]], dict[str, list[str]]]:
    """The values offered by field, and those chosen; a field that only the link names has a box too, to be cleared."""
    st.subheader("Filters")
    offered: dict[str, list[str]] = {field: [] for field in BAR}
    for row in ask(view, "frame/choices", most=MOST_CHOICES).rows:
        offered[row["field"]].append(row["choice"])
    chosen = {field: _multiselect(field, label, offered[field]) for field, label in BAR.items() if offered[field]}
    if view.definition[0]:
        chosen["icp_tier"] = any_of(
            st.pills, BAR["icp_tier"], "icp_tier", list(dict.fromkeys([*TIERS, *values_of("icp_tier")])), in_markdown,
            selection_mode="multi",
            help="How well a lead fits the shared ideal-customer profile: A fits best, Out misses a must.",
        )  # fmt: skip
    for field in names():
        if field in FIELDS and field not in chosen:
            chosen[field] = _multiselect(field, field.replace("_", " ").capitalize(), [])
    faults += unknown_choice("Cycles", "cycle", list(CYCLES), CYCLES.__getitem__)
    one_of(
        st.selectbox, "Cycles", "cycle", list(CYCLES), CYCLES.__getitem__, usual="all",
        help="A lead that comes back opens another cycle. The first of each alone counts every lead once.",
    )  # fmt: skip
    return offered | {"icp_tier": TIERS}, chosen


def _multiselect(field: str, label: str, offered: Sequence[str]) -> list[str]:
    """A box of the values of a field, those of the link too, told apart where they would look the same."""
    words = told_apart(dict.fromkeys([*offered, *values_of(field)]))
    return any_of(st.multiselect, label, field, list(words), words.__getitem__, placeholder="All")


def _stages(view: View, faults: list[LinkFault]) -> View:
    st.subheader("Stages")
    own = view.settings.waterfall
    said = {
        name: f"{name} · {len(PRESETS[name].stages)} stages" if name in PRESETS else plain(name)
        for name in (own, *PRESETS)
    }
    faults += unknown_choice("Waterfall", "waterfall", list(said), said.__getitem__)
    chosen = one_of(
        st.selectbox, "Waterfall", "waterfall", list(said), said.__getitem__, usual=own,
        help="v1 has one stage of marketing, the MQL; v2 has AQL, TAL and TQL in its place. Or the company's own file.",
    )  # fmt: skip
    return view if chosen == own else replace(view, waterfall=PRESETS[str(chosen)])
