"""The Waterfall screen: where leads leak."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.parameters import WEEKS_BEFORE
from dashboard.asking.view import View
from dashboard.charts.waterfall import FATE_WORDS, StageBar, fates_chart, flow_chart, stages_chart
from dashboard.meeting.weeks import monday_of
from dashboard.metrics.report import section
from dashboard.metrics.waterfall import OPEN_FATES, DemandWaterfall, StageCount, compared
from dashboard.screens.comparing import as_chosen, comparison, comparison_words
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import HALF, current_look, screen
from dashboard.screens.headings import enquirers, heading, of_days, of_window
from dashboard.screens.meeting.commenting import week_marks
from dashboard.screens.waterfall.conversions import mature_conversions, number_of, stages_mean
from dashboard.screens.waterfall.segments import ANY_LEAD, segments
from dashboard.texts import count, day, in_markdown

OF_STAGES = {"Inquiry": "inquiries", "MQL": "mql", "SAL": "sal", "SQL": "sql"}
"""The weekly figure of a stage, which comments name."""


def draw() -> None:
    """Draw the screen."""
    screen("Demand waterfall", "Where do leads leak?", _draw, compared=as_chosen)


def _draw(view: View) -> None:
    ahead(compared, comparison(view))
    found = section(view, "waterfall")
    now: DemandWaterfall = found.section
    if now.cohort is None:
        st.info(in_markdown(found.unsupported["waterfall"]))
        return
    if not now.cohort:
        st.info("No lead came in here. Clear a filter or choose another window under the title.")
        return
    before = compared(comparison(view))
    for sentence in dict.fromkeys(found.unsupported.values()):  # one may hold for several figures
        st.info(in_markdown(sentence))
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        _stages(view, now, before)
    with halves.cell():
        mature_conversions(view, now, before)
    _fates(view, now)
    segments(view, known_stages(now))
    _flow(view, now)


def _stages(view: View, now: DemandWaterfall, before: DemandWaterfall) -> None:
    heading(f"{count(now.cohort)} enquiries came in; how far did they get?", enquirers(view))
    earlier = {stage.stage: stage.reached or 0 for stage in before.stages or ()}
    bars = [
        StageBar(number, stage.stage, stage.reached or 0, stage.of_first, earlier.get(stage.stage, 0))
        for number, stage in known_stages(now).items()
    ]
    mark = opening_chart(
        stages_chart(bars, comparison_words(view), current_look()),
        "stages",
        "Bars: cycles that reached each stage; hatched: did not advance; thin bars: the period before",
    )
    st.caption(
        f"Solid: reached so far. Hatched: of the stage before, not advanced. Thin grey: {comparison_words(view)}. "
        f"{stages_mean(view)} {_maturity(view)} Click a bar for its leads.",
    )
    behind(view, "waterfall/stages", _with_the_stopped(view, now))
    if mark:
        number, kind, cycles = mark["customdata"]
        _open_stage(view, known_stages(now)[int(number)].stage, kind, int(cycles))


def known_stages(found: DemandWaterfall) -> dict[int, StageCount]:
    """The stages of which the data says who reached them, by their place among those; the others are no zeros."""
    return dict(enumerate((stage for stage in found.stages or () if stage.reached is not None), start=1))


def _with_the_stopped(view: View, now: DemandWaterfall) -> list[dict[str, Any]]:
    """The stages as the table behind the bars shows them, each with those it has not let on."""
    stopped = {row["stage"]: row["not_advanced"] for row in ask(view, "waterfall/stages").rows}
    return [
        stage.model_dump(exclude={"weeks"}) | {"not_advanced": stopped.get(stage.stage)} for stage in now.stages or ()
    ]


def _open_stage(view: View, name: str, kind: str, cycles: int) -> None:
    """The records of a bar: those that reached the stage, now or before, or of its hatched part those that stopped."""
    title = f"Stopped at {name}" if kind == "stopped" else f"Reached {name}"
    asked = comparison(view) if kind == "before" else view
    bound = ANY_LEAD | {"stage": number_of(asked, name), "not_beyond": kind == "stopped"}
    drawer(title if asked is view else f"{title}, before", asked, "waterfall/records", cycles, **bound)


def _maturity(view: View) -> str:
    """How young the cohort is: the shares will still rise."""
    due = view.as_of - (view.as_of - view.conversion_window.end)
    if view.window.end <= due:
        return "Every lead here has had its full time to convert."
    return (
        f"These leads are young: only those from before {day(view.local(due))} have had their {view.horizon_days:.0f} "
        "days, so the shares will still rise."
    )


def _fates(view: View, now: DemandWaterfall) -> None:
    fates = {fate: cycles for fate, cycles in (now.fates or {}).items() if cycles is not None}
    heading("What became of every one of them", of_window(view, "enquiries"))
    mark = opening_chart(fates_chart(fates, current_look()), "fates", _spoken(fates))
    parts = " + ".join(
        f"{count(fates[fate])} {_inline(words)}" for fate, words in FATE_WORDS.items() if fates.get(fate)
    )
    st.caption(f"{parts} = **{count(now.cohort)}**. Hatched: waits for somebody. Click a part for its leads.")
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


def _marks(shown: Mapping[int, StageCount]) -> dict[int, dict[date, str]]:
    """What was said of the weeks of each stage that has a weekly figure of its own."""
    figures = {number: OF_STAGES[stage.stage] for number, stage in shown.items() if stage.stage in OF_STAGES}
    return {
        number: {monday_of(week): words for week, words in week_marks(figure).items()}
        for number, figure in figures.items()
    }


def _flow(view: View, now: DemandWaterfall) -> None:
    shown = known_stages(now)
    starts = view.week_starts(WEEKS_BEFORE)
    heading("Flow per week", of_days(view, starts[0], "whoever reached a stage"))
    mark = opening_chart(
        flow_chart(shown, [view.local(start).date() for start in starts], current_look(), _marks(shown)),
        "flow",
        f"Cycles that reached each stage in each of the last {WEEKS_BEFORE + 1} weeks",
    )
    st.caption(
        "Weeks by their Monday; blue: the review week. A bar counts the enquiries that reached the stage in that week, "
        "whenever they came in; how many of them go on is what Conversion shows. Click a bar for its leads."
    )
    behind(
        view, "waterfall/weekly", [stage.model_dump(include={"stage", "week", "weeks"}) for stage in now.stages or ()]
    )
    if mark:
        step, place, cycles = (int(part) for part in mark["customdata"][:3])
        ends = [*starts[1:], view.as_of]
        drawer(
            f"{shown[step].stage} in the week of {day(view.local(starts[place]))}", view, "waterfall/flow_leads",
            cycles, step=step, reached_from=starts[place], reached_to=ends[place], rows=MOST_RECORDS,
        )  # fmt: skip
