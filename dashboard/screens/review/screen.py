"""The Review screen, home: what moved this week, and what the meeting should talk about."""

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.view import View
from dashboard.metrics.changes import Changes
from dashboard.metrics.reconcile import reconciled
from dashboard.metrics.report import section
from dashboard.screens.frame import HALF, in_its_place, screen
from dashboard.screens.review.agenda import draw_conversion, draw_stalled, draw_velocity
from dashboard.screens.review.decisions import decisions_part, effect_now_known
from dashboard.screens.review.early import draw_early
from dashboard.screens.review.in_short import draw_in_short
from dashboard.screens.review.kpis import kpis_part
from dashboard.screens.review.owed import draw_owed, owed_rows
from dashboard.screens.review.packing import pack_part
from dashboard.screens.review.slides import SLIDES


def draw() -> None:
    """Draw the screen."""
    screen("Weekly funnel review", "What do we decide this week?", _draw, slides=SLIDES)


def _draw(view: View) -> None:
    ahead(section, view, "pipeline")
    for below in ("stalled/deals", "stalled/causes"):
        ahead(ask, view.pipeline_view(), below)
    for below in ("waterfall/conversions", "disagreement/agreement", "disagreement/matrix"):
        ahead(ask, view, below)
    ahead(owed_rows, view.pipeline_view())
    for pair in ("won_per_day", "velocity"):
        ahead(reconciled, view.pipeline_view(), pair)
    result = section(view, "changes")
    changes: Changes = result.section
    in_its_place(effect_now_known, view)
    in_its_place(draw_in_short, view, changes)
    in_its_place(draw_early, view, changes, result.unsupported)
    in_its_place(kpis_part, view, changes, result.unsupported)
    in_its_place(draw_conversion, view, changes)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        draw_velocity(view)
    with halves.cell():
        draw_stalled(view)
    in_its_place(draw_owed, view)
    in_its_place(decisions_part, view)
    in_its_place(pack_part, view)
