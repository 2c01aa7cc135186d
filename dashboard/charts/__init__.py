"""Pure builders of charts: tables in, plotly figures out. One visual language, in ``look``."""
