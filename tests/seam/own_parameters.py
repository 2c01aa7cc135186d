"""A value for each parameter of a question's own, so that all questions can be asked."""

from datetime import timedelta
from typing import Any

from dashboard.asking.view import View
from dashboard.warehouse.catalogue import Query
from dashboard.warehouse.engine import Statement

ALL = 1_000_000
DAY = 86_400


def own_parameters(view: View, query: Query, dimension: str = "none") -> dict[str, Any]:
    """What a question needs besides what every question is given; split by ``dimension`` where it can be."""
    window = view.conversion_window
    known: dict[str, Any] = {
        "step": 1, "shown": 6, "source": "web", "part": None, "second": "none", "dimension": dimension,
        "dimensions": [dimension], "grain": None,
        "since": window.start, "until": window.end, "stage": "mql", "is_mature": False, "period": None,
        "second_part": None, "rows": ALL, "most": ALL, "tier": None, "quadrant": None, "decile": None, "reason": None,
        "early_starts": view.week_starts(13)[:-1], "early_end": view.week_start, "early_days": [7, 14], "age_days": 14,
        "cells": ["both", "marketing_only", "sales_only"],
        "marketing_criteria": [each.name for each in view.teams["marketing"].criteria] if view.teams else [],
        "sales_criteria": [each.name for each in view.teams["sales"].criteria] if view.teams else [],
        "cell": "marketing_only", "team": "marketing", "place": 1, "verdicts": ["accepted", "rejected", "undecided"],
        "is_unworked": False, "marketing_band": 5, "sales_band": 5, "begun_before": view.local(view.as_of).date(),
        "field": "source", "customers_before": view.local(view.as_of).date(), "lead_from": window.start,
        "churned_before": view.local(view.as_of).date(), "lead_to": window.end, "close_seconds": 90 * DAY,
        "given_seconds": 90 * DAY, "counted_from": window.start, "counted_to": window.end,
        "has_come_back": None, "fit": None, "starts": view.week_starts(13), "weeks": 13.0, "counts_changes": True,
        "created_from": window.start, "created_to": window.end, "is_unvalued": False, "what": "pushed",
        "year_from": view.as_of - timedelta(days=364), "way": "closed", "window_from": window.start,
        "window_to": window.end, "least": 1, "only_known": False, "band": None, "missed_minutes": None,
        "weekday": None, "hour": None, "cause": "no_activity", "is_stalled": True, "deal_id": "none",
        "fates": ["stalled", "won", "rejected"], "reached_from": window.start, "reached_to": window.end,
        "not_beyond": False, "calendar_days": 91.0, "figures": ["cpl"], "now": [2.0], "before": [1.0],
        "low_is_good": ["cpl"], "before_ids": ["none"], "before_numbers": [1], "before_at": view.week_start,
        "before_from": window.start,
        "measure": "mql", "limit_minutes": 60, "is_due": True, "outcome": None,
        "only_stalled": True, "weeks_from": view.week_starts(3)[0],
        "strata": ["mql_accepted", "mql_rejected", "near", "below", "no_score"], "cards": [2] * 5, "near_points": 20,
        "drawn": [], "seed": "x", "frame_from": window.start, "frame_to": window.end, "file": None, "column_name": None,
        "kind": None, "filled_tables": ["leads"], "filled_columns": ["leads.source"], "cycle_numbers": [1] * 20,
        "reached": "SQL", "blocks": 5, "fields": ["source", "employees", "budget"],
        "names": [each.name for each in view.definition[0].criteria] if view.definition[0] else [],
    }  # fmt: skip
    of_another_kind: dict[str, dict[str, Any]] = {
        "pipeline/open": {"stage": None}, "money/tier_customers": {"tier": "A"}, "icp/cycles": {"stage": "MQL"},
        "waterfall/records": {"stage": 1}, "pipeline/bridge_deals": {"part": "created"},
        "response/outcome_leads": {"band": "<=24h"}, "disagreement/reason_leads": {"reason": "no budget"},
        "reconcile/acceptance": {"way": "verdicts"}, "reconcile/velocity_deals": {"reason": "pace"},
        "reconcile/acceptance_leads": {"way": "verdicts", "reason": "younger"},
        "reconcile/leads_leads": {"reason": "again"}, "reconcile/waiting_leads": {"way": "waiting", "reason": "sql"},
        "reconcile/stage_leads": {"way": "mql", "reason": "came_before"},
        "reconcile/churn_customers": {"reason": "other_leads"}, "reconcile/clock_leads": {"reason": "outbound"},
        "reconcile/won_records": {"reason": "other_weeks"}, "reconcile/buyer_leads": {"reason": "no_customer"},
        "reconcile/enquiries": {"way": "fit"},
        "reconcile/enquiry_leads": {"way": "fit", "reason": "unknown"},
    }  # fmt: skip
    known |= of_another_kind.get(query.name, {})
    if not {"lead_id", "lead_ids"}.isdisjoint(query.parameters):
        leads = view.warehouse.select(Statement("select lead_id from warehouse.leads order by lead_id limit 20")).values
        known |= {"lead_id": leads[0][0], "lead_ids": [lead for (lead,) in leads]}
    own = [name for name in query.parameters if name not in view.parameters]
    if missing := [name for name in own if name not in known]:
        raise LookupError(f"${missing[0]} of {query.name} has no value in tests/seam/own_parameters.py")
    return {name: known[name] for name in own}
