"""The standing agenda of the review: conversion, velocity, stalled deals; what is found of each, before it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.metrics.changes import Changes, ConversionChange
from dashboard.metrics.pipeline import Change
from dashboard.metrics.report import section
from dashboard.metrics.waterfall import Conversion, compared
from dashboard.metrics.windows import previous_window
from dashboard.screens.comparing import just_before_words
from dashboard.screens.drivers import main_driver
from dashboard.screens.headings import of_mature, of_the_moment
from dashboard.screens.review.words import SHOWN_DRIVERS, also_moved, conversion_finding
from dashboard.screens.stalled.words import causes_mean, headline
from dashboard.screens.velocity.words import too_few_closed, what_changed
from dashboard.screens.waterfall.conversions import number_of
from dashboard.screens.words import days_of
from dashboard.texts import FEWEST_FOR_RATE, in_markdown

Records = Sequence[dict[str, Any]]
MovedConversion = tuple[int, ConversionChange, Mapping[str, float | None]]
"""A step of the waterfall: its place from 1, its change, and the interval of that change."""


@dataclass(frozen=True)
class AgendaPart:
    """A part of the agenda: its question, whose records it is about, and what is found, whose first line is the claim.

    ``missing`` is the sentence that stands in the place of everything where nothing can be found.
    """

    question: str
    about: str
    words: str = ""
    missing: str = ""


@dataclass(frozen=True)
class ConversionPart(AgendaPart):
    """The steps now and before, those that moved beyond chance, the first with the sources that moved it.

    ``main_drivers`` are these in short: the sources that moved it most, the others as one, the sum.
    """

    also: str = ""
    now: Sequence[Conversion] = ()
    before: Sequence[Conversion] = ()
    beyond: Sequence[MovedConversion] = ()
    drivers: Records = ()
    main_drivers: Records = ()


@dataclass(frozen=True)
class VelocityPart(AgendaPart):
    """The change of velocity, None where there is none to split, and the pipeline now and before."""

    change: Change | None = None
    standings: tuple[dict[str, Any], dict[str, Any]] = ({}, {})


@dataclass(frozen=True)
class StalledPart(AgendaPart):
    """What sets the stalled deals apart: in words, every cause as it was judged, and those that are one."""

    meaning: str = ""
    every: Records = ()
    causes: Records = ()


def conversion_part(view: View, changes: Changes) -> ConversionPart:
    """Agenda 1: the steps that moved beyond chance, and what moved the first."""
    question, about = "1 · Conversion: what moved, and why?", of_mature(view, "enquiries")
    now = section(view, "waterfall").section.conversions
    if not changes.conversions or not any((step.mature or 0) >= FEWEST_FOR_RATE for step in now or ()):
        missing = "There are no enquiries with stages here, or too few old enough: no conversion can be looked at."
        return ConversionPart(question, about, missing=missing)
    before = compared(before_window(view)).conversions or []
    beyond = _beyond_chance(view, changes.conversions, now, before)
    if not beyond:
        return ConversionPart(question, about, conversion_finding(None, {}, [], None), now=now, before=before)
    drivers = {place: ask(view, "changes/drivers", step=place).rows for place, _, _ in beyond}
    place, step, moved = beyond[0]
    _, first = main_driver(step, drivers[place])
    burst = ask(view, "changes/burst", step=place, source=first["part"]).one() if first else None
    return ConversionPart(
        question,
        about,
        conversion_finding(step, moved, drivers[place], burst),
        also=also_moved([(other, drivers[number]) for number, other, _ in beyond[1:]]),
        now=now,
        before=before,
        beyond=beyond,
        drivers=drivers[place],
        main_drivers=ask(view, "changes/main_drivers", step=place, shown=SHOWN_DRIVERS).rows,
    )


def before_window(view: View) -> View:
    """The look at the window before the one whose conversions are judged."""
    return replace(view, chosen=view.before(view.conversion_window))


def velocity_part(view: View) -> VelocityPart:
    """Agenda 2: what changed velocity, split exactly; of fewer than ten closed deals there is none."""
    view = view.pipeline_view()
    question, about = "2 · Velocity: faster or slower?", f"deals closed {days_of(view, view.window)}"
    found = section(view, "pipeline")
    change = found.section.change
    if change is None:
        missing = found.unsupported.get("pipeline.change") or found.unsupported.get("pipeline") or "Not known."
        return VelocityPart(question, about, missing=in_markdown(missing))
    when = just_before_words(view)
    standings = ask(view, "pipeline/standing").one(), ask(previous_window(view), "pipeline/standing").one()
    few = too_few_closed(*standings, when)
    words = few or what_changed(change, view.settings.currency, f"in {when}")
    split = None if few or change.count is None else change
    return VelocityPart(question, about, words, change=split, standings=standings)


def stalled_part(view: View) -> StalledPart:
    """Agenda 3: deals that have stopped, by root cause, those of most value first."""
    view, currency = view.pipeline_view(), view.settings.currency
    question, about = "3 · Stalled deals: what holds them back?", of_the_moment(view)
    found = section(view, "stalled")
    if found.section.deals is None:
        return StalledPart(question, about, missing=in_markdown(found.unsupported["stalled"]))
    totals = ask(view, "stalled/totals").one()
    if not totals["open_deals"]:
        return StalledPart(question, about, missing="No deal is open here.")
    every = ask(view, "stalled/causes").rows
    causes = sorted((cause for cause in every if cause["verdict"] == "cause"), key=lambda cause: -cause["value"])
    return StalledPart(
        question, about, headline(totals, currency), meaning=causes_mean(every, currency), every=every, causes=causes
    )


def _beyond_chance(
    view: View, changes: Sequence[ConversionChange], now: Sequence[Conversion], before: Sequence[Conversion]
) -> list[MovedConversion]:
    """The steps whose change leaves zero out of its interval: falls before rises, the largest first.

    A step that rests on fewer than ten leads in one of the windows has no rate, so nothing moved.
    """
    beyond = []
    for change, current, previous in zip(changes, now, before, strict=True):
        if change.change is None or min(current.mature or 0, previous.mature or 0) < FEWEST_FOR_RATE:
            continue
        moved = ask(
            view,
            "changes/share_moved",
            won_now=current.converted,
            of_now=current.mature,
            won_before=previous.converted,
            of_before=previous.mature,
        ).one()
        if moved["low"] is not None and (moved["low"] > 0 or moved["high"] < 0):
            beyond.append((number_of(view, change.from_stage), change, moved))
    return sorted(beyond, key=lambda found: ((found[1].change or 0) > 0, -abs(found[1].change or 0)))
