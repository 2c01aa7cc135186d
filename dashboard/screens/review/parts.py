"""The agenda as the Review draws it: each part with its finding, chart and drivers, and the way to its page."""

from collections.abc import Callable

import streamlit as st

from dashboard.asking.view import View
from dashboard.charts.bridge import bridge_chart
from dashboard.charts.look import CONFIG
from dashboard.charts.stalled import CAUSE_WORDS, causes_chart
from dashboard.charts.velocity import change_steps
from dashboard.metrics.changes import Changes
from dashboard.metrics.report import section
from dashboard.screens.comparing import just_before_words
from dashboard.screens.disagreement import screen as disagreement
from dashboard.screens.disagreement.words import agreement_means
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opening_table
from dashboard.screens.evidence import behind
from dashboard.screens.frame import HALF, current_look
from dashboard.screens.headings import finding, heading
from dashboard.screens.meeting.words import watched_by
from dashboard.screens.review.agenda import (
    AgendaPart,
    ConversionPart,
    before_window,
    conversion_part,
    stalled_part,
    velocity_part,
)
from dashboard.screens.review.words import ALL_SOURCES, driver_row
from dashboard.screens.stalled import screen as stalled
from dashboard.screens.stalled.screen import open_cause
from dashboard.screens.velocity import screen as velocity
from dashboard.screens.velocity.words import factors
from dashboard.screens.waterfall import screen as waterfall
from dashboard.screens.waterfall.conversions import conversions
from dashboard.screens.waterfall.words import stages_mean
from dashboard.screens.words import those_at
from dashboard.texts import in_markdown, money, no_formula

SHOWN_CAUSES = 6


def draw_conversion(view: View, changes: Changes) -> None:
    """Agenda 1: the finding, the steps, what moved the first of them, whether the two sides agree."""
    part = conversion_part(view, changes)
    if not _is_found(part):
        return
    if part.also:
        st.markdown(no_formula(part.also))
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        conversions(view, "review-conversions", part.now, part.before, before_window(view))
        st.caption(
            f"{stages_mean(view)} Only those that have had their days. Dot: share of the stage that advanced, with its "
            f"95 % interval; ring: {just_before_words(view)}. Click a dot or a ring for its leads."
        )
        rows = [change.model_dump(by_alias=True) for change in changes.conversions or ()]
        watched = watched_by("", part.beyond[0][1].to_stage) if part.beyond else None
        behind(view, "changes/conversions", rows, watched)
        link("Open the waterfall", "waterfall", waterfall.draw)
    with halves.cell():
        if part.beyond:
            _drivers(view, part)
        _agreement(view)


def _drivers(view: View, part: ConversionPart) -> None:
    """The sources that moved the first step most; a row opens into its leads."""
    step, change, _ = part.beyond[0]
    st.markdown(f"**What moved {in_markdown(change.from_stage)} to {in_markdown(change.to_stage)}**")
    lines = part.main_drivers
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
        "have had their days. Click a row for its leads."
    )
    behind(view, "changes/drivers", part.drivers, watched_by("", change.to_stage), step=step)
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


def draw_velocity(view: View) -> None:
    """Agenda 2: the finding, and the change of velocity as a bridge."""
    part, currency = velocity_part(view), view.settings.currency
    if not _is_found(part):
        return
    if part.change is not None:
        st.plotly_chart(
            bridge_chart(change_steps(part.change), current_look(), lambda value: money(value, currency)),
            theme=None,
            config=CONFIG,
            key="review-velocity",
            alt="Velocity per day before and now, and the part of each factor",
        )
        st.caption(no_formula(f"{factors(*part.standings, currency)} A part has no records of its own."))
    now, before = part.standings
    rows = [{"window": when, **standing} for when, standing in (("now", now), ("before", before))]
    behind(view.pipeline_view(), "pipeline/standing", rows)
    link("Open velocity", "velocity", velocity.draw)


def draw_stalled(view: View) -> None:
    """Agenda 3: the finding and the causes; a bar opens into its deals."""
    part, asked = stalled_part(view), view.pipeline_view()
    if not _is_found(part):
        return
    st.markdown(no_formula(part.meaning))
    mark = None
    if shown := part.causes[:SHOWN_CAUSES]:
        mark = opening_chart(
            causes_chart(shown, None, current_look(), view.settings.currency),
            "review-causes",
            "; ".join(f"{CAUSE_WORDS[cause['cause']]}: {cause['deals']} deals" for cause in shown),
        )
        left = len(part.causes) - len(shown)
        st.caption(
            "Thick: share of the stalled deals; thin: of the healthy ones; ×: how many times as common. Largest value "
            f"first.{f' {left} more on the page.' if left else ''} Click a bar for its deals."
        )
    behind(asked, "stalled/causes", part.every)
    link("Open stalled deals", "stalled", stalled.draw)
    if mark:
        open_cause(asked, *mark["customdata"])


def _is_found(part: AgendaPart) -> bool:
    """Draw the finding of a part, or what is missing for it; whether there is one."""
    if part.missing:
        heading(part.question, part.about)
        st.info(part.missing)
        return False
    finding(part.question, part.words, part.about)
    return True


def link(label: str, path: str, drawn: Callable[[], None]) -> None:
    """The way to the page with more, the filters kept."""
    st.page_link(st.Page(drawn, url_path=path), label=label, icon=":material/arrow_forward:")
