"""Text of a chart: the little HTML Plotly reads, how wide it comes out, and its lines as SVG."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from dashboard.charts.look import LIGHT
from dashboard.charts.svg.paint import as_text, element
from dashboard.charts.svg.words import UnknownWord

LINE = 1.3
ABOVE, BELOW = 0.93, 0.24
"""How far letters reach above and below the line they stand on, in sizes."""
BOLDER = 1.12
"""How much wider bold letters are."""
WIDTHS = {
    letter: width / 100
    for width, letters in {
        28: "'ijlIJ", 32: ",. ·’‘", 36: "/:;\\|f-", 40: "t()[]!", 41: "r", 46: '"', 52: "*_`–▸szc?", 57: "LkF",
        61: "vxyPaoTYe", 64: "bdghnpquES0123456789${}€£K", 69: "AVBRXZC", 74: "UHN", 79: "DGOQ&w◆",
        84: "#+<=>^~−×→≤≥M", 97: "%mW", 100: "@—…",
    }.items() for letter in letters
}  # fmt: skip
"""Widths of letters in sizes, those of a wide face: a label has room in a narrower one too."""
OTHER, FULL = 0.65, 1.0
TAG = re.compile(r"<(/?)(b|i|span|br)(?:\s+style='([^']*)')?\s*/?>")
STYLES = {"color", "font-size"}


@dataclass(frozen=True)
class Font:
    """How letters are drawn: pixels, a colour of the look."""

    size: float
    color: str
    is_bold: bool = False
    is_italic: bool = False


USUAL = Font(13, LIGHT.text)
"""What the whole picture says once, and no text again."""


@dataclass(frozen=True)
class Lettering:
    """Lines of parts, each a text and its font; ``size`` is that of the whole, which lines are apart by."""

    lines: Sequence[Sequence[tuple[str, Font]]]
    size: float

    @property
    def width(self) -> float:
        """Pixels of the widest line."""
        return max(sum(_width(text, font) for text, font in line) for line in self.lines)

    @property
    def top(self) -> float:
        """Pixels that the first line reaches above where it stands."""
        return ABOVE * max((font.size for _, font in self.lines[0]), default=self.size)

    @property
    def height(self) -> float:
        """Pixels from the top of the first line to the bottom of the last."""
        return self.top + LINE * self.size * (len(self.lines) - 1) + BELOW * self.size

    def written(self, x: float, y: float, anchor: str = "start", turned: float = 0) -> str:
        """The lines, the first standing at ``y``; ``anchor`` is SVG's, ``turned`` in degrees around ``x``, ``y``."""
        transform = f"rotate({turned} {x:.2f} {y:.2f})" if turned else None
        return "".join(
            _line(line, x, y + LINE * self.size * place, anchor, transform)
            for place, line in enumerate(self.lines)
            if line
        )


def lettering_of(words: Any, font: Mapping[str, Any]) -> Lettering:
    """What Plotly reads out of ``words`` in a ``font`` of ``size`` and ``color``; a tag it does not know stays text."""
    whole = Font(font["size"], font["color"])
    lines: list[list[tuple[str, Font]]] = [[]]
    fonts, end, words = [whole], 0, str(words)
    for tag in TAG.finditer(words):
        _add(lines, words[end : tag.start()], fonts[-1])
        closes, name, style = tag.groups()
        if name == "br":
            lines.append([])
        elif not closes:
            fonts.append(_styled(fonts[-1], name, style))
        elif len(fonts) > 1:
            fonts.pop()
        end = tag.end()
    _add(lines, words[end:], fonts[-1])
    return Lettering(lines, whole.size)


def _add(lines: list[list[tuple[str, Font]]], words: str, font: Font) -> None:
    if words:
        lines[-1].append((unescape(words).replace("  ", "\u00a0\u00a0"), font))


def _styled(font: Font, tag: str, style: str | None) -> Font:
    known = dict(part.split(":", 1) for part in (style or "").split(";") if part)
    if not known.keys() <= STYLES:
        raise UnknownWord(f"the style {style!r} of a text is not drawn as SVG")
    return replace(
        font,
        size=float(known["font-size"].removesuffix("px")) if "font-size" in known else font.size,
        color=known.get("color", font.color),
        is_bold=font.is_bold or tag == "b",
        is_italic=font.is_italic or tag == "i",
    )


def _line(parts: Sequence[tuple[str, Font]], x: float, y: float, anchor: str, transform: str | None) -> str:
    place: dict[str, Any] = {"x": x, "y": y, "text_anchor": None if anchor == "start" else anchor}
    place["transform"] = transform
    if len(parts) == 1:
        ((text, font),) = parts
        return element("text", as_text(text), **place, **_drawn(font))
    return element("text", "".join(element("tspan", as_text(text), **_drawn(font)) for text, font in parts), **place)


def _drawn(font: Font) -> dict[str, Any]:
    return {
        "fill": None if font.color == USUAL.color else font.color,
        "font_size": None if font.size == USUAL.size else font.size,
        "font_weight": "bold" if font.is_bold else None,
        "font_style": "italic" if font.is_italic else None,
    }


def _width(text: str, font: Font) -> float:
    return font.size * (BOLDER if font.is_bold else 1) * sum(map(_letter, unicodedata.normalize("NFD", text)))


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    return WIDTHS.get(letter, FULL if unicodedata.east_asian_width(letter) in "WF" else OTHER)
