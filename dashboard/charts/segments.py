"""Small funnels, one per segment, each on the shade of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, pale_marker
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_chart, interval, percent

FUNNEL_HEIGHT = 104
GRIP = 0.22
NO_COLOR = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class SegmentStage:
    """How many of a segment reached a stage, its share with the 95 % interval, and the share of the whole.

    ``standing``: 1 above, -1 below the other segments by more than chance, else 0.
    """

    number: int
    name: str
    reached: int
    share: float
    low: float
    high: float
    of_whole: float
    standing: int


@dataclass(frozen=True)
class SegmentFunnel:
    """A segment: its place in the list, its name, the enquiries that came in, and its stages in order."""

    place: int
    name: str
    cycles: int
    stages: Sequence[SegmentStage]


def segments_chart(segments: Sequence[SegmentFunnel], look: Look) -> go.Figure:
    """A small funnel per segment, below each other; behind each bar the same of the whole.

    Blue is above the others by more than chance, orange below, a frame neither; grey rests on fewer than thirty. Of
    fewer than ten the counts alone stand there.
    """
    figure = Drawing(rows=len(segments))
    for row, segment in enumerate(segments, start=1):
        axis = row if row > 1 else ""
        places = list(range(len(segment.stages)))
        has_rate = segment.cycles >= FEWEST_FOR_RATE
        if has_rate:
            _bars(figure, row, segment, look)
        figure.add_bar(  # a bar too low to be pointed at has its words as a mark
            row=row, x=places, width=0.8, marker={"color": NO_COLOR},
            y=[_top(segment, stage) - (stage.share if has_rate else 0) + GRIP for stage in segment.stages],
            base=[stage.share if has_rate else 0 for stage in segment.stages],
            customdata=[[segment.place, stage.number, stage.reached] for stage in segment.stages],
            hovertemplate=[_hover(segment, stage) for stage in segment.stages],
        )  # fmt: skip
        is_sure = segment.cycles >= FEWEST_FOR_RANK
        for place, stage in enumerate(segment.stages[1:], start=1):
            figure.add_annotation(
                x=place, y=_top(segment, stage), xref=f"x{axis}", yref=f"y{axis}", showarrow=False,
                yanchor="bottom", text=percent(stage.share) if has_rate else count(stage.reached),
                font={"color": look.text if is_sure else look.caption, "size": 12},
            )  # fmt: skip
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=1, yref=f"y{axis} domain", yanchor="top", showarrow=False,
            text=f"<b>{in_chart(segment.name)}</b>  {count(segment.cycles)}", font={"color": look.text, "size": 13},
        )  # fmt: skip
        figure.update_yaxes(row=row, visible=False, range=[0, 1.5])
    styled(figure, look, FUNNEL_HEIGHT * len(segments) + 34)
    figure.update_layout(barmode="overlay")
    stages = segments[0].stages
    figure.update_xaxes(
        showgrid=False, range=[-0.5, len(stages) - 0.5], tickvals=list(range(len(stages))),
        ticktext=[in_chart(stage.name, 12) for stage in stages],
    )  # fmt: skip
    return figure.built()


def _bars(figure: Drawing, row: int, segment: SegmentFunnel, look: Look) -> None:
    """The shade of the whole, and the segment on it."""
    places = list(range(len(segment.stages)))
    is_sure = segment.cycles >= FEWEST_FOR_RANK
    colors = {1: look.main, -1: look.warning, 0: look.page}
    figure.add_bar(
        row=row, x=places, y=[stage.of_whole for stage in segment.stages], width=0.8, marker=pale_marker(look),
        hoverinfo="skip",
    )  # fmt: skip
    figure.add_bar(
        row=row, x=places, y=[stage.share for stage in segment.stages], width=0.44,
        marker={
            "color": [colors[stage.standing] if is_sure else look.page for stage in segment.stages],
            "line": {
                "color": [(look.warning if stage.standing < 0 else look.main) if is_sure else look.quiet
                          for stage in segment.stages],
                "width": 1.5,
            },
        },
        customdata=[[segment.place, stage.number, stage.reached] for stage in segment.stages],
        hovertemplate=[_hover(segment, stage) for stage in segment.stages],
    )  # fmt: skip


def _top(segment: SegmentFunnel, stage: SegmentStage) -> float:
    """Where the words of a stage stand: above its bar and the shade behind."""
    return max(stage.share, stage.of_whole) if segment.cycles >= FEWEST_FOR_RATE else 0


def _hover(segment: SegmentFunnel, stage: SegmentStage) -> str:
    """What is said of a stage of a segment."""
    words = f"{in_chart(segment.name)}, {in_chart(stage.name)}: {count(stage.reached)} of {count(segment.cycles)}"
    if segment.cycles >= FEWEST_FOR_RATE:
        words += f", {percent(stage.share)} ({interval(stage.low, stage.high)}); of all {percent(stage.of_whole)}"
    return f"{words}<extra></extra>"
