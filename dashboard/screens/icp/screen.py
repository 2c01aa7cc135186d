"""The Shared ICP screen: the signed document, how leads fit it, and whether it is the right one."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.asking.ask import ahead, ask
from dashboard.asking.view import View
from dashboard.charts.cells import matrix_chart
from dashboard.charts.rows import Rate, rates_chart
from dashboard.findings.about import of_conversion_window, of_mature
from dashboard.findings.words import days_of
from dashboard.metrics.icp import CALIBRATION, PURITY, Icp, Quadrant
from dashboard.metrics.reconcile import reconciled
from dashboard.metrics.recorded import known_rows, unmet, unmet_parts
from dashboard.metrics.report import section
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind, nothing
from dashboard.screens.frame import HALF, current_look, screen
from dashboard.screens.headings import finding, heading
from dashboard.screens.icp.calibrating import calibration_part
from dashboard.screens.icp.document import document
from dashboard.screens.icp.history import history_part
from dashboard.screens.icp.life import life_part
from dashboard.screens.icp.tiers import ANY_LEAD, tiers_part
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
)
from dashboard.screens.reconcile import reconcile_line
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, money, no_formula, percent
from icp.document import Definition

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
    if view.kept_profiles is None:
        life_part(view)
    for pair in ("fit", "sql_in_time"):
        ahead(reconciled, view, pair)
    answer = section(view, "icp")
    now: Icp = answer.section
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        document(view, definition)
        if now.tiers and any(tier.leads for tier in now.tiers):
            _purity(view)
            _quadrants(view, now, answer.unsupported)
    with halves.cell():
        if now.tiers is None:
            st.info(in_markdown(answer.unsupported["icp"]))
        elif not any(tier.leads for tier in now.tiers):
            nothing(view, f"No lead came in {_window(view)}.")
        else:
            tiers_part(view, now.tiers)
            _calibration(view, definition)
    if now.tiers and any(tier.leads for tier in now.tiers):
        calibration_part(view, definition)
        what_if(view, definition)
    if view.kept_profiles is None:
        history_part(view)


def _window(view: View) -> str:
    return days_of(view, view.conversion_window)


def _purity(view: View) -> None:
    rows = [row for row in known_rows(view, PURITY) if row["leads"] is not None]
    finding("Does the funnel keep those that fit?", purity_means(rows), of_conversion_window(view))
    for why in dict.fromkeys(unmet_parts(view, PURITY).values()):
        st.caption(in_markdown(why))
    mark = opening_chart(
        rates_chart([_purity_rate(row) for row in rows], current_look()),
        "purity",
        "Share of tiers A and B among the enquiries that reached each stage, with 95 % intervals",
    )
    st.caption(f"Share in tier A or B of the enquiries whose fit is known, {_window(view)}. Click a dot for its leads.")
    behind(view, PURITY, rows)
    reconcile_line(view, "fit")
    if mark:
        stage, leads = mark["customdata"]
        drawer(f"Reached {stage}, fit known", view, "icp/cycles", int(leads), **ANY_LEAD | {"stage": stage})


def _purity_rate(row: Mapping[str, Any]) -> Rate:
    words = f"{count(row['fitting'])} of {count(row['leads'])}"
    if row["leads"] >= FEWEST_FOR_RATE:
        words = f"{percent(row['purity'])} · {words}"
    return Rate(row["stage"], row["stage"], row["purity"], row["low"], row["high"], row["leads"], words)


def _calibration(view: View, definition: Definition) -> None:
    question = "Does a higher fit mean a higher chance?"
    if why := unmet(view, CALIBRATION, "sql"):
        heading(question, of_mature(view))
        st.info(in_markdown(why))
        return
    rows = known_rows(view, CALIBRATION)
    finding(question, calibration_means(rows), of_mature(view))
    mark = opening_chart(
        rates_chart([_decile_rate(row) for row in reversed(rows)], current_look()),
        "calibration",
        "Share that reached SQL by tenth of the fit scale, with 95 % intervals",
    )
    st.caption(
        f"Share that reached SQL within {view.horizon_days:.0f} days, by tenth of the fit scale. Click a dot for its "
        "leads." + (f" {SAME_DEALS}" if is_same_deals(view, definition) else ""),
    )
    behind(view, CALIBRATION, rows)
    if mark:
        decile, mature = (int(part) for part in mark["customdata"])
        drawer(
            f"Fit {band(decile)}, reaching SQL", view, "icp/mature_leads", mature,
            tier=None, decile=decile, stage="SQL", rows=MOST_RECORDS,
        )  # fmt: skip


def _decile_rate(row: Mapping[str, Any]) -> Rate:
    n = row["sql_mature"]
    words = f"{count(row['sql_converted'])} of {count(n)}"
    if row["won_converted"] is not None:
        words += f" · {count(row['won_converted'])} won"
    if n >= FEWEST_FOR_RATE:
        words = f"{percent(row['sql'])} · {words}"
    return Rate(str(row["decile"]), f"Fit {band(row['decile'])}", row["sql"], row["sql_low"], row["sql_high"], n, words)


def _quadrants(view: View, now: Icp, unsupported: Mapping[str, str]) -> None:
    question = "Do the two teams want the same companies?"
    quadrants = now.quadrants
    if quadrants is None:
        heading(question, of_conversion_window(view))
        st.info(in_markdown(unsupported["icp.quadrants"]))
        return
    finding(question, jaccard_means(quadrants, ask(view, "icp/overlap").one()), of_conversion_window(view))
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
