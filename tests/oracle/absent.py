"""What is null when a table is not there: §11, "a section without its data keeps its keys, each null"."""

from typing import Any

from tests.oracle.world import World

Row = dict[str, Any]
STAGES = {"mql": "MQL", "sal": "SAL", "sql": "SQL", "won": "Won"}


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
    for name in ("median_minutes", "lead_to_close", "inquiries", "mql", "sal", "sql"):
        hollow(found["changes"]["weekly"][name])
    hollow(found["changes"]["early"])


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


def without_stages(found: Row, world: World) -> None:
    """Stages nobody records, in the sections seen from T."""
    if not world.records("SQL"):
        for row in (found["response"]["bands"] or {}).values():
            hollow(row, "mature", "sql", "rate", "low", "high")
    for key, stage in STAGES.items():
        if world.records(stage):
            continue
        without_stage(found["icp"], key, stage)
    if not world.records("Won"):
        for row in (found["icp"]["quadrants"] or {}).values():
            hollow(row, "won")
        if not world.records("SQL"):
            hollow(found["icp"], "calibration")
    if not world.tables.lead_events:
        for row in found["icp"]["tiers"] or []:
            hollow(row, "rejected_share")


def without_stage(icp: Row, key: str, stage: str) -> None:
    """One stage nobody records, in the profile's section."""
    for row in icp["tiers"] or []:
        hollow(row, key, *(["lift"] if stage == "SQL" else []))
    if icp["purity"]:
        hollow(icp["purity"], stage)
    if key in ("sql", "won"):
        for row in icp["calibration"] or []:
            hollow(row, key)


def without_opinions(found: Row, world: World) -> None:
    """Opinions nobody gave of a lead, and clocks that never started."""
    if not world.records("MQL"):
        hollow(found["disagreement"], "handoff", "reasons")
        if world.base.settings.get("clock") == "mql":
            hollow(found["response"])
            hollow(found["changes"]["weekly"]["median_minutes"])
    if not world.records("MQL") or not world.has_verdicts:
        hollow(found["disagreement"], "matrix", "agreement", "criteria")


def without_costs(money: Row, seen: World) -> None:
    """Costs of what nobody records; ``seen`` from the window's end."""
    if not seen.records("MQL"):
        hollow(money, "wasted_spend", "undecided_spend")
    for row in (money, *(money["by_source"] or {}).values()):
        hollow_unrecorded(row, seen)
    if not seen.records("Won"):
        hollow(money, "lead_to_close")


def hollow_unrecorded(costs: Row, seen: World) -> None:
    """The costs of a stage that is not recorded."""
    for cost, stage in (("cost_per_mql", "MQL"), ("cost_per_sql", "SQL")):
        if not seen.records(stage):
            hollow(costs, cost)


def nulls_for_absent_tables(found: Row, world: World, seen: World) -> None:
    """Apply what the tables at hand cannot support; a table with no rows is absent."""
    if world.tables.leads:
        without_stages(found, world)
        without_opinions(found, world)
        without_costs(found["money"], seen)
    if not world.tables.deals:
        without_deals(found)
    if not world.tables.leads:
        without_leads(found)
