"""The charts of the Waterfall screen: stages with what did not advance, mature conversions, fates, weekly flow."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing
from dashboard.charts.look import Look, share_ticks, styled
from dashboard.metrics.waterfall import Conversion, StageCount
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_chart, interval, percent

FATE_WORDS = {
    "won": "Won",
    "active": "Active",
    "waiting": "Waiting for a first answer",
    "open": "Open",
    "stalled": "Stalled",
    "untouched": "Untouched, past the SLA",
    "recycled": "Recycled to nurture",
    "rejected": "Rejected by sales",
    "disqualified": "Disqualified",
    "lost": "Lost",
    "admin": "Merged, duplicate, test",
}
FATE_NAMES = {"waiting": "Waiting", "untouched": "Untouched", "recycled": "Recycled", "rejected": "Rejected"}
"""The shorter names, for parts of a bar."""
BAR, NAMES = 0.9, 1.0
NO_COLOR = "rgba(0,0,0,0)"
WEEKS_BETWEEN = 4


def stages_chart(stages: Sequence[StageCount], previous: Sequence[StageCount], look: Look) -> go.Figure:
    """Bars of the cohort by stage; hatched is what did not advance; a thin bar is the period before."""
    names = [in_chart(stage.stage) for stage in stages]
    reached = [stage.reached or 0 for stage in stages]
    lost = [0, *(max(before - now, 0) for before, now in itertools.pairwise(reached))]
    before = [stage.reached or 0 for stage in previous]
    top = max([*reached, *before, 1])
    figure = Drawing()
    figure.add_bar(
        x=names, y=reached, name="Reached", marker={"color": look.main}, offset=-0.36, width=0.52,
        customdata=[[number] for number in range(1, len(names) + 1)],
        hovertemplate="%{x}: %{y:,} reached it<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        x=names, y=lost, base=reached, name="Did not advance", offset=-0.36, width=0.52,
        marker={
            "color": NO_COLOR,
            "line": {"color": look.quiet, "width": 1},
            "pattern": {"shape": "/", "fgcolor": look.quiet, "size": 6, "solidity": 0.18},
        },
        hovertemplate="%{x}: %{y:,} of the stage before have not reached it<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        x=names, y=before, name="Period before", offset=0.19, width=0.16, marker={"color": look.faint},
        hovertemplate="%{x}, period before: %{y:,}<extra></extra>",
    )  # fmt: skip
    for place, stage in enumerate(stages):
        _label(figure, place - 0.1, reached[place] + lost[place], f"<b>{count(stage.reached)}</b>", look.text, 15)
        if place:
            so_far = reached[place] / reached[place - 1] if reached[place - 1] else None
            _label(figure, place - 0.5, top * 1.17, f"<b>{percent(so_far)}</b> →", look.text, 14)
            _label(figure, place - 0.5, top * 1.08, f"{percent(stage.of_first)} of all", look.caption, 12)
    styled(figure, look, 380)
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(visible=False, range=[0, top * 1.26])
    figure.update_xaxes(showgrid=False, tickfont={"size": 14})
    return figure.built()


def _label(figure: Drawing, x: float, y: float, text: str, color: str, size: int) -> None:
    figure.add_annotation(x=x, y=y, text=text, showarrow=False, yanchor="bottom", font={"color": color, "size": size})


def conversions_chart(current: Sequence[Conversion], previous: Sequence[Conversion], look: Look) -> go.Figure:
    """One line per step: the share converted with its 95 % interval and its n, and a ring for the window before.

    Below 30 the dot is hollow and grey, below 10 there is none.
    """
    names = [
        f"{in_chart(step.from_stage, 14)} → {in_chart(step.to_stage, 14)}"
        f"<br><span style='color:{look.caption}'>n {count(step.mature)}</span>"
        for step in current
    ]
    shown = [
        (place, name, step)
        for place, (name, step) in enumerate(zip(names, current, strict=True))
        if step.rate is not None and (step.mature or 0) >= FEWEST_FOR_RATE
    ]
    figure = Drawing()
    for _, name, step in shown:
        figure.add_scatter(
            x=[step.low, step.high], y=[name, name], mode="lines", line={"color": look.second, "width": 6},
            hoverinfo="skip",
        )  # fmt: skip
    ghosts = [
        (name, step.rate)
        for name, step in zip(names, previous, strict=False)
        if step.rate is not None and (step.mature or 0) >= FEWEST_FOR_RATE
    ]
    figure.add_scatter(
        x=[rate for _, rate in ghosts], y=[name for name, _ in ghosts], mode="markers",
        marker={"symbol": "circle-open", "size": 12, "color": look.quiet, "line": {"width": 2}},
        hovertemplate="%{y}, window before: %{x:.0%}<extra></extra>",
    )  # fmt: skip
    is_sure = [(step.mature or 0) >= FEWEST_FOR_RANK for _, _, step in shown]
    figure.add_scatter(
        x=[step.rate for _, _, step in shown], y=[name for _, name, _ in shown], mode="markers+text",
        marker={
            "size": 12,
            "symbol": ["circle" if sure else "diamond-open" for sure in is_sure],
            "color": [look.main if sure else look.quiet for sure in is_sure],
        },
        text=[percent(step.rate) for _, _, step in shown], textposition="top center", textfont={"size": 13},
        customdata=[
            [place, count(step.converted), count(step.mature), interval(step.low, step.high)]
            for place, _, step in shown
        ],
        hovertemplate="%{customdata[1]} of %{customdata[2]}, 95 % interval %{customdata[3]}<extra></extra>",
    )  # fmt: skip
    styled(figure, look, 72 * len(names) + 40)
    figure.update_yaxes(
        categoryorder="array", categoryarray=list(reversed(names)), showgrid=False, range=[-0.6, len(names) - 0.35]
    )
    figure.update_xaxes(range=[0, 1.02], **share_ticks(1))
    return figure.built()


def fates_chart(fates: Mapping[str, int], look: Look) -> go.Figure:
    """The cohort as one bar whose parts sum to it, the good ends left, the closed ones right.

    Above each part stand its count and name, where it is wide enough for them: on a hatched part no word can be read.
    """
    total = sum(fates.values()) or 1
    colors = {"won": look.main, "active": look.second, "waiting": look.second, "open": look.second}
    warned = {"stalled", "untouched"}
    figure = Drawing()
    for fate, words in FATE_WORDS.items():
        cycles = fates.get(fate, 0)
        if not cycles:
            continue
        part: dict[str, Any] = {
            "x": [cycles],
            "orientation": "h",
            "name": words,
            "customdata": [[fate]],
            "hovertemplate": f"{words}: {count(cycles)} ({percent(cycles / total)})<extra></extra>",
        }
        figure.add_bar(
            **part, y=[0], width=BAR,
            marker={
                "color": look.page if fate in warned else colors.get(fate, look.faint),
                "line": {"color": look.page, "width": 1.5},
                "pattern": {
                    "shape": "/" if fate in warned else "", "fgcolor": look.warning, "size": 6, "solidity": 0.25,
                },
            },
        )  # fmt: skip
        figure.add_bar(
            **part, y=[1], width=NAMES, marker={"color": NO_COLOR},
            text=[f"<b>{count(cycles)}</b><br>{FATE_NAMES.get(fate, words)}"],
            textposition="inside", insidetextanchor="start", textangle=0, textfont={"color": look.text, "size": 13},
        )  # fmt: skip
    styled(figure, look, 116)
    figure.update_layout(barmode="stack", uniformtext={"minsize": 11, "mode": "hide"})
    figure.update_yaxes(visible=False, range=[-BAR / 2, 1 + NAMES / 2])
    figure.update_xaxes(visible=False, range=[0, total])
    return figure.built()


def flow_chart(stages: Sequence[StageCount], mondays: Sequence[date], look: Look) -> go.Figure:
    """A row of small bars per stage: how many reached it in each week from its Monday, the last one filled."""
    figure = Drawing(rows=len(stages))
    for row, stage in enumerate(stages, start=1):
        weeks = [*(stage.weeks or []), stage.week or 0]
        figure.add_bar(
            x=list(range(-len(weeks) + 1, 1)), y=weeks, row=row,
            customdata=[[row, place, f"{monday.day} {monday:%b %Y}"] for place, monday in enumerate(mondays)],
            marker={"color": [look.faint] * (len(weeks) - 1) + [look.main]},
            hovertemplate="%{y:,} in the week of %{customdata[2]}<extra></extra>",
        )  # fmt: skip
        figure.update_yaxes(visible=False, range=[0, max([*weeks, 1]) * 1.5], row=row)
        figure.add_annotation(
            x=0, y=1.02, xref="paper", yref=f"y{row if row > 1 else ''} domain", xanchor="left", yanchor="top",
            text=f"<b>{in_chart(stage.stage)}</b>  {count(stage.week)} this week", showarrow=False,
        )  # fmt: skip
    styled(figure, look, 78 * len(stages) + 30)
    figure.update_layout(bargap=0.25)
    told = range(-1, -len(mondays) - 1, -WEEKS_BETWEEN)
    figure.update_xaxes(
        showgrid=False,
        tickvals=[place + 1 for place in told],
        ticktext=[f"{mondays[place].day} {mondays[place]:%b}" for place in told],
    )
    return figure.built()
