"""The recalibrated fit: what chance to reach SQL each fit stands for, where more fit never means less chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, share_ticks
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, percent

HEIGHT = 240
MARGIN = 4
"""Points of fit beside the scale, for marks at its ends."""
APART = 11
"""Points of fit between two written shares: nearer ones would run into each other on a phone."""


@dataclass(frozen=True)
class FitStep:
    """Leads of a fit from ``low`` to ``high`` for whom the curve says the same chance."""

    low: float
    high: float
    rate: float
    n: int

    @property
    def fit(self) -> str:
        """Its fits, in words."""
        return f"{self.low:.0f}" if self.low == self.high else f"{self.low:.0f} to {self.high:.0f}"


def steps_of(curve: Sequence[tuple[float, float, int]]) -> list[FitStep]:
    """The steps of a curve of fit, rate and leads, lowest fit first."""
    steps: list[FitStep] = []
    for fit, rate, n in curve:
        if steps and steps[-1].rate == rate:
            before = steps.pop()
            steps.append(FitStep(before.low, fit, rate, before.n + n))
        else:
            steps.append(FitStep(fit, fit, rate, n))
    return steps


def recalibrated_chart(curve: Sequence[tuple[float, float, int]], look: Look) -> go.Figure:
    """A line for each step of enough leads, grey while they are few, and what all of them come to as a dashed one."""
    figure = Drawing()
    steps = [step for step in steps_of(curve) if step.n >= FEWEST_FOR_RATE]
    whole = sum(rate * n for _, rate, n in curve) / max(sum(n for _, _, n in curve), 1)
    most = min(max([whole, *(step.rate for step in steps), 0.02]) * 1.2, 1.1)
    ends = [(fit, step.rate) for step in steps for fit in dict.fromkeys((step.low, step.high))]
    figure.add_scatter(
        x=[-MARGIN, 100 + MARGIN], y=[whole, whole], mode="lines", hoverinfo="skip",
        line={"color": look.quiet, "width": 1.5, "dash": "dash"},
    )  # fmt: skip
    figure.add_scatter(
        x=[fit for fit, _ in ends], y=[rate for _, rate in ends], mode="lines", hoverinfo="skip",
        line={"color": look.quiet, "width": 1, "dash": "dot"},
    )  # fmt: skip
    for step in steps:
        color = look.main if step.n >= FEWEST_FOR_RANK else look.quiet
        fits = list(dict.fromkeys((step.low, step.high)))
        detail = f"Fit {step.fit}: {percent(step.rate)} of {count(step.n)} reach SQL<extra></extra>"
        figure.add_scatter(
            x=fits, y=[step.rate] * len(fits), mode="lines+markers", hovertemplate=[detail] * len(fits),
            line={"color": color, "width": 3}, marker={"color": color, "size": 7}, cliponaxis=False,
        )  # fmt: skip
    _shares(figure, steps, whole, look)
    figure.add_annotation(
        x=-MARGIN, y=whole, text=f"all {percent(whole)}", showarrow=False, xanchor="left", yanchor="bottom",
        font={"color": look.caption, "size": 12},
    )  # fmt: skip
    styled(figure, look, HEIGHT)
    ticks = list(range(0, 101, 20))
    figure.update_xaxes(
        range=[-MARGIN, 100 + MARGIN], tickvals=ticks, ticktext=["fit 0", *map(str, ticks[1:])], showgrid=False
    )
    figure.update_yaxes(range=[0, most], **share_ticks(min(most, 1)))
    return figure.built()


def _shares(figure: Drawing, steps: Sequence[FitStep], whole: float, look: Look) -> None:
    """The share of each step at its middle, away from the dashed line, where the one to its right leaves room."""
    left = 100.0 + 2 * APART
    for step in reversed(steps):
        middle = (step.low + step.high) / 2
        if middle > left - APART:
            continue
        left = middle
        is_sure, is_above = step.n >= FEWEST_FOR_RANK, step.rate >= whole
        figure.add_annotation(
            x=middle, y=step.rate, text=percent(step.rate), showarrow=False,
            yanchor="bottom" if is_above else "top", yshift=5 if is_above else -5,
            font={"color": look.main if is_sure else look.caption, "size": 12},
        )  # fmt: skip
