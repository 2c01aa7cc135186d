"""The Shared ICP screen: the signed document, how leads fit it, and whether it is the right one."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.cells import matrix_chart
from dashboard.charts.rows import Rate, rates_chart
from dashboard.metrics.icp import Icp, Quadrant, Reached, Tier
from dashboard.metrics.report import section
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opening_table
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.frame import HALF, current_look, screen
from dashboard.screens.headings import heading, of_conversion_window, of_mature
from dashboard.screens.icp.document import document
from dashboard.screens.icp.whatif import what_if
from dashboard.screens.icp.words import (
    QUADRANT_WORDS,
    SAME_DEALS,
    SIDES,
    band,
    calibration_means,
    is_same_deals,
    jaccard_means,
    purity_means,
    tiers_mean,
)
from dashboard.screens.words import days_of
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, money, no_formula, percent, waiting_time
from icp.document import Definition

STAGES = ("MQL", "SAL", "SQL", "Won")
ANY_LEAD: dict[str, object] = {"tier": None, "quadrant": None, "stage": None, "rows": MOST_RECORDS}
TIER_WORDS = {"Out": "Out", "Unknown": "Unknown"}
LONGEST_NOTE = 400


def draw() -> None:
    """Draw the screen."""
    screen("Shared ICP", "Do the leads fit, and is the profile right?", _draw)


def _draw(view: View) -> None:
    definition, note = view.definition
    if definition is None:
        st.info(in_markdown(note or section(view, "icp").unsupported["icp"], LONGEST_NOTE))
        return
    if note:
        st.info(in_markdown(note, LONGEST_NOTE))
    found = section(view, "icp")
    now: Icp = found.section
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        document(view, definition)
        if now.tiers and any(tier.leads for tier in now.tiers):
            _purity(view, found.unsupported)
            _quadrants(view, now, found.unsupported)
    with halves.cell():
        if now.tiers is None:
            st.info(in_markdown(found.unsupported["icp"]))
        elif not any(tier.leads for tier in now.tiers):
            nothing(view, f"No lead came in {_window(view)}.")
        else:
            _tiers(view, now.tiers)
            _calibration(view, definition, found.unsupported)
    if now.tiers and any(tier.leads for tier in now.tiers):
        what_if(view, definition)


def _window(view: View) -> str:
    return days_of(view, view.conversion_window)


def _tiers(view: View, tiers: Sequence[Tier]) -> None:
    heading("Do leads that fit get further?", of_mature(view))
    stage = str(
        st.segmented_control("Reached", STAGES, default="SQL", key="icp-stage", required=True)
        if any(tier.sql.mature is not None for tier in tiers)
        else "SQL"
    )
    st.markdown(tiers_mean(tiers, stage))
    mark = opening_chart(
        rates_chart([_tier_rate(tier, stage) for tier in tiers], current_look()),
        "tiers",
        f"Share of each fit tier that reached {stage}, with 95 % intervals",
    )
    st.caption(
        f"Leads that came in {_window(view)}, each given {view.horizon_days:.0f} days. Lift: the tier's SQL rate over "
        "that of all. Click a dot or choose a row for its leads.",
    )
    left = {}
    if view.has("customers"):
        left = {row["tier"]: row for row in ask(view, "icp/churned", begun_before=view.first_day_from(view.as_of)).rows}
    place = opening_table(
        [_beside(view, tier, left.get(tier.tier)) for tier in tiers],
        "tiers-beside",
        "Tiers: share of leads, mean amount won, response, rejected, churned",
        height="content",
        column_config={
            "Tier": st.column_config.TextColumn(width=66),
            "Leads": st.column_config.NumberColumn(width=52, format="localized"),
            "Share": st.column_config.TextColumn(width=52),
            "Rejected": st.column_config.TextColumn(width=62),
            "Mean won": st.column_config.TextColumn(width=66),
            "Response": st.column_config.TextColumn(width=82),
            "Churned": st.column_config.TextColumn(
                width=68, help="Customers who have left, of those won from these leads."
            ),
        },
    )
    behind(view, "icp/tiers", [_flat(tier) for tier in tiers])
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
    said = f"{count(reached.converted)} of {count(mature)}"
    if mature >= FEWEST_FOR_RATE:
        said = f"{percent(reached.rate)} · {said}"
    if stage == "SQL" and tier.lift is not None and mature >= FEWEST_FOR_RATE:
        said += f" · lift {tier.lift:.1f}×"
    label = TIER_WORDS.get(tier.tier, f"Tier {tier.tier}")
    return Rate(tier.tier, label, reached.rate, reached.low, reached.high, mature, said)


def _beside(view: View, tier: Tier, left: Mapping[str, Any] | None) -> dict[str, Any]:
    """What else tells the tiers apart; shares of few leads are left out."""
    enough = tier.leads >= FEWEST_FOR_RATE
    return {
        "Tier": tier.tier,
        "Leads": tier.leads,
        "Share": percent(tier.share) if enough else "–",
        "Mean won": money(tier.mean_won, view.settings.currency) if _has_wins(tier) else "–",
        "Response": waiting_time(tier.response_median_minutes) if enough and view.has("touches") else "–",
        "Rejected": percent(tier.rejected_share) if enough else "–",
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


def _purity(view: View, unsupported: Mapping[str, str]) -> None:
    heading("Does the funnel keep those that fit?", of_conversion_window(view))
    rows = ask(view, "icp/purity").rows
    if "icp.purity" in unsupported:
        st.info(in_markdown(unsupported["icp.purity"]))
        rows = rows[:1]
    else:
        st.markdown(purity_means(rows))
    mark = opening_chart(
        rates_chart([_purity_rate(row) for row in rows], current_look()),
        "purity",
        "Share of tiers A and B among the leads that reached each stage, with 95 % intervals",
    )
    st.caption(
        f"Share in tier A or B of the leads whose fit is known. Leads that came in {_window(view)}. "
        "Click a dot for its leads."
    )
    behind(view, "icp/purity", rows)
    if mark:
        stage, leads = mark["customdata"]
        drawer(f"Reached {stage}, fit known", view, "icp/cycles", int(leads), **ANY_LEAD | {"stage": stage})


def _purity_rate(row: Mapping[str, Any]) -> Rate:
    said = f"{count(row['fitting'])} of {count(row['leads'])}"
    if row["leads"] >= FEWEST_FOR_RATE:
        said = f"{percent(row['purity'])} · {said}"
    return Rate(row["stage"], row["stage"], row["purity"], row["low"], row["high"], row["leads"], said)


def _calibration(view: View, definition: Definition, unsupported: Mapping[str, str]) -> None:
    heading("Does a higher fit mean a higher chance?", of_mature(view))
    if "icp.calibration" in unsupported:
        st.info(in_markdown(unsupported["icp.calibration"]))
        return
    rows = ask(view, "icp/calibration").rows
    st.markdown(calibration_means(rows))
    mark = opening_chart(
        rates_chart([_decile_rate(row) for row in reversed(rows)], current_look()),
        "calibration",
        "Share that reached SQL by tenth of the fit scale, with 95 % intervals",
    )
    st.caption(
        f"Share that reached SQL within {view.horizon_days:.0f} days, by tenth of the fit scale. Click a dot for its "
        "leads." + (f" {SAME_DEALS}" if is_same_deals(view, definition) else ""),
    )
    behind(view, "icp/calibration", rows)
    if mark:
        decile, mature = (int(part) for part in mark["customdata"])
        drawer(
            f"Fit {band(decile)}, reaching SQL", view, "icp/mature_leads", mature,
            tier=None, decile=decile, stage="SQL", rows=MOST_RECORDS,
        )  # fmt: skip


def _decile_rate(row: Mapping[str, Any]) -> Rate:
    n = row["sql_mature"]
    said = f"{count(row['sql_converted'])} of {count(n)} · {count(row['won_converted'])} won"
    if n >= FEWEST_FOR_RATE:
        said = f"{percent(row['sql'])} · {said}"
    return Rate(str(row["decile"]), f"Fit {band(row['decile'])}", row["sql"], row["sql_low"], row["sql_high"], n, said)


def _quadrants(view: View, now: Icp, unsupported: Mapping[str, str]) -> None:
    heading("Marketing's own profile against sales' own", of_conversion_window(view))
    quadrants = now.quadrants
    if quadrants is None:
        st.info(in_markdown(unsupported["icp.quadrants"]))
        return
    st.markdown(jaccard_means(quadrants, now.jaccard))
    mark = opening_chart(
        matrix_chart({name: each.leads for name, each in quadrants.items()}, current_look(), QUADRANT_WORDS, SIDES),
        "quadrants",
        "; ".join(f"{QUADRANT_WORDS[name]}: {each.leads}" for name, each in quadrants.items()),
    )
    won = " ".join(_won(view, name, each) for name, each in quadrants.items())
    st.caption(no_formula(f"{won} In a profile: tier A or B of that team's definition. Click a cell for its leads."))
    behind(view, "icp/quadrants", [{"quadrant": name} | each.model_dump() for name, each in quadrants.items()])
    if mark:
        name, leads = mark["customdata"]
        drawer(QUADRANT_WORDS[name], view, "icp/cycles", int(leads), **ANY_LEAD | {"quadrant": name})


def _won(view: View, name: str, quadrant: Quadrant) -> str:
    value = f", {money(quadrant.won_value, view.settings.currency)}" if quadrant.won_value is not None else ""
    return "" if quadrant.won is None else f"{QUADRANT_WORDS[name]}: {count(quadrant.won)} won{value}."
