"""The slice bar: what every screen is about, in boxes behind chips that stand in the page's address."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any

import streamlit as st
from cachetools import LRUCache, cached

from dashboard.asking.ask import ask
from dashboard.asking.opening import open_view
from dashboard.asking.view import View
from dashboard.findings.words import days_of
from dashboard.scope.lastgood import last_good
from dashboard.scope.moments import Window
from dashboard.scope.settings import settings_at_query_time, settings_file
from dashboard.scope.slices import BAR, FIELDS, FIRST_CYCLES, Slice
from dashboard.scope.waterfalls import PRESETS
from dashboard.screens.address import any_of, choose, choose_all, names, one_of, values_of
from dashboard.screens.chips import chip_words, filter_chips
from dashboard.screens.comparing import COMPARISONS, comparison_chip
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
from dashboard.texts import day, distinct_labels, in_markdown, plain
from dashboard.warehouse.warehouse import Warehouse

TIERS = ("A", "B", "C", "D", "Out", "Unknown")
MOST_CHOICES = 200
WEEKS_OFFERED = 156
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""Days the box of the window takes; what lies past the data is said in a sentence, not by a red box."""
Box = tuple[str, Callable[[], Any]]
"""A filter of the bar: the words of its chip, and what draws its box and gives what is chosen."""
CYCLES = {"all": "All, returns too", "first": "First of each lead"}


def slice_bar(row: Any, everything: View, *, is_past: bool = False, compares: bool = True) -> View | None:
    """Draw the bar in a row and give the view it says of ``everything``; None when the link asks for what is not there.

    ``is_past``: the look is that of a past review, whose week stays in the address as it says which review it is.
    ``compares``: whether the screen compares with what its reader chooses.
    """
    faults = list(unknown_names())
    with row:
        view = _time(everything, faults, is_past=is_past)
        if compares:
            comparison_chip()
        fields, offered = _fields(view)
        boxes = (
            {WINDOW: _window_box(view)}
            | fields
            | {FIRST_CYCLES: _cycles_box(faults), "waterfall": _stages_box(view, faults)}
        )
        chosen = filter_chips(boxes)
    view = _stages(_window(view, faults), chosen.pop("waterfall"))
    del chosen[WINDOW]
    cycles = chosen.pop(FIRST_CYCLES)
    if not faults:
        faults, warnings = absent_filters(view, chosen, offered)
    if faults:
        refuse_link(faults)
        return None
    for sentence in warnings:
        st.warning(sentence)
    return replace(view, slice=Slice.of(chosen | {FIRST_CYCLES: [cycles]}))


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
    """The view at the end of the review week; a chip, and a step to either side."""
    offered, named = _last_weeks(view)
    ends, words = dict(offered), dict(named)
    for linked in values_of(WEEK)[-1:]:
        if linked not in ends and (end := end_of_week(view, linked)):
            ends[linked], words[linked] = end, _week_words(view, linked, end)
    latest = next(iter(ends))
    faults += unknown_choice("Review week", WEEK, list(ends), plain)
    values = values_of(WEEK)[-1:]
    shown = next((week for week in ends if values in {(week,), (words[week],)}), latest)
    _step(view, ends[shown], "earlier", latest, is_past=is_past)
    with st.popover(words[shown], icon=":material/calendar_month:", key="chip-week"):
        week = one_of(
            st.selectbox, "Review week", WEEK, list(ends), words.__getitem__,
            usual=None if is_past else latest, drops=(REVISION,),
            help="Figures are as they were known at the end of this week.",
        )  # fmt: skip
    _step(view, ends[shown], "later", latest, is_past=is_past)
    faults += unknown_choice("Compare with", "compare", list(COMPARISONS), COMPARISONS.__getitem__)
    return replace(view, as_of=ends[str(week)])


def _step(view: View, end: datetime, where: str, latest: str, *, is_past: bool) -> None:
    """A button to the week before or after the one that ends then."""
    to = view.days_before(end, 7 if where == "earlier" else -7)
    week = replace(view, as_of=to).week
    usual = week == latest and not is_past
    st.button(
        f"The week {'before' if where == 'earlier' else 'after'}", key=f"{where}-week", type="tertiary",
        icon=f":material/chevron_{'left' if where == 'earlier' else 'right'}:", disabled=to > view.as_of,
        on_click=choose_all, args=({WEEK: () if usual else (week,), REVISION: ()},),
    )  # fmt: skip


def _window_box(view: View) -> Box:
    """The box of the days looked at."""
    values = values_of(WINDOW)
    key = _window_key()

    def draw() -> None:
        edges = st.date_input(
            "Window", key=key, value=_days(values), min_value=FIRST_DAY, max_value=LAST_DAY, on_change=_keep_window,
            args=(key,), help="First and last day of the leads looked at. Clear it for the usual windows.",
        )  # fmt: skip
        if isinstance(edges, tuple) and len(edges) == 1:
            st.caption("Choose the last day too; until then the window is the one said above the figures.")

    window = window_of(view, values) if values else None
    days = days_of(view, window) if isinstance(window, Window) else " – ".join(values)
    return chip_words("Window", [days]), draw


def _window(view: View, faults: list[LinkFault]) -> View:
    """The view of the days chosen, where there are any."""
    values = values_of(WINDOW)
    window = window_of(view, values) if values else None
    if isinstance(window, str):
        faults.append(LinkFault(WINDOW, window))
        return view
    return replace(view, chosen=window) if window else view


def _days(values: Sequence[str]) -> Any:
    """The first and the last day a box can show; none where the address says something else."""
    try:
        first, last = (date.fromisoformat(text) for text in values)
    except ValueError:
        return ()
    return (first, last) if FIRST_DAY <= first <= last <= LAST_DAY else ()


def _window_key() -> str:
    """The key of the box of the window; another box for other days, as this one cannot be told its value."""
    return "-".join((WINDOW, *values_of(WINDOW)))


def _keep_window(key: str) -> None:
    days = st.session_state[key]
    if len(days) != 1 and key == _window_key():  # else a click came with the value of a box that is gone
        choose(WINDOW, [edge.isoformat() for edge in days])


@cached(LRUCache(maxsize=32), key=lambda view: (view.settings.time_zone, view.as_of), lock=Lock())
def _last_weeks(view: View) -> tuple[dict[str, datetime], dict[str, str]]:
    """By the name of the week, the latest first: the moment it ended, and its words."""
    every = [view.days_before(view.as_of, 7 * back) for back in range(WEEKS_OFFERED)]
    ends = {replace(view, as_of=end).week: end for end in every}
    return ends, {week: _week_words(view, week, end) for week, end in ends.items()}


def _week_words(view: View, week: str, end: datetime) -> str:
    return f"{week[5:]}, to {day(view.local(end) - timedelta(days=1))}"


def _fields(view: View) -> tuple[dict[str, Box], dict[str, Sequence[str]]]:
    """A box for each field, and the values offered; a field that only the link names has a box too, to be cleared."""
    offered: dict[str, list[str]] = {field: [] for field in BAR}
    for row in ask(view, "frame/choices", most=MOST_CHOICES).rows:
        offered[row["field"]].append(row["choice"])
    boxes = {field: _multiselect(field, label, offered[field]) for field, label in BAR.items() if offered[field]}
    if view.definition[0]:
        boxes["icp_tier"] = chip_words(BAR["icp_tier"], list(values_of("icp_tier"))), _tiers
    for field in names():
        if field in FIELDS and field not in boxes:
            boxes[field] = _multiselect(field, field.replace("_", " ").capitalize(), [])
    return boxes, offered | {"icp_tier": TIERS}


def _tiers() -> list[str]:
    return any_of(
        st.pills, BAR["icp_tier"], "icp_tier", list(dict.fromkeys([*TIERS, *values_of("icp_tier")])), in_markdown,
        selection_mode="multi",
        help="How well a lead fits the shared ideal-customer profile: A fits best, Out misses a must.",
    )  # fmt: skip


def _multiselect(field: str, label: str, offered: Sequence[str]) -> Box:
    """A box of the values of a field, those of the link too, told apart where they would look the same."""
    words = distinct_labels(dict.fromkeys([*offered, *values_of(field)]))
    draw = partial(any_of, st.multiselect, label, field, list(words), words.__getitem__, placeholder="All")
    return chip_words(label, [words[value] for value in values_of(field)]), draw


def _cycles_box(faults: list[LinkFault]) -> Box:
    faults += unknown_choice("Cycles", FIRST_CYCLES, list(CYCLES), CYCLES.__getitem__)
    draw = partial(
        one_of, st.selectbox, "Cycles", FIRST_CYCLES, list(CYCLES), CYCLES.__getitem__, usual="all",
        help="A lead that comes back opens another cycle. The first of each alone counts every lead once.",
    )  # fmt: skip
    return chip_words("Cycles", [CYCLES.get(value, value) for value in values_of(FIRST_CYCLES)]), draw


def _stages_box(view: View, faults: list[LinkFault]) -> Box:
    own = view.settings.waterfall
    words = {
        name: f"{name} · {len(PRESETS[name].stages)} stages" if name in PRESETS else plain(name)
        for name in (own, *PRESETS)
    }
    faults += unknown_choice("Waterfall", "waterfall", list(words), words.__getitem__)
    draw = partial(
        one_of, st.selectbox, "Waterfall", "waterfall", list(words), words.__getitem__, usual=own,
        help="v1 has one stage of marketing, the MQL; v2 has AQL, TAL and TQL in its place. Or the company's own file.",
    )  # fmt: skip
    return chip_words("Waterfall", [words.get(value, value) for value in values_of("waterfall")]), draw


def _stages(view: View, chosen: str) -> View:
    return view if chosen == view.settings.waterfall else replace(view, waterfall=PRESETS[chosen])
