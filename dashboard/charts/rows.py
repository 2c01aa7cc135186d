"""Charts made of rows with their words above the mark, so that no label is cut on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look, share_ticks
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_chart, interval, percent

ROW_HEIGHT = 54
LONGEST_COMMENT = 300
WORDS_ABOVE = 0.2
EDGE = 0.015
"""Room left of nothing, so that the pointer finds a dot that stands there."""


@dataclass(frozen=True)
class Rate:
    """A share with its interval and the number it rests on; ``detail`` is said after ``label``.

    A click on it opens the records it rests on, or those ``opened``: how many, and what they are.
    """

    key: str
    label: str
    rate: float | None
    low: float | None
    high: float | None
    n: int
    detail: str
    opened: tuple[int, str] | None = None

    @property
    def records(self) -> int:
        """How many records a click opens."""
        return self.n if self.opened is None else self.opened[0]

    @property
    def hover(self) -> str:
        """What is said of its mark."""
        behind = f"n {count(self.n)}" if self.opened is None else f"{count(self.opened[0])} {self.opened[1]}"
        return f"{percent(self.rate)}, 95 % interval {interval(self.low, self.high)}, {behind}"


def words_above(figure: Drawing, row: float, text: str, color: str) -> None:
    """Write ``text`` over the mark of a row, from the left edge."""
    figure.add_annotation(
        x=0, xref="paper", y=row - WORDS_ABOVE, text=text, showarrow=False, xanchor="left", yanchor="bottom",
        align="left", font={"color": color, "size": 13},
    )  # fmt: skip


def comment_mark(words: str, look: Look) -> dict[str, Any]:
    """The small mark of a comment on a week, as an annotation; the pointer on it reads what was said."""
    return {
        "text": "◆", "hovertext": in_chart(words, LONGEST_COMMENT), "showarrow": False, "yanchor": "bottom",
        "font": {"color": look.text, "size": 11}, "hoverlabel": {"font": {"size": 13}},
    }  # fmt: skip


def laid_out(figure: Drawing, rows: int, look: Look, height: int = ROW_HEIGHT) -> None:
    """The figure styled, with ``rows`` rows from the top and room for the words above the first."""
    figure.join()
    styled(figure, look, height * rows + 44)
    figure.update_yaxes(visible=False, range=[rows - 0.55, -0.75])


def rates_chart(rates: Sequence[Rate], look: Look) -> go.Figure:
    """A dot per share on its 95 % interval; a hollow grey dot below 30, no dot below 10."""
    figure = Drawing()
    for row, rate in enumerate(rates):
        words = f"<b>{in_chart(rate.label)}</b>  {in_chart(rate.detail, 60)}"
        words_above(figure, row, words, look.text if rate.n >= FEWEST_FOR_RANK else look.caption)
        if rate.rate is None or rate.low is None or rate.high is None or rate.n < FEWEST_FOR_RATE:
            continue
        is_sure = rate.n >= FEWEST_FOR_RANK
        figure.add_scatter(
            x=[rate.low, rate.high], y=[row, row], mode="lines", hoverinfo="skip",
            line={"color": look.second, "width": 7} if is_sure else {"color": look.quiet, "width": 3},
        )  # fmt: skip
        figure.add_scatter(
            x=[rate.rate], y=[row], mode="markers", cliponaxis=False,
            marker={
                "size": 12,
                "symbol": "circle" if is_sure else "circle-open",
                "color": look.main if is_sure else look.quiet,
                "line": {"width": 0 if is_sure else 2},
            },
            customdata=[[rate.key, rate.records]],
            hovertemplate=f"{rate.hover}<extra></extra>",
        )  # fmt: skip
    laid_out(figure, len(rates), look)
    most = max((rate.high for rate in rates if rate.high is not None and rate.n >= FEWEST_FOR_RATE), default=1.0)
    end = min(most * 1.15, 1.02)
    figure.update_xaxes(range=[-EDGE * end, end], **share_ticks(end))
    return figure.built()
