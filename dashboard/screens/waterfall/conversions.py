"""The mature conversions of the waterfall: their chart, what they rest on, their leads; the Review shows them too."""

from collections.abc import Sequence

import streamlit as st

from dashboard.asking.view import View
from dashboard.charts.conversions import conversions_chart
from dashboard.metrics.waterfall import Conversion, DemandWaterfall
from dashboard.scope.waterfalls import PRESETS
from dashboard.screens.comparing import comparison, comparison_words
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look
from dashboard.screens.headings import heading, of_mature
from dashboard.screens.reconcile import reconcile_line
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_markdown

STAGE_WORDS = {
    "MQL": "qualified by marketing",
    "AQL": "qualified by its score",
    "TAL": "accepted on the telephone",
    "TQL": "qualified on the telephone",
    "SAL": "accepted by sales",
    "SQL": "qualified by sales",
}
NO_STEP = Conversion(from_stage="", to_stage="")


def mature_conversions(view: View, now: DemandWaterfall, before: DemandWaterfall) -> None:
    """The conversion of each step among leads that have had their time, with what it rests on."""
    heading("Conversion", of_mature(view, "enquiries"))
    judged = [step for step in now.conversions or () if (step.mature or 0) >= FEWEST_FOR_RATE]
    if not judged:
        st.info("Too few mature leads for a rate; widen the filters.")
    else:
        conversions(view, "conversions", now.conversions or (), before.conversions or (), comparison(view))
    st.caption(
        "Only those that have had their days. Dot: share of the stage that advanced; band: its 95 % interval; ring: "
        f"{comparison_words(view)}. Click a dot or a ring for its leads.{_weak(now)}",
    )
    behind(view, "waterfall/conversions", [step.model_dump(by_alias=True) for step in now.conversions or ()])
    reconcile_line(view, "reached")


def conversions(view: View, name: str, now: Sequence[Conversion], before: Sequence[Conversion], earlier: View) -> None:
    """The conversion of each step beside that of an ``earlier`` look; a mark opens into its mature leads."""
    then = {(step.from_stage, step.to_stage): step for step in before}  # a stage may be recorded only since
    mark = opening_chart(
        conversions_chart(
            now,
            [then.get((step.from_stage, step.to_stage), NO_STEP) for step in now],
            "before",
            current_look(),
        ),
        name,
        "; ".join(
            f"{step.from_stage} to {step.to_stage}: {count(step.converted)} of {count(step.mature)}" for step in now
        ),
    )
    if mark:
        place, kind, mature = mark["customdata"]
        step = now[int(place)]
        title = f"{step.from_stage} to {step.to_stage}"
        looked_at = view if kind == "now" else earlier
        drawer(
            title if kind == "now" else f"{title}, before", looked_at, "waterfall/conversion_leads", int(mature),
            step=number_of(looked_at, step.from_stage), source=None, rows=MOST_RECORDS,
        )  # fmt: skip


def number_of(view: View, stage: str) -> int:
    """The place of a stage among the recorded ones of the waterfall looked at, from 1."""
    return [each.name for each in view.recorded_waterfall.stages].index(stage) + 1


def _weak(now: DemandWaterfall) -> str:
    weak = [step for step in now.conversions or () if FEWEST_FOR_RATE <= (step.mature or 0) < FEWEST_FOR_RANK]
    if not weak:
        return ""
    names = ", ".join(f"{in_markdown(step.from_stage)} → {in_markdown(step.to_stage)}" for step in weak)
    return f" {names}: fewer than {FEWEST_FOR_RANK} leads, read the band, not the dot."


def stages_mean(view: View) -> str:
    """What the stages of the shipped waterfalls are called for; of a company's own it knows best."""
    names = [stage.name for stage in view.waterfall.stages if view.waterfall.name in PRESETS]
    said = "; ".join(f"{name}: {STAGE_WORDS[name]}" for name in names if name in STAGE_WORDS)
    return f"{said}." if said else ""
