"""The story of one lead or deal as a line of time: each stage a bar with its name, what was said, who reached out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing
from dashboard.charts.look import Look, day_ticks
from dashboard.charts.rows import laid_out, words_above
from dashboard.texts import in_chart

ROW = 42
AIR = 0.04
"""Room beside the first and the last moment, as a part of the axis."""
MOST_DAYS = 4
MOST_BARS = 12
"""Stages drawn at most, the latest; the list below has them all."""
MARKS = {
    "lead": "The lead", "deal": "Its deals", "push": "Close date pushed", "amount": "Amount changed",
    "buyer": "From the buyer", "us": "To the buyer", "machine": "Automated",
}  # fmt: skip
"""What a story draws as marks, a row for each kind, by its words."""
SYMBOLS = {
    "lead": "diamond", "deal": "diamond", "push": "x", "amount": "square", "buyer": "triangle-down",
    "us": "triangle-up", "machine": "circle-open",
}  # fmt: skip
STAGE, CLOSED = "stage", "closed"


@dataclass(frozen=True)
class Ahead:
    """What of an open deal is still to come: the instant its limit passes or has passed, and its next step."""

    limit_at: datetime | None = None
    limit_words: str = ""
    step_at: datetime | None = None
    step_words: str = ""


def story_chart(happened: Sequence[Mapping[str, Any]], end: datetime, ahead: Ahead, look: Look) -> go.Figure:
    """What happened, rows of ``kind``, ``happened_at`` (local), ``what``, ``who`` and ``why``, latest first."""
    figure = Drawing()
    row = 0
    for moved, until in _spans(happened, end)[-MOST_BARS:]:
        _bar(figure, row, moved, until, look)
        row += 1
    if row and ahead.limit_at is not None:
        _limit(figure, row - 1, ahead, look)
    for kind, words in MARKS.items():
        if marks := [each for each in happened if each["kind"] == kind]:
            words_above(figure, row, words, look.caption)
            color = look.warning if kind == "push" else look.quiet if kind == "machine" else look.main
            _marks(figure, row, marks, {"symbol": SYMBOLS[kind], "size": 9, "color": color})
            row += 1
    if ahead.step_at is not None:
        words_above(figure, row, f"<b>Next step</b>  {in_chart(ahead.step_words, 44)}", look.text)
        _marks(
            figure, row, [{"happened_at": ahead.step_at, "what": "Next step due", "who": None, "why": None}],
            {"symbol": "star-diamond-open", "size": 11, "color": look.main},
        )  # fmt: skip
        row += 1
    laid_out(figure, row, look, ROW)
    figure.update_xaxes(**_time(happened, end, ahead))
    return figure.built()


def _time(happened: Sequence[Mapping[str, Any]], end: datetime, ahead: Ahead) -> dict[str, Any]:
    """The axis of time: all that happened and is to come, with some air, and a few days named."""
    moments = [end, *(each["happened_at"] for each in happened), *filter(None, (ahead.limit_at, ahead.step_at))]
    air = max((max(moments) - min(moments)) * AIR, timedelta(hours=12))
    first, last = min(moments) - air, max(moments) + air
    days = [first.date() + timedelta(days=number) for number in range(1, (last.date() - first.date()).days + 1)]
    return {"range": [first, last], **day_ticks(days, "%-d %b %Y", MOST_DAYS)}


def _spans(happened: Sequence[Mapping[str, Any]], end: datetime) -> list[tuple[Mapping[str, Any], datetime]]:
    """Each stage from first to last with when the next began; a close with its own moment."""
    moves = [each for each in reversed(happened) if each["kind"] in {STAGE, CLOSED}]
    ends = [*(each["happened_at"] for each in moves[1:]), end]
    return [
        (each, each["happened_at"] if each["kind"] == CLOSED else until)
        for each, until in zip(moves, ends, strict=False)
        if each["kind"] == CLOSED or until > each["happened_at"]
    ]


def _bar(figure: Drawing, row: int, moved: Mapping[str, Any], until: datetime, look: Look) -> None:
    """A stage as a bar under its name, or a close as a mark under what was said and why."""
    start = moved["happened_at"]
    by = "".join(f" · {in_chart(moved[part], 18)}" for part in ("who", "why") if moved[part])
    words_above(figure, row, f"<b>{in_chart(moved['what'], 34)}</b>  {start:%-d %b}{by}", look.text)
    if moved["kind"] == CLOSED:
        _marks(figure, row, [moved], {"symbol": "square", "size": 9, "color": look.text})
        return
    figure.add_scatter(
        x=[start, until], y=[row, row], mode="lines", line={"color": look.main, "width": 9},
        hovertemplate=f"{in_chart(moved['what'])}: {start:%-d %b} to {until:%-d %b %Y}<extra></extra>",
    )  # fmt: skip


def _limit(figure: Drawing, row: int, ahead: Ahead, look: Look) -> None:
    """The limit of the stage a deal stands in, as a line across its bar."""
    figure.add_scatter(
        x=[ahead.limit_at], y=[row], mode="markers",
        marker={"symbol": "line-ns-open", "size": 20, "color": look.warning, "line": {"width": 3}},
        hovertemplate=f"{in_chart(ahead.limit_words, 60)}<extra></extra>",
    )  # fmt: skip


def _marks(figure: Drawing, row: int, marks: Sequence[Mapping[str, Any]], marker: Mapping[str, Any]) -> None:
    figure.add_scatter(
        x=[each["happened_at"] for each in marks], y=[row] * len(marks), mode="markers", marker=dict(marker),
        customdata=[[words] for words in map(_words, marks)],
        hovertemplate="%{customdata[0]}, %{x|%-d %b %Y}<extra></extra>",
    )  # fmt: skip


def _words(each: Mapping[str, Any]) -> str:
    """What happened, who did it and why, under the pointer."""
    return " · ".join(_parts(each))


def _parts(each: Mapping[str, Any]) -> Iterator[str]:
    yield in_chart(each["what"], 60)
    yield from (in_chart(each[part], 40) for part in ("who", "why") if each[part])
