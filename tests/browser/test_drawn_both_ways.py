"""Every chart of every screen is drawn as SVG as Plotly draws it: one page of a browser shows both, side by side."""

import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page
from plotly.offline import get_plotlyjs

from dashboard.charts.svg import svg
from dashboard.charts.svg.legend import Legend
from dashboard.charts.svg.margins import margins
from dashboard.charts.svg.words import AXIS
from tests.charts.recording import Chart, functions, recorded
from tests.enduring import some

WIDTH, NARROW, PHONE = 720, 640, 340
"""Pixels of a chart on a page, of the same on a sheet of A4, and on a phone."""
AT_ONCE = 10
"""Charts a page holds at a time: a picture of more would be higher than Chromium takes."""
UNLIKE = {9: 46.0, 27: 12.0}
"""By the side of a square in pixels, how far the mean colours of two pictures may differ there, of 255.

The two place text a pixel apart at most and round edges otherwise: that moves a little ink within a square, most in a
small one. What is missing takes ink away: a small label the most in the small square, pale stripes in the large one.
"""
SHOW = """async ([charts, width]) => {
    document.body.replaceChildren()
    const rows = []
    for (const [picture, figure] of charts) {
        const row = document.createElement('div'), ours = document.createElement('div')
        row.style.cssText = 'display: flex'
        ours.innerHTML = picture
        row.append(ours)
        document.body.append(row)
        rows.push(row)
        if (figure) {
            const theirs = document.createElement('div')
            theirs.style.width = `${width}px`
            row.append(theirs)
            await Plotly.newPlot(theirs, figure.data, figure.layout, {staticPlot: true})
        }
    }
    return rows.map(row => [row.offsetTop, row.offsetHeight])
}"""
TEXTS = """pictures => pictures.map(picture => {
    document.body.innerHTML = picture
    const whole = document.querySelector('svg').getBoundingClientRect()
    return [...document.querySelectorAll('text')].map(text => {
        const box = text.getBoundingClientRect()
        return [text.textContent, box.left - whole.left, box.top - whole.top, box.right - whole.left,
                box.bottom - whole.top]
    })
})"""
LABELS = """async ([figures, width]) => {
    const found = []
    for (const figure of figures) {
        document.body.innerHTML = '<div></div>'
        const place = document.body.firstElementChild
        place.style.width = `${width}px`
        await Plotly.newPlot(place, figure.data, figure.layout, {staticPlot: true})
        const whole = place.getBoundingClientRect()
        found.push([...place.querySelectorAll('.xtick text, .ytick text, .g-xtitle text, .g-ytitle text')].map(text => {
            const box = text.getBoundingClientRect()
            return [text.textContent, box.left - whole.left, box.top - whole.top, box.right - whole.left,
                    box.bottom - whole.top]
        }))
    }
    return found
}"""

RIM = 5
"""Pixels of a line of text above and below its letters."""

Pixels = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A chart with its picture as Plotly draws it and as it is drawn as SVG."""

    chart: Chart
    picture: str
    theirs: Pixels
    ours: Pixels


@pytest.fixture(scope="module")
def charts(sample_folder: Path) -> list[Chart]:
    """The charts of the sample company's screens."""
    with pytest.MonkeyPatch.context() as patched:
        return recorded(sample_folder, patched)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that knows Plotly."""
    with browser.new_page(viewport={"width": 2 * WIDTH, "height": 800}) as page:
        page.set_content("<!doctype html><style>body {margin: 0} svg {display: block}</style>")
        page.add_script_tag(content=get_plotlyjs())
        yield page


@pytest.fixture(scope="module")
def pairs(charts: list[Chart], page: Page) -> list[Pair]:
    """Each chart drawn both ways, Plotly's between our margins: it measures its letters, we know how wide any are."""
    pictures = [_picture(chart, WIDTH) for chart in charts]
    shown = _shown(page, [(picture, _framed(chart)) for chart, picture in zip(charts, pictures, strict=True)])
    return [
        Pair(chart, picture, pixels[:, WIDTH:], pixels[:, :WIDTH])
        for chart, picture, pixels in zip(charts, pictures, shown, strict=True)
    ]


def test_every_chart_is_drawn_as_plotly_draws_it(pairs: list[Pair]) -> None:
    """None of the functions that draw is left out, and no two pictures differ by more than their renderers do."""
    assert functions() - {pair.chart.drawn_by for pair in pairs} == set()
    unlike = {pair.chart.drawn_by: found for pair in pairs if (found := _unlike(pair.theirs, pair.ours))}
    assert unlike == {}


def test_a_picture_that_lacks_a_mark_is_told_from_plotly_s(pairs: list[Pair], page: Page) -> None:
    """One without a bar, a point, its stripes, a label: the comparison finds each, on each chart that has one."""
    lacking = [(pair, lack, broken) for pair in some(pairs, MOST_LACKING) for lack, broken in _broken(pair.picture)]
    shown = _shown(page, [(broken, None) for _, _, broken in lacking])
    overlooked = [
        (pair.chart.drawn_by, lack)
        for (pair, lack, _), pixels in zip(lacking, shown, strict=True)
        if not _unlike(pair.theirs, pixels[:, :WIDTH])
    ]
    assert overlooked == []
    assert {lack for _, lack, _ in lacking} == set(LACKS)


def test_no_label_is_cut_or_covers_another(charts: list[Chart], page: Page) -> None:
    """On a page and on a sheet of paper, where charts are narrower."""
    for width in (WIDTH, NARROW):
        texts = page.evaluate(TEXTS, [_picture(chart, width) for chart in charts])
        for chart, found in zip(charts, texts, strict=True):
            height = chart.figure.layout.height
            cut = [text for text, *box in found if min(box[:2]) < -1 or box[2] > width + 1 or box[3] > height + 1]
            assert cut == [], (chart.drawn_by, width)
            assert [(one[0], other[0]) for one, other in combinations(found, 2) if _cover(one[1:], other[1:])] == [], (
                chart.drawn_by, width,
            )  # fmt: skip


def test_a_browser_finds_room_for_every_label_between_our_margins(charts: list[Chart], page: Page) -> None:
    """On a phone, where there is the least; so it has no need to measure them and draw once more."""
    figures = [json.loads(chart.figure.to_json()) for chart in charts]
    axes = [words for figure in figures if not figure["layout"].get("showlegend")
            for name, words in figure["layout"].items() if AXIS.match(name)]  # fmt: skip
    assert not any(words["automargin"] for words in axes)
    for chart, found in zip(charts, page.evaluate(LABELS, [figures, PHONE]), strict=True):
        height = chart.figure.layout.height
        assert [text for text, *box in found if min(box[:2]) < 0 or box[2] > PHONE or box[3] > height] == [], chart


MOST_LACKING = 8
"""So many of the charts are drawn without each of these, unless it is a full run."""
LACKS = {
    "a bar": re.compile(
        r"<rect (?=[^>]*width=\"\d{2,}[.\"])(?=[^>]*height=\"[3-9\d]{1,3}[.\"])"
        r"(?![^>]*fill-opacity)(?![^>]*fill=\"none\")(?:(?!#FFFFFF)[^>])*/>(?!</clipPath>)"
    ),
    "its stripes": re.compile(r"<path [^>]*d=\"(?:M[\d. ]+l[\d. -]+){5,}\"[^>]*/>"),
    "a point": re.compile(r"<circle (?![^>]*fill=\"none\")[^>]*/>"),
    "a label": re.compile(r"<text [^>]*>.+?</text>"),
}
"""What is taken out of a picture, the last of each that is more than a few pixels."""


def _broken(picture: str) -> Iterator[tuple[str, str]]:
    for lack, pattern in LACKS.items():
        found = list(pattern.finditer(picture))
        if found:
            yield lack, picture[: found[-1].start()] + picture[found[-1].end() :]


def _picture(chart: Chart, width: int) -> str:
    return svg(chart.figure, title=chart.drawn_by, finding="It is drawn.", width=width)


def _framed(chart: Chart) -> dict[str, Any]:
    """A figure for Plotly, its plots where ours are."""
    figure: dict[str, Any] = json.loads(chart.figure.to_json())
    free = margins(figure["layout"], Legend(figure), WIDTH)
    margin = {"l": free.left, "r": free.right, "t": free.top, "b": free.bottom, "autoexpand": False}
    figure["layout"] |= {"width": WIDTH, "margin": margin}
    return figure


def _shown(page: Page, charts: Sequence[tuple[str, dict[str, Any] | None]]) -> Iterator[Pixels]:
    """What each row of the page shows: a picture, and Plotly's at its right."""
    for start in range(0, len(charts), AT_ONCE):
        rows = page.evaluate(SHOW, [charts[start : start + AT_ONCE], WIDTH])
        whole = np.asarray(Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB"), dtype=float)
        for top, height in rows:
            yield whole[top : top + height]


def _unlike(theirs: Pixels, ours: Pixels) -> dict[int, float]:
    """By the side of a square, how far two pictures differ where that is too far."""
    found = {side: float(np.abs(_means(theirs, side) - _means(ours, side)).max()) for side in UNLIKE}
    return {side: difference for side, difference in found.items() if difference > UNLIKE[side]}


def _means(pixels: Pixels, side: int) -> Pixels:
    """The mean colour of every square of a picture."""
    for axis in (0, 1):
        sums = np.insert(np.cumsum(pixels, axis), 0, 0, axis)
        last = np.take(sums, range(side, sums.shape[axis]), axis)
        pixels = (last - np.take(sums, range(sums.shape[axis] - side), axis)) / side
    return pixels


def _cover(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two boxes share more than the empty rim that a line of text has."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1 and down > RIM
