"""The Waterfall screen: where leads leak."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.ask import ask, section
from dashboard.charts.look import CONFIG
from dashboard.charts.waterfall import FATE_WORDS, conversions_chart, fates_chart, flow_chart, stages_chart
from dashboard.metrics.waterfall import Waterfall
from dashboard.screens.evidence import behind, clicked, drawer, once
from dashboard.screens.frame import current_look, screen
from dashboard.screens.slicebar import comparison, comparison_words
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, day, in_markdown, interval, percent
from dashboard.view import View

DIMENSIONS = {
    "source": "Source",
    "segment": "Company size",
    "region": "Region",
    "owner": "Owner",
    "campaign": "Campaign",
    "industry": "Industry",
    "country": "Country",
    "icp_tier": "ICP tier",
}
MOST_PARTS = 12


def draw() -> None:
    """Draw the screen."""
    screen("Demand waterfall", "Where do leads leak?", _draw)


def _draw(view: View) -> None:
    found = section(view, "waterfall")
    now: Waterfall = found.section
    if now.cohort is None:
        st.info(found.unsupported["waterfall"])
        return
    if not now.cohort:
        st.info("No lead came in here. Clear a filter or choose another window at the side.")
        return
    before: Waterfall = section(comparison(view), "waterfall").section
    for sentence in found.unsupported.values():
        st.info(sentence)
    wide, narrow = st.columns([3, 2], gap="large")
    with wide:
        _stages(view, now, before)
    with narrow:
        _conversions(view, now, before)
    _fates(view, now)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _segments(view)
    with right:
        _flow(view, now)


def _stages(view: View, now: Waterfall, before: Waterfall) -> None:
    st.subheader(f"{count(now.cohort)} leads came in; how far did they get?", anchor=False)
    figure = stages_chart(now.stages or (), before.stages or (), current_look())
    chosen = st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        on_select="rerun",
        selection_mode="points",
        key=once("stages"),
        alt="Bars: cycles that reached each stage; hatched: did not advance; thin bars: the period before",
    )
    st.caption(
        f"Solid: reached so far. Hatched: of the stage before, not advanced. Thin grey: {comparison_words()}. "
        f"{_maturity(view)} Click a bar for its leads.",
    )
    behind(view, "waterfall/stages", [stage.model_dump(exclude={"weeks"}) for stage in now.stages or ()])
    if chosen and chosen.selection.points:
        place = chosen.selection.points[0]["point_index"]
        hatched = chosen.selection.points[0]["curve_number"] == 1
        _open_stage(view, now, place, hatched=hatched)


def _open_stage(view: View, now: Waterfall, place: int, *, hatched: bool) -> None:
    """The records of a bar: those that reached the stage, or of the hatched part those that did not advance to it."""
    clicked("stages")
    stages = now.stages or []
    title = f"Did not advance to {stages[place].stage}" if hatched else f"Reached {stages[place].stage}"
    stage = place if hatched else place + 1
    drawer(title, view, "waterfall/records", stage=stage, not_beyond=hatched, fate=None, part=None, dimension="source")


def _maturity(view: View) -> str:
    """How young the cohort is: the shares will still rise."""
    due = view.as_of - (view.as_of - view.conversion_window.end)
    if view.window.end <= due:
        return "Every lead here has had its full time to convert."
    return (
        f"These leads are young: only those from before {day(view.local(due))} have had their {view.horizon_days:.0f} "
        "days, so the shares will still rise."
    )


def _conversions(view: View, now: Waterfall, before: Waterfall) -> None:
    window = view.conversion_window
    st.subheader("Conversion of mature leads", anchor=False)
    judged = [step for step in now.conversions or () if (step.mature or 0) >= FEWEST_FOR_RATE]
    if not judged:
        st.info("Too few mature leads for a rate; widen the filters.")
    else:
        st.plotly_chart(
            conversions_chart(now.conversions or (), before.conversions or (), current_look()),
            theme=None,
            config=CONFIG,
            key="conversions",
            alt="Share of cycles that reached the next stage within the horizon, with 95 % intervals",
        )
    st.caption(
        f"Leads from {day(view.local(window.start))} to before {day(view.local(window.end))}, each given "
        f"{view.horizon_days:.0f} days. Dot: share that advanced; band: its 95 % interval; ring: {comparison_words()}."
        + _weak(now),
    )
    behind(view, "waterfall/conversions", [step.model_dump(by_alias=True) for step in now.conversions or ()])


def _weak(now: Waterfall) -> str:
    weak = [step for step in now.conversions or () if FEWEST_FOR_RATE <= (step.mature or 0) < FEWEST_FOR_RANK]
    if not weak:
        return ""
    names = ", ".join(f"{in_markdown(step.from_stage)} → {in_markdown(step.to_stage)}" for step in weak)
    return f" {names}: fewer than {FEWEST_FOR_RANK} leads, read the band, not the dot."


def _fates(view: View, now: Waterfall) -> None:
    fates = now.fates or {}
    st.subheader("What became of every one of them", anchor=False)
    st.plotly_chart(fates_chart(fates, current_look()), theme=None, config=CONFIG, key="fates", alt=_spoken(fates))
    parts = " + ".join(
        f"{count(fates[fate])} {_inline(words)}" for fate, words in FATE_WORDS.items() if fates.get(fate)
    )
    st.caption(f"{parts} = **{count(now.cohort)}**. Hatched: waits for somebody.")
    behind(
        view,
        "waterfall/fates",
        [{"fate": fate, "cycles": cycles} for fate, cycles in fates.items()],
        stalled_seconds=21 * 86400,
    )


def _inline(words: str) -> str:
    """Words as they stand within a sentence; abbreviations keep their capitals."""
    return words[0].lower() + words[1:]


def _spoken(fates: dict[str, int]) -> str:
    return "Fates of the cohort: " + ", ".join(f"{words} {fates.get(fate, 0)}" for fate, words in FATE_WORDS.items())


def _flow(view: View, now: Waterfall) -> None:
    st.subheader("Flow per week", anchor=False)
    st.plotly_chart(
        flow_chart([stage for stage in now.stages or () if stage.weeks is not None], current_look()),
        theme=None,
        config=CONFIG,
        key="flow",
        alt="Cycles that reached each stage in each of the last 14 weeks",
    )
    st.caption("Whoever reached a stage in a week, whenever they came in. Two of these counts make no conversion.")
    behind(
        view, "waterfall/weekly", [stage.model_dump(include={"stage", "week", "weeks"}) for stage in now.stages or ()]
    )


def _segments(view: View) -> None:
    st.subheader("Segments side by side", anchor=False)
    offered = [name for name in DIMENSIONS if name != "icp_tier" or view.definition[0]]
    dimension = st.selectbox("Split by", offered, key="split", bind="query-params")
    rows = ask(view, "waterfall/segments", dimension=dimension).rows
    table = _side_by_side(rows)
    chosen = st.dataframe(
        table,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=once("segments"),
        alt=f"Cycles that reached each stage by {DIMENSIONS[dimension]}",
    )
    st.caption(
        f"Fewer than {FEWEST_FOR_RATE} leads: counts only. Fewer than {FEWEST_FOR_RANK}: not ranked. "
        "Interval: 95 %, of the share that reached the last stage but one. Choose a row for its leads.",
    )
    behind(view, "waterfall/segments", rows, dimension=dimension)
    if chosen and chosen.selection.rows:
        clicked("segments")
        part = table[chosen.selection.rows[0]]["segment"]
        drawer(
            f"{DIMENSIONS[dimension]}: {part}", view, "waterfall/records",
            stage=None, not_beyond=False, fate=None, part=part, dimension=dimension,
        )  # fmt: skip


def _side_by_side(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per segment: its leads, how many reached each stage, the share and its interval."""
    parts: dict[str, dict[str, Any]] = {}
    for row in rows:
        part = parts.setdefault(row["part"], {"segment": row["part"]})
        part[row["stage"]] = row["reached"]
        if row["stage_number"] == _last_but_one(rows):
            enough = row["cycles"] >= FEWEST_FOR_RATE
            part["share"] = percent(row["of_first"]) if enough else "–"
            part["interval"] = interval(row["low"], row["high"]) if enough else "–"
    first = rows[0]["stage"] if rows else ""
    return sorted(parts.values(), key=lambda part: (-part[first], part["segment"]))


def _last_but_one(rows: Sequence[dict[str, Any]]) -> int:
    return max((row["stage_number"] for row in rows), default=2) - 1
