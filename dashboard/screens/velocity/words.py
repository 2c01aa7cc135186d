"""What the Velocity screen says in words, made from figures by rules; never more than they allow."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard.metrics.pipeline import Bridge, Change, Pipeline
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, days, money, percent, points, spelled
from dashboard.thresholds import QUARTER_END_DAYS

PARTS = {
    "count": "the number of open deals",
    "win_rate": "the win rate",
    "size": "deal size",
    "cycle": "the length of the cycle",
}
WIN_RATE = "win rate"
ABOUT_THE_SAME = 0.02
WORTH_SAYING = 0.05
STEADY = 0.2
SWINGING = 0.35


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


def too_few_closed(now: Mapping[str, Any], before: Mapping[str, Any], when: str) -> str:
    """Why no velocity is compared, where fewer than ten deals closed in one of the windows; else empty."""
    closed = [standing["closed"] for standing in (now, before)]
    if min(closed) >= FEWEST_FOR_RATE:
        return ""
    return (
        f"{count(closed[0])} deals closed in this window, {count(closed[1])} in {when}: too few for a win rate, so "
        "there is no velocity to compare."
    )


def what_changed(change: Change, currency: str | None, before: str) -> str:
    """The change of velocity and its largest part, what went along and what went against it."""
    if change.previous is None or change.current is None or change.change is None:
        return "A factor is missing in one of the two windows, so the change cannot be split."
    relative = change.relative
    parts = {name: value for name in PARTS if (value := getattr(change, name)) is not None}
    if relative is not None and abs(relative) < ABOUT_THE_SAME:
        still = f"Velocity is about where it was {before}: {money(change.current, currency)} a day"
        moved = [name for name in parts if abs(parts[name]) >= WORTH_SAYING * change.current]
        return f"{still}.\nBehind it {_named(parts, moved, currency)} cancel out." if len(moved) > 1 else f"{still}."
    direction = "rose" if change.change > 0 else "fell"
    start = f"Velocity {direction} by {money(abs(change.change), currency)} a day"
    start += f" ({percent(abs(relative))})" if relative is not None else ""
    if not parts:
        return f"{start}; a factor was not positive, so the change cannot be split."
    main = max(parts, key=lambda name: parts[name] * change.change)
    against = [name for name in parts if parts[name] * change.change < 0 and _matters(parts[name], change)]
    sentence = f"{start}, most of it from {PARTS[main]} ({_signed(parts[main], currency)})"
    if against:
        sentence += f", against {_named(parts, against, currency)}"
    return sentence + "."


def factors(now: Mapping[str, Any], before: Mapping[str, Any], currency: str | None) -> str:
    """The factors but the win rate, of which more is said, before and now."""
    rows = factor_rows(now, before, currency)
    told = " · ".join(f"{name} {was} → {is_now}" for name, was, is_now in rows if name != WIN_RATE)
    return f"The parts sum to the change exactly. {told}."


def factor_rows(
    now: Mapping[str, Any], before: Mapping[str, Any], currency: str | None
) -> list[tuple[str, str, str]]:  # fmt: skip
    """The four factors by name, before and now."""
    return [
        ("Open deals", count(before["open_count"]), count(now["open_count"])),
        (WIN_RATE, percent(before["win_rate"]), percent(now["win_rate"])),
        ("mean amount won", money(before["mean_won"], currency), money(now["mean_won"], currency)),
        ("days to a close", days(before["cycle_all_days"]), days(now["cycle_all_days"])),
    ]


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


def _named(parts: Mapping[str, float], names: Sequence[str], currency: str | None) -> str:
    """Parts of the change with their sizes."""
    return " and ".join(f"{PARTS[name]} ({_signed(parts[name], currency)})" for name in names)


def _matters(part: float, change: Change) -> bool:
    return abs(part) >= ABOUT_THE_SAME * abs(change.change or 0)


def _signed(value: float, currency: str | None) -> str:
    return f"{'+' if value > 0 else ''}{money(value, currency)}"


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
    told = [
        f"{percent(row['rate'])} of the {count(row['n'])} {'pushes' if row['what'] == 'pushed' else 'wins'}"
        for row in sure
        if row["low"] > row["share_of_days"]
    ]
    last_days = f"last {spelled(QUARTER_END_DAYS)} days"
    if not told:
        return f"Neither pushes nor wins crowd into the {last_days} of quarters ({days_there} of the days)."
    return f"**{' and '.join(told)} fall in the {last_days} of a quarter**, which are {days_there} of the days."
