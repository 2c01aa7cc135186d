"""The charts of the Disagreement screen: reasons, score against score, criteria that tell the disputed apart."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.cells import Cell, heat
from dashboard.charts.drawing import Drawing
from dashboard.charts.look import Look, share_ticks
from dashboard.charts.rows import laid_out, words_above
from dashboard.metrics.disagreement import Reason
from dashboard.texts import FEWEST_FOR_RATE, count, in_chart, percent

BANDS = 10
WANTED = {"marketing_only": ("square-open", "only marketing"), "sales_only": ("circle", "only sales")}
WHOSE = {"marketing": "marketing's", "sales": "sales'"}


def reasons_chart(reasons: Sequence[Reason], total: int, look: Look) -> go.Figure:
    """A bar per reason, most frequent first, with the share of it and all before it, of ``total`` handed back."""
    figure = Drawing()
    for row, reason in enumerate(reasons):
        so_far = f" · {percent(reason.cumulative_share)} so far" if total >= FEWEST_FOR_RATE else ""
        words_above(figure, row, f"<b>{in_chart(reason.reason)}</b>  {count(reason.count)}{so_far}", look.text)
        figure.add_bar(
            x=[reason.count], y=[row], orientation="h", width=0.24, customdata=[[row, reason.count]],
            marker={"color": look.main},
            hovertemplate=f"{in_chart(reason.reason)}: {count(reason.count)}<extra></extra>",
        )  # fmt: skip
    laid_out(figure, len(reasons), look, 44)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(visible=False, range=[0, max((reason.count for reason in reasons), default=1) * 1.04])
    return figure.built()


def scores_chart(bands: Sequence[Mapping[str, Any]], threshold: float, look: Look) -> go.Figure:
    """Leads by marketing's score (across) and sales' score (upwards), in tens; the lines are where high begins."""
    cells = [
        Cell(
            place,
            band["marketing_band"],
            band["sales_band"],
            band["cycles"],
            f"Marketing {tens(band['marketing_band'])}, sales {tens(band['sales_band'])}: {count(band['cycles'])}",
        )
        for place, band in enumerate(bands)
    ]
    figure = heat(cells, look, 360)
    edge, line = threshold / BANDS, {"color": look.text, "width": 1.5, "dash": "dot"}
    if 0 < edge < BANDS:
        figure.add_shape(type="line", x0=edge, x1=edge, y0=-0.5, y1=BANDS - 0.5, line=line)
        figure.add_shape(type="line", x0=0, x1=BANDS, y0=edge - 0.5, y1=edge - 0.5, line=line)
    ticks = list(range(0, BANDS + 1, 2))
    words = [str(tick * BANDS) for tick in ticks]
    title: dict[str, Any] = {"standoff": 8, "font": {"size": 14}}
    figure.update_xaxes(
        range=[-0.1, BANDS + 0.1], tickvals=ticks, ticktext=words, title={"text": "Marketing's score", **title}
    )
    figure.update_yaxes(
        range=[-0.6, BANDS - 0.4], tickvals=[tick - 0.5 for tick in ticks], ticktext=words,
        title={"text": "Sales' score", **title},
    )  # fmt: skip
    return figure.built()


def tens(band: int) -> str:
    """A tenth of a scale of scores in words: 40 to under 50; the last one holds its end."""
    end = "100" if band == BANDS - 1 else f"under {band * BANDS + BANDS}"
    return f"{band * BANDS} to {end}"


def criteria_chart(criteria: Sequence[Mapping[str, Any]], look: Look) -> go.Figure:
    """Per criterion the share meeting it of the leads only marketing (square) and only sales (dot) wanted.

    A share of fewer than ten known leads has no mark.
    """
    figure = Drawing()
    for row, criterion in enumerate(criteria):
        shares = {cell: criterion[cell] for cell in WANTED if criterion[f"{cell}_known"] >= FEWEST_FOR_RATE}
        name = f"<b>{in_chart(criterion['name'])}</b>  {WHOSE[criterion['team']]} criterion"
        words_above(figure, row, name, look.text if len(shares) == len(WANTED) else look.caption)
        known = [*shares.values()]
        if len(known) == len(WANTED):
            figure.add_scatter(
                x=known, y=[row, row], mode="lines", hoverinfo="skip", line={"color": look.quiet, "width": 2}
            )
        for cell, share in shares.items():
            symbol, whose = WANTED[cell]
            color = look.quiet if cell == "marketing_only" else look.main
            known_leads = criterion[f"{cell}_known"]
            figure.add_scatter(
                x=[share], y=[row], mode="markers", customdata=[[row, cell, known_leads]],
                marker={"symbol": symbol, "size": 12, "color": color, "line": {"width": 2, "color": color}},
                hovertemplate=f"{percent(share)} of the {count(known_leads)} leads {whose} wanted<extra></extra>",
            )  # fmt: skip
    laid_out(figure, len(criteria), look, 48)
    figure.update_xaxes(range=[-0.02, 1.02], **share_ticks(1))
    return figure.built()
