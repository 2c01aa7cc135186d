"""Who waits longest and who gives up early: the lower part of the Response screen, by region, source, owner."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.response import waits_chart
from dashboard.charts.rows import Rate, rates_chart
from dashboard.findings.words import of_n
from dashboard.screens.address import box
from dashboard.screens.drawers import MOST_RECORDS, drawer, narrowed, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding
from dashboard.screens.response.parts import ANY_LEAD
from dashboard.screens.response.words import gives_up_most, of_clock, waits_longest
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, plain
from dashboard.thresholds import TRIES_DAYS

GROUPINGS = {"region": "Region", "source": "Source", "owner": "Owner", "segment": "Company size"}
COMPARED = ("region", "source", "owner")
MOST_GROUPS = 16


def waits_by_part(view: View) -> dict[str, list[Mapping[str, Any]]]:
    """The wait of each part of the enquiries, by what they are split by."""
    parts = ask(view, "response/by_part", dimensions=list(GROUPINGS)).rows
    return {name: [row for row in parts if row["dimension"] == name] for name in GROUPINGS}


def who_waits(view: View) -> None:
    """The wait by region, source, owner or size; below thirty enquiries last and not ranked."""
    by_dimension = waits_by_part(view)
    first, *others = (waits_longest(GROUPINGS[name], by_dimension[name]) for name in COMPARED)
    finding(
        "Who waits longest?",
        "\n".join([first, *(f"- {sentence}" for sentence in others)]),
        of_clock(view),
    )
    grouping = str(
        box(
            st.segmented_control, "Split by", "waits_by", list(GROUPINGS), GROUPINGS.__getitem__, usual="region",
            required=True, label_visibility="collapsed",
        )
    )  # fmt: skip
    rows = by_dimension[grouping]
    ranked = sorted((row for row in rows if row["n"] >= FEWEST_FOR_RANK), key=_slowest_first)
    groups = [*ranked, *(row for row in rows if row["n"] < FEWEST_FOR_RANK)]
    shown = groups[:MOST_GROUPS]
    mark = opening_chart(
        waits_chart(shown, current_look()),
        "waits",
        "; ".join(f"{plain(row['value'])}: {row['responded']} of {row['n']} answered" for row in shown),
    )
    more = f" The first {MOST_GROUPS} of {len(groups)}; the table has all." if len(groups) > len(shown) else ""
    st.caption(
        "Dot: half were answered by then; end of the line: nine in ten were, dotted when they never were. Longest wait "
        f"first. Fewer than {FEWEST_FOR_RANK} enquiries: last, by name, not ranked; fewer than {FEWEST_FOR_RATE}: "
        f"counts only. Owners get different enquiries from different places: a start for a talk, not a verdict.{more} "
        "Click a dot for the enquiries."
    )
    behind(view, "response/by_part", groups, dimensions=[grouping])
    if mark:
        place, waited = (int(part) for part in mark["customdata"])
        value = shown[place]["value"]
        drawer(f"Leads of {plain(value)}", narrowed(view, grouping, value), "response/leads", waited, **ANY_LEAD)


def _slowest_first(group: Mapping[str, Any]) -> tuple[bool, float, str]:
    median = group["median_minutes"]
    return (median is not None, -(median or 0), group["value"])


def who_gives_up(view: View) -> None:
    """Enquiries given up after one try, by owner: response times do not show it."""
    rows = ask(view, "response/tries_by_owner").rows
    ranked = sorted((row for row in rows if row["known"] >= FEWEST_FOR_RANK), key=lambda row: -row["rate"])
    if not ranked:
        return
    finding("Who gives up after one try?", gives_up_most(rows), of_clock(view))
    shown = [*ranked, *(row for row in rows if row["known"] < FEWEST_FOR_RANK)][:MOST_GROUPS]
    rates = [
        Rate(str(place), plain(row["part"]), row["rate"], row["low"], row["high"], row["known"],
             of_n({**row, "met": row["gave_up"], "n": row["known"]}))
        for place, row in enumerate(shown)
    ]  # fmt: skip
    mark = opening_chart(
        rates_chart(rates, current_look()), "gave-up", "; ".join(f"{rate.label}: {rate.detail}" for rate in rates)
    )
    st.caption(
        f"Of the enquiries nobody got hold of in {TRIES_DAYS} days, where it can be known: the share given one try, "
        f"and none in the {TRIES_DAYS} days after it. Bar: 95 % interval. Fewer than {FEWEST_FOR_RANK}: last, not "
        "ranked. Click a dot for these enquiries, those given up among them."
    )
    behind(view, "response/tries_by_owner", rows)
    if mark:
        place, known = (int(part) for part in mark["customdata"])
        owner = shown[place]["part"]
        drawer(
            f"Out of contact: {plain(owner)}", narrowed(view, "owner", owner), "response/attempt_leads", known,
            least=0, most=None, only_known=True, rows=MOST_RECORDS,
        )  # fmt: skip
