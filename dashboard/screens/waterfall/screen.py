"""The Waterfall screen: where leads leak."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.view import View
from dashboard.charts.stages import StageBar, stages_chart
from dashboard.charts.waterfall import FATE_WORDS, fates_chart
from dashboard.findings.about import enquirers, of_window
from dashboard.findings.steps import number_of
from dashboard.metrics.reconcile import reconciled
from dashboard.metrics.report import section
from dashboard.metrics.waterfall import OPEN_FATES, DemandWaterfall, StageCount, compared
from dashboard.screens.comparing import as_chosen, comparison, comparison_words
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look, screen
from dashboard.screens.headings import finding
from dashboard.screens.waterfall.conversions import mature_conversions, other_window
from dashboard.screens.waterfall.flow import flow, weekly_counts
from dashboard.screens.waterfall.segments import ANY_LEAD, segments, segments_asked, segments_split
from dashboard.screens.waterfall.words import fates_finding, reached_finding, stages_mean, still_young
from dashboard.texts import count, in_markdown


def draw() -> None:
    """Draw the screen."""
    screen("Demand waterfall", "Where do leads leak?", _draw, compared=as_chosen)


def _draw(view: View) -> None:
    ahead(compared, comparison(view))
    ahead(ask, view, "changes/conversions", **other_window(view))
    ahead(weekly_counts, view)
    ahead(segments_split, *segments_asked(view))
    for pair in ("leads", "reached", "sql_in_time"):
        ahead(reconciled, view, pair)
    result = section(view, "waterfall")
    now: DemandWaterfall = result.section
    if now.cohort is None:
        st.info(in_markdown(result.unsupported["waterfall"]))
        return
    if not now.cohort:
        st.info("No lead came in here. Clear a filter or choose another window under the title.")
        return
    before = compared(comparison(view))
    for sentence in dict.fromkeys(result.unsupported.values()):  # one may hold for several figures
        st.info(in_markdown(sentence))
    _stages(view, now, before)
    mature_conversions(view, now, before)
    _fates(view, now)
    segments(view, known_stages(now))
    flow(view, known_stages(now))


def _stages(view: View, now: DemandWaterfall, before: DemandWaterfall) -> None:
    rows = ask(view, "waterfall/stages").rows
    bars = stage_bars(rows, before)
    young, when = still_young(view), comparison_words(view)
    finding(
        "How far did they get?",
        reached_finding(bars, young, when),
        enquirers(view),
        f":blue[**{'frame' if young else 'bar'}: reached**] · hatched: did not advance · tick: {when} · between the "
        "bars: share of the stage before",
        help=stages_mean(view),
    )
    mark = opening_chart(
        stages_chart(bars, when, young, current_look()),
        "stages",
        "Bars: cycles that reached each stage; hatched: did not advance; ticks: the period before",
    )
    if young:
        st.caption("The shares of a young cohort will rise: what they come to once it has had its time stands below.")
    behind(view, "waterfall/stages", _with_the_stopped(now, rows))
    if mark:
        number, kind, cycles = mark["customdata"]
        _open_stage(view, known_stages(now)[int(number)].stage, kind, int(cycles))


def stage_bars(rows: Sequence[Mapping[str, Any]], before: DemandWaterfall) -> list[StageBar]:
    """The stages of the cohort as bars, each with how many reached it in the period before."""
    earlier = {stage.stage: stage.reached or 0 for stage in before.stages or ()}
    return [
        StageBar(
            row["stage_number"], row["stage"], row["reached"], row["not_advanced"] or 0, row["of_first"],
            row["of_previous"], earlier.get(row["stage"], 0),
        )
        for row in rows
    ]  # fmt: skip


def known_stages(waterfall: DemandWaterfall) -> dict[int, StageCount]:
    """The stages of which the data says who reached them, by their place among those; the others are no zeros."""
    return dict(enumerate((stage for stage in waterfall.stages or () if stage.reached is not None), start=1))


def _with_the_stopped(now: DemandWaterfall, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The stages as the table behind the bars shows them, each with those it has not let on."""
    by_stage = {row["stage"]: {name: row[name] for name in ("of_previous", "not_advanced")} for row in rows}
    unknown = {"of_previous": None, "not_advanced": None}
    return [stage.model_dump(exclude={"weeks"}) | by_stage.get(stage.stage, unknown) for stage in now.stages or ()]


def _open_stage(view: View, name: str, kind: str, cycles: int) -> None:
    """The records of a bar: those that reached the stage, now or before, or of its hatched part those that stopped."""
    title = f"Not advanced from {name}" if kind == "stopped" else f"Reached {name}"
    stage_view = comparison(view) if kind == "before" else view
    bound = ANY_LEAD | {"stage": number_of(stage_view, name), "not_beyond": kind == "stopped"}
    drawer(title if stage_view is view else f"{title}, before", stage_view, "waterfall/records", cycles, **bound)


def _fates(view: View, now: DemandWaterfall) -> None:
    fates = {fate: cycles for fate, cycles in (now.fates or {}).items() if cycles is not None}
    rows = ask(view, "waterfall/fates").rows
    finding(
        "What became of every one of them?",
        fates_finding(fates, rows[0]["cohort"], rows[0]["open"]),
        of_window(view, "enquiries"),
        ":blue[**blue: worked, or won**] · :orange[**hatched: waits for somebody**] · grey: closed",
    )
    mark = opening_chart(fates_chart(fates, current_look()), "fates", _spoken(fates))
    parts = " + ".join(
        f"{count(fates[fate])} {_inline(words)}" for fate, words in FATE_WORDS.items() if fates.get(fate)
    )
    st.caption(f"{parts} = **{count(now.cohort)}**.")
    behind(view, "waterfall/fates", [{"fate": fate, "cycles": cycles} for fate, cycles in fates.items()])
    if mark:
        fate, cycles = mark["customdata"]
        kinds = list(OPEN_FATES if fate == "open" else (fate,))
        drawer(FATE_WORDS[fate], view, "waterfall/fate_leads", int(cycles), fates=kinds, rows=MOST_RECORDS)


def _inline(words: str) -> str:
    """Words as they stand within a sentence; abbreviations keep their capitals."""
    return words[0].lower() + words[1:]


def _spoken(fates: dict[str, int]) -> str:
    return "Fates of the cohort: " + ", ".join(f"{words} {fates.get(fate, 0)}" for fate, words in FATE_WORDS.items())
