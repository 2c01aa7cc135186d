"""The mature conversions of the waterfall: their chart, what they rest on, their leads; the Review shows them too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.conversions import conversion_strip, conversions_chart, conversions_drawn
from dashboard.findings.about import of_mature
from dashboard.findings.drivers import main_driver
from dashboard.findings.steps import number_of
from dashboard.metrics.changes import ConversionChange
from dashboard.metrics.waterfall import Conversion, DemandWaterfall
from dashboard.screens.comparing import comparison, comparison_words
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding
from dashboard.screens.opening import FitChart
from dashboard.screens.reconcile import reconcile_line
from dashboard.screens.waterfall.words import MovedStep, also_moved, conversion_finding
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, in_markdown, no_formula

NO_STEP = Conversion(from_stage="", to_stage="")
Shares = tuple[int, int, int, int]
"""How many of how many now, and before."""


def mature_conversions(view: View, now: DemandWaterfall, before: DemandWaterfall) -> None:
    """The conversion of each step among leads that have had their time, as a strip under the stages."""
    steps, earlier = now.conversions or (), _steps_before(now, before)
    judged = [step for step in steps if (step.mature or 0) >= FEWEST_FOR_RATE]
    compared = [pair for pair in zip(steps, earlier, strict=True) if _can_compare(*pair)]
    moved = moved_steps(view, compared)
    when = comparison_words(view)
    finding(
        f"Of those that have had their {view.horizon_days:.0f} days, how many go on?",
        no_formula(conversion_finding(moved, compared=bool(compared), when=when)),
        of_mature(view, "enquiries"),
        no_formula(also_moved(moved)),
        f":blue[**dot: share that advanced**], with its 95 % interval · ring: {when}" if judged else "",
    )
    if not judged:
        st.info("Too few mature leads for a rate; widen the filters.")
    else:
        _opened(view, comparison(view), steps, opening_chart(
            conversion_strip(steps, earlier, when, current_look()), "conversions", conversions_drawn(steps)
        ))  # fmt: skip
    if weak := _weak(now):
        st.caption(weak)
    behind(view, "waterfall/conversions", [step.model_dump(by_alias=True) for step in steps])
    reconcile_line(view, "reached")


def moved_steps(view: View, compared: Sequence[tuple[Conversion, Conversion]]) -> list[MovedStep]:
    """The steps that moved by more than chance, falls before rises, the largest first; of the first what moved it."""
    beyond = [MovedStep(now, before) for now, before in compared if _is_beyond_chance(view, _shares(now, before))]
    beyond.sort(key=lambda step: (step.rose, -abs((step.now.rate or 0) - (step.before.rate or 0))))
    return [_with_driver(view, beyond[0]), *beyond[1:]] if beyond else []


def _with_driver(view: View, moved: MovedStep) -> MovedStep:
    """The step with the source that moved it most, where that one of several itself moved by more than chance."""
    number = number_of(view, moved.now.from_stage)
    drivers = ask(view, "changes/drivers", step=number, **other_window(view)).rows
    row = next(row for row in changed_steps(view) if row["step"] == number)
    figures = {name: value for name, value in row.items() if name in ConversionChange.model_fields}
    change = ConversionChange(from_stage=moved.now.from_stage, to_stage=moved.now.to_stage, **figures)
    if len(drivers) == 1 or ((change.change or 0) > 0) != moved.rose:
        return moved
    kind, first = main_driver(change, drivers)
    is_sure = first is not None and kind in OF_SOURCE and _is_beyond_chance(view, OF_SOURCE[kind](first, drivers))
    return replace(moved, kind=kind, driver=first if is_sure else None, simpson=bool(change.simpson))


def changed_steps(view: View) -> Sequence[Mapping[str, Any]]:
    """Why each step changed since the window to compare with: a row per step."""
    return ask(view, "changes/conversions", **other_window(view)).rows


def other_window(view: View) -> dict[str, Any]:
    """The window to compare with, where it is not the one just before."""
    window = comparison(view).conversion_window
    if window == view.before(view.conversion_window):
        return {}
    return {"previous_conversion_from": window.start, "previous_conversion_to": window.end}


def _shares(now: Conversion, before: Conversion) -> Shares:
    return now.converted or 0, now.mature or 0, before.converted or 0, before.mature or 0


def _of_all(first: Mapping[str, Any], drivers: Sequence[Mapping[str, Any]]) -> Shares:
    """A source's leads of all that reached the stage, now and before."""
    now, before = (sum(row[name] for row in drivers) for name in ("leads_now", "leads_before"))
    return first["leads_now"], now, first["leads_before"], before


def _of_its_own(first: Mapping[str, Any], _: Sequence[Mapping[str, Any]]) -> Shares:
    """A source's converted of its own leads, now and before."""
    return first["converted_now"], first["leads_now"], first["converted_before"], first["leads_before"]


OF_SOURCE: dict[str, Callable[[Mapping[str, Any], Sequence[Mapping[str, Any]]], Shares]] = {
    "mix": _of_all, "rate": _of_its_own,
}  # fmt: skip
"""What must have moved of the source that is named, by what moved the step."""


def _is_beyond_chance(view: View, shares: Shares) -> bool:
    """Whether a share moved by more than chance."""
    bound = dict(zip(("won_now", "of_now", "won_before", "of_before"), shares, strict=True))
    moved = ask(view, "changes/share_moved", **bound).one()
    return moved["low"] is not None and (moved["low"] > 0 or moved["high"] < 0)


def _can_compare(now: Conversion, before: Conversion) -> bool:
    """Whether a step rests on ten leads or more in both windows."""
    return min(now.mature or 0, before.mature or 0) >= FEWEST_FOR_RATE


def _steps_before(now: DemandWaterfall, before: DemandWaterfall) -> list[Conversion]:
    """The steps before, each beside that of now: a stage may be recorded only since."""
    then = {(step.from_stage, step.to_stage): step for step in before.conversions or ()}
    return [then.get((step.from_stage, step.to_stage), NO_STEP) for step in now.conversions or ()]


def conversions(
    view: View, name: str, now: Sequence[Conversion], before: Sequence[Conversion], earlier: View,
    fit: FitChart | None = None,
) -> None:  # fmt: skip
    """The conversion of each step beside that of an ``earlier`` look; a mark opens into its mature leads."""
    steps_before = _steps_before(DemandWaterfall(conversions=list(now)), DemandWaterfall(conversions=list(before)))
    figure = conversions_chart(now, steps_before, "before", current_look())
    _opened(view, earlier, now, opening_chart(figure, name, conversions_drawn(now), fit=fit))


def _opened(view: View, earlier: View, now: Sequence[Conversion], mark: Any | None) -> None:
    """Open the leads of the mark just clicked, if one was."""
    if mark:
        place, kind, mature = mark["customdata"]
        step = now[int(place)]
        title = f"{step.from_stage} to {step.to_stage}"
        looked_at = view if kind == "now" else earlier
        drawer(
            title if kind == "now" else f"{title}, before", looked_at, "waterfall/conversion_leads", int(mature),
            step=number_of(looked_at, step.from_stage), source=None, rows=MOST_RECORDS,
        )  # fmt: skip


def _weak(now: DemandWaterfall) -> str:
    weak = [step for step in now.conversions or () if FEWEST_FOR_RATE <= (step.mature or 0) < FEWEST_FOR_RANK]
    if not weak:
        return ""
    names = ", ".join(f"{in_markdown(step.from_stage)} → {in_markdown(step.to_stage)}" for step in weak)
    return f"{names}: fewer than {FEWEST_FOR_RANK} leads, read the band, not the dot."
