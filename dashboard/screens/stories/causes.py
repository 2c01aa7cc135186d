"""What shows each cause of a stalled deal, where the deal stands and what comes next, in words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from dashboard.texts import count, day, days, in_parts, plain, waiting_time
from dashboard.thresholds import ADVANCED_SHARE

SECONDS_A_MINUTE = 60


def evidence(deal: Mapping[str, Any], local: Callable[[datetime], datetime], today: date) -> dict[str, str]:
    """What shows each cause that holds for ``deal``, by cause; ``local`` turns an instant into local time."""
    words: dict[str, Callable[[], str]] = {
        "no_next_step": lambda: "no next step is written down",
        "next_step_overdue": lambda: f"next step was due {_ago(deal['next_step_on'], today)}",
        "close_date_passed": lambda: f"should have closed {_ago(deal['expected_close_on'], today)}",
        "pushed_twice": lambda: f"close date pushed {count(deal['pushes'])} times",
        "no_activity": lambda: _quiet_since(deal["last_touch_at"], local, today),
        "ghosted": lambda: (
            f"buyer last heard {_ago(local(deal['last_inbound_at']).date(), today)}, "
            f"{count(deal['unanswered'])} tries since"
        ),
        "single_threaded": lambda: f"{'one' if deal['contacts'] else 'no'} contact on the buyer's side",
        "outside_icp": lambda: (
            "the lead misses a must of the ICP"
            if deal["icp_tier"] == "Out"
            else f"the lead fits tier {deal['icp_tier']}"
        ),
        "bant_gap": lambda: f"{deal['bant']} of 4 known to be there: budget, authority, need, timing",
        "slow_first_response": lambda: _waited(deal["cycle_opened_at"], deal["response_at"]),
        "owner_overloaded": lambda: (
            f"{plain(deal['owner'])} has {count(deal['load'])} open deals, the team's median is {deal['usual_load']:g}"
        ),
        "unexplained": lambda: "none of the causes that can be judged holds",
    }
    return {cause: words[cause]() for cause in deal["causes"]}


def _quiet_since(touched_at: datetime | None, local: Callable[[datetime], datetime], today: date) -> str:
    if touched_at is None:
        return "never touched by a person"
    return f"last touch by a person {_ago(local(touched_at).date(), today)}"


def _waited(opened_at: datetime, answered_at: datetime | None) -> str:
    if answered_at is None:
        return "the lead was never answered"
    waited = (answered_at - opened_at).total_seconds() / SECONDS_A_MINUTE
    return f"the lead waited {waiting_time(waited)} for a first answer"


def _ago(when: date, today: date) -> str:
    passed = (today - when).days
    return f"{when.day} {when:%b %Y}" + (f", {days(passed)} ago" if passed > 0 else "")


def next_step(deal: Mapping[str, Any]) -> str:
    """The next step with its day, and whether it is in time: Call (7 Nov): 9 days overdue; a dash for nothing known."""
    day_due, verdict = deal["next_step_on"], step_verdict(deal)
    named = plain(deal["next_step"], 80) if deal["next_step"] is not None else ""
    due = f"({day_due.day} {day_due:%b})" if day_due else ""
    step = " ".join(filter(None, [named, due]))
    return ": ".join(filter(None, [step, verdict if step else verdict.capitalize()])) or "–"


def step_verdict(deal: Mapping[str, Any]) -> str:
    """Whether the next step of an open deal is in time: 9 days overdue, due today, no next step; empty if not known."""
    left = deal["days_to_step"]
    if deal["step_verdict"] == "overdue":
        return f"{days(-left)} overdue"
    if deal["step_verdict"] == "in time":
        return f"due in {days(left)}" if left else "due today"
    return {"none": "no next step", "no day": "no day set"}.get(deal["step_verdict"], "")


def since(deal: Mapping[str, Any], local: Callable[[datetime], datetime]) -> str:
    """Where the deal stands and for how long, against its limit."""
    stage = "before its first stage" if deal["stage"] is None else f"in {plain(deal['stage'])}"
    return (
        f"{days(deal['age_days'])} {stage}, since {day(local(deal['entered_at']))}; "
        f"{in_parts(ADVANCED_SHARE)} move on within {days(deal['limit_days'])}"
    )
