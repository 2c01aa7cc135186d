"""The slice bar: what every screen is about, kept in the URL and across screens."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.scope.lastgood import last_good
from dashboard.scope.moments import Window
from dashboard.scope.settings import settings_at_query_time, settings_file
from dashboard.scope.slices import FIELDS, Slice
from dashboard.scope.waterfalls import PRESETS
from dashboard.texts import day, plain
from dashboard.warehouse.warehouse import Warehouse

BAR_FIELDS = {"source": "Source", "segment": "Company size", "region": "Region", "owner": "Owner"}
TIERS = ("A", "B", "C", "D", "Out", "Unknown")
MOST_CHOICES = 200
WEEKS_OFFERED = 156
_NO_DAYS: Any = ()
TIMES = ("week", "window", "compare", "waterfall")
KEPT = "kept-slice"
COMPARISONS = {"previous": "13 weeks before", "year": "A year before"}
STAGE_WORDS = {
    "MQL": "qualified by marketing",
    "AQL": "qualified by its score",
    "TAL": "accepted on the telephone",
    "TQL": "qualified on the telephone",
    "SAL": "accepted by sales",
    "SQL": "qualified by sales",
}
CYCLES = {"all": "All, returns too", "first": "First of each lead"}


def slice_bar(warehouse: Warehouse) -> View:
    """Draw the bar and give the view it says; a value of the URL that does not exist is dropped."""
    everything = unfiltered(warehouse)
    _bring_along()
    with st.sidebar:
        view = _time(everything)
        chosen = _filters(everything)
        view = _versions(view)
    _keep(chosen)
    return replace(view, slice=Slice.of(chosen))


def unfiltered(warehouse: Warehouse) -> View:
    """The view before anything is chosen; what is wrong with the company's files stands in its ``faults``."""
    imported = warehouse.generation.settings
    file = settings_file(None, warehouse.folder)
    settings, fault = last_good(("settings", file), lambda: settings_at_query_time(file, imported))
    view = open_view(warehouse, settings=settings, lenient=True)
    if fault and settings is None:
        fault = f"{fault} Until then the settings of the import hold."
    return replace(view, file_faults=(fault, *view.file_faults)) if fault else view


def _keep(chosen: Mapping[str, Sequence[str]]) -> None:
    """Remember what the address says here, for the next screen."""
    names = [name for name in (*TIMES, *chosen) if name in st.query_params]
    said = {name: (st.query_params.get_all(name), st.session_state[name]) for name in names}
    st.session_state[KEPT] = (st.context.url, said)


def _bring_along() -> None:
    """On another screen, put back into its address what stood in the last one's.

    Streamlit forgets what a link chose when the reader leaves before anything was rerun, and a filter that has no
    place in the bar always. Before the boxes are drawn, for they then own their part of the address.
    """
    screen, said = st.session_state.get(KEPT, (st.context.url, {}))
    if screen == st.context.url:
        return
    lost = {name: found for name, found in said.items() if name not in st.query_params}
    st.query_params.update({name: values for name, (values, _) in lost.items()})
    for name, (_, value) in lost.items():
        st.session_state[name] = value


def comparison(view: View) -> View:
    """The view to compare with: the same look at an earlier moment, so that both are equally mature."""
    back = 364 if st.session_state.get("compare") == "year" else 91
    earlier = replace(view, as_of=view.days_before(view.as_of, back))
    if view.chosen is None:
        return earlier
    start, end = view.chosen.start, view.chosen.end
    return replace(earlier, chosen=Window(view.days_before(start, back), view.days_before(end, back)))


def comparison_words() -> str:
    """What the comparison is with, as said on the screens."""
    return "a year before" if st.session_state.get("compare") == "year" else "the 13 weeks before"


def stages_mean(view: View) -> str:
    """What the stages of the shipped waterfalls are called for; of a company's own it knows best."""
    names = [stage.name for stage in view.waterfall.stages if view.waterfall.name in PRESETS]
    said = "; ".join(f"{name}: {STAGE_WORDS[name]}" for name in names if name in STAGE_WORDS)
    return f"{said}." if said else ""


def _time(view: View) -> View:
    st.subheader("Time")
    weeks = _weeks(view)
    said = {week: f"{week[5:]}, to {day(view.local(end) - timedelta(days=1))}" for week, end in weeks.items()}
    week = _choice("Review week", "week", said, "Figures are as they were known at the end of this week.")
    view = replace(view, as_of=weeks[week])
    edges = st.date_input(
        "Window",
        value=_NO_DAYS,
        key="window",
        bind="query-params",
        max_value=view.local(view.as_of).date(),
        help="First and last day of the leads looked at. Clear it for the usual windows.",
    )
    if isinstance(edges, tuple) and len(edges) == 2:
        first, last = (datetime.combine(edge, datetime.min.time()) for edge in edges)
        end = min(view.instant(last + timedelta(days=1)), view.as_of)
        if view.instant(first) < end:
            view = replace(view, chosen=Window(view.instant(first), end))
    _choice("Compare with", "compare", COMPARISONS, "The same look so much earlier, so that both are equally mature.")
    return view


def _choice(label: str, name: str, said: Mapping[str, str], meaning: str) -> str:
    """A box of words, the first of them usual; the address keeps the value, a value that does not exist is dropped.

    Streamlit's own binding would put the words into the address, and a link is named as ``--slice`` is.
    """
    usual = next(iter(said))
    asked = st.query_params.get(name)
    if asked is not None and asked not in said:
        del st.query_params[name]
    value = asked if asked in said else usual
    if st.session_state.get(name) != value:
        st.session_state[name] = value
    return st.selectbox(
        label, list(said), key=name, format_func=said.__getitem__, on_change=_to_the_address, args=(name, usual),
        help=meaning,
    )  # fmt: skip


def _to_the_address(name: str, usual: str) -> None:
    """What was chosen in a box of words, into the address; the usual is not said there."""
    if st.session_state[name] == usual:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = st.session_state[name]


def _weeks(view: View) -> dict[str, datetime]:
    """ISO weeks by name, the latest first, with the moment each ended."""
    weeks = {}
    for back in range(WEEKS_OFFERED):
        end = view.days_before(view.as_of, 7 * back)
        weeks[replace(view, as_of=end).week] = end
    return weeks


def _filters(view: View) -> dict[str, list[str]]:
    st.subheader("Filters")
    choices: dict[str, list[str]] = {field: [] for field in BAR_FIELDS}
    for row in ask(view, "frame/choices", most=MOST_CHOICES).rows:
        choices[row["field"]].append(row["choice"])
    chosen = {
        field: st.multiselect(
            label, choices[field], key=field, bind="query-params", format_func=plain, placeholder="All"
        )
        for field, label in BAR_FIELDS.items()
        if choices[field]
    }
    if view.definition[0]:
        chosen["icp_tier"] = st.pills(
            "ICP tier", TIERS, selection_mode="multi", key="icp_tier", bind="query-params",
            help="How well a lead fits the shared ideal-customer profile: A fits best, Out misses a must.",
        )  # fmt: skip
    meaning = "A lead that comes back opens another cycle. The first of each alone counts every lead once."
    chosen["cycle"] = [_choice("Cycles", "cycle", CYCLES, meaning)]
    return {field: list(values) for field, values in (chosen | _from_the_link(chosen)).items()}


def _from_the_link(chosen: dict[str, list[str]]) -> dict[str, list[str]]:
    """Filters a link names beyond the bar's own: each as a widget of its own, so that it can be cleared."""
    return {
        field: st.multiselect(
            field.replace("_", " ").capitalize(), values, key=field, bind="query-params", format_func=plain
        )
        for field in FIELDS
        if field not in chosen and (values := st.query_params.get_all(field))
    }


def _versions(view: View) -> View:
    st.subheader("Stages")
    own = view.settings.waterfall
    said = {
        name: f"{name} · {len(PRESETS[name].stages)} stages" if name in PRESETS else plain(name)
        for name in (own, *PRESETS)
    }
    meaning = "v1 has one stage of marketing, the MQL; v2 has AQL, TAL and TQL in its place. Or the company's own file."
    chosen = _choice("Waterfall", "waterfall", said, meaning)
    return view if chosen == own else replace(view, waterfall=PRESETS[chosen])
