"""The line of time of a story: its chart, and below it everything that happened, latest first."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.view import View
from dashboard.charts.look import CONFIG
from dashboard.charts.story import Ahead, story_chart
from dashboard.screens.evidence import SHOWN_RECORDS, download, rest_of, shown_rows, table_layout
from dashboard.screens.frame import current_look

WIDTHS = {"when": 118, "what": 190, "who": 92, "why": 130}


def timeline(view: View, record: str, rows: Sequence[Mapping[str, Any]], ahead: Ahead) -> None:
    """Draw what happened to ``record`` ("lead L-1"), given as the rows of its history; ``ahead`` is still to come."""
    local = [dict(row) | {"happened_at": view.local(row["happened_at"]).replace(tzinfo=None)} for row in rows]
    end = view.local(view.as_of).replace(tzinfo=None)
    st.plotly_chart(
        story_chart(local, end, ahead, current_look()), theme=None, config=CONFIG, key=f"story-of-{record}",
        alt=f"{len(rows)} things that happened to it over time; the table below has them",
    )  # fmt: skip
    if ahead.limit_at is not None:
        st.caption(f"Orange line: {ahead.limit_words}.")
    shown = shown_rows(
        [
            {"when": f"{row['happened_at']:%Y-%m-%d %H:%M}"} | {part: row[part] for part in ("what", "who", "why")}
            for row in local[:SHOWN_RECORDS]
        ]
    )
    st.dataframe(
        shown, hide_index=True, placeholder="–", alt="Everything that happened, latest first",
        **table_layout(shown, WIDTHS),
    )  # fmt: skip
    if rest := rest_of(rows):
        st.caption(rest.strip())
    with st.container(horizontal=True, gap="small"):
        download(local, f"{record.partition(' ')[0]}-history")
