"""The charts of a pack as SVG, drawn by the functions that draw them on the screens."""

import plotly.graph_objects as go
from markupsafe import Markup

from dashboard.charts.bridge import bridge_chart
from dashboard.charts.conversions import conversions_chart
from dashboard.charts.early import early_chart
from dashboard.charts.look import LIGHT
from dashboard.charts.recalibrated import recalibrated_chart
from dashboard.charts.stalled import causes_chart
from dashboard.charts.svg import svg
from dashboard.charts.velocity import change_steps
from dashboard.charts.weeks import week_line
from dashboard.meeting.pack.document import CalibrationPoint, KpiFigure, PartFound
from dashboard.texts import money

WIDE, OF_A_CARD, OF_AN_AGE = 660, 144, 326
"""Pixels: of the text's width in print, of a quarter and of a half of it; type is never drawn smaller than it is."""


def card_picture(kpi: KpiFigure) -> Markup:
    """The line of a KPI's weeks; empty where too few are known."""
    if kpi.line is None:
        return Markup()
    return _picture(week_line(kpi.line, LIGHT), kpi.spoken, kpi.standing, OF_A_CARD)


def part_pictures(part: PartFound) -> list[Markup]:
    """The charts of a part, none where it has none."""
    if part.early:
        return [
            _picture(
                early_chart(each.stage, each.label, each.ages, each.lines, LIGHT), each.spoken, part.claim, OF_AN_AGE
            )
            for each in part.early
        ]
    figure = _figure(part)
    return [] if figure is None else [_picture(figure, part.spoken, part.claim, WIDE)]


def curve_picture(point: CalibrationPoint) -> Markup:
    """The recalibrated curve of a calibration review; empty at a point that has none."""
    if not point.curve:
        return Markup()
    return _picture(recalibrated_chart(point.curve, LIGHT), point.spoken, point.claim, WIDE)


def _figure(part: PartFound) -> go.Figure | None:
    if part.conversions is not None:
        return conversions_chart(part.conversions.now, part.conversions.before, "before", LIGHT)
    if part.velocity is not None:
        currency = part.velocity.currency
        return bridge_chart(change_steps(part.velocity.change), LIGHT, lambda value: money(value, currency))
    if part.causes is not None:
        return causes_chart(part.causes.causes, None, LIGHT, part.causes.currency)
    return None


def _picture(figure: go.Figure, title: str, finding: str, width: int) -> Markup:
    return Markup(svg(figure, title=title, finding=finding, width=width))  # noqa: S704 -- its texts are escaped there
