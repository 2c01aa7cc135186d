"""How much has stalled, and what the causes say together, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.stalled import in_a_sentence
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_markdown, in_parts, interval, money, percent
from dashboard.thresholds import ADVANCED_SHARE

LONGEST_DEAL = 40


def headline(totals: Mapping[str, Any], currency: str | None) -> str:
    """How much has stalled, of the open deals and of their value."""
    stalled, opened = totals["stalled_deals"], totals["open_deals"]
    if not stalled:
        return f"None of the {count(opened)} open deals is past the limit of its stage."
    claim = f"**{count(stalled)} of {count(opened)} open deals** have stalled"
    if totals["value_share"] is not None:
        worth = f"{money(totals['stalled_value'], currency)}, {percent(totals['value_share'])} of the open value"
        claim += f": **{worth}**"
    share = f"{percent(totals['share'])} of the open deals (95 % interval {interval(totals['low'], totals['high'])})"
    whose = share if opened >= FEWEST_FOR_RATE else "The stalled deals"
    detail = (
        f"{whose} have stayed in their stage longer than the time in which {in_parts(ADVANCED_SHARE)} deals move on"
    )
    unvalued = f"; {count(totals['no_amount'])} of them have no amount" if totals["no_amount"] else ""
    return f"{claim}.\n{detail}{unvalued}."


def largest(deals: Sequence[Mapping[str, Any]], currency: str | None) -> str:
    """The largest of them by whom they are with, as the end of a sentence; nothing where there is none."""
    named = [
        f"{in_markdown(deal['company'] or deal['deal_name'] or deal['deal_id'], LONGEST_DEAL)}, "
        f"{'no amount' if deal['value'] is None else money(deal['value'], currency)}"
        for deal in deals
    ]
    return f". The largest: {'; '.join(named)}" if named else ""


def causes_mean(causes: Sequence[Mapping[str, Any]], currency: str | None) -> str:
    """What sets stalled deals apart: the cause with most value and the one with the largest lift, as far as told."""
    proven = [cause for cause in causes if cause["verdict"] == "cause"]
    refuted = _refuted(causes)
    if not proven:
        if all(cause["verdict"] in {"too few", "unexplained"} for cause in causes):
            return "Too few deals, stalled or healthy, to say what sets the stalled ones apart."
        return f"Nothing is more common on stalled deals than on healthy ones by more than chance.{refuted}"
    fewest = min(proven[0]["stalled"], proven[0]["healthy"])
    if fewest < FEWEST_FOR_RANK:
        named = ", ".join(f"**{in_a_sentence(cause['cause'])}**, {_lift(cause)}" for cause in proven)
        few = "stalled" if proven[0]["stalled"] == fewest else "healthy"
        return f"With {count(fewest)} {few} deals little can be told apart from chance. What can: {named}.{refuted}"
    heaviest = max(proven, key=lambda cause: cause["value"])
    text = (
        f"Most value stands behind **{in_a_sentence(heaviest['cause'])}**: {count(heaviest['deals'])} deals, "
        f"{money(heaviest['value'], currency)}, {_lift(heaviest)}."
    )
    sharpest = max(proven, key=lambda cause: cause["lift"] if cause["lift"] is not None else float("inf"))
    if sharpest["cause"] != heaviest["cause"]:
        text += f"\nWhat marks them most is **{in_a_sentence(sharpest['cause'])}**, {_lift(sharpest)}."
    return text + refuted


def _refuted(causes: Sequence[Mapping[str, Any]]) -> str:
    """The causes that do not set stalled deals apart: as common on healthy ones, or by no more than chance."""
    names: dict[str, list[str]] = {"not a cause": [], "not told apart": []}
    for cause in causes:
        if cause["verdict"] in names and cause["healthy_deals"]:
            shares = f"{percent(cause['stalled_share'])} against {percent(cause['healthy_share'])}"
            names[cause["verdict"]].append(f"{in_a_sentence(cause['cause'])} ({shares})")
    sentences = []
    if same := names["not a cause"]:
        sentences.append(f"No cause, because as common on healthy deals: {', '.join(same)}.")
    if chance := names["not told apart"]:
        sentences.append(f"No more than chance: {', '.join(chance)}.")
    return "\n" + " ".join(sentences) if sentences else ""


def _lift(cause: Mapping[str, Any]) -> str:
    """How much more common, with the shares it rests on."""
    shares = f"{percent(cause['stalled_share'])} of stalled deals against {percent(cause['healthy_share'])} of healthy"
    return shares if cause["lift"] is None else f"{cause['lift']:.1f} times as common ({shares})"
