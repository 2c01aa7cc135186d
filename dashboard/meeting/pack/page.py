"""The pack as one HTML file: no script, nothing asked of anybody, readable in dark and light, light in print."""

from functools import cache
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from dashboard.meeting.pack.document import Pack
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
            foremost=foremost(pack),
            made_first=made_first(pack),
        )
    )


@cache
def environment() -> Environment:
    """Templates that escape what they are given, and fail for what they are not."""
    loader = PackageLoader("dashboard.meeting.pack")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
