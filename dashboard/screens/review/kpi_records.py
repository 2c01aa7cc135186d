"""The records each of the shared KPIs rests on."""

from dataclasses import replace
from datetime import datetime, timedelta

from dashboard.asking.parameters import SECONDS_A_DAY
from dashboard.asking.view import View
from dashboard.metrics.windows import CLOSE_DAYS
from dashboard.scope.moments import Window
from dashboard.screens.drawers import MOST_RECORDS
from dashboard.screens.response.parts import ANY_LEAD


def records_of(view: View, name: str, start: datetime) -> tuple[str, View, str, dict[str, object]]:
    """The records behind a KPI from ``start`` to the moment: what they are, and how they are asked for."""
    due = timedelta(days=CLOSE_DAYS)
    match name:
        case "sqp_created":
            return "Deals created", view, "pipeline/created_deals", {"created_from": start, "created_to": view.as_of}
        case "velocity_realised":
            won: dict[str, object] = {"part": "won", "counts_changes": False, "week_from": start}
            return "Deals won", view, "pipeline/bridge_deals", won
        case "lead_to_close":
            closing: dict[str, object] = {
                "lead_from": start - due,
                "lead_to": view.as_of - due,
                "close_seconds": CLOSE_DAYS * SECONDS_A_DAY,
                "has_come_back": None,
                "rows": MOST_RECORDS,
            }
            return f"Enquiries given {CLOSE_DAYS} days", view, "money/close_leads", closing
    windowed = replace(view, chosen=Window(start, view.as_of))
    return "Enquiries on the clock", windowed, "response/leads", ANY_LEAD
