"""What the standing agenda of the review finds: conversion, velocity, stalled deals; each a claim and what it rests on.

A claim is Markdown whose first line is the heading. Where there is nothing to look at, ``missing`` says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.findings.about import just_before_words, of_mature, of_the_moment
from dashboard.findings.conversion_words import SHOWN_DRIVERS, also_moved, conversion_finding
from dashboard.findings.drivers import main_driver
from dashboard.findings.stalled_words import causes_mean, headline
from dashboard.findings.steps import MovedConversion, beyond_chance
from dashboard.findings.velocity_words import too_few_closed, what_changed
from dashboard.findings.words import days_of
from dashboard.metrics.changes import Changes
from dashboard.metrics.pipeline import Change
from dashboard.metrics.recorded import unmet
from dashboard.metrics.report import section
from dashboard.metrics.waterfall import Conversion, conversions_of
from dashboard.metrics.windows import previous_window
from dashboard.texts import FEWEST_FOR_RATE

Rows = Sequence[Mapping[str, Any]]
SHOWN_CAUSES = 6


@dataclass(frozen=True)
class AgendaItem:
    """An item of the agenda: its question, whose records it is about, and its claim; or why there is none."""

    question: str
    about: str
    missing: str = ""
    claim: str = ""


@dataclass(frozen=True)
class ConversionItem(AgendaItem):
    """Agenda 1: the conversions now and before, those that moved beyond chance, and what drove each, by its place."""

    also: str = ""
    now: Sequence[Conversion] = ()
    before: Sequence[Conversion] = ()
    beyond: Sequence[MovedConversion] = ()
    drivers: Mapping[int, Rows] = field(default_factory=dict)
    main_drivers: Rows = ()


@dataclass(frozen=True)
class VelocityItem(AgendaItem):
    """Agenda 2: the change of velocity, None where it has no parts to draw, and the factors now and before."""

    change: Change | None = None
    standings: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {})


@dataclass(frozen=True)
class StalledItem(AgendaItem):
    """Agenda 3: the totals, every cause, and the causes drawn, the one with most value first, of how many."""

    meaning: str = ""
    totals: Mapping[str, Any] = field(default_factory=dict)
    causes: Rows = ()
    shown: Rows = ()
    of: int = 0


def conversion_item(view: View, changes: Changes) -> ConversionItem:
    """The steps that moved beyond chance, and what moved the first."""
    question, about = "1 · Conversion: what moved, and why?", _of_conversions(view)
    now = conversions_of(view) or ()
    if not changes.conversions or not any((step.mature or 0) >= FEWEST_FOR_RATE for step in now):
        missing = "There are no enquiries with stages here, or too few old enough: no conversion can be looked at."
        return ConversionItem(question, about, missing)
    before = conversions_of(conversions_before(view)) or []
    beyond = beyond_chance(view, changes.conversions, now, before)
    drivers = {place: ask(view, "changes/drivers", step=place).rows for place, _, _ in beyond}
    if not beyond:
        claim = conversion_finding(None, {}, [], None)
        return ConversionItem(question, about, claim=claim, now=now, before=before)
    place, step, moved = beyond[0]
    _, first = main_driver(step, drivers[place])
    burst = ask(view, "changes/burst", step=place, source=first["part"]).one() if first else None
    return ConversionItem(
        question, about, now=now, before=before, beyond=beyond, drivers=drivers,
        claim=conversion_finding(step, moved, drivers[place], burst),
        also=also_moved([(other, drivers[number]) for number, other, _ in beyond[1:]]),
        main_drivers=ask(view, "changes/main_drivers", step=place, shown=SHOWN_DRIVERS).rows,
    )  # fmt: skip


def _of_conversions(view: View) -> str:
    """Whose conversions are judged, and whose before: other days than those the rest of the screen is compared with."""
    newest = "" if view.chosen else ", the newest old enough"
    before = days_of(view, view.before(view.conversion_window))
    return f"{of_mature(view, 'enquiries')}{newest}; before: those of {before}"


def conversions_before(view: View) -> View:
    """The look at the window before the one whose conversions are judged."""
    return replace(view, chosen=view.before(view.conversion_window))


def velocity_item(view: View) -> VelocityItem:
    """What changed velocity, split exactly; of fewer than ten closed deals there is none."""
    view = view.pipeline_view()
    question, about = "2 · Velocity: faster or slower?", f"deals closed {days_of(view, view.window)}"
    pipeline = section(view, "pipeline")
    change = pipeline.section.change
    if change is None:
        missing = pipeline.unsupported.get("pipeline.change") or pipeline.unsupported.get("pipeline") or "Not known."
        return VelocityItem(question, about, missing)
    standings = ask(view, "pipeline/standing").one(), ask(previous_window(view), "pipeline/standing").one()
    before = just_before_words(view)
    few = too_few_closed(*standings, before)
    claim = few or what_changed(change, view.settings.currency, f"in {before}")
    split = None if few or change.count is None else change
    return VelocityItem(question, about, claim=claim, change=split, standings=standings)


def stalled_item(view: View) -> StalledItem:
    """Deals that have stopped, by root cause."""
    deals_view = view.pipeline_view()
    question, about = "3 · Stalled deals: what holds them back?", of_the_moment(deals_view)
    if why := unmet(view, "stalled/deals"):
        return StalledItem(question, about, why)
    totals = ask(deals_view, "stalled/totals").one()
    if not totals["open_deals"]:
        return StalledItem(question, about, "No deal is open here.")
    causes = ask(deals_view, "stalled/causes").rows
    proven = sorted((cause for cause in causes if cause["verdict"] == "cause"), key=lambda cause: -cause["value"])
    currency = view.settings.currency
    return StalledItem(
        question, about, claim=headline(totals, currency), meaning=causes_mean(causes, currency), totals=totals,
        causes=causes, shown=proven[:SHOWN_CAUSES], of=len(proven),
    )  # fmt: skip
