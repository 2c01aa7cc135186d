"""The standing agenda of the review as it is drawn: each item with its finding, chart, drivers, the way to its page."""

from collections.abc import Callable

import streamlit as st

from dashboard.asking.view import View
from dashboard.charts.bridge import bridge_chart
from dashboard.charts.look import CONFIG
from dashboard.charts.stalled import causes_chart, causes_drawn
from dashboard.charts.velocity import VELOCITY_DRAWN, change_steps
from dashboard.findings.about import just_before_words, of_conversion_window
from dashboard.findings.agenda import (
    AgendaItem,
    ConversionItem,
    conversion_item,
    conversions_before,
    stalled_item,
    velocity_item,
)
from dashboard.findings.conversion_words import ALL_SOURCES, driver_row
from dashboard.findings.disagreement_words import AGREEMENT_QUESTION, agreement_means
from dashboard.findings.velocity_words import factors
from dashboard.findings.words import noun_at
from dashboard.meeting.words import watched_by
from dashboard.metrics.changes import Changes
from dashboard.metrics.disagreement import agreed
from dashboard.screens.disagreement import screen as disagreement
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opening_table
from dashboard.screens.evidence import behind
from dashboard.screens.frame import HALF, current_look
from dashboard.screens.headings import finding, heading
from dashboard.screens.reconcile import reconcile_line
from dashboard.screens.review.largest import largest_stalled
from dashboard.screens.stalled import screen as stalled
from dashboard.screens.stalled.screen import open_cause
from dashboard.screens.velocity import screen as velocity
from dashboard.screens.waterfall import screen as waterfall
from dashboard.screens.waterfall.conversions import conversions
from dashboard.screens.waterfall.words import stages_mean
from dashboard.texts import in_markdown, money, no_formula

CONVERSION, AGREEMENT, VELOCITY, STALLED = "conversion", "agreement", "velocity", "stalled"
"""What a link within the screen calls the headings."""


def draw_conversion(view: View, changes: Changes) -> None:
    """Agenda 1: the steps that moved beyond chance, their chart, what moved the first, whether the two sides agree."""
    item = conversion_item(view, changes)
    if not _is_found(item, CONVERSION):
        return
    if item.also:
        st.markdown(no_formula(item.also))
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        conversions(view, "review-conversions", item.now, item.before, conversions_before(view))
        st.caption(
            f"{stages_mean(view)} Only those that have had their days. Dot: share of the stage that advanced, with its "
            f"95 % interval; ring: {just_before_words(view)}. Click a dot or a ring for its leads."
        )
        rows = [change.model_dump(by_alias=True) for change in changes.conversions or ()]
        behind(view, "changes/conversions", rows, watched_by("", item.beyond[0][1].to_stage) if item.beyond else None)
        link("Open the waterfall", "waterfall", waterfall.draw)
    with halves.cell():
        if item.beyond:
            _drivers(view, item)
        _agreement(view)


def _drivers(view: View, item: ConversionItem) -> None:
    """The sources that moved the first step most; a row opens into its leads."""
    step, change, _ = item.beyond[0]
    drivers, lines = item.drivers[step], item.main_drivers
    st.markdown(f"**What moved {in_markdown(change.from_stage)} to {in_markdown(change.to_stage)}**")
    place = opening_table(
        [driver_row(line) for line in lines],
        "drivers",
        "Sources that moved the conversion most",
        column_config={
            "Source": st.column_config.TextColumn(width=130, pinned=True),
            **{name: st.column_config.TextColumn(width=88) for name in ("Mature", "Converted")},
            **{name: st.column_config.TextColumn(width=74) for name in ("By its share", "By its rate")},
        },
    )
    before = just_before_words(view)
    st.caption(
        f"{before[0].upper()}{before[1:]} → now. The last two: points by which each source moved the whole, by its "
        f"share of the {noun_at(change.from_stage)} and by its own rate; the last row is the sum. Mature: those that "
        "have had their days. Click a row for its leads."
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
    judged = agreed(view)
    if judged is None:
        return
    about = of_conversion_window(view, "enquiries")
    finding(AGREEMENT_QUESTION, agreement_means(*judged), about, anchor=AGREEMENT)
    link("Open disagreement", "disagreement", disagreement.draw)


def draw_velocity(view: View) -> None:
    """Agenda 2: what changed velocity, as a bridge."""
    item, currency = velocity_item(view), view.settings.currency
    if not _is_found(item, VELOCITY):
        return
    if item.change is not None:
        st.plotly_chart(
            bridge_chart(change_steps(item.change), current_look(), lambda value: money(value, currency)),
            theme=None,
            config=CONFIG,
            key="review-velocity",
            alt=VELOCITY_DRAWN,
        )
        st.caption(no_formula(f"{factors(*item.standings, currency)} No bar is of certain deals, so none opens any."))
    now, before = item.standings
    behind(view.pipeline_view(), "pipeline/standing", [{"window": "now", **now}, {"window": "before", **before}])
    for name in ("won_per_day", "velocity"):
        reconcile_line(view.pipeline_view(), name)
    link("Open velocity", "velocity", velocity.draw)


def draw_stalled(view: View) -> None:
    """Agenda 3: deals that have stopped, by root cause; a bar opens into its deals."""
    item, deals_view = stalled_item(view), view.pipeline_view()
    if not _is_found(item, STALLED):
        return
    largest_stalled(deals_view)
    st.markdown(no_formula(item.meaning))
    mark = None
    if item.shown:
        figure = causes_chart(item.shown, None, current_look(), view.settings.currency)
        mark = opening_chart(figure, "review-causes", causes_drawn(item.shown))
        more = f" {item.of - len(item.shown)} more on the page." if item.of > len(item.shown) else ""
        st.caption(
            "Thick: share of the stalled deals; thin: of the healthy ones; ×: how many times as common. Largest value "
            f"first.{more} Click a bar for its deals."
        )
    behind(deals_view, "stalled/causes", item.causes)
    link("Open stalled deals", "stalled", stalled.draw)
    if mark:
        open_cause(deals_view, *mark["customdata"])


def _is_found(item: AgendaItem, anchor: str) -> bool:
    """Draw the finding of an item, or what is missing for it; whether there is one."""
    if item.missing:
        heading(item.question, item.about)
        st.info(in_markdown(item.missing))
        return False
    finding(item.question, item.claim, item.about, anchor=anchor)
    return True


def link(label: str, path: str, drawn: Callable[[], None]) -> None:
    """The way to the page with more, the filters kept."""
    st.page_link(st.Page(drawn, url_path=path), label=label, icon=":material/arrow_forward:")
