"""Section ``waterfall`` of the metric contract (§3): stages, conversions, fates, flow."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pydantic import Field

from dashboard.asking.parameters import WEEKS_BEFORE
from dashboard.asking.view import View
from dashboard.metrics.recorded import Origin, unmet, unmet_figures, unmet_parts, unrecorded_stage
from dashboard.metrics.section import Section, Supported

CLOSED_FATES = ("won", "lost", "disqualified", "rejected", "recycled", "admin")
OPEN_FATES = ("untouched", "waiting", "stalled", "active")
FATES = "waterfall/fates"
ORIGINS: dict[str, Origin] = {
    "conversions": ("waterfall/conversions", "rate"),
    "fates.won": (FATES, "fate=won"),
    "fates.lost": (FATES, "fate=lost"),
}
"""Where the figures come from that need more than leads; the stages are those of the waterfall looked at."""
NOBODY: Mapping[str, Any] = {"reached": 0, "of_first": None, "skipped": 0}


class StageCount(Section):
    """One stage of the cohort and its flow per week (13 weeks before the review week, oldest first)."""

    stage: str
    reached: int | None = None
    of_first: float | None = None
    skipped: int | None = None
    week: int | None = None
    weeks: list[int] | None = None


class Conversion(Section):
    """One step of the waterfall within the horizon; median in days."""

    from_stage: str = Field(serialization_alias="from")
    to_stage: str = Field(serialization_alias="to")
    entered: int | None = None
    mature: int | None = None
    converted: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    median_days: float | None = None


class DemandWaterfall(Section):
    """The demand waterfall: the cohort, its stages, conversions and fates; null where the data says nothing."""

    cohort: int | None = None
    stages: list[StageCount] | None = None
    conversions: list[Conversion] | None = None
    fates: dict[str, int | None] | None = None
    stray_exits: int | None = None
    unplaced: int | None = None


def waterfall(view: View) -> Supported[DemandWaterfall]:
    """The section, over the cohort and the conversion window of ``view``."""
    if why := unmet(view, "waterfall/stages"):
        return Supported(section=DemandWaterfall(), unsupported={"waterfall": why})
    became = view.ask(FATES).rows
    counted = {row["stage_number"]: row for row in view.ask("waterfall/stages").rows}
    section = DemandWaterfall(
        cohort=became[0]["cohort"] if became else 0,
        stages=_stages(view, counted, _flow(view)),
        conversions=_conversions(view),
        fates=_fates(view, became),
        stray_exits=view.ask("waterfall/strays").one()["stray_exits"],
        unplaced=counted[1]["unplaced"] if counted else 0,
    )
    return Supported(section=section, unsupported=_unsupported(view))


def _unsupported(view: View) -> dict[str, str]:
    why = {
        stage.name: sentence
        for stage in view.waterfall.stages[1:]
        if (sentence := unrecorded_stage(view, stage.events)) is not None
    }
    missing = {f"stages.{name}": sentence for name, sentence in why.items()} | unmet_figures(view, ORIGINS)[0]
    return {f"waterfall.{name}": sentence for name, sentence in missing.items()}


def compared(view: View) -> DemandWaterfall:
    """The stages and conversions alone, without the flow: all that another period is compared by."""
    if unmet(view, "waterfall/stages"):
        return DemandWaterfall()
    counted = {row["stage_number"]: row for row in view.ask("waterfall/stages").rows}
    return DemandWaterfall(
        stages=_stages(view, counted, None),
        conversions=_conversions(view),
    )


def conversions_of(view: View) -> list[Conversion] | None:
    """The conversions alone, as the section has them: all that a finding about them asks."""
    return None if unmet(view, "waterfall/stages") else _conversions(view)


def _flow(view: View) -> dict[int, list[int]]:
    """Cycles that reached each stage, by the stage's number, in each of the weeks, oldest first."""
    flow = {number: [0] * (WEEKS_BEFORE + 1) for number in range(1, len(view.recorded_waterfall.stages) + 1)}
    for row in view.ask("waterfall/weekly").rows:
        flow[row["stage_number"]][row["week_number"]] = row["cycles"]
    return flow


def _stages(
    view: View, counted: Mapping[int, Mapping[str, Any]], flow: Mapping[int, list[int]] | None
) -> list[StageCount]:
    numbers = {stage.name: number for number, stage in enumerate(view.recorded_waterfall.stages, start=1)}
    stages = []
    for stage in view.waterfall.stages:
        number = numbers.get(stage.name)
        if number is None:
            stages.append(StageCount(stage=stage.name))
            continue
        row = counted.get(number, NOBODY)
        stages.append(
            StageCount(
                stage=stage.name,
                reached=row["reached"],
                of_first=row["of_first"],
                skipped=row["skipped"],
                week=flow[number][-1] if flow else None,
                weeks=flow[number][:-1] if flow else None,
            ),
        )
    return stages


def _conversions(view: View) -> list[Conversion] | None:
    """From each recorded stage to the next recorded one; null when only the first is recorded."""
    converted = {row["stage_number"]: row for row in view.ask("waterfall/conversions").rows}
    steps = []
    for number, (stage, following) in enumerate(pairwise(view.recorded_waterfall.stages), start=1):
        names = {"from_stage": stage.name, "to_stage": following.name}
        row = converted.get(number, {"entered": 0, "mature": 0, "converted": 0})
        steps.append(
            Conversion.model_validate(names | {key: row[key] for key in Conversion.model_fields if key in row})
        )
    return steps or None


def _fates(view: View, became: Sequence[Mapping[str, Any]]) -> dict[str, int | None]:
    """Cycles by fate, every fate with its number, null where nothing records it; they sum to the cohort.

    The open ones together where nothing says which of them anybody works.
    """
    unknown = {part.removeprefix("fate=") for part in unmet_parts(view, FATES)}
    number = dict.fromkeys((*CLOSED_FATES, *OPEN_FATES), 0) | {row["fate"]: row["cycles"] for row in became}
    closed = {fate: None if fate in unknown else number[fate] for fate in CLOSED_FATES}
    if unknown.issuperset(OPEN_FATES):
        return closed | {"open": became[0]["open"] if became else 0}
    return closed | {fate: number[fate] for fate in OPEN_FATES}
