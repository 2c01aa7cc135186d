"""The charts as SVG: what Plotly is given, drawn without a browser, for a page that holds no script."""

from dashboard.charts.svg.paint import dark_rules
from dashboard.charts.svg.picture import svg
from dashboard.charts.svg.words import UnknownWord

__all__ = ["UnknownWord", "dark_rules", "svg"]
