"""A chart as SVG: hostile text stays text, what is not read is refused, the same is the same, dark and light."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts.bridge import BridgeStep, bridge_chart
from dashboard.charts.drawing import Drawing, styled
from dashboard.charts.explore import Line, Point, over_time_chart
from dashboard.charts.look import DARK, LIGHT, number_ticks
from dashboard.charts.response import curve_chart
from dashboard.charts.rows import Rate, rates_chart
from dashboard.charts.svg import UnknownWord, dark_rules, svg
from dashboard.charts.svg.paint import NAMES, short
from dashboard.charts.svg.text import lettering_of

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script> \" onload='x' & <b>bold</b>\x00\ufffe"
BAR = {"type": "bar", "x": [1], "y": [1]}
LINE = {"type": "scatter", "x": [1, 2], "y": [1, 2], "mode": "lines"}
FONT = {"size": 13, "color": LIGHT.text}


def drawn(figure: go.Figure, title: str = "A chart", finding: str = "It is drawn.", width: int = 640) -> str:
    """The picture of a figure."""
    return svg(figure, title=title, finding=finding, width=width)


def steps(label: str = "Won") -> go.Figure:
    """A bridge of two steps, the second called so."""
    given = [BridgeStep("start", "Start", 100, is_level=True), BridgeStep("won", label, -40)]
    return bridge_chart(given, LIGHT, lambda value: f"{value:,.0f}")


def changed(**layout: Any) -> go.Figure:
    """A small chart with more words."""
    figure = Drawing()
    figure.add_bar(x=[1, 2], y=[3, 4], marker={"color": LIGHT.main})
    styled(figure, LIGHT, 100)
    figure.update_xaxes(range=[0, 3], **number_ticks(3))
    figure.update_yaxes(range=[0, 5], **number_ticks(5))
    figure.update_layout(**layout)
    return figure.built()


def test_hostile_names_stay_text() -> None:
    """In a label, in the title and in the finding: no element but those of a picture, and nothing XML forbids."""
    picture = drawn(steps(HOSTILE), HOSTILE, HOSTILE)
    whole = ET.fromstring(picture)  # noqa: S314 — our own text
    known = {"svg", "title", "desc", "text", "tspan", "rect", "path", "g", "clipPath"}
    assert {each.tag.removeprefix(SVG) for each in whole.iter()} <= known
    assert {name for each in whole.iter() for name in each.attrib if name.startswith("on")} == set()
    assert whole.findtext(f"{SVG}title") == HOSTILE.replace("\x00", "").replace("\ufffe", "")
    assert any(text.startswith("</text><script>") for text in whole.itertext())


def test_text_is_read_as_plotly_reads_it() -> None:
    """Its small HTML makes fonts and lines, references become letters; a tag it does not know stays text."""
    text = lettering_of("<b>Won</b>  &#60;1<br><span style='font-size:9px;color:#4A5560'>n 3</span><i>x</i><u>", FONT)
    (won, rest), (small, slanted, tag) = text.lines
    assert (won[0], won[1].is_bold, rest[0]) == ("Won", True, "\u00a0\u00a0<1")
    assert (small[0], small[1].size, small[1].color) == ("n 3", 9, LIGHT.caption)
    assert (slanted[0], slanted[1].is_italic, tag[0]) == ("x", True, "<u>")
    with pytest.raises(UnknownWord, match="font-family"):
        lettering_of("<span style='font-family:x'>a</span>", FONT)


def test_the_same_chart_is_the_same_text_and_no_two_share_an_id() -> None:
    """The title and the finding are what names a picture, by ids of its own."""
    first, again, other = drawn(steps()), drawn(steps()), drawn(steps(), finding="Another.")
    assert first == again
    ids = [re.findall(r' id="([^"]+)"', picture) for picture in (first, other)]
    assert len(ids[0]) == len(set(ids[0])) > 0
    assert not set(ids[0]) & set(ids[1])
    whole = ET.fromstring(first)  # noqa: S314 — our own text
    named = [each.text for mark in whole.attrib["aria-labelledby"].split() for each in whole if each.get("id") == mark]
    assert (whole.get("role"), named) == ("img", ["A chart", "It is drawn."])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"title": {"text": "Above"}}, "layout.title.text"),
        ({"images": [{"source": "x"}]}, "layout.images.source"),
        ({"barmode": "relative"}, "barmode"),
        ({"plot_bgcolor": "#FFFFFF"}, "plot_bgcolor"),
        ({"annotations": [{"text": "x", "x": 1, "y": 1, "showarrow": True}]}, "showarrow"),
    ],
)
def test_a_word_that_is_not_drawn_is_refused(words: dict[str, Any], said: str) -> None:
    """Of the layout or a value of it: nothing is left out of the picture without a word."""
    given = {name: value for name, value in words.items() if name != "annotations"}
    figure = go.Figure(changed(**given))
    figure.update_layout(**words)
    with pytest.raises(UnknownWord, match=re.escape(said)):
        drawn(figure)


@pytest.mark.parametrize(
    "mark",
    [
        BAR | {"marker": {"color": LIGHT.main, "cornerradius": 3}},
        BAR | {"marker": {"color": "#123456"}},
        BAR | {"marker": {"color": LIGHT.main}, "error_y": {"array": [1]}},
        BAR | {"marker": {"color": LIGHT.main, "pattern": {"shape": "x"}}},
        {"type": "pie", "values": [1]},
        LINE | {"mode": "markers", "marker": {"symbol": "star", "size": 9, "color": LIGHT.main}},
        LINE | {"line": {"color": LIGHT.main, "dash": "5px"}},
        LINE | {"line": {"color": LIGHT.main, "shape": "spline"}},
        LINE | {"line": {"color": LIGHT.main}, "fill": "tozeroy"},
    ],
)  # fmt: skip
def test_a_mark_that_is_not_drawn_is_refused(mark: dict[str, Any]) -> None:
    """A property, a value, a colour that is none of the look's, a whole kind of trace."""
    figure = go.Figure(changed())
    figure.add_trace(mark)
    with pytest.raises(UnknownWord):
        drawn(figure)


def test_an_axis_says_its_ticks() -> None:
    """What Plotly would choose by itself, nobody else can know."""
    figure = go.Figure(changed())
    figure.update_xaxes(tickvals=None, ticktext=None)
    with pytest.raises(UnknownWord, match="tickvals"):
        drawn(figure)


def test_every_colour_is_repainted_on_a_dark_page() -> None:
    """Each class of a picture has a rule, and each rule the dark look's colour of that name."""
    rates = [Rate("a", "Webinar", 0.4, 0.3, 0.5, 90, "n 90"), Rate("b", "Event", 0.4, 0.1, 0.8, 12, "n 12")]
    classes = {
        name for each in re.findall(r'class="([^"]+)"', drawn(rates_chart(rates, LIGHT))) for name in each.split()
    }
    rules = dict(re.findall(r"\.([\w-]+)\{(?:fill|stroke):(#\w{6})\}", dark_rules()))
    assert {"f-main", "s-quiet"} <= classes <= rules.keys()
    assert {rules[f"f-{name}"] for name in NAMES.values()} == {getattr(DARK, name) for name in NAMES.values()}


def test_an_axis_of_ratios_stands_where_its_logarithms_are() -> None:
    """From one minute to a thousand, ten minutes are a third of the way."""
    points = [{"minutes": minutes, "share_answered": 0.5, "measured_in": "elapsed"} for minutes in (10, 600)]
    picture = drawn(curve_chart(points, None, LIGHT), width=800)
    grid = {label: float(x) for x, label in re.findall(r'<text x="([\d.]+)"[^>]*>([^<]+)</text>', picture)}
    assert (grid["24 h"] - grid["1 h"]) / (grid["1 h"] - grid["1 min"]) == pytest.approx(1.3802 / 1.7782, rel=0.01)


def test_a_chart_of_a_single_period_and_one_without_marks_are_drawn() -> None:
    """Nothing to draw between the axes is no error."""
    point = Point(0, date(2026, 3, 2), None, None, None, "too few", 3)
    assert "2026" in drawn(over_time_chart([Line("All", [point])], LIGHT, None))
    weeks = [Point(n, date(2026, 3, 2) + timedelta(weeks=n), float(n), None, None, "", 3) for n in range(3)]
    assert drawn(over_time_chart([Line("A", weeks), Line("B", [])], LIGHT, None)).count("<tspan") == 0


@pytest.mark.parametrize(
    ("number", "said"), [(1 / 3, "0.33"), (-0.001, "0"), (7, "7"), (1234.5, "1234.5"), (100, "100")]
)
def test_a_number_is_written_in_two_decimals_at_most(number: float, said: str) -> None:
    """And without a zero that says nothing."""
    assert short(number) == said
