"""The Waterfall screen: where leads leak."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.view import WEEKS_BEFORE, View
from dashboard.charts.waterfall import FATE_WORDS, conversions_chart, fates_chart, flow_chart, stages_chart
from dashboard.metrics.report import section
from dashboard.metrics.waterfall import OPEN_FATES, Conversion, StageCount, Waterfall, compared
from dashboard.screens.evidence import MOST_RECORDS, behind, drawer, opening_chart, opening_table
from dashboard.screens.frame import HALF, current_look, screen
from dashboard.screens.slicebar import comparison, comparison_words, stages_mean
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, day, in_markdown, interval, percent, plain

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
ANY_LEAD: dict[str, object] = {
    "stage": None, "not_beyond": False, "part": None, "dimension": "source", "rows": MOST_RECORDS,
}  # fmt: skip


def draw() -> None:
    """Draw the screen."""
    screen("Demand waterfall", "Where do leads leak?", _draw)


def _draw(view: View) -> None:
    ahead(compared, comparison(view))
    found = section(view, "waterfall")
    now: Waterfall = found.section
    if now.cohort is None:
        st.info(found.unsupported["waterfall"])
        return
    if not now.cohort:
        st.info("No lead came in here. Clear a filter or choose another window at the side.")
        return
    before = compared(comparison(view))
    for sentence in dict.fromkeys(found.unsupported.values()):  # one may hold for several figures
        st.info(sentence)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        _stages(view, now, before)
    with halves.cell():
        _conversions(view, now, before)
    _fates(view, now)
    _segments(view, now)
    _flow(view, now)


def _stages(view: View, now: Waterfall, before: Waterfall) -> None:
    st.subheader(f"{count(now.cohort)} leads came in; how far did they get?", anchor=False)
    mark = opening_chart(
        stages_chart(known_stages(now), known_stages(before), current_look()),
        "stages",
        "Bars: cycles that reached each stage; hatched: did not advance; thin bars: the period before",
    )
    st.caption(
        f"Solid: reached so far. Hatched: of the stage before, not advanced. Thin grey: {comparison_words()}. "
        f"{stages_mean(view)} {_maturity(view)} Click a bar for its leads.",
    )
    behind(view, "waterfall/stages", [stage.model_dump(exclude={"weeks"}) for stage in now.stages or ()])
    if mark:
        _open_stage(view, now, mark["point_index"], hatched=mark["curve_number"] == 1)


def known_stages(found: Waterfall) -> list[StageCount]:
    """The stages of which the data says who reached them; the others are no zeros."""
    return [stage for stage in found.stages or () if stage.reached is not None]


def _open_stage(view: View, now: Waterfall, place: int, *, hatched: bool) -> None:
    """The records of a bar: those that reached the stage, or of the hatched part those that did not advance to it."""
    stages = known_stages(now)
    title = f"Did not advance to {stages[place].stage}" if hatched else f"Reached {stages[place].stage}"
    stage = place if hatched else place + 1
    drawer(title, view, "waterfall/records", **ANY_LEAD | {"stage": stage, "not_beyond": hatched})


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
        conversions(view, "conversions", now.conversions or (), before.conversions or ())
    st.caption(
        f"Leads from {day(view.local(window.start))} to before {day(view.local(window.end))}, each given "
        f"{view.horizon_days:.0f} days. Dot: share that advanced; band: its 95 % interval; ring: {comparison_words()}. "
        f"Click a dot for its leads.{_weak(now)}",
    )
    behind(view, "waterfall/conversions", [step.model_dump(by_alias=True) for step in now.conversions or ()])


def conversions(view: View, name: str, now: Sequence[Conversion], before: Sequence[Conversion]) -> None:
    """The conversion of each step beside the one to compare with; a dot opens into its mature leads."""
    mark = opening_chart(
        conversions_chart(now, before, current_look()),
        name,
        "; ".join(
            f"{step.from_stage} to {step.to_stage}: {percent(step.rate)}, n {count(step.mature)}" for step in now
        ),
    )
    if mark and (found := mark.get("customdata")):
        step = now[int(found[0])]
        drawer(
            f"{step.from_stage} to {step.to_stage}", view, "waterfall/conversion_leads",
            step=int(found[0]) + 1, source=None, rows=MOST_RECORDS,
        )  # fmt: skip


def _weak(now: Waterfall) -> str:
    weak = [step for step in now.conversions or () if FEWEST_FOR_RATE <= (step.mature or 0) < FEWEST_FOR_RANK]
    if not weak:
        return ""
    names = ", ".join(f"{in_markdown(step.from_stage)} → {in_markdown(step.to_stage)}" for step in weak)
    return f" {names}: fewer than {FEWEST_FOR_RANK} leads, read the band, not the dot."


def _fates(view: View, now: Waterfall) -> None:
    fates = {fate: cycles for fate, cycles in (now.fates or {}).items() if cycles is not None}
    st.subheader("What became of every one of them", anchor=False)
    mark = opening_chart(fates_chart(fates, current_look()), "fates", _spoken(fates))
    parts = " + ".join(
        f"{count(fates[fate])} {_inline(words)}" for fate, words in FATE_WORDS.items() if fates.get(fate)
    )
    st.caption(f"{parts} = **{count(now.cohort)}**. Hatched: waits for somebody. Click a part for its leads.")
    behind(view, "waterfall/fates", [{"fate": fate, "cycles": cycles} for fate, cycles in fates.items()])
    if mark:
        fate = mark["customdata"][0]
        kinds = OPEN_FATES if fate == "open" else (fate,)
        drawer(FATE_WORDS[fate], view, "waterfall/fate_leads", fates=list(kinds), rows=MOST_RECORDS)


def _inline(words: str) -> str:
    """Words as they stand within a sentence; abbreviations keep their capitals."""
    return words[0].lower() + words[1:]


def _spoken(fates: dict[str, int]) -> str:
    return "Fates of the cohort: " + ", ".join(f"{words} {fates.get(fate, 0)}" for fate, words in FATE_WORDS.items())


def _flow(view: View, now: Waterfall) -> None:
    st.subheader("Flow per week", anchor=False)
    shown = [stage for stage in now.stages or () if stage.weeks is not None]
    starts = view.week_starts(WEEKS_BEFORE)
    mark = opening_chart(
        flow_chart(shown, [view.local(start).date() for start in starts], current_look()),
        "flow",
        "Cycles that reached each stage in each of the last 14 weeks",
    )
    st.caption(
        "Weeks by their Monday; blue: the review week. Whoever reached a stage in it, whenever they came in: two of "
        "these counts make no conversion. "
        "Click a bar for its leads."
    )
    behind(
        view, "waterfall/weekly", [stage.model_dump(include={"stage", "week", "weeks"}) for stage in now.stages or ()]
    )
    if mark:
        step, place = (int(part) for part in mark["customdata"][:2])
        ends = [*starts[1:], view.as_of]
        drawer(
            f"{shown[step - 1].stage} in the week of {day(view.local(starts[place]))}", view, "waterfall/flow_leads",
            step=step, reached_from=starts[place], reached_to=ends[place], rows=MOST_RECORDS,
        )  # fmt: skip


def _segments(view: View, now: Waterfall) -> None:
    st.subheader("Segments side by side", anchor=False)
    offered = [name for name in DIMENSIONS if name != "icp_tier" or view.definition[0]]
    dimension = st.selectbox("Split by", offered, format_func=DIMENSIONS.__getitem__, key="split", bind="query-params")
    rows = ask(view, "waterfall/segments", dimension=dimension).rows
    names = {stage.stage for stage in known_stages(now)}
    known = [row for row in rows if row["stage"] in names]
    table = _side_by_side(known)
    judged = next((row["stage"] for row in known if row["stage_number"] == _last_but_one(known)), None)
    place = opening_table(
        [segment | {"segment": plain(segment["segment"])} for segment in table],
        "segments",
        f"Cycles that reached each stage by {DIMENSIONS[dimension]}",
        column_config={
            **{row["stage"]: st.column_config.NumberColumn(format="localized") for row in rows},
            "segment": st.column_config.TextColumn(DIMENSIONS[dimension], pinned=True),
            "share": st.column_config.TextColumn(f"Reached {judged}", alignment="right"),
            "interval": st.column_config.TextColumn("95 % interval", alignment="right"),
        },
    )
    st.caption(
        f"Fewer than {FEWEST_FOR_RATE} leads: counts only. Fewer than {FEWEST_FOR_RANK}: not ranked. "
        + (f"Interval: of the share that reached {in_markdown(judged)}. " if judged else "")
        + "Choose a row for its leads.",
    )
    behind(view, "waterfall/segments", rows, dimension=dimension)
    if place is not None:
        part = table[place]["segment"]
        title = f"{DIMENSIONS[dimension]}: {part}"
        drawer(title, view, "waterfall/records", **ANY_LEAD | {"part": part, "dimension": dimension})


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
