"""What the Velocity screen says in words, made from figures by rules; never more than they allow."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard.findings.velocity_words import ABOUT_THE_SAME
from dashboard.metrics.pipeline import Bridge, Pipeline
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, days, money, percent, points, spelled
from dashboard.thresholds import QUARTER_END_DAYS

STEADY = 0.2
SWINGING = 0.35


def paces(now: Pipeline, currency: str | None) -> str:
    """What is won a day, beside what the open deals would yield at the pace of those that closed."""
    if now.velocity is None or now.velocity_realised is None:
        return ""
    won, velocity = money(now.velocity_realised, currency), money(now.velocity, currency)
    return f"{won} a day is won, where the open deals would yield {velocity} at the pace of those that closed"


def why_three(now: Pipeline, currency: str | None) -> str:
    """Why the three velocities differ, each gap with its cause."""
    sentences = []
    if now.velocity_textbook is not None and now.velocity is not None and now.cycle_won_days and now.cycle_all_days:
        faster = "sooner" if now.cycle_all_days < now.cycle_won_days else "later"
        sentences.append(
            f"The textbook formula looks at won deals alone, {days(now.cycle_won_days)} from creation to won. "
            f"Counting lost ones too a deal closes {faster}, after {days(now.cycle_all_days)}, and it is the open "
            "deals of both kinds that are multiplied: that is the velocity used here."
        )
    gap = now.realised_gap
    known = now.velocity is not None and now.velocity_realised is not None and now.closed_per_day is not None
    if known and gap is not None and now.due_per_day:
        start = f"What was really won is {money(now.velocity_realised, currency)} a day, "
        if abs(gap) < ABOUT_THE_SAME:
            sentences.append(f"{start}about what the velocity says.")
        elif gap < 0:
            sentences.append(
                f"{start}{percent(-gap)} below: at the pace of those that closed, {now.due_per_day:.1f} of the open "
                f"deals would close a day, but {now.closed_per_day:.1f} did: "
                "more come in than close, or some have stopped."
            )
        else:
            sentences.append(
                f"{start}{percent(gap)} above: {now.closed_per_day:.1f} deals closed a day, the open ones would "
                f"make {now.due_per_day:.1f}. The pipeline is being used up faster than it refills."
            )
    return " ".join(sentences)


def win_rate_moved(now: Mapping[str, Any], before: Mapping[str, Any], moved: Mapping[str, Any]) -> str:
    """Whether the win rate itself moved by more than chance."""
    if min(now["closed"], before["closed"]) < FEWEST_FOR_RATE:
        return f"Win rate: {count(now['won'])} of {count(now['closed'])} closed were won; too few to compare."
    rates = f"{percent(before['win_rate'])} to {percent(now['win_rate'])}"
    band = f"{points(moved['low'])} to {points(moved['high'])}"
    if moved["low"] <= 0 <= moved["high"]:
        return f"The win rate went from {rates}, which chance alone can do (95 % interval of the change: {band})."
    return f"The win rate went from {rates}, more than chance (95 % interval of the change: {band})."


def bridge_closes(bridge: Bridge, currency: str | None) -> str:
    """The bridge as a sum to the last unit, so that a reader sees it close."""
    parts = [
        ("", bridge.start), (" + ", bridge.created), (" + ", bridge.reopened), (" − ", bridge.won),
        (" − ", bridge.lost), (" − ", bridge.removed), (" + ", bridge.revalued),
    ]  # fmt: skip
    total = sum((-1 if sign == " − " else 1) * value for sign, value in parts)
    text = "".join(f"{sign}{value:,.0f}" for sign, value in parts)
    closes = abs(total - bridge.end) < max(abs(bridge.end), 1) * 1e-9
    return f"{text} = **{bridge.end:,.0f}** {currency or ''}".rstrip() + (" ✓" if closes else " — does not close")


def variation(cv: float | None) -> str:
    """How much weeks differ from one another."""
    if cv is None:
        return "No pipeline was created in these weeks."
    kind = "steady" if cv < STEADY else "uneven" if cv < SWINGING else "swinging widely"
    return f"Creation is {kind}: a usual week lies {percent(cv)} of the mean above or below it."


def won_of_both(rows: Sequence[Mapping[str, Any]]) -> str:
    """The win rate of the closed and of the created, where both are of ten deals or more; else empty."""
    rates = {row["way"]: percent(row["rate"]) for row in rows if row["observed"] >= FEWEST_FOR_RATE}
    if set(rates) != {"closed", "cohort"}:
        return ""
    return f"{rates['closed']} of the deals closed were won, {rates['cohort']} of those created"


def slowest_stage(rows: Sequence[Mapping[str, Any]], name: Callable[[Mapping[str, Any]], str]) -> str:
    """The stage in which half of the deals took longest to advance, and the quickest, of those that many have left.

    ``name`` says what a stage is called; empty where no stage is known so well.
    """
    known = [row for row in rows if row["own_limit_days"] is not None and row["median_days"] is not None]
    if not known:
        return ""
    slow, quick = (choose(known, key=lambda row: row["median_days"]) for choose in (max, min))
    words = f"Slowest was {name(slow)}: half moved on within {days(slow['median_days'])}"
    if slow is quick:
        return words
    return f"{words}; quickest {name(quick)}, within {days(quick['median_days'])}"


def quarter_end(rows: Sequence[Mapping[str, Any]]) -> str:
    """Whether close dates move, or deals are won, at the ends of quarters more than on other days."""
    sure = [row for row in rows if row["n"] >= FEWEST_FOR_RANK]
    if not sure:
        return "Too few close dates pushed and deals won to say."
    days_there = percent(sure[0]["share_of_days"])
    shares = [
        f"{percent(row['rate'])} of the {count(row['n'])} {'pushes' if row['what'] == 'pushed' else 'wins'}"
        for row in sure
        if row["low"] > row["share_of_days"]
    ]
    last_days = f"last {spelled(QUARTER_END_DAYS)} days"
    if not shares:
        return f"Neither pushes nor wins crowd into the {last_days} of quarters, which hold {days_there} of their days."
    return f"**{' and '.join(shares)} fall in the {last_days} of a quarter**, which hold {days_there} of its days."
