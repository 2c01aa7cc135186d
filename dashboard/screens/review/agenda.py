"""The standing agenda of the review: conversion, velocity, stalled deals, each with its finding, chart and drivers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.bridge import bridge_chart
from dashboard.charts.look import CONFIG
from dashboard.charts.stalled import CAUSE_WORDS, causes_chart
from dashboard.charts.velocity import change_steps
from dashboard.metrics.changes import Changes, ConversionChange
from dashboard.metrics.report import section
from dashboard.metrics.waterfall import Conversion, compared
from dashboard.metrics.windows import previous_window
from dashboard.screens.comparing import just_before_words
from dashboard.screens.disagreement import screen as disagreement
from dashboard.screens.disagreement.words import agreement_means
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opening_table
from dashboard.screens.drivers import main_driver
from dashboard.screens.evidence import behind
from dashboard.screens.frame import HALF, current_look
from dashboard.screens.headings import finding, heading, of_mature, of_the_moment
from dashboard.screens.meeting.words import watched_by
from dashboard.screens.review.words import (
    ALL_SOURCES,
    SHOWN_DRIVERS,
    also_moved,
    conversion_finding,
    driver_row,
)
from dashboard.screens.stalled import screen as stalled
from dashboard.screens.stalled.screen import open_cause
from dashboard.screens.stalled.words import causes_mean, headline
from dashboard.screens.velocity import screen as velocity
from dashboard.screens.velocity.words import factors, too_few_closed, what_changed
from dashboard.screens.waterfall import screen as waterfall
from dashboard.screens.waterfall.conversions import conversions, number_of
from dashboard.screens.waterfall.words import stages_mean
from dashboard.screens.words import days_of, those_at
from dashboard.texts import FEWEST_FOR_RATE, in_markdown, money, no_formula

SHOWN_CAUSES = 6
MovedConversion = tuple[int, ConversionChange, Mapping[str, float | None]]
"""A step of the waterfall: its place from 1, its change, and the interval of that change."""


def conversion(view: View, changes: Changes) -> None:
    """Agenda 1: the steps that moved beyond chance, their chart, what moved the first, whether the two sides agree."""
    question, about = "1 · Conversion: what moved, and why?", of_mature(view, "enquiries")
    now = section(view, "waterfall").section.conversions
    if not changes.conversions or not any((step.mature or 0) >= FEWEST_FOR_RATE for step in now or ()):
        heading(question, about)
        st.info("There are no enquiries with stages here, or too few old enough: no conversion can be looked at.")
        return
    earlier = replace(view, chosen=view.before(view.conversion_window))
    before = compared(earlier).conversions or []
    beyond = _beyond_chance(view, changes.conversions, now, before)
    drivers = {place: ask(view, "changes/drivers", step=place).rows for place, _, _ in beyond}
    if beyond:
        place, step, moved = beyond[0]
        _, first = main_driver(step, drivers[place])
        burst = ask(view, "changes/burst", step=place, source=first["part"]).one() if first else None
        finding(question, conversion_finding(step, moved, drivers[place], burst), about)
        if also := also_moved([(other, drivers[number]) for number, other, _ in beyond[1:]]):
            st.markdown(no_formula(also))
    else:
        finding(question, conversion_finding(None, {}, [], None), about)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        conversions(view, "review-conversions", now, before, earlier)
        st.caption(
            f"{stages_mean(view)} Only those that have had their days. Dot: share of the stage that advanced, with its "
            f"95 % interval; ring: {just_before_words(view)}. Click a dot or a ring for its leads."
        )
        rows = [change.model_dump(by_alias=True) for change in changes.conversions]
        behind(view, "changes/conversions", rows, watched_by("", beyond[0][1].to_stage) if beyond else None)
        link("Open the waterfall", "waterfall", waterfall.draw)
    with halves.cell():
        if beyond:
            _drivers(view, beyond[0], drivers[beyond[0][0]])
        _agreement(view)


def _drivers(view: View, moved: MovedConversion, drivers: Sequence[Mapping[str, Any]]) -> None:
    """The sources that moved the first step most; a row opens into its leads."""
    step, change, _ = moved
    st.markdown(f"**What moved {in_markdown(change.from_stage)} to {in_markdown(change.to_stage)}**")
    lines = ask(view, "changes/main_drivers", step=step, shown=SHOWN_DRIVERS).rows
    place = opening_table(
        [driver_row(line) for line in lines],
        "drivers",
        "Sources that moved the conversion most",
        column_config={
            "Source": st.column_config.TextColumn(width=112, pinned=True),
            **{name: st.column_config.TextColumn(width=88) for name in ("Mature", "Converted")},
            **{name: st.column_config.TextColumn(width=74) for name in ("By its share", "By its rate")},
        },
    )
    before = just_before_words(view)
    st.caption(
        f"{before[0].upper()}{before[1:]} → now. The last two: points by which each source moved the whole, by its "
        f"share of the {those_at(change.from_stage)} and by its own rate; the last row is the sum. Mature: those that "
        "have had their days. Choose a row for its leads."
    )
    behind(view, "changes/drivers", drivers, watched_by("", change.to_stage), step=step)
    if place is not None:
        source = lines[place]["part"]
        leads = lines[place]["leads_now"] if source else None
        drawer(
            f"{source or ALL_SOURCES}: {change.from_stage} to {change.to_stage}", view, "waterfall/conversion_leads",
            leads, step=step, source=source, rows=MOST_RECORDS,
        )  # fmt: skip


def _agreement(view: View) -> None:
    """Whether marketing and sales agree, in a sentence."""
    judged = section(view, "disagreement").section
    if judged.agreement is None or judged.matrix is None:
        return
    st.markdown(f"**Do the two agree?** {agreement_means(judged.agreement, judged.matrix)}")
    link("Open disagreement", "disagreement", disagreement.draw)


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


def velocity_part(view: View) -> None:
    """Agenda 2: what changed velocity, split exactly; of fewer than ten closed deals there is none."""
    question, about = "2 · Velocity: faster or slower?", f"deals closed {days_of(view, view.pipeline_view().window)}"
    currency = view.settings.currency
    view = view.pipeline_view()
    found = section(view, "pipeline")
    change = found.section.change
    if change is None:
        missing = found.unsupported.get("pipeline.change") or found.unsupported.get("pipeline") or "Not known."
        heading(question, about)
        st.info(in_markdown(missing))
        return
    standings = ask(view, "pipeline/standing").one(), ask(previous_window(view), "pipeline/standing").one()
    few = too_few_closed(*standings, just_before_words(view))
    finding(question, few or what_changed(change, currency, f"in {just_before_words(view)}"), about)
    if change.count is not None and not few:
        st.plotly_chart(
            bridge_chart(change_steps(change), current_look(), lambda value: money(value, currency)),
            theme=None,
            config=CONFIG,
            key="review-velocity",
            alt="Velocity per day before and now, and the part of each factor",
        )
        st.caption(no_formula(f"{factors(*standings, currency)} A part has no records of its own."))
    behind(view, "pipeline/standing", [{"window": "now"} | standings[0], {"window": "before"} | standings[1]])
    link("Open velocity", "velocity", velocity.draw)


def stalled_part(view: View) -> None:
    """Agenda 3: deals that have stopped, by root cause; a bar opens into its deals."""
    question, about = "3 · Stalled deals: what holds them back?", of_the_moment(view.pipeline_view())
    currency = view.settings.currency
    found = section(view, "stalled")
    if found.section.deals is None:
        heading(question, about)
        st.info(in_markdown(found.unsupported["stalled"]))
        return
    asked = view.pipeline_view()
    totals = ask(asked, "stalled/totals").one()
    if not totals["open_deals"]:
        heading(question, about)
        st.info("No deal is open here.")
        return
    every = ask(asked, "stalled/causes").rows
    finding(question, headline(totals, currency), about)
    st.markdown(no_formula(causes_mean(every, currency)))
    told = sorted((cause for cause in every if cause["verdict"] == "cause"), key=lambda cause: -cause["value"])
    shown = told[:SHOWN_CAUSES]
    mark = None
    if shown:
        mark = opening_chart(
            causes_chart(shown, None, current_look(), currency),
            "review-causes",
            "; ".join(f"{CAUSE_WORDS[cause['cause']]}: {cause['deals']} deals" for cause in shown),
        )
        more = f" {len(told) - len(shown)} more on the page." if len(told) > len(shown) else ""
        st.caption(
            "Thick: share of the stalled deals; thin: of the healthy ones; ×: how many times as common. Largest value "
            f"first.{more} Click a bar for its deals."
        )
    behind(asked, "stalled/causes", every)
    link("Open stalled deals", "stalled", stalled.draw)
    if mark:
        open_cause(asked, *mark["customdata"])


def link(label: str, path: str, drawn: Callable[[], None]) -> None:
    """The way to the page with more, the filters kept."""
    st.page_link(st.Page(drawn, url_path=path), label=label, icon=":material/arrow_forward:")
