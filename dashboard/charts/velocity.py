"""The charts of the Velocity screen beside its bridges: pipeline created per week, time in stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from dashboard.charts.bridge import BridgeStep
from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, day_ticks, money_ticks, number_ticks, pale_marker
from dashboard.charts.rows import comment_mark, laid_out, words_above
from dashboard.metrics.pipeline import Change
from dashboard.texts import count, days, in_chart, money

BEFORE_ANY_STAGE = "Before the first stage"
VELOCITY_DRAWN = "Velocity per day before and now, and the part of each factor"


@dataclass(frozen=True)
class StageTime:
    """A stage: days by which half of its visits advanced, days after which a deal there counts as stalled."""

    stage: str | None
    visits: int
    open_deals: int
    median_days: float | None
    limit_days: float

    @property
    def name(self) -> str:
        """The stage as the screen calls it."""
        return BEFORE_ANY_STAGE if self.stage is None else self.stage


def change_steps(change: Change) -> list[BridgeStep]:
    """The bridge of velocity: before, the exact part of each factor, now."""
    return [
        BridgeStep("previous", "Before", change.previous or 0, is_level=True),
        BridgeStep("count", "Open deals", change.count or 0),
        BridgeStep("win_rate", "Win rate", change.win_rate or 0),
        BridgeStep("size", "Deal size", change.size or 0),
        BridgeStep("cycle", "Cycle", change.cycle or 0),
        BridgeStep("current", "Now", change.current or 0, is_level=True),
    ]


def created_chart(
    mondays: Sequence[date], values: Sequence[float | None], deals: Sequence[int], usual: tuple[float, float] | None,
    mean: float | None, look: Look, currency: str | None, marks: Mapping[date, str],
) -> go.Figure:  # fmt: skip
    """A bar per week with its deals, the review week filled; the band is the usual range, the dotted line its mean.

    ``marks``: what was said of some weeks, by their Monday, as a small mark beneath their bars.
    """
    figure = Drawing()
    if usual:
        figure.add_hrect(y0=usual[0], y1=usual[1], fillcolor=look.faint, opacity=0.35, line={"width": 0}, layer="below")
    if mean is not None:
        figure.add_hline(y=mean, line={"color": look.quiet, "width": 1, "dash": "dot"}, layer="below")
    figure.add_bar(
        x=[monday + timedelta(days=3) for monday in mondays], y=list(values), width=5 * 86_400_000,
        marker={"color": [look.quiet] * (len(values) - 1) + [look.main]},
        customdata=[[number, created, f"{monday:%d %b %Y}: {money(value, currency)}, {count(created)} deals"]
                    for number, (monday, value, created) in enumerate(zip(mondays, values, deals, strict=True))],
        hovertemplate="Week of %{customdata[2]}<extra></extra>",
    )  # fmt: skip
    if values and values[-1] is not None:
        figure.add_annotation(
            x=mondays[-1] + timedelta(days=6), y=max(value or 0 for value in values[-4:]),
            text=f"<b>{money(values[-1], currency)}</b>",
            showarrow=False, yanchor="bottom", xanchor="right", font={"color": look.text, "size": 14},
        )  # fmt: skip
    for monday in mondays:
        if monday in marks:
            figure.add_annotation(**comment_mark(marks[monday], look), x=monday + timedelta(days=3), y=0)
    styled(figure, look, 280)
    most = max([*(value for value in values if value is not None), usual[1] if usual else 0, 1])
    figure.update_yaxes(range=[0, most * 1.12], **money_ticks(most, currency))
    newest_first = mondays[::-1]  # so that the oldest has no tick beside the lowest of the other axis
    middles = [monday + timedelta(days=3) for monday in newest_first]
    ticks = day_ticks(newest_first, "%-d %b") | {"tickvals": day_ticks(middles, "%-d %b")["tickvals"]}
    figure.update_xaxes(showgrid=False, range=[mondays[0], mondays[-1] + timedelta(days=7)], **ticks)
    return figure.built()


def stage_times_chart(stages: Sequence[StageTime], look: Look) -> go.Figure:
    """A bar per stage up to the days after which a deal counts as stalled; the dot is the median."""
    figure = Drawing()
    for row, stage in enumerate(stages):
        median = "half not reached" if stage.median_days is None else f"half within {days(stage.median_days)}"
        figure.add_bar(
            x=[stage.limit_days], y=[row], orientation="h", width=0.22,
            customdata=[[stage.stage or "", stage.open_deals]],
            marker=pale_marker(look),
            hovertemplate=f"{in_chart(stage.name)}: limit {days(stage.limit_days)}, {median}, "
            f"{count(stage.visits)} visits, {count(stage.open_deals)} open now<extra></extra>",
        )  # fmt: skip
        if stage.median_days is not None:
            figure.add_scatter(
                x=[stage.median_days], y=[row], mode="markers", marker={"size": 12, "color": look.main},
                customdata=[[stage.stage or "", stage.open_deals]],
                hovertemplate=f"{in_chart(stage.name)}: {median}, {count(stage.open_deals)} open now<extra></extra>",
            )  # fmt: skip
        words_above(
            figure, row, f"<b>{in_chart(stage.name, 22)}</b>  {median}, limit {days(stage.limit_days)}", look.text
        )
    laid_out(figure, len(stages), look)
    most = max((max(stage.limit_days, stage.median_days or 0) for stage in stages), default=1.0)
    figure.update_xaxes(range=[0, most * 1.06], **number_ticks(most * 1.06, " d"))
    return figure.built()
