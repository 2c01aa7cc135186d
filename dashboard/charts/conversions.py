"""The chart of mature conversions, step by step, beside those of the window to compare with."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, share_ticks
from dashboard.charts.rows import EDGE
from dashboard.charts.stages import beside_bars
from dashboard.metrics.waterfall import Conversion
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_chart, interval, percent


def conversions_chart(
    current: Sequence[Conversion], previous: Sequence[Conversion], when: str, look: Look
) -> go.Figure:
    """One line per step: the share converted with its 95 % interval and its n, and a ring for the window ``when``.

    Below 30 the dot is hollow and grey, below 10 there is none and the counts alone are said.
    """
    names = [
        f"{in_chart(step.from_stage, 14)} → {in_chart(step.to_stage, 14)}"
        f"<br><span style='color:{look.caption}'>{_rests_on(step)}</span>"
        for step in current
    ]
    figure = Drawing()
    for place, step in enumerate(current):
        if _has_rate(step):
            figure.add_scatter(
                x=[step.low, step.high], y=[place, place], mode="lines", line={"color": look.second, "width": 6},
                hoverinfo="skip",
            )  # fmt: skip
    for kind, steps in (("before", previous), ("now", current)):
        shown = [(place, step) for place, step in enumerate(steps) if _has_rate(step)]
        figure.add_scatter(
            x=[step.rate for _, step in shown], y=[place for place, _ in shown], cliponaxis=False,
            **(_rings(look) if kind == "before" else _dots([step for _, step in shown], look)),
            customdata=[[place, kind, step.mature] for place, step in shown],
            hovertemplate=[f"{_detail(step)}{f', {in_chart(when, 60)}' if kind == 'before' else ''}<extra></extra>"
                           for _, step in shown],
        )  # fmt: skip
    figure.join()
    styled(figure, look, 72 * len(names) + 40)
    figure.update_yaxes(
        tickvals=list(range(len(names))), ticktext=names, showgrid=False, range=[len(names) - 0.35, -0.65],
    )  # fmt: skip
    figure.update_xaxes(range=[-EDGE, 1.02], **share_ticks(1))
    return figure.built()


def conversions_drawn(steps: Sequence[Conversion]) -> str:
    """The chart in words, for who hears it."""
    return "; ".join(
        f"{step.from_stage} to {step.to_stage}: {count(step.converted)} of {count(step.mature)}" for step in steps
    )


def conversion_strip(current: Sequence[Conversion], previous: Sequence[Conversion], when: str, look: Look) -> go.Figure:
    """The same in one strip, each step where the gap between its bars is in the chart of the stages above it."""
    figure = Drawing()
    for place, step in enumerate(current):
        has_rate, is_sure = _has_rate(step), (step.mature or 0) >= FEWEST_FOR_RANK
        if has_rate:
            figure.add_scatter(
                x=[place + 0.5] * 2, y=[step.low, step.high], mode="lines", hoverinfo="skip",
                line={"color": look.second if is_sure else look.quiet, "width": 6},
            )  # fmt: skip
        figure.add_annotation(
            x=place + 0.5, y=step.rate if has_rate else 0, showarrow=False, xanchor="left" if has_rate else "center",
            xshift=9 if has_rate else 0, yanchor="middle" if has_rate else "bottom",
            text=f"<b>{percent(step.rate)}</b>" if has_rate else _rests_on(step),
            font={"color": look.text if is_sure else look.caption, "size": 15 if has_rate else 12},
        )  # fmt: skip
    for kind, steps in (("before", previous), ("now", current)):
        shown = [(place, step) for place, step in enumerate(steps) if _has_rate(step)]
        marks = _rings(look) if kind == "before" else _dots([step for _, step in shown], look)
        figure.add_scatter(
            x=[place + 0.5 for place, _ in shown], y=[step.rate for _, step in shown], cliponaxis=False,
            mode="markers", marker=marks["marker"], customdata=[[place, kind, step.mature] for place, step in shown],
            hovertemplate=[f"{_detail(step)}{f', {in_chart(when, 60)}' if kind == 'before' else ''}<extra></extra>"
                           for _, step in shown],
        )  # fmt: skip
    figure.join()
    styled(figure, look, 200)
    most = max([step.high or 0 for step in [*current, *previous] if _has_rate(step)], default=1)
    figure.update_yaxes(visible=False, range=[0, 1.15 * most])
    figure.update_xaxes(
        showgrid=False, range=beside_bars(len(current) + 1), tickvals=[place + 0.5 for place in range(len(current))],
        ticktext=[f"{in_chart(step.from_stage, 14)}<br>→ {in_chart(step.to_stage, 14)}"
                  f"<br><span style='color:{look.caption}'>{_rests_on(step) if _has_rate(step) else ''}</span>"
                  for step in current],
    )  # fmt: skip
    return figure.built()


def _has_rate(step: Conversion) -> bool:
    return step.rate is not None and (step.mature or 0) >= FEWEST_FOR_RATE


def _rests_on(step: Conversion) -> str:
    """What a step's share rests on; of fewer than ten the counts."""
    few = step.mature is not None and 0 < step.mature < FEWEST_FOR_RATE
    return f"{count(step.converted)} of {count(step.mature)}" if few else f"n {count(step.mature)}"


def _detail(step: Conversion) -> str:
    """What is said of a mark."""
    share = f"{count(step.converted)} of {count(step.mature)}, {percent(step.rate)}"
    return f"{share}, 95 % interval {interval(step.low, step.high)}"


def _rings(look: Look) -> dict[str, Any]:
    marker = {"symbol": "circle-open", "size": 12, "color": look.quiet, "line": {"width": 2}}
    return {"mode": "markers", "marker": marker}


def _dots(steps: Sequence[Conversion], look: Look) -> dict[str, Any]:
    is_sure = [(step.mature or 0) >= FEWEST_FOR_RANK for step in steps]
    marker = {
        "size": 12,
        "symbol": ["circle" if sure else "diamond-open" for sure in is_sure],
        "color": [look.main if sure else look.quiet for sure in is_sure],
    }
    labels = {"text": [percent(step.rate) for step in steps], "textposition": "top center", "textfont": {"size": 13}}
    return {"mode": "markers+text", "marker": marker} | labels
