"""What is explored as a chart: bars, a matrix, lines over time, or small ones; gives the row just clicked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.explore import Line, bars_chart, highest, over_time_chart, small_lines_chart
from dashboard.charts.look import money_ticks, share_ticks, waiting_ticks
from dashboard.charts.matrix import matrix_chart
from dashboard.charts.rows import rates_chart
from dashboard.findings.weeks import points
from dashboard.metrics.changes import WEEKS_BEFORE
from dashboard.scope.moments import Window
from dashboard.screens.drawers import opening_chart
from dashboard.screens.explore.choice import NOTHING, Choice
from dashboard.screens.explore.words import bar_of, cell_of, label, point_of, rate_of
from dashboard.screens.frame import current_look
from dashboard.texts import count, in_markdown, plain

MOST_BARS = 20
MOST_LINES = 5
MOST_PANELS, MOST_IN_PANEL = 9, 3
MOST_ROWS, MOST_COLUMNS = 15, 7
PANEL = 340
COLUMNS = 3


def chart(view: View, choice: Choice, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Draw the largest parts, and say how many are left to the table."""
    if rows[0].get("period") is None:
        return _bars(view, choice, rows) if choice.second == NOTHING else _matrix(view, choice, rows)
    parts, seconds = _largest(rows, "part")[: max(MOST_LINES, MOST_PANELS)], _largest(rows, "second")[:MOST_IN_PANEL]
    drawn = [*rows, *_empty_periods(choice, rows, [(part, second) for part in parts for second in seconds])]
    return _lines(view, choice, drawn) if choice.second == NOTHING else _panels(view, choice, drawn)


def _bars(view: View, choice: Choice, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    measure, currency, shown = choice.measure, view.settings.currency, rows[:MOST_BARS]
    figure = (
        rates_chart([rate_of(measure, n, row) for n, row in enumerate(shown)], current_look())
        if measure.has_interval
        else bars_chart([bar_of(measure, row, currency) for row in shown], current_look())
    )
    mark = _drawn(figure, choice, [label(row) for row in shown])
    _say_rest(len(shown), len(rows) - len(shown), "parts")
    return _row(mark, rows)


def _matrix(view: View, choice: Choice, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The largest parts of both columns, the first downwards and the second across."""
    down, across = _largest(rows, "part"), _largest(rows, "second")
    kept_down, kept_across = down[:MOST_ROWS], across[:MOST_COLUMNS]
    cells = [
        cell_of(choice.measure, n, row, view.settings.currency)
        for n, row in enumerate(rows)
        if row["part"] in kept_down and row["second"] in kept_across
    ]
    mark = _drawn(matrix_chart(cells, kept_down, kept_across, current_look()), choice, kept_down)
    _say_rest(len(kept_down), len(down) - len(kept_down), "rows")
    _say_rest(len(kept_across), len(across) - len(kept_across), "columns")
    return _row(mark, rows)


def _lines(view: View, choice: Choice, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    parts = _largest(rows, "part")
    lines = [_line(view, choice, rows, part) for part in parts[:MOST_LINES]]
    if len(parts) == 1:
        lines = [_with_usual(view, choice, lines[0])]
        legend = "band: 95 % interval" if choice.measure.has_interval else "dotted: the usual range of this week"
        if choice.measure.has_interval or lines[0].usual:
            st.markdown(f":small[:gray[:blue[**{choice.measure.label}**] · {legend}]]")
    mark = _drawn(over_time_chart(lines, current_look(), _ticks(view, choice)), choice, [line.name for line in lines])
    _say_rest(len(lines), len(parts) - len(lines), "parts")
    return _row(mark, rows)


def _panels(view: View, choice: Choice, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """A small chart per part of the first column, in each a line per part of the second, on one scale."""
    parts, seconds = _largest(rows, "part"), _largest(rows, "second")
    order = [plain(second) for second in seconds[:MOST_IN_PANEL]]
    panels = [
        (plain(part), [_line(view, choice, rows, part, second) for second in seconds[:MOST_IN_PANEL]])
        for part in parts[:MOST_PANELS]
    ]
    most = highest([line for _, lines in panels for line in lines])
    st.markdown(f":small[:gray[{_legend(order)}]]")
    grid = st.grid(COLUMNS, min_column_width=PANEL, gap="large")
    each, opened = -(-len(panels) // COLUMNS), None
    for number, start in enumerate(range(0, len(panels), each)):
        group = panels[start : start + each]
        figure = small_lines_chart(group, order, most, current_look(), _ticks(view, choice))
        with grid.cell():
            mark = _drawn(figure, choice, [name for name, _ in group], f"explored-{number}")
        opened = _row(mark, rows) or opened
    _say_rest(len(panels), len(parts) - len(panels), "parts")
    _say_rest(len(order), len(seconds) - len(order), "lines in each")
    return opened


def _empty_periods(
    choice: Choice, rows: Sequence[Mapping[str, Any]], pairs: Sequence[tuple[Any, Any]]
) -> list[dict[str, Any]]:
    """A row for each period in which a part has none: a line would run past it as though something had been there."""
    there = {(row["part"], row["second"], row["period"]) for row in rows}
    zeros: dict[str, Any] = {name: 0 if isinstance(value, int) else None for name, value in rows[0].items()}
    if choice.measure.is_sum:
        zeros[choice.measure.figure] = 0
    return [
        zeros | {"part": part, "second": second, "period": period}
        for part, second in pairs
        for period in sorted({row["period"] for row in rows})
        if (part, second, period) not in there
    ]


def _legend(order: Sequence[str]) -> str:
    strokes = (":blue[**solid, dots**]", "dashed, squares", "dotted, diamonds")
    return " · ".join(f"{stroke}: {in_markdown(name)}" for stroke, name in zip(strokes, order, strict=False))


def _line(view: View, choice: Choice, rows: Sequence[Mapping[str, Any]], part: Any, second: Any | None = None) -> Line:
    """The course of a part, or of a second part within it."""
    numbered = [
        (n, row) for n, row in enumerate(rows) if row["part"] == part and (second is None or row["second"] == second)
    ]
    numbered.sort(key=lambda placed: placed[1]["period"])
    name = plain(part or "All") if second is None else plain(second)
    return Line(name, [point_of(choice.measure, n, row, view.settings.currency) for n, row in numbered])


def _with_usual(view: View, choice: Choice, line: Line) -> Line:
    """The line with the usual range of its last week, by the 26 whole weeks before it; eight known ones at least."""
    end = choice.window.end
    if choice.grain != "week" or choice.measure.has_interval or view.monday(end) != end:
        return line
    starts = [view.days_before(end, 7 * back) for back in range(WEEKS_BEFORE + 1, 0, -1)]
    name, bound = replace(choice, window=Window(starts[0], end)).question
    values = {row["period"]: choice.measure.value(row) for row in ask(view, name, **bound).rows}
    nothing = 0 if choice.measure.is_sum else None
    weeks = [values.get(view.local(start).date(), nothing) for start in starts]
    limits = ask(view, "changes/limits", **points({"line": weeks})).one()
    return line if limits["lower"] is None else replace(line, usual=(limits["lower"], limits["upper"]))


def _ticks(view: View, choice: Choice) -> Callable[[float], dict[str, Any]] | None:
    """How an axis of the measure is written: shares, money and waits as in the text, numbers as Plotly does."""
    written: dict[str, Callable[[float], dict[str, Any]]] = {
        "share": share_ticks,
        "money": partial(money_ticks, currency=view.settings.currency),
        "minutes": waiting_ticks,
    }
    return written.get(choice.measure.kind)


def _largest(rows: Sequence[Mapping[str, Any]], column: str) -> list[Any]:
    """The values of a column, the one of most records first."""
    sums: dict[Any, int] = {}
    for row in rows:
        sums[row[column]] = sums.get(row[column], 0) + row["records"]
    return sorted(sums, key=lambda value: (-sums[value], str(value)))


def _drawn(figure: go.Figure, choice: Choice, parts: Sequence[str], name: str = "explored") -> Any | None:
    return opening_chart(figure, name, f"{choice.measure.label}: {', '.join(plain(part) for part in parts)}")


def _row(mark: Any | None, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return None if mark is None else rows[int(mark["customdata"][0])]


def _say_rest(shown: int, left: int, what: str) -> None:
    if left:
        st.caption(f"The {count(shown)} largest {what}; {count(left)} more in the table.")
