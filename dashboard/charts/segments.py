"""Small funnels, one per segment, each on the shade of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, pale_marker
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_chart, interval, percent

FUNNEL_HEIGHT = 104
GRIP = 0.22
TALLEST, STEP = 1.5, 1.9
"""How much of the axis a funnel has above its floor with its words, and from one floor to the next."""
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
    figure = Drawing()
    placed = [(-STEP * row, segment) for row, segment in enumerate(segments)]
    _bars(figure, [(floor, segment) for floor, segment in placed if _has_rate(segment)], look)
    marks = [(floor, segment, place, stage) for floor, segment in placed for place, stage in enumerate(segment.stages)]
    figure.add_bar(  # a bar too low to be pointed at has its words as a mark
        x=[place for *_, place, _ in marks], width=0.8, marker={"color": NO_COLOR},
        y=[_top(segment, stage) - _reach(segment, stage) + GRIP for _, segment, _, stage in marks],
        base=[floor + _reach(segment, stage) for floor, segment, _, stage in marks],
        customdata=[_opens(segment, stage) for _, segment, _, stage in marks],
        hovertemplate=[_hover(segment, stage) for _, segment, _, stage in marks],
    )  # fmt: skip
    for floor, segment in placed:
        _words(figure, floor, segment, look)
    stages = segments[0].stages
    ends = [-0.5, len(stages) - 0.5]
    for floor, _ in placed[:-1]:  # the last stands on the axis
        line = {"color": look.faint, "width": 1}
        figure.add_shape(type="line", x0=ends[0], x1=ends[1], y0=floor, y1=floor, layer="below", line=line)
    styled(figure, look, FUNNEL_HEIGHT * len(segments) + 34)
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(visible=False, range=[placed[-1][0], TALLEST])
    figure.update_xaxes(
        showgrid=False, range=ends, tickvals=list(range(len(stages))),
        ticktext=[in_chart(stage.name, 12) for stage in stages],
    )  # fmt: skip
    return figure.built()


def _bars(figure: Drawing, placed: Sequence[tuple[float, SegmentFunnel]], look: Look) -> None:
    """The shade of the whole, and the segments on it."""
    marks = [(floor, segment, place, stage) for floor, segment in placed for place, stage in enumerate(segment.stages)]
    at: dict[str, Any] = {"x": [place for *_, place, _ in marks], "base": [floor for floor, *_ in marks]}
    colors = {1: look.main, -1: look.warning, 0: look.page}
    figure.add_bar(
        **at, y=[stage.of_whole for *_, stage in marks], width=0.8, marker=pale_marker(look), hoverinfo="skip"
    )
    figure.add_bar(
        **at, y=[stage.share for *_, stage in marks], width=0.44,
        marker={
            "color": [colors[stage.standing] if _is_sure(segment) else look.page for _, segment, _, stage in marks],
            "line": {
                "color": [(look.warning if stage.standing < 0 else look.main) if _is_sure(segment) else look.quiet
                          for _, segment, _, stage in marks],
                "width": 1.5,
            },
        },
        customdata=[_opens(segment, stage) for _, segment, _, stage in marks],
        hovertemplate=[_hover(segment, stage) for _, segment, _, stage in marks],
    )  # fmt: skip


def _words(figure: Drawing, floor: float, segment: SegmentFunnel, look: Look) -> None:
    """The name of a segment above its bars, and at each stage after the first its share, or how many reached it."""
    for place, stage in enumerate(segment.stages[1:], start=1):
        figure.add_annotation(
            x=place, y=floor + _top(segment, stage), showarrow=False, yanchor="bottom",
            text=percent(stage.share) if _has_rate(segment) else count(stage.reached),
            font={"color": look.text if _is_sure(segment) else look.caption, "size": 12},
        )  # fmt: skip
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=floor + TALLEST, yanchor="top", showarrow=False,
        text=f"<b>{in_chart(segment.name)}</b>  {count(segment.cycles)}", font={"color": look.text, "size": 13},
    )  # fmt: skip


def _has_rate(segment: SegmentFunnel) -> bool:
    return segment.cycles >= FEWEST_FOR_RATE


def _is_sure(segment: SegmentFunnel) -> bool:
    return segment.cycles >= FEWEST_FOR_RANK


def _opens(segment: SegmentFunnel, stage: SegmentStage) -> list[int]:
    return [segment.place, stage.number, stage.reached]


def _reach(segment: SegmentFunnel, stage: SegmentStage) -> float:
    """How high the bar of a stage is above its floor; where there are only counts it has none."""
    return stage.share if _has_rate(segment) else 0


def _top(segment: SegmentFunnel, stage: SegmentStage) -> float:
    """Where the words of a stage stand: above its bar and the shade behind."""
    return max(stage.share, stage.of_whole) if _has_rate(segment) else 0


def _hover(segment: SegmentFunnel, stage: SegmentStage) -> str:
    """What is said of a stage of a segment."""
    words = f"{in_chart(segment.name)}, {in_chart(stage.name)}: {count(stage.reached)} of {count(segment.cycles)}"
    if _has_rate(segment):
        words += f", {percent(stage.share)} ({interval(stage.low, stage.high)}); of all {percent(stage.of_whole)}"
    return f"{words}<extra></extra>"
