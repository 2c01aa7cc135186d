"""Points and lines: strokes, fills, whiskers, marks and the words at them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import sqrt
from typing import Any

from dashboard.charts.svg.axes import Plot, pick
from dashboard.charts.svg.paint import NOTHING, dashes, element, short
from dashboard.charts.svg.text import LINE, lettering_of
from dashboard.charts.svg.words import UnknownWord, only

Pixel = tuple[float, float]
Gap = None

SHAPES: dict[str, Callable[[float], str]] = {
    "square": lambda r: _closed((-r, -r), (r, -r), (r, r), (-r, r)),
    "diamond": lambda r: _closed((1.3 * r, 0), (0, 1.3 * r), (-1.3 * r, 0), (0, -1.3 * r)),
    "triangle-up": lambda r: _closed((-2 * r / sqrt(3), r / 2), (2 * r / sqrt(3), r / 2), (0, -r)),
    "triangle-down": lambda r: _closed((-2 * r / sqrt(3), -r / 2), (2 * r / sqrt(3), -r / 2), (0, r)),
    "x": lambda r: _closed(*_cross(0.8 * r / sqrt(2))),
    "star-diamond": lambda r: _star(short(1.4 * r), short(1.9 * r)),
    "line-ns": lambda r: f"m0 {short(1.4 * r)}v{short(-2.8 * r)}",
}
"""The marks by what is drawn around their middle, of a radius."""


def points(trace: Mapping[str, Any], before: Mapping[str, Any] | None, plot: Plot, font: Mapping[str, Any]) -> str:
    """A trace of points; ``before`` is the one before it in the same plot, up to which it may fill."""
    mode = only("mode", trace["mode"], "lines", "markers", "lines+markers", "markers+text")
    only("connectgaps", trace.get("connectgaps", False), False)
    placed = _placed(trace, plot)
    drawn = _filled(trace, placed, before, plot) + _whiskers(trace, placed, plot)
    if "lines" in mode:
        drawn += _stroke(trace, placed)
    if "markers" in mode:
        drawn += "".join(_marks(trace, placed))
    if "text" in mode:
        drawn += "".join(_words(trace, placed, font))
    return drawn


def mark(trace: Mapping[str, Any], place: int, x: float, y: float) -> str:
    """The mark of a point of a trace, in the middle of ``x`` and ``y``."""
    marker = trace["marker"]
    symbol, is_open, _ = pick(marker.get("symbol", "circle"), place).partition("-open")
    color = pick(marker.get("color") or trace.get("line", {}).get("color"), place)
    line = marker.get("line", {})
    width = pick(line.get("width", 0), place)
    radius = pick(marker["size"], place) / 2
    if not radius:
        return ""
    if is_open:
        paint: dict[str, Any] = {"fill": NOTHING, "stroke": color, "stroke_width": width or 1}
    elif symbol == "line-ns":
        paint = {"fill": NOTHING, "stroke": pick(line["color"], place), "stroke_width": width}
    else:
        paint = {"fill": color}
        paint |= {"stroke": pick(line["color"], place), "stroke_width": width} if width else {}
    only("marker.opacity", marker.get("opacity", 1), 1)
    if symbol == "circle":
        return element("circle", cx=x, cy=y, r=radius, **paint)
    if symbol not in SHAPES:
        raise UnknownWord(f"the mark {symbol!r} is not drawn as SVG")
    return element("path", d=f"M{short(x)} {short(y)}{SHAPES[symbol](radius)}", **paint)


def stroke(trace: Mapping[str, Any], path: str) -> str:
    """A path drawn as the line of a trace is."""
    line = trace["line"]
    width = line.get("width", 2)
    drawn = {"stroke_width": width, "stroke_dasharray": dashes(line.get("dash"), width)}
    return element("path", d=path, fill=NOTHING, stroke=line["color"], **drawn)


def _placed(trace: Mapping[str, Any], plot: Plot) -> list[Pixel | None]:
    return [
        Gap if x is None or y is None else (plot.x.place(x), plot.y.place(y))
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]


def _stroke(trace: Mapping[str, Any], placed: Sequence[Pixel | None]) -> str:
    stepped = only("line.shape", trace["line"].get("shape", "linear"), "linear", "hv") == "hv"
    path, before = "", Gap
    for point in placed:
        if point is not None:
            x, y = map(short, point)
            path += (f"H{x}V{y}" if stepped else f"L{x} {y}") if before else f"M{x} {y}"
        before = point
    return stroke(trace, path) if path else ""


def _filled(
    trace: Mapping[str, Any], placed: Sequence[Pixel | None], before: Mapping[str, Any] | None, plot: Plot
) -> str:
    fill = only("fill", trace.get("fill"), None, "toself", "tonexty")
    if fill is None:
        return ""
    edge = [point for point in placed if point is not None]
    if fill == "tonexty":
        if before is None:
            raise UnknownWord("a fill to the trace before needs one, as SVG")
        edge += [point for point in reversed(_placed(before, plot)) if point is not None]
    return element("path", d=_path(edge) + "z", fill=trace["fillcolor"]) if edge else ""


def _whiskers(trace: Mapping[str, Any], placed: Sequence[Pixel | None], plot: Plot) -> str:
    error = trace.get("error_y")
    if error is None:
        return ""
    only("error_y.type", error["type"], "data")
    only("error_y.symmetric", error["symmetric"], False)
    only("error_y.width", error["width"], 0)
    path = ""
    for place, (point, value) in enumerate(zip(placed, trace["y"], strict=True)):
        if point is not None:
            low, high = value - error["arrayminus"][place], value + error["array"][place]
            path += f"M{short(point[0])} {short(plot.y.place(low))}V{short(plot.y.place(high))}"
    return element("path", d=path, stroke=trace["line"]["color"], stroke_width=error["thickness"])


def _marks(trace: Mapping[str, Any], placed: Sequence[Pixel | None]) -> Iterator[str]:
    for place, point in enumerate(placed):
        if point is not None:
            yield mark(trace, place, *point)


def _words(trace: Mapping[str, Any], placed: Sequence[Pixel | None], font: Mapping[str, Any]) -> Iterator[str]:
    only("textposition", trace["textposition"], "top center")
    for place, point in enumerate(placed):
        if point is not None:
            text = lettering_of(trace["text"][place], {**font, **trace.get("textfont", {})})
            above = pick(trace["marker"]["size"], place) / 1.6 + 1
            lines = LINE * (len(text.lines) - 1) + 1
            yield text.written(point[0], point[1] + text.size * (0.75 - lines) - above, "middle")


def _path(edge: Sequence[Pixel]) -> str:
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in edge)


def _closed(*corners: Pixel) -> str:
    """A closed path from the middle."""
    x, y = 0.0, 0.0
    steps = []
    for corner in corners:
        steps.append(f"{short(corner[0] - x)} {short(corner[1] - y)}")
        x, y = corner
    return f"m{'l'.join(steps)}z"


def _cross(d: float) -> Iterator[Pixel]:
    yield from ((0, d), (d, 2 * d), (2 * d, d), (d, 0), (2 * d, -d), (d, -2 * d))
    yield from ((0, -d), (-d, -2 * d), (-2 * d, -d), (-d, 0), (-2 * d, d), (-d, 2 * d))


def _star(reach: str, round_: str) -> str:
    arc = f"a{round_} {round_} 0 0 1 "
    return f"m-{reach} 0{arc}{reach} {reach}{arc}{reach} -{reach}{arc}-{reach} -{reach}{arc}-{reach} {reach}z"
