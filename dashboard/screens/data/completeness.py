"""How complete and how fresh the data is: fields of new leads and of open deals, the last record of each kind."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.following import left_out
from dashboard.asking.view import View
from dashboard.findings.about import of_the_moment
from dashboard.findings.words import days_of
from dashboard.screens.data.words import emptiest, field_words
from dashboard.screens.evidence import behind
from dashboard.screens.frame import old_export
from dashboard.screens.headings import finding, heading
from dashboard.texts import FEWEST_FOR_RATE, count, day, in_markdown, interval, percent

SHARES = "share_filled"
SHARE = st.column_config.ProgressColumn("Filled", format="%.0f %%", min_value=0, max_value=100, width=130)


def lead_completeness(view: View) -> None:
    """Fields of the window's new leads, with the window before."""
    question, about = "How complete are new leads?", f"leads created {days_of(view, view.window)}"
    if not view.has("leads"):
        heading(question, about)
        st.caption("There are no leads.")
        return
    answer = ask(view, "data/lead_completeness")
    hidden = frozenset() if view.warehouse.generation.has_personal_data else answer.query.personal
    rows = [row for row in answer.rows if row["field"] not in hidden]
    of = max((row["leads"] for row in rows), default=0)
    finding(question, emptiest(rows, "leads") if of else "", about)
    _completeness(view, "data/lead_completeness", rows, of, "leads created in the window")


def deal_completeness(view: View) -> None:
    """Fields of the deals that are open."""
    question, about = "How complete are open deals?", of_the_moment(view, "deals and renewals open")
    if not view.has("deals"):
        heading(question, about)
        st.caption("There are no deals.")
        return
    rows = ask(view, "data/deal_completeness").rows
    of = max((row["deals"] for row in rows), default=0)
    finding(question, emptiest(rows, "deals") if of else "", about)
    _completeness(view, "data/deal_completeness", rows, of, "open deals and renewals")


def _completeness(view: View, name: str, rows: Sequence[Mapping[str, Any]], of: int, whom: str) -> None:
    """Fields, the emptiest first; of fewer than ten records the counts alone."""
    if not of:
        st.caption(f"There are no {whom}; clear a filter or choose another window under the title.")
        return
    st.dataframe(
        [_field(row, of) for row in rows],
        hide_index=True,
        column_config={SHARES: SHARE},
        height="content",
        alt=f"Share of {whom} with each field filled",
    )
    few = "" if of >= FEWEST_FOR_RATE else " Too few for a share."
    before = " Before: the same share in the window before." if any("share_before" in row for row in rows) else ""
    st.caption(f"Of {count(of)} {whom}, the emptiest field first.{before}{few}")
    behind(view, name, rows)


def _field(row: Mapping[str, Any], of: int) -> dict[str, Any]:
    known: dict[str, Any] = {"Field": field_words(row["field"])}
    if of < FEWEST_FOR_RATE:
        return known | {"Filled": row["filled"]}
    known |= {SHARES: 100 * row["share"], "95 % interval": interval(row["low"], row["high"])}
    return known | ({"Before": percent(row["share_before"])} if "share_before" in row else {})


def freshness(view: View) -> None:
    """When records of each kind last came."""
    rows = ask(view, "data/freshness").rows
    shown = [_latest(view, row) for row in rows]
    finding("How fresh is it?", _oldest(shown), of_the_moment(view, "records known"))
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="–",
        column_config={
            "Records": st.column_config.NumberColumn(width=80, format="localized"),
            "Days before": st.column_config.NumberColumn(width=90),
        },
        alt="Records of each kind and the day of the last",
    )
    old = old_export(view)
    st.caption(
        f"Days before {day(view.local(view.as_of))}, the end of the review week. Records the filters keep."
        + (f" {old} (the box below)." if old else "")
        + "".join(f" {in_markdown(sentence)}" for sentence in left_out(view, "data/freshness"))
    )
    behind(view, "data/freshness", rows)


def _oldest(shown: Sequence[Mapping[str, Any]]) -> str:
    """The kind of record that has not come for longest, of those that ever came."""
    known = [row for row in shown if row["Days before"] is not None]
    if not known:
        return ""
    oldest = max(known, key=lambda row: row["Days before"])
    if not oldest["Days before"]:
        return "Records of every kind came on the last day"
    return f"Longest ago: {oldest['What'].lower()}, last on {oldest['Last']}"


def _latest(view: View, row: Mapping[str, Any]) -> dict[str, Any]:
    """When records of a kind last came, and how many days that is before the moment looked at."""
    latest = view.local(row["latest_at"]).date() if row["latest_at"] else row["latest_on"]
    known = {"What": row["what"], "Records": row["records"]}
    if row["records"] is None:
        return known | {"Last": None, "Days before": None}
    if latest is None:
        return known | {"Last": "never", "Days before": None}
    return known | {"Last": f"{latest:%Y-%m-%d}", "Days before": (view.local(view.as_of).date() - latest).days}
