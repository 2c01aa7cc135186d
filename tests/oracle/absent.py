"""What is null when a table is not there: §11, "a section without its data keeps its keys, each null"."""

from typing import Any

from tests.oracle.read import Tables

Row = dict[str, Any]
AFTER_FIRST = ("MQL", "SAL", "SQL", "Won")


def hollow(section: Row, *names: str) -> None:
    """Make these keys null, all without names."""
    for name in names or tuple(section):
        section[name] = None


def without_leads(found: Row) -> None:
    """Deals alone."""
    for name in ("waterfall", "response", "disagreement", "icp"):
        hollow(found[name])
    hollow(
        found["money"], "cpl", "cost_per_mql", "cost_per_sql", "wasted_spend", "undecided_spend", "rep_load",
        "churn", "lead_to_close",
    )  # fmt: skip
    for row in (found["money"]["by_source"] or {}).values():
        hollow(row, "cpl", "cost_per_mql", "cost_per_sql")
    for name in ("lead_volume", "cpl", "lead_to_close"):
        hollow(found["money"]["incentives"][name])
    hollow(found["changes"], "conversions")
    for name in ("median_minutes", "lead_to_close"):
        hollow(found["changes"]["weekly"][name])


def without_deals(found: Row) -> None:
    """Leads and their own events."""
    hollow(found["pipeline"])
    hollow(found["stalled"])
    hollow(found["money"], "cac", "churn")
    for row in (found["money"]["by_source"] or {}).values():
        hollow(row, "cac")
    for name in ("revenue", "mean_won", "sqp_created"):
        hollow(found["money"]["incentives"][name])
    for row in found["icp"]["tiers"] or []:
        hollow(row, "mean_won", "churned_share")
    for row in (found["icp"]["quadrants"] or {}).values():
        hollow(row, "won_value")
    for name in ("sqp_created", "velocity_realised"):
        hollow(found["changes"]["weekly"][name])


def without_stages(found: Row) -> None:
    """Neither lead events nor deals: nothing is known after the first stage."""
    for row in found["waterfall"]["stages"][1:]:
        hollow(row, "reached", "of_first", "skipped", "week", "weeks")
    for row in found["waterfall"]["conversions"]:
        hollow(row, "entered", "mature", "converted", "rate", "low", "high", "median_days")
    for row in (found["response"]["bands"] or {}).values():
        hollow(row, "mature", "sql", "rate", "low", "high")
    hollow(found["disagreement"], "handoff", "reasons", "matrix", "agreement", "criteria")
    for row in found["icp"]["tiers"] or []:
        hollow(row, "mql", "sal", "sql", "won", "lift", "rejected_share")
    if found["icp"]["purity"]:
        hollow(found["icp"]["purity"], *AFTER_FIRST)
    for row in (found["icp"]["quadrants"] or {}).values():
        hollow(row, "won")
    hollow(found["icp"], "calibration")
    hollow(found["money"], "cost_per_mql", "cost_per_sql", "wasted_spend", "undecided_spend", "lead_to_close")
    for row in (found["money"]["by_source"] or {}).values():
        hollow(row, "cost_per_mql", "cost_per_sql")
    hollow(found["money"]["incentives"]["lead_to_close"])
    for row in found["changes"]["conversions"]:
        hollow(row, "previous", "current", "change", "mix", "rate", "simpson")
    hollow(found["changes"]["weekly"]["lead_to_close"])


def nulls_for_absent_tables(found: Row, tables: Tables) -> None:
    """Apply what the tables at hand cannot support; a table with no rows is absent."""
    if not tables.deals:
        without_deals(found)
    if not tables.leads:
        without_leads(found)
    elif not tables.lead_events and not tables.deals:
        without_stages(found)
