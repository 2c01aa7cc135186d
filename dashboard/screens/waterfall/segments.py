"""Segments side by side on the Waterfall screen: a small funnel for each, on the shade of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.segments import SegmentFunnel, SegmentStage, segments_chart
from dashboard.findings.about import of_window
from dashboard.metrics.waterfall import StageCount
from dashboard.screens.address import box, values_of
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opening_table
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding
from dashboard.screens.reconcile import reconcile_line
from dashboard.screens.waterfall.words import segments_finding
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_markdown, no_formula, plain

DIMENSIONS = {
    "source": "Source",
    "segment": "Company size",
    "region": "Region",
    "owner": "Owner",
    "campaign": "Campaign",
    "industry": "Industry",
    "country": "Country",
    "icp_tier": "ICP tier",
}
ANY_LEAD: dict[str, object] = {
    "stage": None, "not_beyond": False, "part": None, "dimension": "source", "rows": MOST_RECORDS,
}  # fmt: skip
LEGEND = (
    ":blue[**blue: above the others**] · :orange[**orange: below them**], by more than chance · frame: neither · "
    "grey behind: all together"
)
COLUMNS, FUNNEL = 3, 340
MOST_FUNNELS = 12


def segments(view: View, stages: Mapping[int, StageCount]) -> None:
    """A funnel per value of a column of the reader's choice, of enquiries that have had their time."""
    now, view = view, replace(view, chosen=view.conversion_window)
    offered = [name for name in DIMENSIONS if name != "icp_tier" or view.definition[0]]
    heading = st.container()
    dimension = str(box(st.selectbox, "Split by", "split", offered, DIMENSIONS.__getitem__, usual="source"))
    rows = [row for row in segments_split(view, dimension) if row["stage_number"] in stages]
    parts = _by_part(rows)
    judged = max(len(stages) - 1, 1)
    what = DIMENSIONS[dimension]
    with heading:
        finding(
            f"How far do the enquiries of each {what if dimension == 'icp_tier' else what.lower()} get?",
            no_formula(segments_finding([row for row in rows if row["stage_number"] == judged])),
            f"{of_window(view, 'enquiries')}, by now",
            LEGEND if len(stages) > 1 else "",
        )
    shown = parts[:MOST_FUNNELS] if len(stages) > 1 else []
    opened = _funnels([_segment(place, part) for place, part in enumerate(shown)], what)
    if len(parts) > len(shown):
        place = _others(parts[len(shown) :], stages, what, rest=bool(shown))
        opened = opened if place is None else (len(shown) + place, None)
    st.caption(
        f"Fewer than {FEWEST_FOR_RATE} enquiries: counts only; fewer than {FEWEST_FOR_RANK}: grey, not ranked. "
        "Small segments swing by chance."
    )
    behind(view, "waterfall/segments", rows, dimension=dimension)
    reconcile_line(now, "sql_in_time")
    if opened is not None:
        part, stage = parts[opened[0]], opened[1]
        title = f"{what}: {part[0]['part']}" + (f", reached {stages[stage].stage}" if stage else "")
        total = next(row["reached"] for row in part if row["stage_number"] == (stage or 1))
        bound = ANY_LEAD | {"part": part[0]["part"], "dimension": dimension, "stage": stage}
        drawer(title, view, "waterfall/records", total, **bound)


def segments_asked(view: View) -> tuple[View, str]:
    """The look that segments are of, and the column that the address splits them by."""
    values = values_of("split")
    return replace(view, chosen=view.conversion_window), values[-1] if values and values[-1] in DIMENSIONS else "source"


def segments_split(mature: View, dimension: str) -> Sequence[Mapping[str, Any]]:
    """How far the enquiries of each value of the column got: a row per value and stage."""
    return ask(mature, "waterfall/segments", dimension=dimension).rows


def _by_part(rows: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The rows of each segment, stage by stage, the largest segment first."""
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        parts.setdefault(row["part"], []).append(row)
    return sorted(parts.values(), key=lambda part: (-part[0]["cycles"], part[0]["part"]))


def _segment(place: int, part: Sequence[Mapping[str, Any]]) -> SegmentFunnel:
    stages = [
        SegmentStage(
            row["stage_number"], row["stage"], row["reached"], row["of_first"], row["low"], row["high"],
            row["of_all"], _standing(row),
        )
        for row in part
    ]  # fmt: skip
    return SegmentFunnel(place, part[0]["part"], part[0]["cycles"], stages)


def _standing(row: Mapping[str, Any]) -> int:
    """1 above the other segments by more than chance, -1 below them, else 0."""
    if row["gap_low"] is None:
        return 0
    return 1 if row["gap_low"] > 0 else -1 if row["gap_high"] < 0 else 0


def _funnels(shown: Sequence[SegmentFunnel], what: str) -> tuple[int, int | None] | None:
    """Draw the funnels, in as many columns as there is room for; gives the segment and stage just clicked."""
    if not shown:
        return None
    opened = None
    columns = st.grid(COLUMNS, min_column_width=FUNNEL, gap="large")
    rows = -(-len(shown) // COLUMNS)
    for number, start in enumerate(range(0, len(shown), rows)):
        group = shown[start : start + rows]
        with columns.cell():
            spoken = "; ".join(f"{plain(each.name)}: {count(each.cycles)} enquiries" for each in group)
            mark = opening_chart(segments_chart(group, current_look()), f"segments-{number}", f"{what}: {spoken}")
        if mark:
            opened = int(mark["customdata"][0]), int(mark["customdata"][1])
    return opened


def _others(
    parts: Sequence[Sequence[Mapping[str, Any]]], stages: Mapping[int, StageCount], what: str, *, rest: bool
) -> int | None:
    """The smaller segments, or all where there is one stage alone, as a table; gives the place of the row chosen."""
    if rest:
        st.markdown(f"**{count(len(parts))} more**")
    return opening_table(
        [{"part": plain(part[0]["part"])} | {_column(row["stage_number"]): row["reached"] for row in part}
         for part in parts],
        "segments",
        f"Cycles that reached each stage by {what}",
        column_config={
            "part": st.column_config.TextColumn(what, pinned=True),
            **{_column(number): st.column_config.NumberColumn(in_markdown(stage.stage), format="localized")
               for number, stage in stages.items()},
        },
    )  # fmt: skip


def _column(stage: int) -> str:
    return f"stage_{stage}"
