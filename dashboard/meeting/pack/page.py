"""The pack as one HTML file: no script, nothing asked of anybody, readable in dark and light, light in print."""

from functools import cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from dashboard.charts.svg import dark_rules
from dashboard.findings.calibration_words import CURVE_CAPTION
from dashboard.meeting.pack.document import Pack
from dashboard.meeting.pack.drawing import card_picture, curve_picture, part_pictures
from dashboard.meeting.pack.foremost import foremost, made_first

Paper = Literal["a4", "letter"]


def page(pack: Pack, paper: Paper = "a4") -> str:
    """The HTML: the same document, the same text."""
    return (
        environment()
        .get_template("pack.html")
        .render(
            pack=pack,
            content=pack.content,
            cover=pack.cover,
            paper=paper,
            card_picture=card_picture,
            part_pictures=part_pictures,
            curve_picture=curve_picture,
            curve_caption=CURVE_CAPTION,
            dark_rules=dark_rules(),
            foremost=foremost(pack),
            made_first=made_first(pack),
        )
    )


@cache
def environment() -> Environment:
    """Templates that escape what they are given, and fail for what they are not."""
    loader = PackageLoader("dashboard.meeting.pack")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
