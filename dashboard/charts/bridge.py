"""A bridge from one figure to another: where it started, each step up or down, where it ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look
from dashboard.texts import count, in_chart

ROW_HEIGHT = 40


@dataclass(frozen=True)
class BridgeStep:
    """One row of a bridge: the level it starts or ends with (``is_level``), or what it adds to the level before.

    ``deals``: how many deals a click opens; None where a part has no records of its own.
    """

    key: str
    label: str
    value: float
    is_level: bool = False
    deals: int | None = None


def bridge_chart(steps: Sequence[BridgeStep], look: Look, words: Callable[[float], str]) -> go.Figure:
    """Rows from the top: levels filled, what adds filled lighter, what takes away hatched; ``words`` writes a value."""
    ends = _ends(steps)
    figure = Drawing()
    for row, (step, (start, end)) in enumerate(zip(steps, ends, strict=True)):
        figure.add_bar(
            x=[end - start], base=[start], y=[row], orientation="h", width=0.62, customdata=[[step.key, step.deals]],
            marker=_marker(step, look),
            hovertemplate=f"{in_chart(step.label)}: {_signed(step, words)}{_deals(step)}<extra></extra>",
        )  # fmt: skip
        figure.add_annotation(
            x=max(start, end), y=row, text=f"<b>{_signed(step, words)}</b>", showarrow=False, xanchor="left", xshift=6,
            font={"color": look.text, "size": 13},
        )  # fmt: skip
    for row, ((_, end), _) in enumerate(pairwise(ends)):
        line = {"color": look.quiet, "width": 1, "dash": "dot"}
        figure.add_shape(type="line", x0=end, x1=end, y0=row + 0.31, y1=row + 0.69, line=line)
    edges = [0.0, *(edge for pair in ends for edge in pair)]
    reach = (max(edges) - min(edges)) or 1
    figure.join()
    styled(figure, look, ROW_HEIGHT * len(steps) + 24)
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(
        range=[len(steps) - 0.5, -0.5], tickvals=list(range(len(steps))), showgrid=False, ticks="",
        ticktext=[in_chart(step.label) for step in steps], tickfont={"size": 13}, ticklabelstandoff=6,
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[min(edges) - 0.01 * reach, max(edges) + 0.36 * reach])
    return figure.built()


def _ends(steps: Sequence[BridgeStep]) -> list[tuple[float, float]]:
    """From where to where each row runs."""
    ends: list[tuple[float, float]] = []
    level = 0.0
    for step in steps:
        start = 0.0 if step.is_level else level
        level = start + step.value
        ends.append((start, level))
    return ends


def _marker(step: BridgeStep, look: Look) -> dict[str, object]:
    if step.is_level:
        return {"color": look.main}
    if step.value >= 0:
        return {"color": look.second}
    return {
        "color": "rgba(0,0,0,0)",
        "line": {"color": look.quiet, "width": 1},
        "pattern": {"shape": "/", "fgcolor": look.quiet, "size": 6, "solidity": 0.3},
    }


def _deals(step: BridgeStep) -> str:
    return "" if step.deals is None else f", {count(step.deals)} deal{'' if step.deals == 1 else 's'}"


def _signed(step: BridgeStep, words: Callable[[float], str]) -> str:
    return words(step.value) if step.is_level or step.value <= 0 else f"+{words(step.value)}"
