"""The line of a weekly figure on a card: its usual range as a band, its target as a line, its last point marked."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look

HEIGHT = 92
HEADROOM = 0.12
WORD = 0.2
"""Of the height, so much the word above the target takes."""


@dataclass(frozen=True)
class WeekLine:
    """A figure of consecutive weeks, the last the review week, null where it is not known.

    ``together``: the figure of the last few weeks as one, and how many; ``remarks``: the places of weeks commented on.
    """

    values: Sequence[float | None]
    lower: float | None = None
    upper: float | None = None
    target: float | None = None
    is_signal: bool = False
    together: tuple[float, int] | None = None
    remarks: Sequence[int] = ()


def week_line(line: WeekLine, look: Look) -> go.Figure:
    """The weeks as a line; nothing is hovered, as the card above it is one button and says the figures."""
    figure = Drawing()
    places = list(range(len(line.values)))
    if line.lower is not None and line.upper is not None:
        figure.add_hrect(
            line.lower, line.upper, fillcolor=look.faint, layer="below",
            line={"color": look.quiet, "width": 1, "dash": "dot"},
        )  # fmt: skip
    if line.target is not None:
        figure.add_hline(line.target, line={"color": look.text, "width": 1.5, "dash": "dash"}, layer="below")
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=line.target, yanchor="bottom", text="target", showarrow=False,
            font={"size": 11, "color": look.text},
        )  # fmt: skip
    figure.add_scatter(
        x=places, y=list(line.values), mode="lines", line={"color": look.caption, "width": 2}, hoverinfo="skip",
        connectgaps=False,
    )  # fmt: skip
    figure.add_scatter(
        x=list(line.remarks), y=[line.values[place] for place in line.remarks], mode="markers",
        marker={"symbol": "diamond", "size": 8, "color": look.text}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
    if line.together is not None:
        value, weeks = line.together
        figure.add_scatter(
            x=[places[-1] - weeks + 1, places[-1]], y=[value, value], mode="lines", hoverinfo="skip",
            line={"color": look.main, "width": 4},
        )  # fmt: skip
    figure.add_scatter(
        x=places[-1:], y=list(line.values[-1:]), mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"size": 9, "color": look.warning if line.is_signal else look.main},
    )  # fmt: skip
    styled(figure, look, HEIGHT)
    figure.update_layout(margin={"l": 2, "r": 8, "t": 4, "b": 4})
    figure.update_xaxes(visible=False, range=[-0.2, places[-1] + 0.3])
    figure.update_yaxes(visible=False, range=_reach(line))
    return figure.built()


def _reach(line: WeekLine) -> list[float]:
    """From the least to the most of all that is drawn, with some air, above the target for its word."""
    known = [each for each in (*line.values, line.lower, line.upper, line.target) if each is not None]
    least, most = min(known), max(known)
    air = HEADROOM * ((most - least) or abs(most) or 1.0)
    bottom, top = least - air, most + air
    return [bottom, top if line.target is None else max(top, (line.target - WORD * bottom) / (1 - WORD))]
