"""Grids of cells that can be clicked: heat maps, and the two by two of two judges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look
from dashboard.texts import FEWEST_FOR_RATE, count, percent

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CELL_WORDS = {
    "both": "Both wanted it",
    "marketing_only": "Only marketing",
    "sales_only": "Only sales",
    "neither": "Neither",
}
DISPUTED = ("marketing_only", "sales_only")
SIDES = ("Marketing: yes", "Marketing: no", "Sales: no", "Sales: yes")
HOURS_A_DAY = 24
PLACES = {"both": (0, 1), "marketing_only": (0, 0), "sales_only": (1, 1), "neither": (1, 0)}


@dataclass(frozen=True)
class Cell:
    """A square of a heat map: its key, its column and row from 0, how much is in it, and what to say of it."""

    key: int
    column: int
    row: int
    value: int
    words: str


def heat(cells: Sequence[Cell], look: Look, height: int) -> Drawing:
    """Squares the stronger in colour the more is in them, none where nobody is; bars, so that they can be clicked."""
    figure = Drawing()
    cells = [cell for cell in cells if cell.value]
    figure.add_bar(
        x=[0.94] * len(cells), base=[cell.column + 0.03 for cell in cells], y=[cell.row for cell in cells],
        orientation="h", width=0.9, customdata=[[cell.key, cell.value, cell.words] for cell in cells],
        marker={
            "color": [cell.value for cell in cells], "cmin": 0, "cmax": max((cell.value for cell in cells), default=1),
            "colorscale": [[0, look.page], [0.02, look.faint], [1, look.main]],
            "line": {"color": look.quiet, "width": 0.5},
        },
        hovertemplate="%{customdata[2]}<extra></extra>",
    )  # fmt: skip
    styled(figure, look, height)
    figure.update_xaxes(showgrid=False)
    figure.update_yaxes(showgrid=False)
    return figure


def arrivals_chart(
    arrivals: Sequence[Sequence[int]], hours: Mapping[int, tuple[float, float]], look: Look
) -> go.Figure:
    """Leads by weekday and hour; the frame holds the working hours, by ISO weekday."""
    cells = [
        Cell(HOURS_A_DAY * weekday + hour, hour, weekday, leads, f"{day_and_hour(weekday, hour)}: {count(leads)} leads")
        for weekday, by_hour in enumerate(arrivals)
        for hour, leads in enumerate(by_hour)
    ]
    figure = heat(cells, look, 300)
    for weekday, (opens, closes) in hours.items():
        _frame(figure, opens, closes, weekday - 1, hours, look)
    figure.update_yaxes(
        tickvals=list(range(7)), ticktext=[day[:3] for day in DAYS], range=[6.6, -0.6], ticklabelstandoff=4
    )
    hours_named = [0, 6, 9, 12, 18, 24]
    figure.update_xaxes(tickvals=hours_named, ticktext=[str(hour) for hour in hours_named], range=[-0.1, 24.1])
    return figure.built()


def day_and_hour(weekday: int, hour: int) -> str:
    """An hour of the week in words: Monday, 09:00–09:59."""
    return f"{DAYS[weekday]}, {hour:02d}:00–{hour:02d}:59"


def _frame(
    figure: Drawing, opens: float, closes: float, row: int, hours: Mapping[int, tuple[float, float]], look: Look
) -> None:
    """The outline of a weekday's working hours; neighbours share no line, so that they make one frame."""
    line = {"color": look.text, "width": 1.5}
    for side in (opens, closes):
        figure.add_shape(type="line", x0=side, x1=side, y0=row - 0.5, y1=row + 0.5, line=line)
    for neighbour, edge in ((row, row - 0.5), (row + 2, row + 0.5)):
        if neighbour not in hours:
            figure.add_shape(type="line", x0=opens, x1=closes, y0=edge, y1=edge, line=line)


def matrix_chart(
    matrix: Mapping[str, int], look: Look, words: Mapping[str, str] = CELL_WORDS, sides: Sequence[str] = SIDES
) -> go.Figure:
    """Marketing's yes and no across, sales' yes and no upwards; the disputed cells are hatched."""
    total = sum(matrix.values())
    figure = Drawing()
    for cell, (column, row) in PLACES.items():
        is_disputed = cell in DISPUTED
        figure.add_bar(
            x=[0.97], base=[column + 0.015], y=[row], orientation="h", width=0.95, customdata=[[cell, matrix[cell]]],
            marker={
                "color": look.page if is_disputed else look.faint,
                "line": {"color": look.quiet, "width": 1},
                "pattern": {"shape": "/" if is_disputed else "", "fgcolor": look.faint, "size": 9, "solidity": 0.35},
            },
            hovertemplate=f"{words[cell]}: {count(matrix[cell])}<extra></extra>",
        )  # fmt: skip
        figure.add_annotation(
            x=column + 0.5, y=row, showarrow=False, font={"color": look.text},
            **({"bgcolor": look.page, "borderpad": 3} if is_disputed else {}),
            text=f"<b style='font-size:22px'>{count(matrix[cell])}</b><br>{words[cell]}"
            + (f"<br>{percent(matrix[cell] / total)}" if total >= FEWEST_FOR_RATE else ""),
        )  # fmt: skip
    figure.join()
    styled(figure, look, 300)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(showgrid=False, side="top", range=[0, 2], tickvals=[0.5, 1.5], ticktext=list(sides[:2]))
    figure.update_yaxes(showgrid=False, range=[-0.5, 1.5], tickvals=[0, 1], ticktext=list(sides[2:]))
    return figure.built()
