"""The evidence of each cause of a stalled deal, and what the causes say together, in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dashboard.charts.stalled import in_a_sentence
from dashboard.texts import (
    FEWEST_FOR_RANK,
    FEWEST_FOR_RATE,
    count,
    day,
    days,
    in_parts,
    interval,
    money,
    percent,
    plain,
    waiting_time,
)
from dashboard.thresholds import ADVANCED_SHARE

LONGEST_EVIDENCE = 190  # five lines of the list
FITS = {"C": "the lead fits only tier C", "D": "the lead fits only tier D", "Out": "the lead misses a must of the ICP"}


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
        "slow_first_response": lambda: _waited(deal["response_minutes"]),
        "owner_overloaded": lambda: (
            f"its owner has {count(deal['load'])} open deals, the team's median is {deal['usual_load']:g}"
        ),
        "unexplained": lambda: "none of the causes that can be judged holds",
    }
    return {cause: words[cause]() for cause in deal["causes"]}


def in_one_line(shown: Mapping[str, str], cause: str | None) -> str:
    """The evidence of a deal as one line, that of ``cause`` first, as far as a row of the list holds it."""
    told = [*([shown[cause]] if cause else []), *(words for name, words in shown.items() if name != cause)]
    kept = len(told)
    while kept > 1 and len("; ".join(told[:kept])) > LONGEST_EVIDENCE:
        kept -= 1
    line = "; ".join(told[:kept]) + (f"; and {len(told) - kept} more" if kept < len(told) else "")
    return line[:1].upper() + line[1:]


def _quiet_since(touched_at: datetime | None, local: Callable[[datetime], datetime], today: date) -> str:
    if touched_at is None:
        return "never touched by a person"
    return f"last touch by a person {_ago(local(touched_at).date(), today)}"


def _waited(minutes: float | None) -> str:
    if minutes is None:
        return "the lead was never answered"
    return f"the lead waited {waiting_time(minutes)} for a first answer"


def _ago(when: date, today: date) -> str:
    passed = (today - when).days
    return f"{when.day} {when:%b %Y}" + (f", {days(passed)} ago" if passed > 0 else "")


def headline(totals: Mapping[str, Any], currency: str | None) -> str:
    """How much has stalled, of the open deals and of their value."""
    stalled, opened = totals["stalled_deals"], totals["open_deals"]
    if not stalled:
        return f"None of the {count(opened)} open deals is past the limit of its stage."
    share = f" ({percent(totals['share'])}; 95 % interval {interval(totals['low'], totals['high'])})"
    text = f"**{count(stalled)} of {count(opened)} open deals**" + (share if opened >= FEWEST_FOR_RATE else "")
    text += f" have stayed in their stage longer than the time in which {in_parts(ADVANCED_SHARE)} deals move on"
    if totals["value_share"] is None:
        return f"{text}."
    worth = f"{money(totals['stalled_value'], currency)}, {percent(totals['value_share'])} of the open value"
    unvalued = f"; {count(totals['no_amount'])} of them have no amount" if totals["no_amount"] else ""
    return f"{text}: **{worth}**{unvalued}."


def finding(causes: Sequence[Mapping[str, Any]], currency: str | None) -> str:
    """What sets stalled deals apart: the cause with most value and the one with the largest lift, as far as told."""
    told = [cause for cause in causes if cause["verdict"] == "cause"]
    refuted = _refuted(causes)
    if not told:
        if all(cause["verdict"] in {"too few", "unexplained"} for cause in causes):
            return "Too few deals, stalled or healthy, to say what sets the stalled ones apart."
        return f"Nothing is more common on stalled deals than on healthy ones by more than chance.{refuted}"
    fewest = min(told[0]["stalled"], told[0]["healthy"])
    if fewest < FEWEST_FOR_RANK:
        named = ", ".join(f"**{in_a_sentence(cause['cause'])}**, {_lift(cause)}" for cause in told)
        few = "stalled" if told[0]["stalled"] == fewest else "healthy"
        return f"With {count(fewest)} {few} deals little can be told apart from chance. What can: {named}.{refuted}"
    heaviest = max(told, key=lambda cause: cause["value"])
    text = (
        f"Most value stands behind **{in_a_sentence(heaviest['cause'])}**: {count(heaviest['deals'])} deals, "
        f"{money(heaviest['value'], currency)}, {_lift(heaviest)}."
    )
    sharpest = max(told, key=lambda cause: cause["lift"] if cause["lift"] is not None else float("inf"))
    if sharpest["cause"] != heaviest["cause"]:
        text += f" What marks them most is **{in_a_sentence(sharpest['cause'])}**, {_lift(sharpest)}."
    return text + refuted


def _refuted(causes: Sequence[Mapping[str, Any]]) -> str:
    """The causes that do not set stalled deals apart: as common on healthy ones, or by no more than chance."""
    names: dict[str, list[str]] = {"not a cause": [], "not told apart": []}
    for cause in causes:
        if cause["verdict"] in names and cause["healthy_deals"]:
            shares = f"{percent(cause['stalled_share'])} against {percent(cause['healthy_share'])}"
            names[cause["verdict"]].append(f"{in_a_sentence(cause['cause'])} ({shares})")
    said = ""
    if same := names["not a cause"]:
        said += f" No cause, because as common on healthy deals: {', '.join(same)}."
    if chance := names["not told apart"]:
        said += f" No more than chance: {', '.join(chance)}."
    return said


def _lift(cause: Mapping[str, Any]) -> str:
    """How much more common, with the shares it rests on."""
    shares = f"{percent(cause['stalled_share'])} of stalled deals against {percent(cause['healthy_share'])} of healthy"
    return shares if cause["lift"] is None else f"{cause['lift']:.1f} times as common ({shares})"


def next_step(deal: Mapping[str, Any]) -> str:
    """The next step with its day, or a dash."""
    if deal["next_step"] is None:
        return "–"
    due = f" ({deal['next_step_on'].day} {deal['next_step_on']:%b})" if deal["next_step_on"] else ""
    return f"{plain(deal['next_step'], 80)}{due}"


def since(deal: Mapping[str, Any], local: Callable[[datetime], datetime]) -> str:
    """Where the deal stands and for how long, against its limit."""
    stage = "before its first stage" if deal["stage"] is None else f"in {plain(deal['stage'])}"
    return (
        f"{days(deal['age_days'])} {stage}, since {day(local(deal['entered_at']))}; "
        f"{in_parts(ADVANCED_SHARE)} move on within {days(deal['limit_days'])}"
    )
