"""By source on the Disagreement screen: what sales hands back, and what marketing overlooks."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.rows import Rate, rates_chart
from dashboard.findings.about import of_conversion_window, of_window
from dashboard.findings.words import of_n
from dashboard.screens.disagreement.words import handed_back_most, overlooked_most
from dashboard.screens.drawers import MOST_RECORDS, drawer, narrowed, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import HALF, current_look
from dashboard.screens.headings import finding
from dashboard.texts import FEWEST_FOR_RANK, plain

MOST_SOURCES = 12


def by_source(view: View) -> None:
    """Acceptance by source, and the share of sales' yeses that marketing had not qualified; a dot opens its leads."""
    rows = ask(view, "disagreement/by_source").rows
    if not rows:
        return
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        finding("Whose leads does sales accept?", handed_back_most(rows), of_window(view, "MQLs"))
        rates = [_rate(row, "", row["accepted"], row["decided"]) for row in _ranked(rows, "rate", "decided", 1)]
        opened = _chart(rates, "accepted-by-source")
        st.caption("Of the MQLs sales decided on in this window. Least accepted first. Click a dot for its leads.")
        behind(view, "disagreement/by_source", rows)
        if opened:
            source, decided = opened
            drawer(
                f"Decided: {plain(source)}", narrowed(view, "source", source), "disagreement/handoff_leads", decided,
                verdicts=["accepted", "rejected"], is_unworked=False, rows=MOST_RECORDS,
            )  # fmt: skip
    with halves.cell():
        finding("Whose does marketing overlook?", overlooked_most(rows), of_conversion_window(view))
        ranked = _ranked(rows, "overlooked_rate", "wanted", -1)
        rates = [_rate(row, "overlooked_", row["overlooked"], row["wanted"]) for row in ranked]
        opened = _chart(rates, "overlooked-by-source")
        st.caption(
            "Of the older enquiries sales said yes to, those that had never been an MQL. Most overlooked first; fewer "
            f"than {FEWEST_FOR_RANK}: last, not ranked. Click a dot for its leads."
        )
        if opened:
            source, wanted = opened
            drawer(
                f"Wanted by sales: {plain(source)}", narrowed(view, "source", source), "disagreement/cell_leads",
                wanted, cells=["both", "sales_only"], rows=MOST_RECORDS,
            )  # fmt: skip


def _ranked(rows: Sequence[Mapping[str, Any]], rate: str, n: str, direction: int) -> list[Mapping[str, Any]]:
    """The sources with the most leads, the lowest or the highest rate first; below thirty leads last, by name."""
    largest = sorted((row for row in rows if row[n]), key=lambda row: -row[n])[:MOST_SOURCES]
    ranked = [row for row in largest if row[n] >= FEWEST_FOR_RANK]
    others = sorted((row for row in largest if row[n] < FEWEST_FOR_RANK), key=lambda row: row["part"])
    return [*sorted(ranked, key=lambda row: (direction * row[rate], row["part"])), *others]


def _rate(row: Mapping[str, Any], prefix: str, met: int, n: int) -> Rate:
    rate, low, high = (row[f"{prefix}{part}"] for part in ("rate", "low", "high"))
    detail = of_n({"met": met, "n": n, "rate": rate, "low": low, "high": high})
    return Rate(row["part"], plain(row["part"]), rate, low, high, n, detail)


def _chart(rates: Sequence[Rate], name: str) -> tuple[str, int] | None:
    """The chart of a share by source; gives the source whose dot was clicked, and its leads."""
    mark = opening_chart(
        rates_chart(rates, current_look()), name, "; ".join(f"{rate.label}: {rate.detail}" for rate in rates)
    )
    return (str(mark["customdata"][0]), int(mark["customdata"][1])) if mark else None
