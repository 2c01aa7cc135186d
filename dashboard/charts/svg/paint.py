"""Elements of SVG, their colours and strokes.

Each colour stands twice: as an attribute, which every renderer reads, and as a class, by which a dark page repaints it.
"""

import re
from collections.abc import Sequence
from dataclasses import fields
from html import escape
from itertools import pairwise
from typing import Any

from dashboard.charts.look import DARK, LIGHT
from dashboard.charts.svg.words import UnknownWord

NAMES = {getattr(LIGHT, field.name): field.name for field in reversed(fields(LIGHT))}
"""The names of the colours of a light page."""
NOTHING = "rgba(0,0,0,0)"
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""
DASHES = {"solid": (), "dot": (1, 1), "dash": (3, 3), "longdash": (5, 5), "dashdot": (3, 1, 1, 1)}
THINNEST_DASHED = 3


def dark_rules() -> str:
    """Rules of CSS that repaint every chart of a page; the page says when it is dark, and never in print."""
    return "".join(
        f".f-{name}{{fill:{getattr(DARK, name)}}}.s-{name}{{stroke:{getattr(DARK, name)}}}" for name in NAMES.values()
    )


def element(name: str, content: str = "", *, fill: str | None = None, stroke: str | None = None, **words: Any) -> str:
    """An element of SVG; ``fill`` and ``stroke`` are colours of the light look or nothing at all, None not said."""
    written: dict[str, Any] = {}
    classes = []
    for word, color in (("fill", fill), ("stroke", stroke)):
        if color is not None:
            written[word] = "none" if color == NOTHING else color
            if color != NOTHING:
                classes.append(f"{word[0]}-{_name(color)}")
    if classes:
        written["class"] = " ".join(classes)
    values = written | {word.replace("_", "-"): value for word, value in words.items() if value is not None}
    attributes = "".join(f' {word}="{_value(value)}"' for word, value in values.items())
    return f"<{name}{attributes}>{content}</{name}>" if content else f"<{name}{attributes}/>"


def as_text(text: str) -> str:
    """Text between two tags."""
    return escape(UNWRITABLE.sub("", text), quote=False)


def short(number: float) -> str:
    """A number in two decimals at most."""
    return f"{round(number, 2) + 0:.2f}".rstrip("0").rstrip(".")


def dashes(dash: str | None, width: float) -> str | None:
    """The stroke of a line so wide; None where it is whole."""
    if (dash or "solid") not in DASHES:
        raise UnknownWord(f"dash={dash!r} is not drawn as SVG")
    unit = max(width, THINNEST_DASHED)
    return " ".join(short(unit * part) for part in DASHES[dash or "solid"]) or None


def shades(value: float, low: float, high: float, scale: Sequence[Sequence[Any]]) -> tuple[str, str, float]:
    """A value on a scale of colours: the colour before it, the one behind it, and how much of that covers the first."""
    place = min(max((value - low) / ((high - low) or 1), 0), 1)
    (start, before), (end, after) = next(step for step in pairwise(scale) if place <= step[1][0])
    return before, after, (place - start) / (end - start)


def _name(color: str) -> str:
    if color not in NAMES:
        raise UnknownWord(f"the colour {color!r} is none of a light page's look")
    return str(NAMES[color])


def _value(value: Any) -> str:
    return short(value) if isinstance(value, int | float) else escape(UNWRITABLE.sub("", value))
