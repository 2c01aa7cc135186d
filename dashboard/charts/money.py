"""The charts of the Money screen: spend by what sales decided on its leads, load per owner."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing
from dashboard.charts.look import Look, money_ticks, number_ticks, pale_marker
from dashboard.charts.rows import laid_out, words_above
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_chart, interval, money, percent

FIT_WORDS = {"inside": "inside the ICP", "outside": "outside it", "unknown": "fit not known"}


def hatched(color: str, look: Look) -> dict[str, Any]:
    """A bar drawn in stripes of ``color``: told apart without colour."""
    return {
        "color": look.page,
        "line": {"color": color, "width": 1},
        "pattern": {"shape": "/", "fgcolor": color, "size": 6, "solidity": 0.3},
    }


def spend_chart(sources: Sequence[Mapping[str, Any]], look: Look, currency: str | None) -> go.Figure:
    """A bar per source: filled is spend on what sales accepted, hatched on what it handed back, pale where few judged.

    ``undecided`` of a source: the leads handed over that sales has not decided on.
    """
    figure = Drawing()
    for row, source in enumerate(sources):
        decided = source["rejected"] + source["accepted"]
        words = f"<b>{in_chart(source['source'], 18)}</b>  {money(source['spend'], currency)} · {_rejected(source)}"
        words_above(figure, row, words, look.text if decided >= FEWEST_FOR_RANK else look.caption)
        start = 0.0
        for part, leads, value, marker in _parts(source, look):
            number = f"{count(leads)} lead{'' if leads == 1 else 's'} {part}"
            figure.add_bar(
                x=[value], base=[start], y=[row], orientation="h", width=0.24, marker=marker,
                customdata=[[row, part, leads]],
                hovertemplate=f"{in_chart(source['source'])}: {number}, {money(value, currency)}<extra></extra>",
            )  # fmt: skip
            start += value
    laid_out(figure, len(sources), look, 50)
    figure.update_layout(barmode="overlay")
    most = max((source["spend"] for source in sources), default=1.0)
    figure.update_xaxes(range=[0, most * 1.05 or 1], **money_ticks(most, currency))
    return figure.built()


def _parts(source: Mapping[str, Any], look: Look) -> list[tuple[str, int, float, dict[str, Any]]]:
    """The parts of a source's bar: which leads, how many, their spend, how it is drawn.

    Of fewer than ten verdicts no share is made: the bar is one part, of all that was handed over.
    """
    accepted, rejected = source["accepted"], source["rejected"]
    if accepted + rejected < FEWEST_FOR_RATE:
        handed = accepted + rejected + source["undecided"]
        return [("handed over", handed, source["spend"], pale_marker(look))]
    wasted = source["wasted_spend"] or 0
    return [
        ("accepted", accepted, source["spend"] - wasted, {"color": look.main}),
        ("rejected", rejected, wasted, hatched(look.warning, look)),
    ]


def _rejected(source: Mapping[str, Any]) -> str:
    """The share sales handed back, as far as so many verdicts can tell."""
    decided = source["rejected"] + source["accepted"]
    if not decided:
        return "nothing decided"
    if decided < FEWEST_FOR_RATE:
        return f"{count(source['rejected'])} of {count(decided)} handed back"
    band = interval(source["rejected_low"], source["rejected_high"])
    return f"{percent(source['rejected_share'])} handed back ({band})"


def load_chart(owners: Sequence[Mapping[str, Any]], look: Look) -> go.Figure:
    """A bar per owner, leads a week: filled fits the profile, hatched lies outside, pale is not known."""
    figure = Drawing()
    for row, owner in enumerate(owners):
        words = f"<b>{in_chart(owner['owner'], 20)}</b>  {_a_week(owner['leads_per_week'])} a week{_outside(owner)}"
        words_above(figure, row, words, look.text if owner["leads"] >= FEWEST_FOR_RANK else look.caption)
        start = 0.0
        for part, leads, marker in (
            ("inside", owner["known"] - owner["outside"], {"color": look.main}),
            ("outside", owner["outside"], hatched(look.quiet, look)),
            ("unknown", owner["leads"] - owner["known"], pale_marker(look)),
        ):
            value = leads * owner["leads_per_week"] / owner["leads"]
            figure.add_bar(
                x=[value], base=[start], y=[row], orientation="h", width=0.24, marker=marker,
                customdata=[[row, part, leads]],
                hovertemplate=f"{in_chart(owner['owner'])}, {FIT_WORDS[part]}: {count(leads)} leads, "
                f"{_a_week(value)} a week<extra></extra>",
            )  # fmt: skip
            start += value
    laid_out(figure, len(owners), look, 50)
    figure.update_layout(barmode="overlay")
    most = max((owner["leads_per_week"] for owner in owners), default=1.0)
    figure.update_xaxes(range=[0, most * 1.05 or 1], **number_ticks(most))
    return figure.built()


def _a_week(leads: float) -> str:
    """7.4, 101: leads a week, with a decimal only where there are few."""
    return f"{leads:.1f}" if leads < FEWEST_FOR_RATE else f"{leads:,.0f}"


def _outside(owner: Mapping[str, Any]) -> str:
    if owner["outside_icp"] is None:
        return ""
    if owner["known"] < FEWEST_FOR_RATE:
        return f" · {count(owner['outside'])} of {count(owner['known'])} outside"
    return f" · {percent(owner['outside_icp'])} outside ({interval(owner['low'], owner['high'])})"
