"""How meeting mode looks: what Streamlit has no option for."""

PAGE, CHART, STRIP, DOCK = "slide-page", "slide-chart", "slide-strip", "slide-dock"
STYLE = """<style>
html:root {{ font-size: clamp(16px, min(2.78vh, 1.5625vw), 34px); }}
[data-testid="stHeader"], [data-testid="stLayoutWrapper"]:has(> .st-key-chip-row) {{ display: none; }}
[data-testid="stMainBlockContainer"] {{ padding: 0.75rem 2rem 4.25rem; max-width: none; }}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {{ gap: 0.4rem; }}
[data-testid="stElementContainer"]:has(h1) {{
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}}
.st-key-slide-page {{ gap: 0.6rem; height: 100%; }}
.st-key-slide-page h3 {{ font-size: 1.55rem; line-height: 1.2; padding: 0.1rem 0 1rem; }}
.st-key-slide-page [data-testid="stMarkdownContainer"] :is(p, small, li),
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] > [data-testid="stElementContainer"] p {{
    font-size: 0.92rem;
}}
.st-key-slide-page small {{ font-size: inherit; }}
[class*="st-key-slide-strip"] {{ gap: 0.2rem; }}
[class*="st-key-slide-strip"] [data-testid="stMarkdownContainer"] {{ margin: 0; }}
[class*="st-key-slide-strip"] [data-testid="stMarkdownContainer"] p {{ margin: 0; line-height: 1.3; }}
[class*="st-key-slide-strip"] .stGridCell {{ padding: 0.4rem 0.7rem; gap: 0.2rem; }}
[class*="st-key-slide-strip"] [data-testid="stMetric"] * {{ white-space: normal; }}
[class*="st-key-slide-strip"] [data-testid="stTooltipIcon"] {{ display: none; }}
[class*="st-key-slide-strip"] [data-testid="stMetricDelta"] {{ padding: 0; background: none; font-size: 0.92rem; }}
[class*="st-key-slide-strip"] [data-testid="stMetricValue"] p {{ font-size: 1.6rem; line-height: 1.2; }}
[data-testid="stLayoutWrapper"]:has(> .st-key-slide-dock) {{
    position: fixed; left: 0; right: 0; bottom: 0; z-index: 80; padding: 0.5rem 2rem; background: {page};
    border-top: 1px solid {line};
}}
.st-key-leave-by-F {{ display: none; }}
@media (min-width: 641px) {{
    .st-key-slide-page > *, .st-key-slide-page > * > * > [data-testid="stElementContainer"] {{ flex: none; }}
    .st-key-slide-page > [data-testid="stLayoutWrapper"]:has(> .st-key-slide-chart) {{ flex: 1 1 0; min-height: 9rem; }}
    .st-key-slide-chart {{ height: 100%; }}
    .st-key-slide-chart > [data-testid="stElementContainer"] {{ flex: 1 1 0; }}
    .st-key-slide-chart * {{ min-height: 0; }}
    [data-testid="stMainBlockContainer"] {{ height: 100dvh; }}
    [data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {{ height: 100%; }}
    [data-testid="stLayoutWrapper"]:has(> .st-key-slide-page) {{ flex: 1 1 0; min-height: 0; overflow-y: auto; }}
}}
@media (max-width: 640px) {{
    [data-testid="stMainBlockContainer"] {{ padding: 0.75rem 1rem 5rem; }}
    .st-key-slide-chart {{ overflow: hidden; }}
    .st-key-slide-chart [data-testid="stElementContainer"] {{
        min-width: 149%; max-width: none; height: 24rem; margin-bottom: -7rem;
    }}
    .st-key-slide-chart .js-plotly-plot {{ transform: scale(0.67); transform-origin: 0 0; }}
    [data-testid="stLayoutWrapper"]:has(> .st-key-slide-dock) {{ padding: 0.4rem 0.75rem; }}
    .st-key-slide-dock {{ flex-wrap: nowrap; gap: 0.25rem; }}
    .st-key-slide-dock [data-has-shortcut] > :last-child {{ display: none; }}
    :is([class*="st-key-slide-"], [class*="st-key-leave-by-"], .st-key-start-clock) button
        [data-testid="stMarkdownContainer"] {{
        position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
    }}
    .st-key-slide-dock .meeting-clock {{ font-size: 1.1rem; }}
    .st-key-slide-dock .meeting-clock i {{ display: none; }}
}}
</style>"""
