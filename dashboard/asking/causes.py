"""Which causes of stalling the data can judge."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.asking.view import View


def judged_causes(view: "View") -> list[str]:
    """The causes of stalling the data can judge, in the order of the contract (§8)."""
    has_touches = view.has("touches")
    judged = {
        "no_next_step": view.has_column("deals", "next_step"),
        "next_step_overdue": view.has_column("deals", "next_step_on"),
        "close_date_passed": view.has_column("deals", "expected_close_on"),
        "pushed_twice": view.has("deal_events"),
        "no_activity": has_touches,
        "ghosted": has_touches,
        "single_threaded": view.has_column("deals", "contacts"),
        "outside_icp": view.has("leads") and view.definition[0] is not None,
        "bant_gap": any(view.has_column("leads", part) for part in ("budget", "authority", "need", "timing")),
        "slow_first_response": has_touches and view.has("leads"),
        "owner_overloaded": view.has_column("deals", "owner") or view.has_column("leads", "owner"),
    }
    return [cause for cause, can in judged.items() if can]
