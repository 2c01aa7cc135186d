"""How leads of each fit tier fare: lift, and what else tells the tiers apart."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.rows import Rate, rates_chart
from dashboard.findings.about import of_mature
from dashboard.findings.words import days_of
from dashboard.metrics.icp import Reached, Tier
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opening_table
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding
from dashboard.screens.icp.words import tiers_mean
from dashboard.screens.reconcile import reconcile_line
from dashboard.texts import FEWEST_FOR_RATE, count, money, percent, waiting_time

STAGES = ("MQL", "SAL", "SQL", "Won")
ANY_LEAD: dict[str, object] = {"tier": None, "quadrant": None, "stage": None, "rows": MOST_RECORDS}
RECONCILED = {"SQL": "sql_in_time", "Won": "won_in_time"}
"""The pair that leads from all who got so far to those who did in time."""
TIER_WORDS = {"Out": "Out", "Unknown": "Unknown"}


def tiers_part(view: View, tiers: Sequence[Tier]) -> None:
    """Lift by tier, and what else tells the tiers apart."""
    title = st.container()
    stage = str(
        st.segmented_control("Reached", STAGES, default="SQL", key="icp-stage", required=True)
        if any(tier.sql.mature is not None for tier in tiers)
        else "SQL"
    )
    with title:
        finding("Do leads that fit get further?", tiers_mean(tiers, stage), of_mature(view))
    mark = opening_chart(
        rates_chart([_tier_rate(tier, stage) for tier in tiers], current_look()),
        "tiers",
        f"Share of each fit tier that reached {stage}, with 95 % intervals",
    )
    st.caption(
        f"Enquiries of {days_of(view, view.conversion_window)}, each given {view.horizon_days:.0f} days. Lift: "
        "the tier's SQL rate over that of all. Click a dot or click a row for its leads.",
    )
    left = {}
    if view.has("customers"):
        left = {row["tier"]: row for row in ask(view, "icp/churned", begun_before=view.first_day_from(view.as_of)).rows}
    place = opening_table(
        [_row(view, tier, left.get(tier.tier)) for tier in tiers],
        "tiers-beside",
        "Tiers: share of enquiries, mean amount won, response, handed back, churned",
        column_config={
            "Tier": st.column_config.TextColumn(width=66),
            "Enquiries": st.column_config.NumberColumn(width=76, format="localized"),
            "Share": st.column_config.TextColumn(width=52),
            "Handed back": st.column_config.TextColumn(width=82),
            "Mean won": st.column_config.TextColumn(width=66),
            "Response": st.column_config.TextColumn(width=82),
            "Churned": st.column_config.TextColumn(
                width=68, help="Customers who have left, of those won from these leads."
            ),
        },
    )
    behind(view, "icp/tiers", [_flat(tier) for tier in tiers])
    if stage in RECONCILED:
        reconcile_line(view, RECONCILED[stage])
    if mark:
        tier, mature = mark["customdata"]
        drawer(
            f"Tier {tier}, reaching {stage}", view, "icp/mature_leads", int(mature),
            tier=tier, decile=None, stage=stage, rows=MOST_RECORDS,
        )  # fmt: skip
    elif place is not None:
        tier, leads = tiers[place].tier, tiers[place].leads
        drawer(f"Leads of tier {tier}", view, "icp/cycles", leads, **ANY_LEAD | {"tier": tier})


def _tier_rate(tier: Tier, stage: str) -> Rate:
    reached: Reached = getattr(tier, stage.lower())
    mature = reached.mature or 0
    words = f"{count(reached.converted)} of {count(mature)}"
    if mature >= FEWEST_FOR_RATE:
        words = f"{percent(reached.rate)} · {words}"
    if stage == "SQL" and tier.lift is not None and mature >= FEWEST_FOR_RATE:
        words += f" · lift {tier.lift:.1f}×"
    label = TIER_WORDS.get(tier.tier, f"Tier {tier.tier}")
    return Rate(tier.tier, label, reached.rate, reached.low, reached.high, mature, words)


def _row(view: View, tier: Tier, left: Mapping[str, Any] | None) -> dict[str, Any]:
    """What else tells the tiers apart; shares of few leads are left out."""
    enough = tier.leads >= FEWEST_FOR_RATE
    return {
        "Tier": tier.tier,
        "Enquiries": tier.leads,
        "Share": percent(tier.share) if enough else "–",
        "Mean won": money(tier.mean_won, view.settings.currency) if _has_wins(tier) else "–",
        "Response": waiting_time(tier.response_median_minutes) if enough and view.has("touches") else "–",
        "Handed back": percent(tier.rejected_share) if enough else "–",
        "Churned": _left(left),
    }


def _has_wins(tier: Tier) -> bool:
    """Whether enough leads were won for a mean amount."""
    return (tier.won.converted or 0) >= FEWEST_FOR_RATE


def _left(left: Mapping[str, Any] | None) -> str:
    """How many of a tier's customers have left, of how many."""
    if left is None:
        return "–"
    return f"{count(left['gone'])} of {count(left['customers'])}"


def _flat(tier: Tier) -> dict[str, Any]:
    """A tier as one row of the table behind the chart."""
    row = tier.model_dump()
    return {key: value for key, value in row.items() if not isinstance(value, dict)} | {
        f"{stage.lower()}_{part}": value for stage in STAGES for part, value in row[stage.lower()].items()
    }
