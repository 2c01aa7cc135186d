"""What the Money screen says in words: the siloed KPIs against the shared two, waste, churn. Made by rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.metrics.money import LOW_IS_GOOD, Churn, Incentives, Money, Moved
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_markdown, interval, money, percent, points

ABOUT_THE_SAME = 0.02
KPIS = {
    "lead_volume": "lead volume",
    "cpl": "cost per lead",
    "revenue": "revenue",
    "mean_won": "mean deal won",
    "sqp_created": "pipeline created",
    "lead_to_close": "lead to close",
}
NO_OWNER = "(none)"
WORST_FIRST = ("Out", "D", "C")


def silos_against_shared(incentives: Incentives, before: str) -> str:
    """Whether what each team is judged by alone points where the shared figures point, as a chair would say it."""
    better = [words for name, words in KPIS.items() if _direction(incentives, name) == 1]
    worse = [words for name, words in KPIS.items() if _direction(incentives, name) == -1]
    known = [words for name, words in KPIS.items() if getattr(incentives, name).relative is not None]
    if len(known) == 1 and (better or worse):
        return f"Of the six only {known[0]} is known in both windows: it {'improved' if better else 'got worse'}."
    if not better and not worse:
        return f"None of the six moved against {before} by more than {percent(ABOUT_THE_SAME)} or by more than chance."
    if better and worse:
        claim = f"**{_as_heading(_listed(better))} improved, while {_listed(worse)} got worse**"
        return f"{claim}.\nThat is against {before}: they do not point the same way. {_who(incentives)}".rstrip()
    good = bool(better)
    claim = f"**{_as_heading(_listed(better or worse))} {'improved' if good else 'got worse'}**"
    return (
        f"{claim}.\nThat is against {before}: they point the same way, as nothing moved the other way by more than a "
        "trifle or by more than chance."
    )


def _direction(incentives: Incentives, name: str) -> int:
    """1 better, -1 worse, 0 about the same, unknown, or no more than chance."""
    kpi: Moved = getattr(incentives, name)
    size = kpi.relative
    if size is None or kpi.change is None:
        return 0
    is_clear = (
        not kpi.low <= 0 <= kpi.high if kpi.low is not None and kpi.high is not None else abs(size) >= ABOUT_THE_SAME
    )
    if not is_clear:
        return 0
    return 1 if (kpi.change > 0) != (name in LOW_IS_GOOD) else -1


def _who(incentives: Incentives) -> str:
    """Which side's own figures look good while a shared one does not, both sides treated alike."""
    fallen = [KPIS[name] for name in ("sqp_created", "lead_to_close") if _direction(incentives, name) == -1]
    sides = {"marketing": ("lead_volume", "cpl"), "sales": ("revenue", "mean_won")}
    pleased = [
        side
        for side, names in sides.items()
        if max(directions := [_direction(incentives, name) for name in names]) == 1 and min(directions) >= 0
    ]
    if fallen and pleased:
        pleased_sides = " and ".join(pleased)
        return f"By its own figures {pleased_sides} can be pleased; of what both are after, {_listed(fallen)} fell."
    return ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _as_heading(names: str) -> str:
    return f"{names[0].upper()}{names[1:]}"


def lead_to_close_moved(kpi: Moved) -> str:
    """Whether lead to close moved by more than chance."""
    if kpi.change is None or kpi.low is None or kpi.high is None:
        return "Lead to close cannot be compared with the window before."
    band = f"95 % interval of the change {points(kpi.low)} to {points(kpi.high)}"
    if kpi.low <= 0 <= kpi.high:
        return f"Lead to close moved by {points(kpi.change)}, no more than chance can do ({band})."
    return f"Lead to close moved by {points(kpi.change)}, more than chance ({band})."


def waste(now: Money, totals: Mapping[str, Any], currency: str | None) -> str:
    """What was spent on MQLs that sales handed back, and on sources nobody has decided on."""
    if now.wasted_spend is None or now.spend is None:
        return ""
    if (decided := totals["decided"]) < FEWEST_FOR_RATE:
        return f"Sales decided on {count(decided)} MQLs of sources with spend: too few to say what was wasted."
    share = f", {percent(totals['wasted_share'])} of {money(now.spend, currency)}" if now.spend > 0 else ""
    text = f"**{money(now.wasted_spend, currency)}**{share}, paid for MQLs that sales then handed back.\n"
    if now.undecided_spend:
        text += f"Another {money(now.undecided_spend, currency)} went to sources with no verdict yet. "
    return text + (
        "Whether they were the wrong leads or were handed back wrongly is what the Disagreement screen asks."
    )


def gets_most(ranked: Sequence[Mapping[str, Any]]) -> str:
    """The owner with most leads a week and how many of them fit badly; empty where nobody has enough to be ranked."""
    named = [row for row in ranked if row["owner"] != NO_OWNER]
    if not named:
        return ""
    most = named[0]
    words = f"{in_markdown(most['owner'])} gets most: {most['leads_per_week']:.1f} leads a week"
    if most["outside_icp"] is None or most["known"] < FEWEST_FOR_RATE:
        return words
    outside = f"{percent(most['outside_icp'])} ({interval(most['low'], most['high'])})"
    return f"{words}, {outside} of those whose fit is known outside the ICP"


def worst_tier(churn: Sequence[Churn]) -> tuple[Churn, Churn] | None:
    """The best tier and the worst-fitting one, where both hold enough customers to compare."""
    by_tier = {row.tier: row for row in churn if row.customers >= FEWEST_FOR_RANK}
    worst = next((by_tier[tier] for tier in WORST_FIRST if tier in by_tier), None)
    return (by_tier["A"], worst) if worst and "A" in by_tier else None


def churn_compared(best: Churn, worst: Churn, difference: Mapping[str, Any]) -> str:
    """Whether customers that fit badly leave more often than those that fit well."""
    rates = (
        f"{percent(worst.rate)} of the {count(worst.customers)} customers in tier {worst.tier} have left, against "
        f"{percent(best.rate)} of the {count(best.customers)} in tier A"
    )
    if difference["low"] <= 0 <= difference["high"]:
        return f"{rates}; the difference may be chance."
    return f"{rates}; the difference is more than chance."


def came_back(back: Mapping[str, Any], first: Mapping[str, Any], moved: Mapping[str, Any]) -> str:
    """Whether leads that came back are won more often than those that came in for the first time."""
    counts = f"{count(back['won'])} of {count(back['n'])} that came back, {count(first['won'])} of {count(first['n'])}"
    if min(back["n"], first["n"]) < FEWEST_FOR_RANK:
        return f"Won: {counts} that came in for the first time; too few to compare."
    came = f"{percent(back['rate'])} of the enquiries of leads that came back were won"
    rates = f"{came}, {percent(first['rate'])} of first enquiries"
    if moved["low"] <= 0 <= moved["high"]:
        return f"{rates}; chance alone can do that."
    return f"{rates}: more than chance.\nThey are {percent(back['share'])} of the enquiries."
