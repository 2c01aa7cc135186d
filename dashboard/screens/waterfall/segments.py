"""Segments side by side on the Waterfall screen: how far the leads of each part got."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.metrics.waterfall import StageCount
from dashboard.screens.address import box
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_table
from dashboard.screens.evidence import behind
from dashboard.screens.headings import heading, of_window
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, in_markdown, interval, percent, plain

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


def segments(view: View, stages: Mapping[int, StageCount]) -> None:
    """Leads and stages reached by a column of the reader's choice; a row opens into its leads."""
    heading("Segments side by side", of_window(view, "enquiries"))
    offered = [name for name in DIMENSIONS if name != "icp_tier" or view.definition[0]]
    dimension = str(box(st.selectbox, "Split by", "split", offered, DIMENSIONS.__getitem__, usual="source"))
    rows = ask(view, "waterfall/segments", dimension=dimension).rows
    known = [row for row in rows if row["stage_number"] in stages]
    judged = next((row["stage"] for row in known if row["stage_number"] == _last_but_one(known)), None)
    parts = _side_by_side(known)
    place = opening_table(
        [part | {"part": plain(part["part"])} for part in parts],
        "segments",
        f"Cycles that reached each stage by {DIMENSIONS[dimension]}",
        column_config={
            **{
                _column(number): st.column_config.NumberColumn(plain(stage.stage), format="localized")
                for number, stage in stages.items()
            },
            "part": st.column_config.TextColumn(DIMENSIONS[dimension], pinned=True),
            "share": st.column_config.TextColumn(f"Reached {plain(judged)}", alignment="right"),
            "interval": st.column_config.TextColumn("95 % interval", alignment="right"),
        },
    )
    st.caption(
        f"Fewer than {FEWEST_FOR_RATE} leads: counts only. Fewer than {FEWEST_FOR_RANK}: not ranked. "
        + (f"Interval: of the share that reached {in_markdown(judged)}. " if judged else "")
        + "Choose a row for its leads.",
    )
    behind(view, "waterfall/segments", rows, dimension=dimension)
    if place is not None:
        part = parts[place]
        bound = ANY_LEAD | {"part": part["part"], "dimension": dimension}
        title = f"{DIMENSIONS[dimension]}: {part['part']}"
        drawer(title, view, "waterfall/records", part[_column(1)], **bound)


def _column(stage: int) -> str:
    return f"stage_{stage}"


def _side_by_side(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per segment: its leads, how many reached each stage, the share and its interval."""
    parts: dict[str, dict[str, Any]] = {}
    for row in rows:
        part = parts.setdefault(row["part"], {"part": row["part"]})
        part[_column(row["stage_number"])] = row["reached"]
        if row["stage_number"] == _last_but_one(rows):
            enough = row["cycles"] >= FEWEST_FOR_RATE
            part["share"] = percent(row["of_first"]) if enough else "–"
            part["interval"] = interval(row["low"], row["high"]) if enough else "–"
    return sorted(parts.values(), key=lambda part: (-part[_column(1)], part["part"]))


def _last_but_one(rows: Sequence[dict[str, Any]]) -> int:
    return max((row["stage_number"] for row in rows), default=2) - 1
