"""The charts of the Waterfall screen below its stages: what became of the cohort, and the weekly flow."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, pale_marker
from dashboard.charts.rows import comment_mark
from dashboard.metrics.waterfall import StageCount
from dashboard.texts import FEWEST_FOR_RATE, count, in_chart, percent

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
HEADROOM, STEP = 1.5, 1.4
"""How much higher than its highest bar a row is, for its words; and from one floor to the next, in rows."""


def fates_chart(fates: Mapping[str, int], look: Look) -> go.Figure:
    """The cohort as one bar whose parts sum to it, the good ends left, the closed ones right.

    Above each part stand its count and name, where it is wide enough for them: on a hatched part no word can be read.
    """
    total = sum(fates.values()) or 1
    colors = {"won": look.main, "active": look.second, "waiting": look.second, "open": look.second}
    warned = {"stalled", "untouched"}
    figure = Drawing()
    start = 0
    for fate, words in FATE_WORDS.items():
        cycles = fates.get(fate, 0)
        if not cycles:
            continue
        edge = look.warning if fate in warned else look.page if fate in colors else look.quiet
        share = f" ({percent(cycles / total)})" if total >= FEWEST_FOR_RATE else ""
        part: dict[str, Any] = {
            "x": [cycles],
            "base": [start],
            "orientation": "h",
            "customdata": [[fate, cycles]],
            "hovertemplate": f"{words}: {count(cycles)}{share}<extra></extra>",
        }
        figure.add_bar(
            **part, y=[0], width=BAR,
            marker={
                "color": look.page if fate in warned else colors.get(fate, look.faint),
                "line": {"color": edge, "width": 1},
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
        start += cycles
    figure.join()
    styled(figure, look, 116)
    figure.update_layout(barmode="overlay", uniformtext={"minsize": 11, "mode": "hide"})
    figure.update_yaxes(visible=False, range=[-BAR / 2, 1 + NAMES / 2])
    figure.update_xaxes(visible=False, range=[0, total])
    return figure.built()


def flow_chart(
    stages: Mapping[int, StageCount],
    mondays: Sequence[date],
    look: Look,
    marks: Mapping[int, Mapping[date, str]],
    ranges: Mapping[int, tuple[float, float]],
) -> go.Figure:
    """A row of small bars per stage, by its number: how many reached it in each week, the last one filled.

    ``marks``: what was said of a stage's weeks, by their Monday, as a small mark beneath their bars.
    ``ranges``: what is usual for a stage, between two dotted lines.
    """
    figure = Drawing()
    rows = [(-STEP * row, number, stage) for row, (number, stage) in enumerate(stages.items())]
    ends = [0.5 - len(mondays), 0.5]
    for floor, number, stage in rows:
        weeks, usual = [*(stage.weeks or []), stage.week or 0], ranges.get(number, ())
        most = HEADROOM * max([*weeks, *usual, 1])
        figure.add_bar(
            x=list(range(-len(weeks) + 1, 1)), y=[cycles / most for cycles in weeks], base=[floor] * len(weeks),
            customdata=[[number, place, cycles, f"{monday.day} {monday:%b %Y}"]
                        for place, (monday, cycles) in enumerate(zip(mondays, weeks, strict=True))],
            marker=pale_marker(look) | {"color": [look.faint] * (len(weeks) - 1) + [look.main]},
            hovertemplate="%{customdata[2]:,} in the week of %{customdata[3]}<extra></extra>",
        )  # fmt: skip
        figure.add_annotation(
            x=0, y=floor + 1.02, xref="paper", xanchor="left", yanchor="top", showarrow=False,
            text=f"<b>{in_chart(stage.stage)}</b>  {count(stage.week)} this week",
        )  # fmt: skip
        line = {"color": look.faint, "width": 1}
        figure.add_shape(type="line", x0=ends[0], x1=ends[1], y0=floor, y1=floor, layer="below", line=line)
        for end in usual:
            height, line = floor + end / most, {"color": look.quiet, "width": 1, "dash": "dot"}
            figure.add_shape(type="line", x0=ends[0], x1=ends[1], y0=height, y1=height, line=line)
        for place, monday in enumerate(mondays, start=1 - len(mondays)):
            if words := marks.get(number, {}).get(monday):
                figure.add_annotation(**comment_mark(words, look), x=place, y=floor)
    styled(figure, look, 78 * len(stages) + 30)
    figure.update_layout(bargap=0.25, barmode="overlay")
    figure.update_yaxes(visible=False, range=[rows[-1][0], 1.02])
    ticks = range(-1, -len(mondays) - 1, -WEEKS_BETWEEN)
    figure.update_xaxes(
        showgrid=False,
        range=ends,
        tickvals=[place + 1 for place in ticks],
        ticktext=[f"{mondays[place].day} {mondays[place]:%b}" for place in ticks],
    )
    return figure.built()
