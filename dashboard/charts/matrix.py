"""A heat matrix: a figure by two columns, each square with its figure and clickable."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.look import Look
from dashboard.texts import in_chart

SQUARE_HEIGHT = 38
FEW_COLUMNS = 4
"""Columns whose names have room side by side on a phone; of more they stand upright."""


@dataclass(frozen=True)
class MatrixCell:
    """A square: its place among the rows, its row and column by name, and its shade, None for one without.

    ``text`` stands in it, ``words`` are said of it, and a click opens so many records.
    """

    place: int
    row: str
    column: str
    shade: float | None
    text: str
    words: str
    records: int


def matrix_chart(cells: Sequence[MatrixCell], rows: Sequence[str], columns: Sequence[str], look: Look) -> go.Figure:
    """Squares the stronger in colour the higher the figure; one without a shade is a grey frame."""
    figure = Drawing()
    for shaded in (True, False):
        of_kind = [cell for cell in cells if (cell.shade is not None) == shaded]
        shades = [cell.shade for cell in of_kind if cell.shade is not None]
        figure.add_bar(
            x=[0.94] * len(of_kind), base=[columns.index(cell.column) + 0.03 for cell in of_kind],
            y=[rows.index(cell.row) for cell in of_kind], orientation="h", width=0.9,
            customdata=[[cell.place, cell.records] for cell in of_kind],
            hovertemplate=[f"{in_chart(cell.words, 120)}<extra></extra>" for cell in of_kind],
            marker={
                "color": shades, "cmin": 0, "cmax": max([*shades, 1e-9]),
                "colorscale": [[0, look.page], [0.02, look.faint], [1, look.second]],
                "line": {"color": look.quiet, "width": 0.5},
            } if shaded else {"color": look.page, "line": {"color": look.quiet, "width": 1}},
        )  # fmt: skip
    for cell in cells:
        figure.add_annotation(
            x=columns.index(cell.column) + 0.5, y=rows.index(cell.row), text=in_chart(cell.text, 16), showarrow=False,
            font={"color": look.text if cell.shade is not None else look.caption, "size": 12},
        )  # fmt: skip
    styled(figure, look, SQUARE_HEIGHT * len(rows) + (130 if len(columns) > FEW_COLUMNS else 50))
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(
        showgrid=False, range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))), ticklabelstandoff=4,
        ticktext=[in_chart(row, 18) for row in rows],
    )  # fmt: skip
    figure.update_xaxes(
        showgrid=False, side="top", range=[0, len(columns)], tickfont={"size": 12},
        tickvals=[place + 0.5 for place in range(len(columns))],
        ticktext=[in_chart(column, 18) for column in columns], tickangle=-90 if len(columns) > FEW_COLUMNS else 0,
    )  # fmt: skip
    return figure.built()
